"""What stands in a cell of a Mineral Commodity Summary, one cell at a time."""

from __future__ import annotations

import pytest

from monazite.reading.importers.usgs_values import printed


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("41600", 41_600.0, None, None),
        ("7,200,000", 7_200_000.0, None, None),
        (" 1.51 ", 1.51, None, None),
        (">95", 95.0, 95.0, None),
        ("<1", 1.0, 0.0, 1.0),
        ("More than 90", 90.0, 90.0, None),
        ("Less than 1/2 unit", 0.5, 0.0, 0.5),
        ("Less than ½ unit.", 0.5, 0.0, 0.5),
        ("890–1,000", 945.0, 890.0, 1_000.0),
        ("2,900⁵", 2_900.0, None, None),
        ("0", 0.0, None, None),
    ],
)
def test_numbers_and_bounds(text, value, low, high):
    """Proves: thousands, bounds, half units, ranges and raised footnotes give a number with its ends.
    Without it: '>95' would be lost, or '2,900⁵' be 29,005.
    """
    said = printed(text)

    assert (said.value, said.low, said.high) == (value, low, high)


@pytest.mark.parametrize("text", ["e4200", "4,200e", "e 4,200"])
def test_an_e_is_an_estimate(text):
    """Proves: e4200 is 4,200, estimated.
    Without it: a power of ten.
    """
    said = printed(text)

    assert (said.value, said.estimated) == (4_200.0, True)


@pytest.mark.parametrize("text", ["NA", "W", "XX", "E", "Included with ilmenite", "16,0001", "1,16,000", "nan", "inf", "=1+1", "Large", ""])
def test_what_is_no_number_has_no_value(text):
    """Proves: marks, sentences, glued footnotes and formulas have no value, and all but nothing say what is printed.
    Without it: withheld would be zero, and 16,0001 a hundred and sixty thousand.
    """
    said = printed(text)

    assert said.value is None
    assert (said.note == "") == (text == "")


@pytest.mark.parametrize("text", ["—", "–", "-"])
def test_a_dash_is_the_zero_of_the_legend_and_says_so(text):
    """Proves: a dash is zero, with a note that it was printed as a dash.
    Without it: nobody could tell a printed zero from one that we made.
    """
    said = printed(text)

    assert said.value == 0.0 and "dash" in said.note
