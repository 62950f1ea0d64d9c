"""Charges and payments that follow a price which the programme itself finds, gathered for the one fixed point of a solve.

Each is reckoned on assumed prices, the programme is solved, and it is reckoned again on the prices found, until it moves
by less than a tolerance (``study.foresight``). What is exact in the programme does not stand here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from monazite.formulation.differences import rate_on_output
from monazite.formulation.incentives import rate
from monazite.formulation.mandates import free_again, release_charge
from monazite.formulation.royalties import export_charge, royalty_lanes
from monazite.formulation.system import Floats, System
from monazite.formulation.tariffs import tariff_charges, taxed_by_value
from monazite.world.records import Mandate


@dataclass(frozen=True)
class Follower:
    """A rate in USD/kg that follows the price of ``commodity`` in ``region``.

    ``reckoned`` gives it, shape (periods,), for a system with assumed prices; ``block`` and ``labels`` say which columns
    pay or draw it, since a rate that nobody uses need not be settled.
    """

    commodity: str
    region: str
    reckoned: Callable[[System], Floats]
    block: str
    labels: Mapping[str, str]


def price_followers(system: System) -> list[Follower]:
    """Everything in a world that follows a price: incentives by share of sales, royalties, duties by value, contracts
    for difference on output, mandates that end and may be let go before.
    """
    region = system.world.region_of_unit
    found = [
        Follower(c, region[s.unit], _incentive(s.subsidy, c), "eligible", {"subsidy": s.subsidy, "commodity": c})
        for s in system.world.subsidies
        for c in s.commodities
    ]
    lanes = system.world.keyed("lanes")
    found += [
        Follower(lanes[name].commodity, lanes[name].destination, _royalty(name), "ship", {"lane": name})
        for name in royalty_lanes(system)
    ]
    found += [
        Follower(lane.commodity, lane.origin, _tariff(lane.lane, side), "ship", {"lane": lane.lane})
        for side in ("export", "import")
        for lane in taxed_by_value(system, side)
    ]
    found += [
        Follower(k.reference_commodity, k.reference_region, _difference(k.contract), "run", {"unit": k.unit})
        for k in system.world.difference_contracts
        if k.volume == "output"
    ]
    stores = system.world.keyed("stockpiles")
    found += [
        Follower(stores[m.stockpile].commodity, stores[m.stockpile].region, _release(m), "let_go", {"mandate": m.mandate})
        for m in system.world.mandates
        if m.trigger > 0.0 and np.any(free_again(system, m) < len(system.grid))
    ]
    return found


def _release(mandate: Mandate) -> Callable[[System], Floats]:
    return lambda system: release_charge(system, mandate)


def _difference(contract: str) -> Callable[[System], Floats]:
    return lambda system: rate_on_output(system, contract)


def _incentive(subsidy: str, commodity: str) -> Callable[[System], Floats]:
    return lambda system: rate(system, subsidy, commodity)


def _royalty(lane: str) -> Callable[[System], Floats]:
    return lambda system: export_charge(system, lane)


def _tariff(lane: str, side: str) -> Callable[[System], Floats]:
    return lambda system: tariff_charges(system, side)[lane]
