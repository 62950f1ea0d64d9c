"""What final users would pay at most for what they get: the area under their demand curves."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.steps import demand_worth
from monazite.formulation.system import System
from monazite.program import Draft


def consumer_benefit(draft: Draft, system: System, columns: Columns) -> None:
    """Credit the benefit of final use, step by step.

    Term: - sum_(d,s,t) weight_t base price_d worth_ds serve_dst
    Unit: MUSD, discounted; worth in multiples of the base price, capped at the demand's choke.
    Source: the demand's curve (``demands.shape``, ``elasticity``), integrated in closed form over each step; a fixed
        amount is worth the choke, its value of lost load.
    """
    steps = system.resolution.demands
    demands = [system.world.keyed("demands")[d.demand] for d in system.widest.demands]
    price = np.array([system.price(d.commodity, d.region) for d in demands])
    worth = np.array([demand_worth(steps, d.shape, d.elasticity, d.choke) for d in demands])
    worth = worth.reshape(len(demands), steps)
    at = columns.serve.index.codes
    benefit = price[at["demand"]] * worth[at["demand"], at["demand_step"]] * system.weight[at["period"]]
    draft.cost("consumer_benefit", columns.serve, -benefit)
