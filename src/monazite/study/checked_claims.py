"""Claims with their arithmetic worked out: what each sum yields, with which numbers, and what it still waits for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from monazite.reading import StudyFolder
from monazite.world.derivations import ids, interval, value
from monazite.world.evidence import Claim, ClaimSum, Evidence


@dataclass(frozen=True)
class WorkedSum:
    """A sum of a claim: ``numbers`` is its formula with the numbers in place of the ids; low and high as of
    derivations.

    As of a day on which some of its evidence was not known, ``later`` names that evidence and there is no value.
    """

    label: str
    formula: str
    unit: str
    numbers: str
    value: float | None
    low: float | None
    high: float | None
    later: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckedClaim:
    """A claim, its sums, all the evidence that it was judged with, and what of that was not known yet."""

    claim: Claim
    sums: tuple[WorkedSum, ...]
    evidence: tuple[str, ...]
    later: tuple[str, ...]


def checked_claims(folder: StudyFolder) -> tuple[CheckedClaim, ...]:
    """Every claim of a study with its sums, in the order of the tables, with what was known on the day of the study."""
    known = {e.id: e for e in folder.evidence}
    return tuple(
        _checked(claim, [s for s in folder.claim_sums if s.claim == claim.id], known) for claim in folder.claims
    )


def claims_made(folder: StudyFolder) -> tuple[CheckedClaim, ...]:
    """The claims that had been made on the day of the study. Their verdicts may rest on what was learned later, and say so."""
    return tuple(c for c in checked_claims(folder) if c.claim.date is None or c.claim.date <= folder.as_of)


def _checked(claim: Claim, sums: list[ClaimSum], known: Mapping[str, Evidence]) -> CheckedClaim:
    named = tuple(dict.fromkeys((*claim.evidence, *(name for s in sums for name in ids(s.formula)))))
    return CheckedClaim(claim, tuple(_worked(s, known) for s in sums), named, tuple(n for n in named if n not in known))


def _worked(row: ClaimSum, known: Mapping[str, Evidence]) -> WorkedSum:
    later = tuple(name for name in ids(row.formula) if name not in known)
    if later:
        return WorkedSum(row.label, row.formula, row.unit, "", None, None, None, later)
    low, high = interval(row.formula, known)
    return WorkedSum(
        row.label, row.formula, row.unit, with_numbers(row.formula, known), value(row.formula, known), low, high
    )


def with_numbers(formula: str, known: Mapping[str, Evidence]) -> str:
    """A formula with the values of its evidence in place of the ids."""
    return re.sub(r"\{([^{}]*)\}", lambda found: f"{known[found[1].strip()].value:,.10g}", formula)
