"""Which prices a study shows with their intervals: ``[[prices]]`` of study.toml, each a commodity in a region."""

from __future__ import annotations

from collections.abc import Mapping

from monazite.errors import Fault, nearest
from monazite.reading.faults import Faults
from monazite.reading.settings import FILE
from monazite.world.recipes import recipes
from monazite.world.world import World

MOST = 12
"""Prices that a study may name: each is asked for in two years, a little more and a little less, under every option."""


def price_places(settings: Mapping) -> list[tuple[str, str]]:
    """The headline prices of a study as (commodity, region), in its order."""
    return [(entry.get("commodity", ""), entry.get("region", "")) for entry in settings.get("prices", ())]


def check_prices(settings: Mapping, world: World, faults: Faults) -> None:
    """Refuse more than ``MOST`` prices, one that stands twice, and one of what is nowhere made, moved, used or stored."""
    places = price_places(settings)
    if len(places) > MOST:
        faults.add(Fault(f"{len(places)} headline prices are named", FILE, None, "prices", f"name {MOST} at most"))
    have = balanced_places(world)
    commodities, regions = ({c.commodity for c in world.commodities}, {r.region for r in world.regions})
    for number, place in enumerate(places, 1):
        commodity, region = place
        path = f"prices.{number}"
        if commodity not in commodities:
            faults.add(Fault(f"{commodity!r} is no commodity", FILE, None, f"{path}.commodity", nearest(commodity, commodities)))
        elif region not in regions:
            faults.add(Fault(f"{region!r} is no region", FILE, None, f"{path}.region", nearest(region, regions)))
        elif place not in have:
            there = ", ".join(sorted(r for c, r in have if c == commodity))
            faults.add(Fault(f"{commodity} has no price in {region}: nobody makes, moves, uses or stores it there", FILE, None,
                             f"{path}.region", f"it has one in: {there or 'no region'}"))
        if place in places[: number - 1]:
            faults.add(Fault(f"the price of {commodity} in {region} stands twice", FILE, None, path, "name it once"))


def balanced_places(world: World) -> set[tuple[str, str]]:
    """Every (commodity, region) in which the world makes, moves, uses, stores or throws away something."""
    region, book = world.region_of_unit, recipes(world)
    found = {(c, region[a.unit]) for a in world.activities for c in book[a.process].amounts}
    found |= {(x.commodity, end) for x in world.lanes for end in (x.origin, x.destination)}
    return found | {(d.commodity, d.region) for table in (world.demands, world.stockpiles, world.disposals) for d in table}
