"""Installed capacity is what was installed before, grown as announced, plus what is built."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.system import System
from monazite.program import Draft


def capacity_chain(draft: Draft, system: System, columns: Columns) -> None:
    """Declare how capacity passes from period to period.

        capacity_t - capacity_(t-1) - build_t = base_t - base_(t-1),    base_0 - 0 in the first period

    where base is the capacity without projects, grown from the base year.

    Rows: unit, period.
    Unit: kt of activity per year.
    Dual: minus what one more kt/yr, found installed from the period on, is worth to the chain, MUSD discounted.
    Source: capital accounting identity without vintages.
    """
    base = np.array([system.capacity[u.unit] for u in system.widest.units])
    change = np.diff(base, axis=1, prepend=0.0).ravel()
    rows = draft.rows("capacity_chain", columns.build.index, lower=change, upper=change, unit="kt of activity/yr",
                      dual="minus worth of capacity found, MUSD per kt/yr, discounted")
    key = ("unit", "period")
    rows.add(columns.capacity, 1.0, on=key)
    rows.add(columns.capacity, -1.0, on=key, roles={"period": "next_period"})
    rows.add(columns.build, -1.0, on=key)
