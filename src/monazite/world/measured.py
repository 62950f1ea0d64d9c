"""Which flows of the base year a report counts, and how many kt of it each kt of a flow is.

A report of tonnes of elements counts each commodity by what it holds of them, as oxides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from monazite.world.recipes import Recipe
from monazite.world.records import Report
from monazite.world.records.reports import MADE, PROCESSED, SHIPPED
from monazite.world.world import World

Record = tuple[str, str]
"""A record with a flow of the base year: table and key."""


def measured(world: World, book: Mapping[str, Recipe], report: Report) -> dict[Record, float]:
    """Kt that the report counts for each kt of a record's flow; records that it does not count are left out."""
    worth = {c: _counted(world, c, report.elements) for c in report.commodities}
    found: dict[Record, float] = {}
    for record, commodity, kt in _flows(world, book, report):
        if worth.get(commodity, 0.0) > 0.0:
            found[record] = found.get(record, 0.0) + worth[commodity] * kt
    return found


def _counted(world: World, commodity: str, elements: tuple[str, ...]) -> float:
    """Kt counted for each kt of a commodity: itself, or the oxides of some of its elements."""
    if not elements:
        return 1.0
    known = world.keyed("elements")
    return sum(world.content.get((commodity, e), 0.0) / known[e].metal_in_oxide for e in elements)


def _flows(world: World, book: Mapping[str, Recipe], report: Report) -> Iterator[tuple[Record, str, float]]:
    """Records, commodities and kt for each kt of the record's flow that fit the report's words."""

    def here(region: str) -> bool:
        return not report.regions or region in report.regions

    if report.what in (MADE, PROCESSED):
        sign = 1.0 if report.what == MADE else -1.0
        for a in world.activities:
            if here(world.region_of_unit[a.unit]) and (not report.activities or a.activity in report.activities):
                for commodity, x in book[a.process].amounts.items():
                    if sign * x > 0.0:
                        yield ("activities", a.activity), commodity, sign * x
    elif report.what == SHIPPED:
        for lane in world.lanes:
            if here(lane.origin) and (not report.destinations or lane.destination in report.destinations):
                yield ("lanes", lane.lane), lane.commodity, 1.0
        for g in world.agreements:
            if here(g.origin) and (not report.destinations or g.destination in report.destinations):
                yield ("agreements", g.agreement), g.commodity, 1.0
    else:
        for d in world.demands:
            if here(d.region):
                yield ("demands", d.demand), d.commodity, 1.0
