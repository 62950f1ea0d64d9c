"""What it costs to keep material in store, without the interest that discounting already charges."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.system import System
from monazite.program import Draft


def holding(draft: Draft, system: System, columns: Columns) -> None:
    """Charge the keeping of stocks at their level at the end of each period.

    Term: sum_(k,t) weight_t holding_cost_k level_kt
    Unit: MUSD, discounted; cost in USD/kg per year.
    Source: ``stockpiles.holding_cost`` of the study.
    """
    cost = np.array([system.world.keyed("stockpiles")[k.stockpile].holding_cost for k in system.widest.stockpiles])
    at = columns.level.index.codes
    draft.cost("holding", columns.level, cost[at["stockpile"]] * system.weight[at["period"]])
