"""Other base years that the same reports allow, each as balanced and calibrated as the one that is nearest to them.

Reports err once more as they are known to err, flows are balanced again, then prices; every option that is compared is
solved on the same draws, so that what they share cancels.
"""

from __future__ import annotations

from monazite.balance import draws
from monazite.study.base_year.balancing import calibrated
from monazite.study.base_year.flows import FlowBalance
from monazite.study.base_year.prices import balance_prices
from monazite.world.baseline import Baseline
from monazite.world.recipes import recipes
from monazite.world.world import World

APART = 7919
"""Prices of a draw come from seeds this far from those of flows: they must not repeat the same errors."""


def drawn_base_year(world: World, balance: FlowBalance, draw: int, seed: int) -> Baseline:
    """Base year number ``draw``, from 0, beside the one nearest to the reports of ``balance``: a function of the arguments
    alone, whichever others are drawn.

    Draws come in pairs of opposite errors, so that few of them already lie around the nearest one. Raises ``ModelFault`` if it
    cannot balance.
    """
    pair, mirrored = draw // 2, draw % 2 == 1
    book = recipes(world)
    amounts = balance.amounts_of(draws(balance.found, 1, seed, pair, mirrored=mirrored)[0])
    prices = balance_prices(world, book, amounts)
    drawn = draws(prices.found, 1, seed + APART, pair, mirrored=mirrored)[0]
    return calibrated(world, book, balance, amounts, prices.prices_of(drawn))
