"""Which contradiction moves the answer most: the headline with the other side of each believed.

Each reading puts another value in place of a piece of evidence; every number that rests on it is worked out again, the base
year is balanced anew, and reference and rival are solved again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monazite.errors import BadInput, Infeasible
from monazite.study.answer.rests_on import Headline, headline
from monazite.study.answer.terms import Terms
from monazite.study.reworked import with_evidence
from monazite.study.study import Study
from monazite.world.derivations import value
from monazite.world.evidence import Reading

TITLE = "Contradictions, by what the other side of each would do"
COLUMNS = [("topic", "question", ""), ("reading", "if", ""), ("evidence", "in place of", ""), ("used", "used", ""),
           ("instead", "then", ""), ("unit", "unit", ""), ("effect", "effect", "MUSD")]  # fmt: skip
"""Columns of a table of readings: key, label, unit."""


@dataclass(frozen=True, slots=True)
class Believed:
    """A reading believed: the value of the evidence in its place, and what that does to home's gain, MUSD discounted;
    ``impossible`` says that no plan satisfies all rules then.
    """

    reading: Reading
    value: float
    effect: float
    impossible: bool = False


def readings(study: Study) -> tuple[Reading, ...]:
    """The readings that could be set in as of the study's date: their evidence is known, and some number rests on theirs."""
    known = {e.id: e for e in study.folder.evidence}
    feeding = {name for entry in study.inputs for name in entry.ids}
    found = []
    for reading in study.folder.readings:
        try:
            value(reading.formula, known)
        except BadInput:
            continue  # waits for evidence
        if reading.evidence in feeding:
            found.append(reading)
    return tuple(found)


def believed(study: Study, terms: Terms, rival: str, name: str, unmoved: Headline) -> Believed:
    """Believe one reading and tell the change of home's gain of the rival over the reference."""
    reading = next(r for r in study.folder.readings if r.reading == name)
    to = value(reading.formula, {e.id: e for e in study.folder.evidence})
    changed = with_evidence(study, {reading.evidence: to})
    try:
        return Believed(reading, to, headline(changed, terms, rival, unmoved.bases).gain - unmoved.gain)
    except Infeasible:
        return Believed(reading, to, 0.0, impossible=True)


def contradiction_rows(study: Study, found: Sequence[Believed]) -> list[dict[str, Any]]:
    """A row for each reading, the one that moves the headline most first."""
    known = {e.id: e for e in study.folder.evidence}
    topic = {c.id: c.topic for c in study.folder.contradictions}
    return [
        {
            "topic": topic[b.reading.contradiction],
            "reading": b.reading.label,
            "evidence": b.reading.evidence,
            "used": known[b.reading.evidence].value,
            "instead": b.value,
            "unit": known[b.reading.evidence].unit,
            "effect": None if b.impossible else b.effect,
        }
        for b in sorted(found, key=lambda b: (-abs(b.effect), b.reading.reading))
    ]


def note(rival: str) -> str:
    """What is to be said about a table of readings."""
    return f"change of home's gain of '{rival}', discounted, all announcements foreseen; without a number no plan satisfies all rules"


def most_moving(rows: Sequence[Mapping[str, Any]], gain: float, rival: str) -> list[str]:
    """One sentence on the contradiction that moves the gain of the rival most; none where no reading was tried."""
    told = [row for row in rows if row["effect"] is not None]
    if not told:
        return []
    first = told[0]
    turns = "and its sign turns" if (gain + first["effect"]) * gain < 0.0 else "and its sign holds"
    return [
        f"Of {len(told)} readings of the other side of a contradiction, one moves the gain of '{rival}' most: if {first['reading']} "
        f"({first['evidence']}: {first['instead']:,.4g} in place of {first['used']:,.4g} {first['unit']}), it changes by {first['effect']:+,.1f} "
        f"million USD, {turns}."
    ]
