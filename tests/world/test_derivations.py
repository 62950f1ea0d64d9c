"""Formulas over evidence: their value, their ids and their range, against sums on paper."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite.errors import BadInput
from monazite.world.derivations import grade, ids, interval, value
from monazite.world.evidence import Evidence, worst


def report(
    name: str, number: float | None, low: float | None = None, high: float | None = None, graded: str = "high"
) -> Evidence:
    """A piece of evidence with only what formulas look at."""
    return Evidence(name, "subject", "quantity", number, low, high, "t", "2024", "source", graded, None)


KNOWN = {
    row.id: row
    for row in (
        report("ORE", 100.0, 80.0, 110.0),
        report("SHARE-1", 20.0, 19.0, 21.0),
        report("OPEN", 10.0, graded="low"),
        report("TEXT", None),
        report("ÄRZ 2", 4.0),
    )
}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("{ORE}", 100.0),
        ("{ORE} * (1 - {SHARE-1}/100) / 100", 0.8),
        ("-{ORE} + 2**3", -92.0),
        ("max({ORE}, 5, 200) - min(1, {SHARE-1})", 199.0),
        ("1e-3 * { ORE }", 0.1),
        ("{ÄRZ 2}/3", 4.0 / 3.0),
        ("7", 7.0),
    ],
)
def test_a_formula_yields_its_number(formula, expected):
    """Proves: the four operations, powers, signs, brackets, min and max mean what they mean on paper.
    Without it: 1 - 20/100 read from left to right would be -0.19.
    """
    assert value(formula, KNOWN) == pytest.approx(expected)


def test_a_formula_tells_its_evidence():
    """Proves: ids come once each, in the order in which they stand.
    Without it: no result could be traced to its reports.
    """
    assert ids("{ORE} * {SHARE-1} / {ORE}") == ("ORE", "SHARE-1")
    assert ids("3 * 4") == ()


def test_a_range_is_that_of_the_report_where_it_gives_one():
    """Proves: 100 with 80 to 110, times 2, runs from 160 to 220: not symmetric, because the report is not.
    Without it: the range would be a guess although it was printed.
    """
    assert interval("2 * {ORE}", KNOWN) == pytest.approx((160.0, 220.0))


def test_a_range_follows_from_the_grade_where_the_report_gives_none():
    """Proves: 10 of grade low runs from 6 to 14 by our convention of 40 %.
    Without it: a number without a range would look exact.
    """
    assert interval("{OPEN}", KNOWN) == pytest.approx((6.0, 14.0))


def test_ranges_of_two_reports_add_as_squares():
    """Proves: 100 x 20 moves by -400 and -100, and by +200 and +100: from 2000 - 412.3 to 2000 + 223.6.
    Without it: adding them plainly gives -500 and +300, as if both were always wrong together.
    """
    low, high = interval("{ORE} * {SHARE-1}", KNOWN)

    assert low == pytest.approx(2000 - math.hypot(400, 100))
    assert high == pytest.approx(2000 + math.hypot(200, 100))


def test_a_falling_formula_turns_the_range_round():
    """Proves: 1000 / ORE is highest where ORE is lowest: 12.5 at 80, and 9.09 at 110.
    Without it: low would lie above high.
    """
    assert interval("1000 / {ORE}", KNOWN) == pytest.approx((1000 / 110, 12.5))


def test_plain_numbers_have_no_range_of_their_own():
    """Proves: 3 + 4 is 7 to 7; that it is an estimate is said by its grade.
    Without it: a conversion factor would widen every range that it takes part in.
    """
    assert interval("3 + 4", KNOWN) == (7.0, 7.0)


def test_a_formula_is_as_good_as_its_weakest_report():
    """Proves: high and low give low; no report at all gives estimate.
    Without it: one good number would lend its grade to a guess.
    """
    assert grade("{ORE} * {OPEN}", KNOWN) == "low"
    assert grade("42", KNOWN) == "estimate"
    assert worst(["high", "medium"]) == "medium"


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("{OER}", "evidence 'OER', which does not exist -> did you mean 'ORE'"),
        ("{TEXT}", "a sentence without a number"),
        ("{ORE} / ({SHARE-1} - 20)", "divides by zero with ORE = 100, SHARE-1 = 20"),
        ("10 ** 400", "no finite number"),
        ("(0 - 8) ** 0.5", "no finite number"),
        ("{ORE} {ORE}", "is no formula"),
        ("ORE", "is no formula"),
        ("evidence_0", "is no formula"),
        ("{ORE} + evidence_0", "is no formula"),
        ("", "is no formula"),
        ("1 if {ORE} else 2", "is no formula"),
        ("min()", "is no formula"),
        ("min(*[1])", "is no formula"),
        ("abs({ORE})", "is no formula"),
        ("().__class__", "is no formula"),
        ("'a' * 9", "is no formula"),
        ("True", "is no formula"),
        ("1; 2", "is no formula"),
        ("lambda: 1", "is no formula"),
        ("9" * 3000, "characters, more than 2000"),
        ("-" * 1900 + "1", "more than 200 operations are nested"),
        ("+".join("1" * 900), "more than 200 operations are nested"),
    ],
)
def test_what_is_no_formula_is_refused_by_name(formula, message):
    """Proves: nothing but arithmetic over ids is worked out, and each refusal says what is wrong.
    Without it: a formula could call whatever Python can.
    """
    with pytest.raises(BadInput, match=message):
        value(formula, KNOWN)


@given(first=st.floats(-1e6, 1e6), second=st.floats(-1e6, 1e6))
def test_the_value_lies_within_its_range(first, second):
    """Proves: whatever the evidence, low <= value <= high.
    Without it: a chart would draw the point beside its bar.
    """
    known = {"A": report("A", first, graded="medium"), "B": report("B", second, graded="estimate")}

    low, high = interval("{A} * {B} - 3 * {A}", known)

    assert low <= value("{A} * {B} - 3 * {A}", known) <= high
