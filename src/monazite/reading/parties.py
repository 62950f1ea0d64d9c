"""Who chooses for itself beside others: parties with their strategies, and whether every combination of them can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from monazite.errors import BadInput, Fault, nearest
from monazite.reading.faults import Faults
from monazite.world.checks import check
from monazite.world.policies import Policy, apply, as_announced
from monazite.world.world import World

FILE = "study.toml"
MOST_PROFILES = 250
"""Combinations of strategies that a study may have: each is solved twice."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """Something that a party can do: a named tuple of policies."""

    name: str
    title: str
    policies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """One that chooses for itself. Its payoff is the social welfare of ``region``; ``decides`` are events of the study
    that its strategies take the place of; its first strategy belongs to the status quo."""

    name: str
    title: str
    region: str
    decides: tuple[str, ...]
    strategies: tuple[Strategy, ...]


def parties_of(settings: Mapping) -> tuple[Party, ...]:
    """The parties of a study, in order, each with its strategies in order."""
    return tuple(
        Party(
            party["name"],
            party["title"],
            party["region"],
            party["decides"],
            tuple(
                Strategy(entry["name"], entry["title"], entry["policies"])
                for entry in settings.get("strategies", ())
                if entry["party"] == party["name"]
            ),
        )
        for party in settings.get("parties", ())
    )


def profile_policies(
    events: tuple[str, ...], parties: tuple[Party, ...], profile: tuple[Strategy, ...]
) -> tuple[str, ...]:
    """Names of all policies of a profile: events that nobody decides, then each party's own; each name once."""
    decided = {name for party in parties for name in party.decides}
    own = (name for strategy in profile for name in strategy.policies)
    return tuple(dict.fromkeys((*(name for name in events if name not in decided), *own)))


def check_parties(settings: Mapping, policies: Mapping[str, object], regions: Mapping | None, faults: Faults) -> None:
    """Parties and strategies must name what exists, each once, and leave everybody a choice.

    ``regions`` is None where the table of regions could not be read.
    """
    parties = [entry for entry in settings.get("parties", ()) if entry]
    strategies = [entry for entry in settings.get("strategies", ()) if entry]
    names = [entry.get("name") for entry in parties]
    for fault in (
        *_of_parties(parties, names, settings.get("events", ()), regions),
        *_of_strategies(strategies, names, policies),
        *_of_choices(parties, strategies),
    ):
        faults.add(fault)


def _of_parties(parties: list[dict], names: list, events: tuple[str, ...], regions: Mapping | None) -> Iterator[Fault]:
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        yield Fault(f"{name!r} stands twice", FILE, None, "parties.name", "give each a name of its own")
    for number, entry in enumerate(parties, 1):
        region = entry.get("region")
        if region and regions is not None and region not in regions:
            way_out = nearest(region, regions)
            yield Fault(f"there is no region {region!r}", FILE, None, f"parties.{number}.region", way_out)
        for name in entry.get("decides") or ():
            if name not in events:
                yield Fault(
                    f"{name!r} is no event of the study",
                    FILE,
                    None,
                    f"parties.{number}.decides",
                    f"{nearest(name, events)}; what a party decides stands under events",
                )
            elif name in [n for other in parties[: number - 1] for n in other.get("decides") or ()]:
                yield Fault(
                    f"another party decides {name!r} as well", FILE, None, f"parties.{number}.decides", "one decides"
                )


def _of_strategies(strategies: list[dict], parties: list, policies: Mapping[str, object]) -> Iterator[Fault]:
    seen: set[tuple] = set()
    for number, entry in enumerate(strategies, 1):
        party, name = entry.get("party"), entry.get("name")
        if party and party not in parties:
            way_out = nearest(party, [p for p in parties if p])
            yield Fault(f"there is no party {party!r}", FILE, None, f"strategies.{number}.party", way_out)
        if name and (party, name) in seen:
            yield Fault(
                f"{party!r} has two strategies {name!r}",
                FILE,
                None,
                f"strategies.{number}.name",
                "give each a name of its own",
            )
        seen.add((party, name))
        for policy in entry.get("policies") or ():
            if policy not in policies:
                yield Fault(
                    f"there is no policy {policy!r}",
                    FILE,
                    None,
                    f"strategies.{number}.policies",
                    f"{nearest(policy, policies)}; a policy is a file of scenarios/",
                )


def _of_choices(parties: list[dict], strategies: list[dict]) -> Iterator[Fault]:
    if len(parties) == 1:
        way_out = "name another, or compare options instead"
        yield Fault("one party alone has nobody to reckon with", FILE, None, "parties.1", way_out)
    counts = [sum(s.get("party") == p.get("name") for s in strategies) for p in parties]
    for number, (entry, count) in enumerate(zip(parties, counts, strict=True), 1):
        if count < 2 and entry.get("name"):
            yield Fault(
                f"party {entry['name']!r} has {'no strategy' if not count else 'one strategy only'}",
                FILE,
                None,
                f"parties.{number}",
                "give it two or more under [[strategies]]: one is no choice",
            )
    if prod(counts) > MOST_PROFILES:
        yield Fault(
            f"the strategies make {prod(counts):,} combinations, more than {MOST_PROFILES}",
            FILE,
            None,
            "strategies",
            "each is solved: leave out strategies, or parties",
        )


def check_profiles(
    world: World, policies: Mapping[str, Policy], events: tuple[str, ...], parties: tuple[Party, ...], faults: Faults
) -> None:
    """The world of every profile must be one: strategies of two parties may not undo or repeat each other's edits.

    A fault is told once, with the first profile that has it.
    """
    told = {(fault.message, fault.table, fault.key) for fault in check(world)}
    for profile in product(*(party.strategies for party in parties)) if parties else ():
        named = [policies[name] for name in profile_policies(events, parties, profile)]
        found: tuple[Fault, ...]
        try:
            found = check(apply(world, as_announced(named)))
        except BadInput as error:
            found = error.faults
        where = ", ".join(f"{party.name} {strategy.name}" for party, strategy in zip(parties, profile, strict=True))
        for fault in found:
            key = (fault.message, getattr(fault, "table", ""), getattr(fault, "key", ""))
            if key not in told:
                told.add(key)
                faults.add(replace(fault, message=f"under {where}: {fault.message}", file=FILE, line=None))
