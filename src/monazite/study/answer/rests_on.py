"""What the answer rests on: how many estimates stand behind it, and which of them move it most.

Each estimate that touches home is set to the far end of its range, every input derived from it is worked out again, the
base year is balanced anew, and reference and rival are solved again; the change of the headline difference is its effect.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from monazite.formulation.formulate import formulate
from monazite.reading import StudyFolder, inputs
from monazite.results.outcome import Outcome
from monazite.results.welfare import social_welfare, welfare_account
from monazite.solving import Basis, Session
from monazite.study.answer.money import penalty
from monazite.study.answer.terms import Terms
from monazite.study.study import Study
from monazite.world.derivations import reported_range, value
from monazite.world.evidence import Evidence, Input
from monazite.world.world import TABLES, World, key_of

ESTIMATE = "estimate"


@dataclass(frozen=True, slots=True)
class Influence:
    """An estimate moved to the far end of its range, and what that does to the headline difference, MUSD discounted."""

    id: str
    moved_to: float
    effect: float


def estimates(folder: StudyFolder) -> dict[str, tuple[Input, ...]]:
    """Every estimate that some input is derived from, with those inputs."""
    graded = {e.id: e.grade for e in folder.evidence}
    found: dict[str, list[Input]] = defaultdict(list)
    for entry in inputs(folder):
        for name in entry.ids:
            if graded[name] == ESTIMATE:
                found[name].append(entry)
    return {name: tuple(entries) for name, entries in found.items()}


def candidates(study: Study, terms: Terms, count: int) -> list[str]:
    """The estimates worth trying: those that touch home or the agreement, the widest ranges and most inputs first."""
    known = {e.id: e for e in study.folder.evidence}
    scored = []
    places = _places(study)
    for name, entries in estimates(study.folder).items():
        touching = sum(terms.home in places.get((e.table, e.row), ()) for e in entries)
        low, high = reported_range(known[name])
        middle = abs(known[name].value or 0.0)
        spread = (high - low) / middle if middle else 0.0
        if touching and spread > 0.0:
            # What stands in an agreement is few cells but the heart of the matter.
            reach = 10 if any(e.table == "agreements" for e in entries) else min(touching, 5)
            scored.append((min(spread, 2.0) * reach, name))
    return [name for _, name in sorted(scored, key=lambda s: (-s[0], s[1]))[:count]]


def _places(study: Study) -> dict[tuple[str, str], set[str]]:
    """The regions that each row of each table names, itself or through its unit; agreements name their ends."""
    world = study.folder.world
    found = {}
    for table in TABLES:
        for record in world.table(table):
            named = {getattr(record, f, "") for f in ("region", "origin", "destination")}
            named.add(world.region_of_unit.get(getattr(record, "unit", ""), ""))
            found[table, _told(key_of(table, record))] = named
    return found


def _told(key: str | tuple) -> str:
    return "|".join(str(part) for part in key) if isinstance(key, tuple) else key


@dataclass(frozen=True, slots=True)
class Headline:
    """Home's gain of the rival over the reference, MUSD discounted, and the bases of the two solutions."""

    gain: float
    bases: tuple[Basis | None, Basis | None]


def influence(study: Study, terms: Terms, rival: str, name: str, unmoved: Headline) -> Influence:
    """Move one estimate to the far end of its range and tell the change of home's gain of the rival over the reference."""
    known = {e.id: e for e in study.folder.evidence}
    low, high = reported_range(known[name])
    middle = known[name].value or 0.0
    to = high if high - middle >= middle - low else low
    moved = {**known, name: replace(known[name], value=to)}
    changed = replace(study, folder=replace(study.folder, world=_reworked(study.folder, moved, name)))
    return Influence(name, to, headline(changed, terms, rival, unmoved.bases).gain - unmoved.gain)


def headline(
    study: Study, terms: Terms, rival: str, starts: tuple[Basis | None, Basis | None] = (None, None)
) -> Headline:
    """Home's social welfare, claims paid, under the rival less under the reference; all announcements foreseen."""
    gains, bases = [], []
    for option, start in zip((study.reference, rival), starts, strict=True):
        system = study.system(study.policies(option))
        program = formulate(system)
        solution = Session(program).solve(start=start or (bases[0] if bases else None))
        bases.append(solution.basis)
        outcome = Outcome(option, system, program, solution.x, solution.y)
        gains.append(social_welfare(welfare_account(outcome), terms.home) - penalty(outcome, terms))
    return Headline(gains[1] - gains[0], (bases[0], bases[1]))


def _reworked(folder: StudyFolder, moved: dict[str, Evidence], name: str) -> World:
    """The world with every input derived from an estimate worked out again."""
    changes: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for entry in estimates(folder)[name]:
        changes[entry.table][entry.row][entry.column] = value(entry.formula, moved) * entry.factor
    world = folder.world
    for table, rows in changes.items():
        records = []
        for record in world.table(table):
            again = rows.get(_told(key_of(table, record)))
            records.append(replace(record, **again) if again else record)
        world = replace(world, **{table: tuple(records)})
    return world


def summary(folder: StudyFolder) -> dict[str, Any]:
    """How many inputs, how many pieces of evidence behind them, how many of those are our own estimates."""
    entries = inputs(folder)
    used = {name for e in entries for name in e.ids}
    graded = {e.id: e.grade for e in folder.evidence}
    count = int(np.sum([graded[name] == ESTIMATE for name in used]))
    return {"inputs": len(entries), "evidence": len(used), "estimates": count}
