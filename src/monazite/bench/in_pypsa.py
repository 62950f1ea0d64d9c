"""The chain in PyPSA, said as a network: a bus for each commodity and region, a snapshot for each period.

Plants and lanes are links (a link takes at one bus and gives at several), mines generators, users and disposal
generators with a negative sign, stores stores. Discount times length is the weight of a snapshot in the objective.
PyPSA writes bounds as rows, so its programme has the same columns and many more rows.
"""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pandas as pd
import pypsa

from monazite.bench.chain import COMMODITIES, DISCARDED, LEGS, RECIPES, STEPS, STORED, USED, Chain
from monazite.bench.in_linopy import hand_over as hand_over_linopy
from monazite.bench.in_linopy import solve
from monazite.bench.solver_options import PEER_OPTIONS

PACKAGES = ("pypsa",)
__all__ = ["PACKAGES", "build", "hand_over", "size", "solve", "whole"]


def build(chain: Chain) -> pypsa.Network:
    """The network of a chain with its model created."""
    network = network_of(chain)
    network.optimize.create_model(include_objective_constant=False)
    return network


def network_of(chain: Chain) -> pypsa.Network:
    """The network of a chain."""
    network = pypsa.Network()
    network.set_snapshots(list(chain.periods))
    network.snapshot_weightings["objective"] = chain.weight
    network.snapshot_weightings["stores"] = chain.lengths
    network.snapshot_weightings["generators"] = chain.lengths
    network.add("Bus", [bus(c, r) for c in COMMODITIES for r in chain.regions])
    _mines_and_users(network, chain)
    for process, recipe in RECIPES.items():
        if process != "mine":
            _plants(network, chain, process, recipe)
    _lanes(network, chain)
    stores = list(itertools.product(STORED, chain.regions))
    network.add(
        "Store", [f"store {bus(*s)}" for s in stores], bus=[bus(*s) for s in stores], e_nom=chain.capacity.ravel(),
        e_initial=chain.initial.ravel(), standing_loss=chain.decay, marginal_cost_storage=chain.holding,
    )  # fmt: skip
    return network


def hand_over(network: pypsa.Network) -> Any:
    """The network's model in HiGHS, by the direct interface of linopy, on which PyPSA stands."""
    return hand_over_linopy(network.model)


def whole(chain: Chain) -> float:
    """What a user of PyPSA does: make the network, optimise it, and have the results in its tables; the least cost."""
    network = network_of(chain)
    network.optimize(
        solver_name="highs", io_api="direct", include_objective_constant=False, solver_options=dict(PEER_OPTIONS)
    )
    return float(network.objective)


def size(network: pypsa.Network) -> tuple[int, int]:
    """Columns and rows."""
    return int(network.model.nvars), int(network.model.ncons)


def bus(commodity: str, region: str) -> str:
    """The place where a commodity of a region is balanced."""
    return f"{commodity} in {region}"


def _mines_and_users(network: pypsa.Network, chain: Chain) -> None:
    mines = [(r, s) for r in chain.regions for s in range(STEPS)]
    position = list(RECIPES).index("mine")
    names = [f"mine {r} {s}" for r, s in mines]
    network.add(
        "Generator", names, bus=[bus("ore", r) for r, _ in mines], p_nom=1.0,
        p_max_pu=_by_period(chain, chain.run_upper[position], names), marginal_cost=chain.run_cost[position].ravel(),
    )  # fmt: skip
    users = list(itertools.product(USED, chain.regions, range(STEPS)))
    names = [f"user {c} {r} {s}" for c, r, s in users]
    network.add(
        "Generator", names, bus=[bus(c, r) for c, r, _ in users], p_nom=1.0, sign=-1.0,
        p_max_pu=_by_period(chain, chain.serve_upper, names), marginal_cost=-chain.worth.ravel(),
    )  # fmt: skip
    places = list(itertools.product(DISCARDED, chain.regions))
    network.add(
        "Generator", [f"discard {bus(*p)}" for p in places], bus=[bus(*p) for p in places], p_nom=np.inf, sign=-1.0,
        marginal_cost=[DISCARDED[c] for c, _ in places],
    )  # fmt: skip


def _plants(network: pypsa.Network, chain: Chain, process: str, recipe: dict[str, float]) -> None:
    plants = [(r, s) for r in chain.regions for s in range(STEPS)]
    position = list(RECIPES).index(process)
    names = [f"{process} {r} {s}" for r, s in plants]
    first, *others = recipe
    ports: dict[str, Any] = {}
    for number, commodity in enumerate(others, start=1):
        ports[f"bus{number}"] = [bus(commodity, r) for r, _ in plants]
        column = chain.recipe[position, COMMODITIES.index(commodity)]
        ports["efficiency" if number == 1 else f"efficiency{number}"] = float(column)
    network.add(
        "Link", names, bus0=[bus(first, r) for r, _ in plants], p_nom=1.0, **ports,
        p_max_pu=_by_period(chain, chain.run_upper[position], names), marginal_cost=chain.run_cost[position].ravel(),
    )  # fmt: skip


def _lanes(network: pypsa.Network, chain: Chain) -> None:
    ends = [
        [
            bus(COMMODITIES[good], chain.regions[place])
            for good, place in zip(chain.goods, places, strict=True)
            for _ in range(LEGS)
        ]
        for places in (chain.origin, chain.destination)
    ]
    names = [f"{lane} {leg}" for lane in chain.lanes for leg in range(LEGS)]
    network.add(
        "Link", names, bus0=ends[0], bus1=ends[1], efficiency=chain.kept, p_nom=1.0,
        p_max_pu=_by_period(chain, chain.ship_upper, names), marginal_cost=chain.ship_cost.ravel(),
    )  # fmt: skip


def _by_period(chain: Chain, array: np.ndarray, names: list[str]) -> pd.DataFrame:
    """Limits by snapshot and name; the last axis of the array is the period."""
    return pd.DataFrame(array.reshape(-1, len(chain.periods)).T, index=list(chain.periods), columns=names)
