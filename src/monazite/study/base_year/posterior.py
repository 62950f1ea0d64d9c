"""Other base years that the same reports allow, each as balanced and calibrated as the one that is nearest to them.

Reports err once more as they are known to err, flows are balanced again, then prices; every option that is compared is
solved on the same draws, so that what they share cancels.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from monazite.balance import draws, reconcile
from monazite.study.base_year.balancing import calibrated
from monazite.study.base_year.flows import balance_flows
from monazite.study.base_year.prices import balance_prices
from monazite.world.baseline import Baseline
from monazite.world.recipes import recipes
from monazite.world.world import World

LEAST = 0.02
"""What was seen to flow did flow: a draw leaves it at least this share of what was reported."""


def drawn_base_years(world: World, count: int, seed: int) -> list[Baseline]:
    """``count`` base years, a function of the world, ``count`` and ``seed`` alone. Raises ``ModelFault`` if one cannot balance."""
    book = recipes(world)
    balance = balance_flows(world, book)
    problem = balance.found.problem
    low = problem.low.copy()
    low[: len(balance.flows)] = [LEAST * flow.reported for flow in balance.flows]
    middle = reconcile(replace(problem, low=low, start=np.maximum(balance.found.values, low)))
    found = []
    for i, values in enumerate(draws(middle, count, seed)):
        amounts = balance.amounts_of(values)
        prices = balance_prices(world, book, amounts)
        # A seed of its own for the prices of each draw: they must not repeat the errors of its flows.
        drawn = draws(prices.found, 1, seed + 7919 * (i + 1))[0]
        found.append(calibrated(world, book, balance, amounts, prices.prices_of(drawn)))
    return found
