"""What stood open in the base year and nobody used cost more than it paid, whatever its reports say.

A way that would have paid at base prices and carried nothing was kept closed by something that no report tells: customers
who do not know each other, grades, habits. The least that this can be worth is what it would have earned. The programme
charges it, or the first printed year would open at once what the base year left alone. Of what could not be used (no
capacity, nothing at hand, forbidden, opened later) the base year says nothing.

Source: revealed preference; the complementary slackness of flows that are nought in the calibration of Paris, Drogue and
Anania, Economic Modelling 28 (2011).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from monazite.study.base_year.flows import Node
from monazite.study.base_year.prices import Amounts, way
from monazite.world.recipes import Recipe
from monazite.world.records import Lane
from monazite.world.scope import covered, crosses
from monazite.world.world import World


def lanes_left_alone(
    world: World, book: Mapping[str, Recipe], amounts: Amounts, price: Mapping[Node, float]
) -> dict[str, float]:
    """What each open lane without cargo would have earned per kg after royalty, freight, duty, tax and premium, USD/kg."""
    made, brought, shut = _made(world, book, amounts), _brought(world, amounts), _shut(world)
    earned = {}
    for lane in world.lanes:
        here, there = (lane.commodity, lane.origin), (lane.commodity, lane.destination)
        at_hand = here in made or (here in brought and not lane.own_make)
        if at_hand and there in price and lane.lane not in shut and not amounts.get(("lanes", lane.lane), 0.0) > 0.0:
            gap = (1.0 - lane.royalty) * price[there] - price[here] - way(lane) - lane.premium
            if gap > 0.0:
                earned[lane.lane] = gap
    return earned


def activities_left_alone(
    world: World, book: Mapping[str, Recipe], amounts: Amounts, price: Mapping[Node, float]
) -> dict[str, float]:
    """What each idle activity of a plant that stood would have earned per kg of its driver after its cost, USD/kg."""
    region, units = world.region_of_unit, world.keyed("units")
    at_hand = _made(world, book, amounts) | _brought(world, amounts)
    earned = {}
    for a in world.activities:
        at = {(c, region[a.unit]): x for c, x in book[a.process].amounts.items()}
        stood = a.observed and units[a.unit].capacity > 0.0
        fed = all(node in at_hand for node, x in at.items() if x < 0.0)
        if stood and fed and at.keys() <= price.keys() and not amounts.get(("activities", a.activity), 0.0) > 0.0:
            profit = sum(x * price[node] for node, x in at.items()) - a.cost
            if profit > 0.0:
                earned[a.activity] = profit
    return earned


def _made(world: World, book: Mapping[str, Recipe], amounts: Amounts) -> set[Node]:
    region = world.region_of_unit
    ran = [a for a in world.activities if amounts.get(("activities", a.activity), 0.0) > 0.0]
    return {(c, region[a.unit]) for a in ran for c, x in book[a.process].amounts.items() if x > 0.0}


def _brought(world: World, amounts: Amounts) -> set[Node]:
    by_lane = {(x.commodity, x.destination) for x in world.lanes if amounts.get(("lanes", x.lane), 0.0) > 0.0}
    return by_lane | {
        (g.delivered_as, g.destination) for g in world.agreements if amounts.get(("agreements", g.agreement), 0.0) > 0.0
    }


def _shut(world: World) -> set[str]:
    """Lanes that were not open all of the base year: they open later, or a control lay on them."""
    first, after = date(world.base_year, 1, 1), date(world.base_year + 1, 1, 1)
    controls = [(c, covered(world, c)) for c in world.controls if c.start < after and (c.end is None or c.end > first)]

    def is_shut(lane: Lane) -> bool:
        waits = lane.opens is not None and lane.opens > first
        return waits or any(lane.commodity in forms and crosses(c, lane) for c, forms in controls)

    return {lane.lane for lane in world.lanes if is_shut(lane)}
