"""The balanced base year: which flows and which prices come nearest to all reports and still add up.

Two least-squares problems on the same chain. Flows: what is made and bought equals what is used, sold, stored and
thrown away, at every place. Prices: what a thing costs here is what it cost there plus the way, and what a plant sells
pays for what it bought plus its cost; the remainders are the fitted margins. Source: price-wedge variant of positive
mathematical programming (Paris, Drogue and Anania, Economic Modelling 28, 2011); see docs/math/calibration.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from monazite.balance import Problem, Products, reconcile
from monazite.world.baseline import Baseline
from monazite.world.recipes import Recipe, recipes
from monazite.world.records import Activity, Agreement, Lane
from monazite.world.world import World

Node = tuple[str, str]
"""A place: commodity and region."""
Amounts = dict[tuple[str, Any], float]
"""Base-year kt/yr by (table, key)."""
Report = tuple[dict[Node, float], float, float]
"""A price report: coefficients on prices, value, standard deviation; USD/kg."""

DISCARD_DEVIATION = 0.02
"""How much, as a share of what a place makes, is thrown away without the fit minding, where a use exists at all."""
THROWN_AWAY = 0.1
"""From this share of what a place makes, what is thrown away sets the price there: minus the cost of disposal."""
LANE_PRICE_DEVIATION = 0.05
"""How well prices at both ends of a lane are expected to agree, as a share of the price."""
PROCESS_PRICE_DEVIATION = 0.10
"""How well revenue is expected to cover inputs and reported cost, as a share of the revenue at reference prices."""
LEAST_WORTH = 0.1
"""What a commodity of which nothing has a price counts when deviations are scaled, as a share of the cheapest reported."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One unknown of the base year: what it adds to each place per kt, its report and how well that is known."""

    table: str
    key: object
    effect: dict[Node, float]
    reported: float
    deviation: float


def base_year(world: World) -> Baseline:
    """Balance flows, then prices, and read off the fitted margins. Raises ``ModelFault`` if nothing can balance."""
    book = recipes(world)
    flows = _flows(world, book)
    values, adjustment = _balanced_flows(flows)
    amounts = {(flow.table, flow.key): float(v) for flow, v in zip(flows, values, strict=True)}
    price = _balanced_prices(world, book, amounts)
    moved = {
        (f.table, str(f.key)): (f.reported, float(v), float(a))
        for f, v, a in zip(flows, values, adjustment, strict=True)
    }
    used = {(t, k): v for (t, k), v in amounts.items() if v > 0.0}
    return Baseline(
        run=_of("activities", amounts),
        flow=_of("lanes", amounts),
        quantity=_of("demands", amounts),
        delivery=_of("agreements", amounts),
        stock_change=_of("stockpiles", amounts),
        discarded=_of("disposals", amounts),
        price=price,
        activity_margin={
            a.activity: _margin_of_activity(world, book, a, price)
            for a in world.activities
            if ("activities", a.activity) in used
        },
        lane_margin={
            lane.lane: (1.0 - lane.royalty) * price[lane.commodity, lane.destination]
            - price[lane.commodity, lane.origin]
            - _way(lane)
            for lane in world.lanes
            if ("lanes", lane.lane) in used
        },
        moved=moved,
    )


def _of(table: str, amounts: Amounts) -> dict:
    return {key: value for (name, key), value in amounts.items() if name == table}


def _way(lane: Lane) -> float:
    """What crossing a lane is reported to cost apart from royalty on the price at its end, USD/kg."""
    return (1.0 - lane.royalty) * lane.freight + lane.duty + lane.export_tax


def _flows(world: World, book: dict[str, Recipe]) -> list[Flow]:
    """All flows of the base year that were reported, in the order of the tables."""
    region = world.region_of_unit
    flows = [
        Flow(
            "activities",
            a.activity,
            {(c, region[a.unit]): x for c, x in book[a.process].amounts.items()},
            a.base_run,
            a.relative_sd * a.base_run,
        )
        for a in world.activities
        if a.observed and a.base_run > 0.0
    ]
    flows += [
        Flow(
            "lanes",
            lane.lane,
            {(lane.commodity, lane.origin): -1.0, (lane.commodity, lane.destination): 1.0},
            lane.base_flow,
            lane.relative_sd * lane.base_flow,
        )
        for lane in world.lanes
        if lane.base_flow > 0.0
    ]
    flows += [
        Flow("demands", d.demand, {(d.commodity, d.region): -1.0}, d.base_quantity, d.relative_sd * d.base_quantity)
        for d in world.demands
        if d.base_quantity > 0.0
    ]
    flows += [
        Flow("agreements", g.agreement, _delivery(g), g.base_delivery, 0.05 * g.base_delivery)
        for g in world.agreements
        if g.base_delivery > 0.0
    ]
    flows += [
        Flow("stockpiles", k.stockpile, {(k.commodity, k.region): -1.0}, k.base_change, 0.3 * k.base_change)
        for k in world.stockpiles
        if k.base_change > 0.0
    ]
    made: dict[Node, float] = {}
    for flow in flows:
        for node, x in flow.effect.items():
            made[node] = made.get(node, 0.0) + max(x, 0.0) * flow.reported
    used = {node for flow in flows for node, x in flow.effect.items() if x < 0.0}
    flows += [
        Flow(
            "disposals",
            (j.commodity, j.region),
            {(j.commodity, j.region): -1.0},
            0.0,
            (DISCARD_DEVIATION if (j.commodity, j.region) in used else 1.0) * made[j.commodity, j.region],
        )
        for j in world.disposals
        if made.get((j.commodity, j.region), 0.0) > 0.0
    ]
    return flows


