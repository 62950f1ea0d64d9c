"""The prices of the base year: what a thing costs here is what it cost there plus the way, and plants earn what they spend.

Source: price-wedge variant of positive mathematical programming (Paris, Drogue and Anania, Economic Modelling 28, 2011);
see docs/math/calibration.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from monazite.balance import Problem, Products, Reconciled, reconcile
from monazite.study.base_year.flows import Node, Record, delivery
from monazite.world.recipes import Recipe
from monazite.world.records import Lane
from monazite.world.world import World

Amounts = Mapping[Record, float]
"""Base-year kt/yr by (table, key)."""
PriceReport = tuple[dict[Node, float], float, float]
"""A price report: coefficients on prices, value, standard deviation; USD/kg."""

LANE_PRICE_DEVIATION = 0.05
"""How well prices at both ends of a lane are expected to agree, as a share of the price."""
PROCESS_PRICE_DEVIATION = 0.10
"""How well revenue is expected to cover inputs and reported cost, as a share of the revenue at reference prices."""
LEAST_WORTH = 0.1
"""What a commodity of which nothing has a price counts when deviations are scaled, as a share of the cheapest reported."""


@dataclass(frozen=True, eq=False)
class PriceBalance:
    """Prices reconciled; unknowns are ``places``, USD/kg."""

    places: tuple[Node, ...]
    found: Reconciled

    def prices_of(self, values: np.ndarray) -> dict[Node, float]:
        """USD/kg by place of a picture (places,)."""
        return {place: float(v) for place, v in zip(self.places, values, strict=True)}


def way(lane: Lane) -> float:
    """What crossing a lane is reported to cost apart from royalty on the price at its end, USD/kg."""
    return (1.0 - lane.royalty) * lane.freight + lane.duty + lane.export_tax


def balance_prices(world: World, book: Mapping[str, Recipe], amounts: Amounts) -> PriceBalance:
    """Prices at every place where something moved in the base year, USD/kg."""
    region = world.region_of_unit
    scale = _price_scale(world)
    touched: set[Node] = {(p.commodity, p.region) for p in world.prices}
    reports: list[PriceReport] = [({(p.commodity, p.region): 1.0}, p.price, p.relative_sd * p.price) for p in world.prices]
    for lane in world.lanes:
        if amounts.get(("lanes", lane.lane), 0.0) > 0.0:
            reports.append(
                (
                    {(lane.commodity, lane.destination): 1.0 - lane.royalty, (lane.commodity, lane.origin): -1.0},
                    way(lane),
                    LANE_PRICE_DEVIATION * scale[lane.commodity],
                )
            )
    for a in world.activities:
        if amounts.get(("activities", a.activity), 0.0) > 0.0:
            effect = {(c, region[a.unit]): x for c, x in book[a.process].amounts.items()}
            revenue = sum(max(x, 0.0) * scale[c] for (c, _), x in effect.items())
            reports.append((effect, a.cost, PROCESS_PRICE_DEVIATION * max(revenue, a.cost)))
    for g in world.agreements:
        if amounts.get(("agreements", g.agreement), 0.0) > 0.0:
            reports.append((delivery(g), 0.0, LANE_PRICE_DEVIATION * scale[g.commodity]))
    for d in world.demands:
        touched.add((d.commodity, d.region))
    for effect, _, _ in reports:
        touched |= set(effect)
    order = sorted(touched)
    nodes = {node: i for i, node in enumerate(order)}
    # A weak pull to the commodity's usual price settles places that no report reaches.
    reports += [({node: 1.0}, scale[node[0]], 2.0 * scale[node[0]]) for node in order]
    entries = [(i, nodes[n], x) for i, (effect, _, _) in enumerate(reports) for n, x in effect.items()]
    row, column, value = (np.array(part) for part in zip(*entries, strict=True))
    least = {(j.commodity, j.region): -j.cost for j in world.disposals}
    # Where something is thrown away in earnest its price is what that costs, and no other.
    most = {node: cost for node, cost in least.items() if amounts.get(("disposals", node), 0.0) > 0.0}
    measured = sp.csr_array((value, (row, column)), shape=(len(reports), len(nodes)))
    found = reconcile(
        Problem(
            laws=Products.linear(sp.csr_array((0, len(nodes)))),
            measured=Products.linear(measured),
            reported=np.array([b for _, b, _ in reports]),
            deviation=np.array([s for _, _, s in reports]),
            low=np.array([least.get(n, 0.0) for n in order]),
            high=np.array([most.get(n, np.inf) for n in order]),
        )
    )
    return PriceBalance(tuple(order), found)


def _price_scale(world: World) -> dict[str, float]:
    """A usual price of each commodity, USD/kg: the mean of its reports, else the value of the elements it holds."""
    reported: dict[str, list[float]] = {}
    for p in world.prices:
        reported.setdefault(p.commodity, []).append(p.price)
    scale = {c: sum(v) / len(v) for c, v in reported.items()}
    worth = _element_worth(world, scale)
    cheapest = min((abs(price) for price in scale.values() if price), default=1.0)
    for commodity in world.commodities:
        if commodity.commodity not in scale:
            value = sum(mass * worth.get(e, 0.0) for (c, e), mass in world.content.items() if c == commodity.commodity)
            scale[commodity.commodity] = max(0.5 * value, LEAST_WORTH * cheapest)
    return scale


def _element_worth(world: World, scale: dict[str, float]) -> dict[str, float]:
    """USD per kg of element, from the cheapest priced commodity that holds nothing else."""
    held: dict[str, list[tuple[str, float]]] = {}
    for (commodity, element), mass in world.content.items():
        held.setdefault(commodity, []).append((element, mass))
    worth: dict[str, float] = {}
    for commodity, parts in held.items():
        if len(parts) == 1 and commodity in scale:
            element, mass = parts[0]
            worth[element] = min(worth.get(element, np.inf), scale[commodity] / mass)
    return worth
