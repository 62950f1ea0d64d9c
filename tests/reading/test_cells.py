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
from monazite.reading.faults import Refused
from monazite.reading.numbers import Comma, decimal_of

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
    assert value_of(CAPACITY, "1,234,567", Comma.UNKNOWN) == 1234.567


@pytest.mark.parametrize("written", ["1234,5", "1.234,5", "1 234,5", "1'234,5", "1,2345E+3", "+1234,50"])
def test_a_decimal_comma_is_one_where_cells_are_not_parted_by_commas(written):
    """Proves: each of these is 1,234.5 t, or 1.2345 kt, in a file with semicolons, and no number in one with commas.
    Without it: whoever has a comma on the keyboard of numbers could not open and save a table.
    """
    assert value_of(CAPACITY, written, Comma.UNKNOWN) == value_of(CAPACITY, written, Comma.DECIMAL) == 1.2345
    with pytest.raises(Refused, match="is not a number"):
        value_of(CAPACITY, written)


def test_what_could_be_two_numbers_is_read_by_the_rest_of_the_file_or_refused():
    """Proves: 1,234 and 1.234 each mean what the other numbers of the file say, and are refused where these leave it
    open.
    Without it: one and a quarter could become one thousand and more.
    """
    assert value_of(CAPACITY, "1,234", Comma.THOUSANDS) == 1.234
    assert value_of(CAPACITY, "1,234", Comma.DECIMAL) == 0.001234
    assert value_of(CAPACITY, "1.234", Comma.UNKNOWN) == 0.001234
    with pytest.raises(Refused, match="may be a decimal comma or thousands"):
        value_of(CAPACITY, "1,234", Comma.UNKNOWN)
    with pytest.raises(Refused, match="may be thousands, for other numbers"):
        value_of(CAPACITY, "1.234", Comma.DECIMAL)


@pytest.mark.parametrize("written", ["0,500", "00,500", "0 500", "012,345"])
def test_no_number_of_thousands_begins_with_nothing(written):
    """Proves: 0,500 among commas is refused: whoever wrote it meant a half.
    Without it: it was read as 500, a thousand times too much.
    """
    with pytest.raises(Refused, match="is not a number"):
        value_of(CAPACITY, written)


@pytest.mark.parametrize(
    ("written", "value"), [("5 %", 0.05), ("5%", 0.05), ("12.5 %", 0.125), ("-1 %", -0.01), ("0%", 0.0)]
)
def test_a_share_may_be_written_as_a_percentage(written, value):
    """Proves: 5 % of growth is 0.05, exactly, as spreadsheets show shares.
    Without it: saving a formatted column would make every share a fault.
    """
    assert value_of(dictionary()["demands"].columns["growth"], written) == value


@given(st.decimals(-1_000_000, 1_000_000, places=3), st.booleans())
def test_a_number_means_the_same_with_point_and_with_comma(number, grouped):
    """Proves: whichever sign parts the decimals, and whether or not thousands stand apart, it is the same number.
    Without it: a table could change its numbers by going through a spreadsheet of another country.
    """
    english = f"{number:,.3f}" if grouped else f"{number:.3f}"
    german = english.translate(str.maketrans(",.", ".,"))

    assert decimal_of(german, "a number", Comma.DECIMAL) == decimal_of(english, "a number") == number


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


def test_lines_within_a_cell_end_alike():
    """Proves: a return, with or without a new line, is read and written as a new line.
    Without it: what was written unquoted would come back as two rows.
    """
    assert value_of(TEXT, "a\r\nb\rc") == "a\nb\nc"
    assert text_of(TEXT, "a\rb") == "a\nb"


@given(st.dates(date(1800, 1, 1), date(2200, 12, 31)))
def test_a_date_written_and_read_is_the_same_date(day):
    """Proves: the law for dates.
    Without it: an agreement would move by a day with each save.
    """
    column = Column("start", "A day.", "date")

    assert value_of(column, text_of(column, day)) == day