def _delivery(agreement: Agreement) -> dict[Node, float]:
    return {(agreement.commodity, agreement.origin): -1.0, (agreement.delivered_as, agreement.destination): 1.0}


def _balanced_flows(flows: list[Flow]) -> tuple[np.ndarray, np.ndarray]:
    nodes = {node: i for i, node in enumerate(sorted({n for flow in flows for n in flow.effect}))}
    entries = [(nodes[n], j, x) for j, flow in enumerate(flows) for n, x in flow.effect.items()]
    row, column, value = (np.array(part) for part in zip(*entries, strict=True))
    balances = sp.csr_array((value, (row, column)), shape=(len(nodes), len(flows)))
    found = reconcile(
        Problem(
            laws=Products.linear(balances),
            measured=Products.linear(sp.eye_array(len(flows))),
            reported=np.array([f.reported for f in flows]),
            deviation=np.array([f.deviation for f in flows]),
            low=np.zeros(len(flows)),
            high=np.full(len(flows), np.inf),
        )
    )
    return found.values, found.adjustment


def _balanced_prices(world: World, book: dict[str, Recipe], amounts: Amounts) -> dict[Node, float]:
    """Prices at every place where something moved in the base year, USD/kg."""
    region = world.region_of_unit
    scale = _price_scale(world)
    touched: set[Node] = {(p.commodity, p.region) for p in world.prices}
    reports: list[Report] = [({(p.commodity, p.region): 1.0}, p.price, p.relative_sd * p.price) for p in world.prices]
    for lane in world.lanes:
        if amounts.get(("lanes", lane.lane), 0.0) > 0.0:
            reports.append(
                (
                    {(lane.commodity, lane.destination): 1.0 - lane.royalty, (lane.commodity, lane.origin): -1.0},
                    _way(lane),
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
            reports.append((_delivery(g), 0.0, LANE_PRICE_DEVIATION * scale[g.commodity]))
    for d in world.demands:
        touched.add((d.commodity, d.region))
    for effect, _, _ in reports:
        touched |= set(effect)
    reports += _worthless(world, book, amounts, scale)
    order = sorted(touched)
    nodes = {node: i for i, node in enumerate(order)}
    # A weak pull to the commodity's usual price settles places that no report reaches.
    reports += [({node: 1.0}, scale[node[0]], 2.0 * scale[node[0]]) for node in order]
    entries = [(i, nodes[n], x) for i, (effect, _, _) in enumerate(reports) for n, x in effect.items()]
    row, column, value = (np.array(part) for part in zip(*entries, strict=True))
    free_to_discard = {(j.commodity, j.region): -j.cost for j in world.disposals}
    measured = sp.csr_array((value, (row, column)), shape=(len(reports), len(nodes)))
    found = reconcile(
        Problem(
            laws=Products.linear(sp.csr_array((0, len(nodes)))),
            measured=Products.linear(measured),
            reported=np.array([b for _, b, _ in reports]),
            deviation=np.array([s for _, _, s in reports]),
            low=np.array([free_to_discard.get(n, 0.0) for n in order]),
            high=np.full(len(nodes), np.inf),
        )
    )
    return {node: float(found.values[i]) for node, i in nodes.items()}


def _worthless(world: World, book: dict[str, Recipe], amounts: Amounts, scale: dict[str, float]) -> list[Report]:
    """Where much of what is made is thrown away, its price is minus the cost of throwing it away."""
    made: dict[Node, float] = {}
    for a in world.activities:
        for commodity, x in book[a.process].amounts.items():
            node = (commodity, world.region_of_unit[a.unit])
            made[node] = made.get(node, 0.0) + max(x, 0.0) * amounts.get(("activities", a.activity), 0.0)
    return [
        ({(j.commodity, j.region): 1.0}, -j.cost, 0.01 * scale[j.commodity])
        for j in world.disposals
        if amounts.get(("disposals", (j.commodity, j.region)), 0.0)
        > THROWN_AWAY * made.get((j.commodity, j.region), np.inf)
    ]


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


def _margin_of_activity(world: World, book: dict[str, Recipe], activity: Activity, price: dict[Node, float]) -> float:
    place = world.region_of_unit[activity.unit]
    return sum(x * price[c, place] for c, x in book[activity.process].amounts.items()) - activity.cost
