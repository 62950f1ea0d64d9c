"""What the answer rests on: how many estimates stand behind it, and which of them move it most.

Each estimate is set to the far end of its range, every number derived from it is worked out again, the base year is
balanced anew, and reference and rival are solved again; the change of the headline difference is its effect.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from monazite.errors import Infeasible
from monazite.formulation.formulate import formulate
from monazite.results.outcome import Outcome
from monazite.results.welfare import social_welfare, welfare_account
from monazite.solving import Basis, Session
from monazite.study.answer.terms import Terms
from monazite.study.reworked import rework
from monazite.study.study import Study
from monazite.world.derivations import reported_range
from monazite.world.evidence import Input
from monazite.world.world import TABLES, key_of

ESTIMATE = "estimate"


MATERIAL = 0.05
"""An estimate whose far end moves the headline by this share of it is tried at its other end as well."""


@dataclass(frozen=True, slots=True)
class Influence:
    """An estimate moved to the far end of its range, and what that does to the headline difference, MUSD discounted.

    ``other_effect`` is what its other end does; None where the far end does next to nothing. ``impossible`` says that at
    the far end no plan satisfies all rules, so that its effect cannot be told.
    """

    id: str
    moved_to: float
    effect: float
    other_end: float | None = None
    other_effect: float | None = None
    impossible: bool = False

    @property
    def ends(self) -> tuple[float, float]:
        """Least and largest change of the headline over the range of the estimate."""
        effects = (0.0, self.effect, self.other_effect or 0.0)
        return min(effects), max(effects)


def estimates(study: Study) -> dict[str, tuple[Input, ...]]:
    """Every estimate that some number of a table or policy is derived from, with those numbers."""
    graded = {e.id: e.grade for e in study.folder.evidence}
    found: dict[str, list[Input]] = defaultdict(list)
    for entry in study.inputs:
        for name in entry.ids:
            if graded[name] == ESTIMATE:
                found[name].append(entry)
    return {name: tuple(entries) for name, entries in found.items()}


def candidates(study: Study, terms: Terms, rival: str) -> list[str]:
    """Every estimate with a range that reference or rival rests on, first those likely to matter: that touch home or an
    agreement, have wide ranges and many inputs.
    """
    at_work = {"", *(p.policy for option in (study.reference, rival) for p in study.policies(option))}
    known = {e.id: e for e in study.folder.evidence}
    places = _places(study)
    scored = []
    for name, entries in estimates(study).items():
        low, high = reported_range(known[name])
        middle = abs(known[name].value or 0.0)
        # What is nothing, with a range, is mostly a possibility that nobody has seen.
        spread = min((high - low) / middle, 2.0) if middle else 0.1
        # What stands in an agreement or a policy is few cells but the heart of the matter.
        heart = any(e.table == "agreements" or e.policy for e in entries)
        touching = sum(terms.home in places.get((e.table, e.row), ()) for e in entries)
        if high > low and any(e.policy in at_work for e in entries):
            scored.append((spread * (10 if heart else min(touching, 5)), name))
    return [name for _, name in sorted(scored, key=lambda s: (-s[0], s[1]))]


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
    """Move one estimate to the end of its range and tell the change of home's gain of the rival over the reference."""
    known = {e.id: e for e in study.folder.evidence}
    low, high = reported_range(known[name])
    middle = known[name].value or 0.0
    far, near = (high, low) if high - middle >= middle - low else (low, high)

    def effect(to: float) -> float:
        moved = {**known, name: replace(known[name], value=to)}
        changed = study.on_folder(rework(study.folder, estimates(study)[name], moved))
        return headline(changed, terms, rival, unmoved.bases).gain - unmoved.gain

    try:
        first = effect(far)
    except Infeasible:
        return Influence(name, far, 0.0, impossible=True)
    if abs(first) < MATERIAL * abs(unmoved.gain):
        return Influence(name, far, first)
    return Influence(name, far, first, near, effect(near) if near != middle else 0.0)


def headline(
    study: Study, terms: Terms, rival: str, starts: tuple[Basis | None, Basis | None] = (None, None)
) -> Headline:
    """Home's social welfare under the rival less under the reference; all announcements foreseen."""
    gains, bases = [], []
    for option, start in zip((study.reference, rival), starts, strict=True):
        system = study.system(study.policies(option))
        program = formulate(system)
        solution = Session(program).solve(start=start or (bases[0] if bases else None))
        bases.append(solution.basis)
        outcome = Outcome(option, system, program, solution.x, solution.y)
        gains.append(social_welfare(welfare_account(outcome), terms.home))
    return Headline(gains[1] - gains[0], (bases[0], bases[1]))


def summary(study: Study) -> dict[str, Any]:
    """How many inputs, how many pieces of evidence behind them, how many of those are our own estimates."""
    used = {name for e in study.inputs for name in e.ids}
    graded = {e.id: e.grade for e in study.folder.evidence}
    count = sum(graded[name] == ESTIMATE for name in used)
    return {"inputs": len(study.inputs), "evidence": len(used), "estimates": count}
