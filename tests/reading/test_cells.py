"""Numbers, dates, flags and names as people write them, and back."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite.reading.cells import edge_of, neutral, text_of, value_of
from monazite.reading.dictionary import Column, dictionary

CAPACITY = dictionary()["units"].columns["capacity"]
TEXT = Column("note", "Remark.", "text")


@pytest.mark.parametrize(
    "written", ["1234.5", "1,234.5", "1 234.5", "1\u00a0234.5", "1\u202f234.5", "1.2345e3", "+1234.50", " 1234.5 "]
)
def test_a_number_is_read_as_people_write_it(written):
    """Proves: commas, blanks and narrow blanks between thousands, and exponents, all give 1,234.5 t, or 1.2345 kt.
    Without it: a table from a spreadsheet would have to be cleaned by hand.
    """
    assert value_of(CAPACITY, written) == 1.2345


def test_two_commas_are_thousands_whatever_the_separator():
    """Proves: 1,234,567 cannot be a decimal comma, so that it passes in a file with semicolons too.
    Without it: the refusal of what is ambiguous would hit what is not.
    """
    assert value_of(CAPACITY, "1,234,567", semicolons=True) == 1234.567


@pytest.mark.parametrize(
    ("written", "meant"), [("yes", True), ("TRUE", True), ("1", True), ("No", False), ("false", False), ("0", False)]
)
def test_a_flag_is_read_as_spreadsheets_write_it(written, meant):
    """Proves: yes, true and 1 are the same.
    Without it: saving the table in a spreadsheet would turn yes into a fault.
    """
    assert value_of(Column("flag", "A flag.", "flag"), written) is meant


def test_an_empty_cell_gives_the_default_in_internal_units():
    """Proves: an empty growth is 0, an empty date is none, an empty list has no names.
    Without it: nothing and zero would be told apart by accident.
    """
    units, lanes = dictionary()["units"].columns, dictionary()["lanes"].columns

    assert value_of(units["growth"], " ") == 0.0
    assert value_of(lanes["opens"], "") is None
    assert value_of(dictionary()["regions"].columns["members"], "") == ()
    assert value_of(lanes["elasticity"], "") == 4.0


def test_one_name_in_two_encodings_is_one_name():
    """Proves: ö as one sign and as o with two dots are read alike.
    Without it: two tables written on two machines would not find each other's rows.
    """
    column = Column("region", "A region.", "name")

    assert value_of(column, unicodedata.normalize("NFD", "Malmö")) == value_of(column, "Malmö") == "Malmö"


def test_a_number_may_begin_with_a_sign_where_a_text_stands():
    """Proves: '-0.5' as a formula or a remark is no spreadsheet formula.
    Without it: every negative plain number in derivations.csv would need an apostrophe.
    """
    assert value_of(TEXT, "-0.5") == "-0.5"
    assert neutral("-0.5") == "-0.5"


@given(st.floats(min_value=0.0, max_value=1e9, allow_subnormal=True))
def test_a_number_written_and_read_is_the_same_number(number):
    """Proves: the same bits come back, whatever the factor between edge and inside.
    Without it: each save would move the last digit, and no two runs would have the same hash.
    """
    assert value_of(CAPACITY, text_of(CAPACITY, number)) == number
    assert edge_of(CAPACITY, number) == Decimal(repr(number)) * 1000


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"])).map(lambda text: unicodedata.normalize("NFC", text.strip()))
)
def test_a_text_written_and_read_is_the_same_text(text):
    """Proves: whatever stands in a remark comes back, and nothing begins like a formula in between.
    Without it: '=1+1' would come back as 2.
    """
    written = text_of(TEXT, text)

    assert value_of(TEXT, written) == text
    assert not written.startswith(("=", "@"))


@given(st.dates(date(1800, 1, 1), date(2200, 12, 31)))
def test_a_date_written_and_read_is_the_same_date(day):
    """Proves: the law for dates.
    Without it: an agreement would move by a day with each save.
    """
    column = Column("start", "A day.", "date")

    assert value_of(column, text_of(column, day)) == day
