"""Claims are judged with sums that follow their evidence, and with nothing that was not known."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from monazite.study.checked_claims import checked_claims, claims_made
from monazite.study.study import open_study
from monazite.world.derivations import ids

IN_WORDS = "no number to check"
"""How a claim begins its remark that only words can judge."""


@pytest.fixture(scope="module")
def folder():
    """The first study as known today."""
    return open_study("india-japan", resolution="draft").folder


@pytest.fixture(scope="module")
def claims(folder):
    """Its claims by id."""
    return {c.claim.id: c for c in checked_claims(folder)}


def test_every_sum_is_what_its_formula_yields(folder, claims):
    """Proves: each sum of each claim, worked out again by the interpreter from the table of evidence, is the one that
    is shown, and lies within its range.
    Without it: arithmetic typed by hand would go stale when a figure is revised.
    """
    values = {e.id: e.value for e in folder.evidence}
    for checked in claims.values():
        for worked in checked.sums:
            again = eval(
                re.sub(r"\{([^}]*)\}", lambda found: f"({values[found[1]]!r})", worked.formula),
                {"min": min, "max": max},
            )
            assert worked.value == pytest.approx(again), worked.label
            assert worked.low <= worked.value <= worked.high, worked.label


@pytest.mark.parametrize(
    ("claim", "sums"),
    [
        ("magnet_imports", [3.83, 49.18, 4036.0, 92.4, 2900.0]),
        ("mined_2900", [2300.0, 1978.0, 1978.0]),
        ("one_third", [34.5, 15.5, 50.4, 52.0]),
        ("goes_to_japan", [82.1, 48.4, 45.0]),
        ("nd_450", [44.4, 8.9]),
        ("halved_by_controls", [16745.7, -2.775]),
        ("annex_weight", [3.04, 6.26]),
        ("scheme_7280", [6450.0, 830.0]),
        ("assured_500", [125.0, 5.0]),
    ],
)
def test_the_arithmetic_is_that_of_a_pencil(claims, claim, sums):
    """Proves: 206 million dollars over 53,740 t are 3.83 USD/kg, 16,281 t over 0.44 leave 16,746 t for the half year
    before, Rs 2,150 x 6,000 t x 5 years are Rs 6,450 crore, and so on, by hand.
    Without it: a formula with a slip of the unit would look as good as a right one.
    """
    assert [s.value for s in claims[claim].sums] == pytest.approx(sums, rel=2e-3)


def test_every_claim_has_a_sum_or_says_that_there_is_none(claims):
    """Proves: of 41 claims all but those that say so are judged by arithmetic, and each has evidence and one remark.
    Without it: a verdict would be an opinion.
    """
    bare = [name for name, c in claims.items() if not c.sums and not c.claim.arithmetic.startswith(IN_WORDS)]

    assert len(claims) == 41 and bare == []
    assert all(c.evidence and c.claim.note for c in claims.values())
    assert {c.claim.verdict for c in claims.values()} == {
        "consistent",
        "contradicted",
        "another quantity",
        "unit unclear",
        "superseded",
    }


def test_a_revised_figure_moves_the_sum(folder):
    """Proves: with 412 instead of 206 million dollars the same tonnes cost 7.67 instead of 3.83 USD/kg.
    Without it: a sum would be a remark and no arithmetic.
    """
    revised = replace(
        folder, evidence=tuple(replace(e, value=412.0) if e.id == "TM267" else e for e in folder.evidence)
    )
    worked = next(c for c in checked_claims(revised) if c.claim.id == "magnet_imports").sums[0]

    assert worked.value == pytest.approx(7.667, rel=1e-3)
    assert worked.numbers == "412*1000/53,740"


def test_a_sum_waits_for_what_was_not_known():
    """Proves: as of June 2025 the price of all imports, reported in July, has no value and names what it waits for.
    Without it: a verdict of then would rest on a number of later.
    """
    then = open_study("india-japan", date(2025, 6, 14), "draft").folder
    first = next(c for c in checked_claims(then) if c.claim.id == "magnet_imports")
    known = {e.id for e in then.evidence}

    assert (first.sums[0].value, first.sums[0].later) == (None, ("TM267", "TM266"))
    assert "TM267" in first.later
    assert all(s.value is None or set(ids(s.formula)) <= known for c in checked_claims(then) for s in c.sums)


def test_what_was_claimed_later_is_not_listed():
    """Proves: as of 14 June 2025 the sentences of that week are listed, those of the autumn are not; as of today all are.
    Without it: a reader of June would be shown 16 sentences that nobody had written.
    """
    june, today = (open_study("india-japan", date, "draft").folder for date in ("june-2025", "today"))
    names = {c.claim.id for c in claims_made(june)}

    assert {"magnet_imports", "industry_540"} <= names and not {"real_magnets", "scheme_7280"} & names
    assert claims_made(today) == checked_claims(today)
