"""What it costs to get rid of what nobody buys."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.system import System
from monazite.program import Draft


def disposal(draft: Draft, system: System, columns: Columns) -> None:
    """Charge the cost of throwing away.

    Term: sum weight_t cost_(c,r) discard_crt
    Unit: MUSD, discounted; cost in USD/kg.
    Source: ``disposals.cost`` of the study.
    """
    cost = np.array([system.world.keyed("disposals")[key].cost for key in system.widest.keyed("disposals")])
    periods = len(system.grid)
    draft.cost("disposal", columns.discard, np.repeat(cost, periods) * np.tile(system.weight, cost.size))
