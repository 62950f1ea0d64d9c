"""No plant runs beyond what is installed; all processes of a unit share its capacity."""

from __future__ import annotations

from monazite.formulation.columns import Columns
from monazite.formulation.system import System
from monazite.program import Draft


def unit_capacity(draft: Draft, system: System, columns: Columns) -> None:
    """Declare the limit of each unit.

        sum_(a in unit, s) run_as - capacity <= 0

    Rows: unit, period.
    Unit: kt of activity per year.
    Dual: divided by discount and length it is minus the scarcity rent of capacity, USD per kg of activity.
    Source: capacity constraint of a process model.
    """
    rows = draft.rows("unit_capacity", columns.build.index, upper=0.0, unit="kt of activity/yr",
                      dual="minus scarcity rent, USD/kg, times discount and length")
    rows.add(columns.run, 1.0, on=("unit", "period"))
    rows.add(columns.capacity, -1.0, on=("unit", "period"))
