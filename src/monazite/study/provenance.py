"""From a piece of evidence back to its source and forward to what rests on it.

Back: who says so, since when, how well; who else says something of the same thing; which sentences were checked with
it. Forward: cells of tables and policies whose formula holds it, numbers worked out by hand, and results solved again
with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from monazite.errors import BadInput, Fault, nearest
from monazite.reading import StudyFolder
from monazite.results.welfare import PARTIES
from monazite.study.ask import compare
from monazite.study.checked_claims import CheckedClaim, claims_made
from monazite.study.reworked import with_evidence
from monazite.study.study import Study
from monazite.world.derivations import ids, reported_range, value
from monazite.world.evidence import ByHand, Contradiction, Evidence, Input, Source

BESIDE = "unexplained margin"
"""What stands beside the gains of parties and belongs to none."""


@dataclass(frozen=True)
class Walk:
    """One piece of evidence and all that is known of it; ``said_elsewhere`` are reports of the same subject and
    quantity, or in the same claim or contradiction; ``cells`` the inputs whose formula holds it; ``by_hand`` lines with value at
    low and high.
    """

    evidence: Evidence
    source: Source | None
    low: float | None
    high: float | None
    said_elsewhere: tuple[Evidence, ...]
    claims: tuple[CheckedClaim, ...]
    contradictions: tuple[Contradiction, ...]
    cells: tuple[Input, ...]
    by_hand: tuple[tuple[ByHand, float, float, float], ...]


@dataclass(frozen=True)
class Found:
    """What a search finds, each in the order of its table."""

    evidence: tuple[Evidence, ...] = ()
    claims: tuple[CheckedClaim, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.evidence or self.claims or self.contradictions)


def found(folder: StudyFolder, text: str) -> Found:
    """Evidence, claims and contradictions that hold every word of a text, in names, notes, sources or conclusions."""
    words = text.casefold().split()
    title = {s.id: f"{s.title} {s.publisher}" for s in folder.sources}

    def holds(*parts: str) -> bool:
        whole = " ".join(parts).casefold()
        return all(word in whole for word in words)

    return Found(
        tuple(e for e in folder.evidence
              if holds(e.id, e.subject, e.quantity, e.note, e.period, e.vintage, e.source, title.get(e.source, ""))),
        tuple(c for c in claims_made(folder)
              if holds(c.claim.id, c.claim.claim, c.claim.who, c.claim.verdict, c.claim.arithmetic, c.claim.note,
                       *(s.label for s in c.sums))),
        tuple(c for c in folder.contradictions if holds(c.id, c.topic, c.conclusion, c.note)),
    )  # fmt: skip


def walk(folder: StudyFolder, inputs: Sequence[Input], name: str) -> Walk:
    """Everything about one piece of evidence; raises `BadInput` with the nearest id if it is not known on that day."""
    known = {e.id: e for e in folder.evidence}
    if name not in known:
        raise BadInput([Fault(f"there is no evidence {name!r} as of {folder.as_of}", way_out=nearest(name, known))])
    it = known[name]
    claims = tuple(c for c in claims_made(folder) if name in c.evidence)
    contradictions = tuple(c for c in folder.contradictions if name in (*c.evidence, *c.used))
    together = {other for c in (*claims, *contradictions) for other in c.evidence}
    same = tuple(
        e for e in folder.evidence
        if e.id != name and ((e.subject, e.quantity) == (it.subject, it.quantity) or e.id in together)
    )  # fmt: skip
    low, high = reported_range(it) if it.value is not None else (None, None)
    return Walk(
        it,
        next((s for s in folder.sources if s.id == it.source), None),
        low,
        high,
        same,
        claims,
        contradictions,
        tuple(entry for entry in inputs if name in entry.ids),
        tuple((row, *_ends(row, it, known)) for row in folder.by_hand if name in ids(row.formula)),
    )


def _ends(row: ByHand, it: Evidence, known: dict[str, Evidence]) -> tuple[float, float, float]:
    """A line by hand as it stands, and with the evidence at the two ends of its range."""
    low, high = reported_range(it)
    at = [value(row.formula, {**known, it.id: replace(it, value=end)}) for end in (low, high)]
    return value(row.formula, known), at[0], at[1]


def moved_results(study: Study, name: str) -> list[dict[str, object]]:
    """What each option gains over the reference with the evidence at its low end, as reported, and at its high end.

    MUSD, discounted: private and public gain of the study's home region, or of all regions where it names none. Every
    option is solved three times. Raises `BadInput` if nothing of the model rests on the evidence.
    """
    it = next((e for e in study.folder.evidence if e.id == name), None)
    if it is None or it.value is None:
        raise BadInput([Fault(f"{name} is no evidence with a number as of {study.as_of}", way_out="name one with a value")])
    ends = dict(zip(("low", "high"), reported_range(it), strict=True))
    studies = {"low": with_evidence(study, {name: ends["low"]}), "reported": study}
    studies["high"] = with_evidence(study, {name: ends["high"]})
    home = (study.folder.settings["answer"] or {}).get("home")
    gains = {at: _social(one, home) for at, one in studies.items()}
    return [
        {"option": option, **{at: gains[at][option] for at in ("low", "reported", "high")}}
        for option in study.options
        if option != study.reference
    ]


def _social(study: Study, home: str | None) -> dict[str, float]:
    table = compare(study)
    parties = [party for party in PARTIES if party != BESIDE]
    rows = table[table.index.get_level_values("party").isin(parties)]
    if home:
        rows = rows[rows.index.get_level_values("region") == home]
    return {str(option): float(total) for option, total in rows.sum().items()}
