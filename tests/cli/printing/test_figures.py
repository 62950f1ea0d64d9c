"""Numbers as text: thousands apart, honest digits, no minus zero."""

from __future__ import annotations

import pytest

from monazite.cli.printing.figures import figure, named, number, signed, span


@pytest.mark.parametrize(("value", "decimals", "text"), [
    (1234567.891, 1, "1,234,567.9"), (-0.04, 1, "0.0"), (0, None, "0"), (None, 2, "-"), (float("nan"), 0, "-"),
    ("2031Q2", 0, "2031Q2"), (True, None, "yes"), (12, None, "12"), (0.00012345, None, "0.000123"), (61.25, None, "61.2"),
    (123456.7, None, "123,457"), (float("inf"), None, "inf"), (-5.0, 0, "-5"), (1e-20, None, "1.00e-20"),
])
def test_a_value_is_told_in_words_of_its_own(value, decimals, text):
    """Proves: each kind of value has one text; a number that rounds to nothing has no sign.
    Without it: "-0.0" would be read as a loss.
    """
    assert figure(value, decimals) == text


def test_differences_have_a_sign_and_none_is_an_equals_sign():
    """Proves: +20, -20, and = for what rounds to zero.
    Without it: nobody could tell a value from a difference, or a tiny difference from none.
    """
    assert [signed(20.0, 0), signed(-20.0, 0), signed(0.4, 0), signed(0.0)] == ["+20", "-20", "=", "="]


def test_a_range_stands_below_its_value():
    """Proves: both ends on one line without blanks; no line where there is no range.
    Without it: a column would be as wide as value and range together.
    """
    assert number({"value": 225.0, "low": 210.0, "high": 240.0, "decimals": 0}) == "225\n210..240"
    assert number({"value": 225.0, "low": None, "high": None, "decimals": 0}) == "225"
    assert (span(None, 3.0, 0), span(2.0, 2.0, 0)) == ("-..3", "")


def test_a_label_carries_its_unit():
    """Proves: the unit stands in brackets, and nothing where there is none.
    Without it: tonnes of oxide and of metal would look alike.
    """
    assert (named("kept", "t oxide/yr"), named("kept", "")) == ("kept [t oxide/yr]", "kept")
