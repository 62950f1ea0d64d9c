"""A stop that is narrower than it sounds leaks: what it closes leaves all the same, by another route or in another form.

    closed = fall of what crosses the stop, in a calendar year
    leaked = closed less the fall of all that crosses the same border, at least nothing and at most closed

The border is that of the stop's origins; of an import duty, or a stop of what comes from everywhere, that of its
destinations. An agreement that is handed over at home counts as far as the region's plants would have made goods of it
that can leave. Amounts are tonnes of an element as its oxide, so that a leak in another form counts as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from monazite.results.outcome import Floats, Outcome
from monazite.study.answer.number import TONNES, in_year
from monazite.study.stops import AGREEMENT, Stop, carried_out, rules, stops
from monazite.world.world import World

TRACE = 0.5
"""Tonnes per year below which a flow is not told as a way."""
ROUNDING = 1e-6
"""Tonnes per year below which nothing leaks."""

Row = dict[str, Any]
Columns = tuple[tuple[str, str, str], ...]

AMOUNTS: Columns = (
    ("year", "year", ""),
    ("closed", "closed", ""),
    ("leaked", "leaked", ""),
    ("form", "of it in another form", ""),
    ("reaches", "of it to the closed place", ""),
    ("ways", "ways that carry more", ""),
)
"""Key, label and unit of what is printed of each stop; a row of ``leaks`` holds more."""
STOP = ("told", "stop", "")
TITLE = "What goes round each stop [t/yr]"
NOTE = (
    "tonnes of the element as its oxide; closed: fall of what crosses the stop; leaked: what crosses the border all the same; "
    "what rises for other reasons of the same scenarios counts as a leak, at most as much as was closed"
)
MOST = 4
"""Ways that are told of each stop."""


def leaks(before: Outcome, after: Outcome, years: Sequence[int], element: str = "") -> list[Row]:
    """For each control, tariff or ended agreement that ``after`` has beyond ``before``: what it closes, and what leaks.

    One row for each year of ``years`` in which the stop holds, and for each element that it names; without such names for
    ``element`` where its forms hold that, else for the element of which it closes most. Keys: ``instrument``, ``kind``,
    ``element``, ``told`` (instrument and element), ``year``; ``closed``, ``leaked`` and of it ``route`` and ``form`` (by
    another route, in another form), t of the element's oxide per year; ``share`` (leaked over closed, %); ``reaches``:
    what comes to the places that the stop names after all, in another form or through those who took more, at most, and
    None where it names none; ``ways``: the largest ways that carry more, with what each gains.
    """
    found = stops(before, after)
    if not found:
        return []
    moved = _yearly(after, years) - _yearly(before, years)
    return [
        _row(stop, before, after, moved[:, i], year, of)
        for stop in found
        for of in _elements(stop, before, after, moved, element)
        for i, year in enumerate(years)
        if in_year(after.system.grid, stop.share, year) > 0.0
    ]


def option_leaks(
    outcomes: Mapping[str, Outcome], reference: str, counterparts: Mapping[str, str], years: Sequence[int], element: str = ""
) -> list[Row]:
    """The leaks of every option beside its counterpart, or the reference; keys of ``leaks`` with ``option`` and ``beside``.

    Controls and tariffs of the reference itself are told beside the first option that has not all of them.
    """
    rows = []
    for option, outcome in outcomes.items():
        beside = counterparts.get(option, reference)
        if option == reference:
            beside = next((o for o, other in outcomes.items() if rules(other, outcome)), reference)
        if beside in outcomes and beside != option:
            found = leaks(outcomes[beside], outcome, years, element)
            # An agreement that only another option signs is nothing that the reference stops.
            found = [row for row in found if option != reference or row["kind"] != AGREEMENT]
            rows += [{"option": option, "beside": beside, **row} for row in found]
    return rows


def _yearly(outcome: Outcome, years: Iterable[int]) -> Floats:
    """Kt of cargo in each calendar year, by lane of the pattern; shape (lanes, years)."""
    block = outcome.program.column("ship")
    codes = block.index.codes
    rates = np.zeros((len(outcome.system.widest.lanes), len(outcome.system.grid)))
    np.add.at(rates, (codes["lane"], codes["period"]), outcome.values("ship"))
    by_year = outcome.system.grid.calendar_year(rates)
    return np.stack([np.asarray(by_year[year]) for year in years], axis=1)


def _elements(stop: Stop, before: Outcome, after: Outcome, moved: Floats, asked: str) -> tuple[str, ...]:
    """The elements in which a stop is told."""
    content = before.system.world.content
    if stop.elements:
        return stop.elements
    if any(content.get((form, asked), 0.0) > 0.0 for form in stop.forms):
        return (asked,)
    symbols = [e.symbol for e in before.system.world.elements]
    held = [e for e in symbols if any(content.get((form, e), 0.0) > 0.0 for form in stop.forms)]
    total = moved.sum(axis=1)
    return tuple(sorted(held, key=lambda e: -_closed(stop, before, after, _mass(before, total, e), None, e))[:1])


def _mass(outcome: Outcome, moved: Floats, element: str) -> Floats:
    """Change of each lane's cargo in t of an element's oxide; shape (lanes,)."""
    return TONNES * moved * np.array([outcome.oxide(x.commodity, element) for x in outcome.system.widest.lanes])


def _mask(outcome: Outcome, lanes: frozenset[str]) -> Any:
    return np.array([x.lane in lanes for x in outcome.system.widest.lanes], dtype=bool)


def _closed(stop: Stop, before: Outcome, after: Outcome, mass: Floats, year: int | None, element: str) -> float:
    """Fall of what crosses a stop, t of oxide; of an agreement in a year, or over the horizon (None)."""
    if stop.kind != AGREEMENT:
        return max(float(-mass[_mask(after, stop.lanes)].sum()), 0.0)
    old = before.system.world.keyed("agreements")[stop.name]
    fall = before.total("deliver", agreement=stop.name)
    if stop.name in after.system.widest.keyed("agreements"):
        fall = fall - after.total("deliver", agreement=stop.name)
    grid = after.system.grid
    kt = float(after.system.lengths @ fall) if year is None else in_year(grid, fall, year)
    passes = 1.0
    if old.origin == old.destination:
        passes = carried_out(before.system, old.delivered_as, old.destination, element)
    return max(kt * before.oxide(old.commodity, element) * passes * TONNES, 0.0)


def _row(stop: Stop, before: Outcome, after: Outcome, moved: Floats, year: int, element: str) -> Row:
    mass = _mass(before, moved, element)
    lanes = after.system.widest.lanes
    around = _mask(after, stop.around)
    same = np.array([x.commodity in stop.forms for x in lanes], dtype=bool)
    closed = _closed(stop, before, after, mass, year, element)
    # An agreement over the border leaves by no lane; one that is handed over at home leaves by the lanes around.
    gone = closed if stop.kind == AGREEMENT and stop.places else 0.0
    by_route = max(float(mass[around & same].sum()) - gone + closed, 0.0)
    by_form = float(mass[around & ~same].sum())
    leaked = min(max(by_route + by_form, 0.0), closed)
    if leaked < ROUNDING:
        leaked = 0.0
    in_form = leaked * max(by_form, 0.0) / (by_route + max(by_form, 0.0)) if leaked > 0.0 else 0.0
    return {
        "instrument": stop.name,
        "kind": stop.kind,
        "year": year,
        "element": _told(after.system.world, element),
        "told": f"{stop.name} [{_told(after.system.world, element)}]",
        "closed": closed,
        "leaked": leaked,
        "share": 100.0 * leaked / closed if closed > TRACE else 0.0,
        "route": max(leaked - in_form, 0.0),
        "form": in_form,
        "reaches": min(_reaches(stop, after, mass), leaked) if stop.places else None,
        "ways": _ways(stop, after, mass) if leaked > TRACE else "none",
    }


def _told(world: World, element: str) -> str:
    return f"{element} oxide" if world.keyed("elements")[element].oxide else element


def _around(stop: Stop, outcome: Outcome, mass: Floats) -> dict[tuple[str, str], float]:
    """Change of what goes round a stop, by far end and form (stage of the chain); t of oxide per year."""
    stage = {c.commodity: c.stage for c in outcome.system.world.commodities}
    found: dict[tuple[str, str], float] = {}
    for lane, change in zip(outcome.system.widest.lanes, mass, strict=True):
        if lane.lane in stop.around and lane.lane not in stop.lanes and change != 0.0:
            way = (lane.destination if stop.outward else lane.origin, stage[lane.commodity])
            found[way] = found.get(way, 0.0) + float(change)
    return found


def _ways(stop: Stop, outcome: Outcome, mass: Floats) -> str:
    """The ways that carry more, the largest first."""
    rises = [(way, t) for way, t in _around(stop, outcome, mass).items() if t > TRACE]
    told = [f"{place} as {form} {t:,.0f}" for (place, form), t in sorted(rises, key=lambda found: (-found[1], found[0]))]
    more = [f"{len(told) - MOST} more"] if len(told) > MOST else []
    return ", ".join([*told[:MOST], *more]) or "as before"


def _reaches(stop: Stop, outcome: Outcome, mass: Floats) -> float:
    """What comes to the places that a stop names after all: straight there, and on from those who took more, at most."""
    taken: dict[str, float] = {}
    for (place, _), change in _around(stop, outcome, mass).items():
        taken[place] = taken.get(place, 0.0) + change
    onward = dict.fromkeys(taken, 0.0)
    for lane, change in zip(outcome.system.widest.lanes, mass, strict=True):
        if lane.destination in stop.places and lane.origin in onward:
            onward[lane.origin] += float(change)
    straight = sum(max(t, 0.0) for place, t in taken.items() if place in stop.places)
    through = sum(min(max(t, 0.0), max(onward[p], 0.0)) for p, t in taken.items() if p not in stop.places)
    return straight + through
