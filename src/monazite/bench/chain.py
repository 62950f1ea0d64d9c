"""A made-up supply chain in the shape of a study, of any size: mine, mixed compound, oxides, metal, magnet.

Every region has mines, plants, users and stores; lanes join regions; periods are two years of quarters, then years.
Supply and demand are curves cut into steps. The same size and seed give the same numbers on every machine. It has only
what a network of buses and links can say as well, so that every peer is asked for the very same programme.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

COMMODITIES = ("ore", "mixed", "magnet_oxide", "heavy_oxide", "surplus_oxide", "metal", "magnet")
RECIPES: dict[str, dict[str, float]] = {
    "mine": {"ore": 1.0},
    "crack": {"ore": -1.0, "mixed": 0.9},
    "separate": {"mixed": -1.0, "magnet_oxide": 0.22, "heavy_oxide": 0.03, "surplus_oxide": 0.7},
    "reduce": {"magnet_oxide": -1.0, "metal": 0.84},
    "make": {"metal": -1.0, "heavy_oxide": -0.1, "magnet": 3.1},
}
"""What one unit of each process takes and gives; taken is negative, and the first that is taken measures the plant."""
TRADED = ("mixed", "magnet_oxide", "metal", "magnet")
USED = {"magnet_oxide": 40.0, "surplus_oxide": 3.0, "magnet": 70.0}
"""What users pay for the first tonnes, by commodity."""
STORED = ("mixed", "magnet_oxide", "magnet")
DISCARDED = {"heavy_oxide": 0.5, "surplus_oxide": 0.2}
"""What getting rid of a surplus costs, by commodity."""

QUARTERS, YEARS = 8, 16
STEPS, LEGS = 8, 3
"""Steps of each curve of supply and demand, and of each lane."""
LANES = 3
"""Lanes that leave each region, for each traded commodity."""
PER_REGION = (QUARTERS + YEARS) * (
    STEPS * (len(RECIPES) + len(USED)) + LANES * LEGS * len(TRADED) + len(DISCARDED) + 2 * len(STORED)
)
"""Columns that one region brings."""
FEWEST = LANES + 1
"""With fewer regions a lane would lead to where it begins."""


@dataclass(frozen=True)
class Chain:
    """The numbers of a chain. Axes: processes P, commodities C, regions R, steps S, lanes L, legs G, uses U, stores H,
    T.

    Rates are per year; ``level`` are amounts. ``release`` is what a store gives (positive) or takes.
    """

    regions: tuple[str, ...]
    periods: tuple[str, ...]
    lanes: tuple[str, ...]
    lengths: Floats  # (T,) years
    discount: Floats  # (T,)
    recipe: Floats  # (P, C)
    run_upper: Floats  # (P, R, S, T)
    run_cost: Floats  # (P, R, S)
    goods: Codes  # (L,) commodity that a lane carries
    origin: Codes  # (L,) region
    destination: Codes  # (L,) region
    kept: float  # share that arrives
    ship_upper: Floats  # (L, G, T)
    ship_cost: Floats  # (L, G)
    serve_upper: Floats  # (U, R, S, T)
    worth: Floats  # (U, R, S)
    capacity: Floats  # (H, R)
    initial: Floats  # (H, R)
    decay: float  # share of a store lost in a year
    holding: float  # cost of a unit held for a year

    @property
    def weight(self) -> Floats:
        """What a rate of one per year in a period weighs in the objective; shape (T,)."""
        return self.discount * self.lengths

    @property
    def columns(self) -> int:
        """Number of decisions."""
        sizes = (self.run_upper, self.ship_upper, self.serve_upper)
        per_period = len(self.regions) * (len(DISCARDED) + 2 * len(STORED))
        return sum(array.size for array in sizes) + per_period * len(self.periods)


def chain_of(columns: int, seed: int = 0) -> Chain:
    """A chain with about as many columns: as many regions as come nearest, but no fewer than four."""
    return chain(max(FEWEST, round(columns / PER_REGION)), seed)


def chain(regions: int, seed: int = 0) -> Chain:
    """A chain of so many regions; capacities are concentrated in few of them, so that there is trade."""
    random = np.random.default_rng(seed)
    lengths = np.array([0.25] * QUARTERS + [1.0] * YEARS)
    middle = np.cumsum(lengths) - lengths / 2.0
    growth = 1.04**middle
    size = random.lognormal(0.0, 1.2, (len(RECIPES), regions, 1, 1))
    size *= np.array([40.0, 36.0, 32.0, 7.0, 6.0])[:, None, None, None] / size.mean(axis=1, keepdims=True)
    rising = 1.0 + 0.15 * np.arange(STEPS)
    cost = np.array([1.0, 0.6, 2.0, 1.5, 8.0])[:, None] * random.uniform(0.7, 1.4, (len(RECIPES), regions))
    goods, origin, destination = _lanes(regions, random)
    legs = np.array([0.6, 0.4, 1.0])
    need = random.lognormal(0.0, 1.0, (len(USED), regions, 1, 1))
    need *= np.array([2.0, 20.0, 14.0])[:, None, None, None] / need.mean(axis=1, keepdims=True)
    falling = 1.5 * 0.82 ** np.arange(STEPS)
    first = np.array(list(USED.values()))[:, None] * random.uniform(0.8, 1.2, (len(USED), regions))
    capacity = random.uniform(0.5, 2.0, (len(STORED), regions))
    return Chain(
        regions=tuple(f"region {i}" for i in range(regions)),
        periods=tuple(f"quarter {i}" for i in range(QUARTERS)) + tuple(f"year {i}" for i in range(YEARS)),
        lanes=tuple(f"lane {i}" for i in range(goods.size)),
        lengths=lengths, discount=1.05**-middle,
        recipe=np.array([[recipe.get(c, 0.0) for c in COMMODITIES] for recipe in RECIPES.values()]),
        run_upper=size / STEPS * np.ones((STEPS, 1)) * growth, run_cost=cost[:, :, None] * rising,
        goods=goods, origin=origin, destination=destination, kept=0.995,
        ship_upper=random.lognormal(0.0, 1.0, (goods.size, 1, 1)) * legs[:, None] * growth,
        ship_cost=random.uniform(0.1, 0.9, (goods.size, 1)) * (1.0 + np.arange(LEGS)),
        serve_upper=need / STEPS * np.ones((STEPS, 1)) * growth, worth=first[:, :, None] * falling,
        capacity=capacity, initial=capacity * random.uniform(0.2, 0.8, capacity.shape), decay=0.01, holding=0.3,
    )  # fmt: skip


def export_stop(chain: Chain) -> Chain:
    """The largest maker of oxide stops its exports of it after the first year."""
    maker = int(np.argmax(chain.run_upper[_at(RECIPES, "separate")].sum(axis=(1, 2))))
    stopped = (chain.goods == COMMODITIES.index("magnet_oxide")) & (chain.origin == maker)
    upper = chain.ship_upper.copy()
    upper[stopped, :, 4:] = 0.0
    return replace(chain, ship_upper=upper)


def duty(chain: Chain) -> Chain:
    """The first region takes a duty of 1 per unit on metal from abroad."""
    taxed = (chain.goods == COMMODITIES.index("metal")) & (chain.destination == 0)
    return replace(chain, ship_cost=chain.ship_cost + np.where(taxed, 1.0, 0.0)[:, None])


def new_plant(chain: Chain) -> Chain:
    """The second region doubles its magnet plants after the second year."""
    upper = chain.run_upper.copy()
    upper[_at(RECIPES, "make"), 1, :, QUARTERS:] *= 2.0
    return replace(chain, run_upper=upper)


def better_recovery(chain: Chain) -> Chain:
    """Separation gives 2 % more of the heavy oxide: numbers of the matrix change, not of its margins."""
    recipe = chain.recipe.copy()
    recipe[_at(RECIPES, "separate"), COMMODITIES.index("heavy_oxide")] *= 1.02
    return replace(chain, recipe=recipe)


INSTRUMENTS: dict[str, Callable[[Chain], Chain]] = {
    "export stop": export_stop, "duty": duty, "new plant": new_plant, "better recovery": better_recovery,
}  # fmt: skip
"""Changes of one thing each; the stack is all of them."""


def stacked(chain: Chain) -> Chain:
    """All instruments at once."""
    for change in INSTRUMENTS.values():
        chain = change(chain)
    return chain


def _at(table: Mapping[str, object], name: str) -> int:
    return list(table).index(name)


def _lanes(regions: int, random: np.random.Generator) -> tuple[Codes, Codes, Codes]:
    """For each traded commodity and region, lanes to others, no two to the same."""
    goods = np.repeat([COMMODITIES.index(name) for name in TRADED], regions * LANES)
    origin = np.tile(np.repeat(np.arange(regions), LANES), len(TRADED))
    away = [random.choice(regions - 1, LANES, replace=False) + 1 for _ in range(regions * len(TRADED))]
    return goods, origin, (origin + np.concatenate(away)) % regions
