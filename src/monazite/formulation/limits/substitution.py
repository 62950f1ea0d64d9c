"""Users change over to another grade no further than they have learnt to."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.substitutes import reached
from monazite.formulation.system import System
from monazite.labels import Index
from monazite.program import Coefficients, Draft


def substitution(draft: Draft, system: System, columns: Columns) -> None:
    """Declare the most that each substitution replaces.

        switch_vt - reached_vt sum_s serve_dst <= 0        for the demand d of substitution v

    with reached the share that has been learnt. What is switched comes from no plant and no lane; since it never exceeds
    what the same users are served, none of it can be sold on.

    Rows: substitution, period.
    Unit: kt/yr of the commodity that is replaced.
    Dual: minus what it would be worth to users if one more kg could be replaced, USD/kg times discount and length.
    Source: bounded substitution between grades of one good; shares, costs and lead times are ``substitutions`` of the study.
    """
    rows = draft.rows("substitution", columns.switch.index, upper=0.0, unit="kt/yr",
                      dual="minus worth of one more kg that can be replaced, USD/kg, times discount and length")
    rows.add(columns.switch, 1.0, on=("substitution", "period"))
    axis, demand = columns.switch.index.axes["substitution"], columns.serve.index.axes["demand"]
    records, periods = system.widest.substitutions, len(system.grid)
    index = Index(
        {"substitution": axis, "demand": demand, "period": system.period},
        {"substitution": np.repeat(np.arange(len(axis), dtype=np.int32), periods),
         "demand": np.repeat(demand.codes([r.demand for r in records]), periods),
         "period": np.tile(np.arange(periods, dtype=np.int32), len(axis))}, len(axis) * periods)
    share = np.array([reached(system, r.substitution) for r in records]).ravel()
    rows.add(columns.serve, Coefficients(index, -share), on=("substitution", "period"), through=("demand", "period"))
