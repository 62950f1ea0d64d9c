"""Where each number comes from: evidence with source, range and grade, and the formulas that turn it into model inputs.

A record here is one row of ``evidence.csv``, ``sources.csv``, ``claims.csv``, ``claim_sums.csv``,
``contradictions.csv``, ``readings.csv``, ``derivations.csv`` or ``by_hand.csv``.
Values stand in the unit of their own row, as reported; only formulas (``world.derivations``) bring them together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

GRADES: tuple[str, ...] = ("high", "medium", "low", "estimate")
"""How well a number is supported, best first."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reported number: what it measures, its range, its unit with basis, who says so, and since when it is known.

    ``value`` is None where the report gives a sentence instead of a number; the sentence is then in ``note``.
    """

    id: str
    subject: str
    quantity: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    period: str
    source: str
    grade: str
    known_on: date | None
    vintage: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A document, page or data set from which evidence is taken."""

    id: str
    title: str
    publisher: str = ""
    date: str = ""
    address: str = ""
    licence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a document, checked against evidence: the verdict, and in words what it rests on.

    The sums of the check are in ``claim_sums.csv``, where they are worked out from evidence.
    """

    id: str
    claim: str
    who: str
    date: date | None
    verdict: str
    arithmetic: str
    evidence: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClaimSum:
    """A sum with which a claim is checked: what it yields, its formula over evidence, and the unit of the result."""

    claim: str
    label: str
    formula: str
    unit: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Reports that cannot all be right, or do not count the same; what follows, and which of them the study uses, if
    any.
    """

    id: str
    topic: str
    evidence: tuple[str, ...]
    conclusion: str
    used: tuple[str, ...] = ()
    known_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The other side of a contradiction: what a piece of evidence that the study uses would be if another report were
    believed, as a formula over evidence.
    """

    reading: str
    contradiction: str
    label: str
    evidence: str
    formula: str
    known_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Derivation:
    """The formula over evidence ids that yields a cell of a table; ``row`` is ``*`` for all rows without their own.

    With ``policy`` the cell is not the table's but the one that this policy adds or sets.
    """

    table: str
    row: str
    column: str
    formula: str
    policy: str = ""
    grade: str = ""
    known_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ByHand:
    """A headline number computed on paper from evidence, shown beside the model's; ``gap`` says why the two differ."""

    key: str
    label: str
    formula: str
    unit: str
    known_on: date | None = None
    gap: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """A number that the model uses, and why: cell, value and range in the table's unit, grade, formula, ids.

    ``policy`` names the policy that brings the number; it is empty for what stands in the table itself.

    ``value * factor`` is the number in the record; ``low`` and ``high`` follow the convention of
    ``world.derivations.interval``.
    """

    table: str
    row: str
    column: str
    value: float
    low: float
    high: float
    grade: str
    formula: str
    ids: tuple[str, ...]
    unit: str = ""
    factor: float = 1.0
    policy: str = ""


EVIDENCE_RECORDS: dict[str, type] = {
    "evidence": Evidence,
    "sources": Source,
    "claims": Claim,
    "claim_sums": ClaimSum,
    "contradictions": Contradiction,
    "readings": Reading,
    "derivations": Derivation,
    "by_hand": ByHand,
}
"""The record of each table that stands beside a world."""

EVIDENCE_KEYS: dict[str, tuple[str, ...]] = {
    "evidence": ("id",),
    "sources": ("id",),
    "claims": ("id",),
    "claim_sums": ("claim", "label"),
    "contradictions": ("id",),
    "readings": ("reading",),
    "derivations": ("table", "row", "column", "policy"),
    "by_hand": ("key",),
}
"""The columns that name a row of each of these tables."""


def worst(grades: Iterable[str]) -> str:
    """The weakest of several grades; ``estimate`` if there are none, since nothing then supports the number."""
    return max(grades, key=GRADES.index, default="estimate")
