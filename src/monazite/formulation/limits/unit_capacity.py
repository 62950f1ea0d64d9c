"""No plant runs beyond what is installed; all processes of a unit share its capacity."""

from __future__ import annotations

import numpy as np

from monazite.formulation.availability import available
from monazite.formulation.columns import Columns
from monazite.formulation.system import System
from monazite.program import Draft


def unit_capacity(draft: Draft, system: System, columns: Columns) -> None:
    """Declare the limit of each unit.

        sum_(a in unit, s) run_as - available_ut capacity_ut <= 0

    with available the share of what is installed that no outage and no other owner's right takes away.

    Rows: unit, period.
    Unit: kt of activity per year.
    Dual: divided by discount and length it is minus the scarcity rent of capacity, USD per kg of activity.
    Source: capacity constraint of a process model.
    """
    rows = draft.rows("unit_capacity", columns.build.index, upper=0.0, unit="kt of activity/yr",
                      dual="minus scarcity rent, USD/kg, times discount and length")
    rows.add(columns.run, 1.0, on=("unit", "period"))
    share = np.array([available(system, u.unit) for u in system.widest.units])
    rows.add(columns.capacity, -share.ravel(), on=("unit", "period"))
