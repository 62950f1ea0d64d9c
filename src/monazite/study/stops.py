"""What one world closes that another leaves open: bans, quotas, licences, tariffs, and agreements that are delivered no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from monazite.formulation.agreements import in_force
from monazite.formulation.system import Floats, System
from monazite.results.outcome import Outcome
from monazite.world.recipes import Recipe
from monazite.world.records import Control, Tariff
from monazite.world.scope import EVERYWHERE, covered, crosses
from monazite.world.world import key_of

AGREEMENT = "agreement"
"""The kind of a stop that is an agreement no longer delivered, or delivered less."""
DUTIES = MappingProxyType({"import": "import duty", "export": "export duty"})


@dataclass(frozen=True)
class Stop:
    """An instrument that closes something: ``forms`` are the commodities it is about, ``elements`` those it names.

    ``lanes`` are the lanes it stands on and ``around`` all lanes over the same border: out of its origins (``outward``), or
    into its destinations where it comes from everywhere. An agreement stands on no lane; what is no longer handed over
    is its own. ``places`` are the far ends that it names, empty where it names none. ``share`` says how much of each
    period it holds; (periods,).
    """

    name: str
    kind: str
    forms: frozenset[str]
    elements: tuple[str, ...]
    lanes: frozenset[str]
    around: frozenset[str]
    outward: bool
    places: frozenset[str]
    share: Floats


def stops(before: Outcome, after: Outcome) -> list[Stop]:
    """The stops of one outcome's world that the other has not, or has otherwise: controls, tariffs, then agreements."""
    return [*rules(before, after), *_agreements(before.system, after.system)]


def rules(before: Outcome, after: Outcome) -> list[Stop]:
    """The same, controls and tariffs alone."""
    old, new = before.system.world, after.system.world
    return [
        _rule(after.system, key_of(table, rule), rule)
        for table in ("controls", "tariffs")
        for rule in new.table(table)
        if old.keyed(table).get(key_of(table, rule)) != rule
    ]


def _rule(system: System, name: Any, rule: Control | Tariff) -> Stop:
    world, forms = system.world, frozenset(covered(system.world, rule))
    anywhere = EVERYWHERE in rule.destinations
    if isinstance(rule, Tariff):
        kind, outward = DUTIES[rule.side], rule.side == "export"
    else:
        kind, outward = rule.kind, anywhere or EVERYWHERE not in rule.origins
    ends = rule.origins if outward else rule.destinations
    return Stop(
        name,
        kind,
        forms,
        rule.elements,
        frozenset(x.lane for x in world.lanes if x.commodity in forms and crosses(rule, x)),
        frozenset(x.lane for x in world.lanes if EVERYWHERE in ends or (x.origin if outward else x.destination) in ends),
        outward,
        frozenset(() if anywhere or not outward else rule.destinations),
        system.grid.share(rule.start, rule.end),
    )


def _agreements(before: System, after: System) -> Iterator[Stop]:
    """Agreements of which less is in force than before, or may be handed over."""
    own = after.world.keyed("agreements")
    for name, old in before.world.keyed("agreements").items():
        new = own.get(name)
        force = in_force(before, name)
        left = in_force(after, name) * (new.maximum / old.maximum if new is not None and old.maximum > 0.0 else 1.0)
        if np.all(left >= force - 1e-12):
            continue
        abroad = old.origin != old.destination
        forms = frozenset({old.commodity, old.delivered_as} if abroad else made_of(before, old.delivered_as, old.destination))
        around = frozenset(x.lane for x in before.world.lanes if x.origin == old.origin)
        places = frozenset({old.destination} if abroad else ())
        share = np.divide(np.maximum(force - left, 0.0), force, out=np.zeros_like(force), where=force > 0.0)
        yield Stop(name, AGREEMENT, forms, (), frozenset(), around, True, places, share)


def made_of(system: System, commodity: str, region: str) -> frozenset[str]:
    """A commodity and all that a region's plants make of it, step by step."""
    found, waiting = {commodity}, [commodity]
    while waiting:
        taken = waiting.pop()
        for recipe in _plants(system, region, taken):
            fresh = {c for c, x in recipe.amounts.items() if x > 0.0} - found
            found |= fresh
            waiting += fresh
    return frozenset(found)


def carried_out(system: System, commodity: str, region: str, element: str, _above: frozenset[str] = frozenset()) -> float:
    """Share of a commodity's element that can leave a region: all of it as it is, or what its plants recover of it.

    Of several plants the one that recovers most counts; nothing where no lane leads out of any of its products.
    """
    if any(x.commodity == commodity and x.origin == region for x in system.world.lanes):
        return 1.0
    above, content = _above | {commodity}, system.world.content
    best = 0.0
    for recipe in _plants(system, region, commodity):
        held = {c: x * content.get((c, element), 0.0) for c, x in recipe.amounts.items()}
        enters = -sum(x for x in held.values() if x < 0.0)
        leaves = sum(
            x * carried_out(system, c, region, element, above) for c, x in held.items() if x > 0.0 and c not in above
        )
        best = max(best, leaves / enters if enters > 0.0 else 0.0)
    return min(best, 1.0)


def _plants(system: System, region: str, commodity: str) -> list[Recipe]:
    """The recipes by which a region's units take up a commodity."""
    place = system.world.region_of_unit
    used = dict.fromkeys(a.process for a in system.world.activities if place[a.unit] == region)
    return [system.book[p] for p in used if system.book[p].amounts.get(commodity, 0.0) < 0.0]
