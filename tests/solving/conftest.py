"""Programmes to be solved: a transport problem from the literature, and a market of random size with known pattern."""

from __future__ import annotations

import numpy as np
import pytest

from monazite.labels import Axis, Index
from monazite.program import Coefficients, Draft

PLANT = Axis("plant", ("seattle", "san-diego"))
MARKET = Axis("market", ("new-york", "chicago", "topeka"))
THOUSAND_MILES = [2.5, 1.7, 1.8, 2.5, 1.8, 1.4]


def transport(capacity=(350.0, 600.0), demand=(325.0, 300.0, 275.0), freight=90.0):
    """Cases from two plants to three markets at the least freight (USD per case and thousand miles; result in kUSD)."""
    draft = Draft()
    ship = draft.columns("ship", Index.product(PLANT, MARKET), unit="cases")
    supply = draft.rows("supply", Index.product(PLANT), upper=capacity, unit="cases", dual="kUSD per case")
    supply.add(ship, on=("plant",))
    need = draft.rows("demand", Index.product(MARKET), lower=demand, unit="cases", dual="kUSD per case")
    need.add(ship, on=("market",))
    draft.cost("freight", ship, freight / 1000 * np.array(THOUSAND_MILES))
    return draft.compile()


def market(seed=0, closed=(), tariff=0.0, efficiency=0.9):
    """Mines, lanes, stocks and stepped demands in six regions and eight periods, drawn from ``seed``.

    ``closed`` lanes carry nothing from period 3 on; ``tariff`` is a cost per unit shipped; ``efficiency`` is the metal
    that one unit of ore gives in a third of the units.
    """
    random = np.random.default_rng(seed)
    counts = {"period": 8, "region": 6, "unit": 9, "lane": 25, "demand": 9, "step": 6}
    axes = {name: Axis(name, tuple(f"{name}{i}" for i in range(count))) for name, count in counts.items()}
    period, region, unit, lane, demand, step = axes.values()
    stage = Axis("stage", ("ore", "metal"))
    draft = Draft()

    runs, ships, serves = (Index.product(axis, step, period) for axis in (unit, lane, demand))
    runs = runs.with_attribute(region, random.integers(0, 6, 9)[runs.codes["unit"]])
    ships = ships.with_attribute(stage, ships.codes["lane"] % 2)
    serves = serves.with_attribute(region, random.integers(0, 6, 9)[serves.codes["demand"]])
    serves = serves.with_attribute(stage, np.ones(serves.size))
    balances = Index.product(region, stage, period)
    following = np.where(balances.codes["period"] < 7, balances.codes["period"] + 1, -1)

    run = draft.columns("run", runs, upper=random.lognormal(0, 1, 9)[runs.codes["unit"]])
    shut = np.isin(ships.codes["lane"], closed) & (ships.codes["period"] >= 3)
    ship = draft.columns("ship", ships, upper=np.where(shut, 0.0, random.lognormal(-1, 1, 25)[ships.codes["lane"]]))
    serve = draft.columns("serve", serves, upper=random.lognormal(-1, 1, 9)[serves.codes["demand"]])
    hold = draft.columns("hold", balances.with_attribute(period, following, "next"), upper=5.0)

    refines = np.arange(9) % 3 == 2
    gives = np.stack([np.where(refines, -1.2, 1.0), np.where(refines, efficiency, 0.0)], axis=1)
    recipe = Coefficients(Index.product(unit, stage), gives.ravel())
    origin = random.integers(0, 6, 25)
    ends = np.stack([origin, (origin + random.integers(1, 6, 25)) % 6], axis=1)
    routes = Coefficients(
        Index({"lane": lane, "region": region}, {"lane": np.repeat(np.arange(25), 2), "region": ends.ravel()}),
        np.tile([-1.0, 0.995], 25),
    )
    here = ("region", "stage", "period")
    rows = balances.with_attribute(period, balances.codes["period"], "next")
    balance = draft.rows("balance", rows, lower=0.0, unit="kt/yr", dual="MUSD per kt")
    balance.add(run, recipe, on=here, through=("unit",))
    balance.add(ship, routes, on=here, through=("lane",))
    balance.add(serve, -1.0, on=here)
    balance.add(hold, -1.0, on=here)
    balance.add(hold, 0.98, on=("region", "stage", "next"))
    limits = Index.product(unit, period)
    capacity = draft.rows("capacity", limits, upper=2 * random.lognormal(0, 1, 9)[limits.codes["unit"]], unit="kt/yr")
    capacity.add(run, on=("unit", "period"))

    discount = 0.95 ** np.arange(8)
    rises = 1.0 + runs.codes["step"]
    draft.cost("mining", run, discount[runs.codes["period"]] * random.uniform(1, 9, 9)[runs.codes["unit"]] * rises)
    draft.cost("freight", ship, discount[ships.codes["period"]] * random.uniform(0.2, 2, 25)[ships.codes["lane"]])
    worth = random.uniform(60, 200, 9)[serves.codes["demand"]] / (1.0 + serves.codes["step"])
    draft.cost("benefit", serve, -discount[serves.codes["period"]] * worth)
    draft.cost("tariff", ship, tariff)
    draft.cost("holding", hold, 0.1)
    return draft.compile()


@pytest.fixture(name="transport")
def _transport():
    return transport


@pytest.fixture(name="market")
def _market():
    return market


@pytest.fixture
def same_bytes():
    """Whether two solutions are equal in every byte of quantities, prices and basis."""

    def content(solution):
        arrays = (solution.x, solution.y, solution.z, solution.basis.columns, solution.basis.rows)
        return [array.tobytes() for array in arrays], solution.objective, solution.iterations, solution.route

    return lambda one, other: content(one) == content(other)
