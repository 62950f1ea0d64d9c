"""A by-product is raised whether or not anybody wants it: the main product decides."""

from __future__ import annotations

import numpy as np

from monazite.formulation.availability import available
from monazite.formulation.columns import Columns
from monazite.formulation.system import System
from monazite.program import Draft


def must_run(draft: Draft, system: System, columns: Columns) -> None:
    """Declare the least that a unit runs.

        sum_(a in unit, s) run_ast >= must_run_u * sum_a base run_a * growth_ut * available_ut

    Capacity that projects add is free to stand still, and an outage takes its share of the duty with it.

    Rows: unit, period; zero for units that may stand still.
    Unit: kt of activity per year.
    Dual: what one less forced kt/yr would save, USD/kg times discount and length; it is what the by-product costs its
        maker when nobody wants it.
    Source: by-product supply of mineral sands, where heavy-mineral sales set the tonnage mined.
    """
    units = system.world.keyed("units")
    base = dict.fromkeys(units, 0.0)
    for a in system.widest.activities:
        base[a.unit] += system.baseline.run.get(a.activity, 0.0)
    least = np.array([units[u.unit].must_run * base[u.unit] * system.growth(units[u.unit].growth) * available(system, u.unit)
                      for u in system.widest.units])
    rows = draft.rows("must_run", columns.build.index, lower=least.ravel(), unit="kt of activity/yr",
                      dual="saving from a smaller forced run, USD/kg, times discount and length")
    rows.add(columns.run, 1.0, on=("unit", "period"))
