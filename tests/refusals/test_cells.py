"""A cell that cannot be true is refused with file, line, column, the rule and the way out."""

from __future__ import annotations

import pytest

CAPACITY = "mine,Eastland mine,east,mining,Eastland Mining,east,100000"


@pytest.mark.parametrize(
    ("written", "message", "way_out"),
    [
        ("a lot", "'a lot' is not a number", "give a number"),
        ("NaN", "'NaN' is not a finite number", "give a number"),
        ("-inf", "'-inf' is not a finite number", "give a number"),
        ("n/a", "'n/a' is not a finite number", "leave the cell empty"),
        ("90 %", "'90 %' is a percentage", "give a number with a point as decimal sign in t/yr"),
        ("1_000", "'1_000' is not a number", "give a number"),
        ("\uff11\uff10\uff10", "is not a number", "give a number"),
        ('"1,23"', "'1,23' is not a number", "with a point as decimal sign"),
        ("-5", "'-5' is out of bounds", "at least 0"),
        ("2e12", "'2e12' is larger than 1e+12", "check the unit"),
        ("=50*2000", "'=50*2000' is a formula", "derivations.csv"),
        ("", "the cell is empty", "t/yr"),
        ("9" * 70_000, "70,000 characters", "shorten it"),
    ],
)
def test_a_number_cell_that_holds_no_possible_number(study, place, written, message, way_out):
    """Proves: the wrong cell is quoted, with its place, what it should be, and in which unit.
    Without it: 'could not convert string to float' sends the author through eighteen files.
    """
    study.replace("units.csv", CAPACITY, CAPACITY.replace("100000", written))

    fault = study.only_fault()

    assert place(fault) == ("units.csv", 2, "capacity")
    assert message in fault.message
    assert way_out in fault.way_out


def test_a_message_names_file_line_and_column(study):
    """Proves: the printed fault reads 'units.csv, line 2, column capacity: ... -> ...'.
    Without it: the place would be in the record but not on the screen.
    """
    study.replace("units.csv", CAPACITY, CAPACITY.replace("100000", "-5"))

    assert str(study.only_fault()).startswith("units.csv, line 2, column capacity: '-5' is out of bounds -> give")


@pytest.mark.parametrize(
    "name", ["new mine", "a/b", "a\\b", "..", "=mine", "-mine", "a|b", "{mine}", "mi\u200bne", "*"]
)
def test_a_name_that_could_not_stand_in_a_list_or_a_file_name(study, name):
    """Proves: names hold no blanks, separators of paths or lists, or signs that cannot be seen.
    Without it: 'a/b' would write its charts into another folder.
    """
    study.replace("units.csv", "mine,Eastland mine", f"{name},Eastland mine")

    assert ("units.csv", 2, "unit") in [(fault.file, fault.line, fault.column) for fault in study.faults()]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_a_text_that_a_spreadsheet_would_compute(study, place, sign):
    """Proves: a text that begins with = + - @ is refused, and the way out is an apostrophe.
    Without it: opening the study in a spreadsheet would run what a stranger wrote.
    """
    study.replace("units.csv", "Eastland Mining", f"{sign}cmd()")

    fault = study.only_fault()

    assert place(fault) == ("units.csv", 2, "owner")
    assert "formula" in fault.message
    assert "apostrophe" in fault.way_out


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x07"])
def test_a_control_character(study, place, sign):
    """Proves: NUL, escape and bell are refused where they stand.
    Without it: an escape in a name would repaint the terminal of whoever prints it.
    """
    study.replace("units.csv", "Eastland Mining", f"East{sign}land")

    fault = study.only_fault()

    assert place(fault) == ("units.csv", 2, "owner")
    assert f"U+{ord(sign):04X}" in fault.message


def test_bytes_that_are_not_utf_8(study, place):
    """Proves: one Latin-1 letter is found with its byte, line and column.
    Without it: 'Malmö' becomes 'MalmÃ¶', and the lanes to it lead nowhere.
    """
    study.write("units.csv", study.text("units.csv").replace("Eastland Mining", "Östland").encode("latin-1"))

    fault = study.only_fault()

    assert place(fault) == ("units.csv", 2, "owner")
    assert "byte 0xD6 is not UTF-8" in fault.message
    assert "CSV UTF-8" in fault.way_out


@pytest.mark.parametrize("written", ["30/06/2025", "2025-6-30", "2025-02-30", "June 2025", "0025-06-30"])
def test_a_day_that_is_no_date(study, place, written):
    """Proves: only YYYY-MM-DD within the calendar is a date.
    Without it: 05/06/2025 would be May for one reader and June for the next.
    """
    study.replace("evidence.csv", "estimate,2025-01-31", f"estimate,{written}")

    assert ("evidence.csv", 4, "known_on") in [place(fault) for fault in study.faults()]


def test_a_flag_that_is_neither_yes_nor_no(study, place):
    """Proves: 'maybe' is refused.
    Without it: any text would count as true.
    """
    study.replace("commodities.csv", "gross,,no,no", "gross,,maybe,no")

    fault = study.only_fault()

    assert place(fault) == ("commodities.csv", 2, "captive")
    assert fault.way_out == "write yes or no"


def test_a_choice_that_is_not_offered(study, place):
    """Proves: the nearest choice is named.
    Without it: 'oxyde' would be weighed as element, a seventh too heavy.
    """
    study.replace("compositions.csv", "concentrate,Ni,0.12,oxide", "concentrate,Ni,0.12,oxyde")

    fault = study.only_fault()

    assert place(fault) == ("compositions.csv", 2, "form")
    assert fault.way_out == "did you mean 'oxide'?"


def test_a_comma_that_may_be_a_decimal_sign(study, place):
    """Proves: in a file separated by semicolons 100,000 is refused; it may be a hundred or a hundred thousand.
    Without it: capacities could be a thousand times too large.
    """
    study.write("units.csv", study.text("units.csv").replace(",", ";").replace("100000", "100,000", 1))

    fault = study.only_fault()

    assert place(fault) == ("units.csv", 2, "capacity")
    assert "decimal comma" in fault.message


def test_dates_that_run_backwards(study, place):
    """Proves: an end before its start is refused with both dates.
    Without it: the agreement would never hold, and nobody would ask why.
    """
    study.write(
        "reservations.csv",
        "reservation,commodity,region,volume,start,end,price,shortfall_cost\n"
        "home,nickel_oxide,east,100,2026-01-01,2025-01-01,14,5\n",
    )

    fault = study.only_fault()

    assert place(fault) == ("reservations.csv", 2, "end")
    assert "2025-01-01 lies before start, 2026-01-01" in fault.message


def test_a_range_without_its_value(study, place):
    """Proves: 90,000 with a range of 95,000 to 99,000 is refused, and so is a range that runs down.
    Without it: the range of each result would lie beside its value.
    """
    study.replace("evidence.csv", "90000,80000,95000", "90000,95000,99000")
    study.replace("evidence.csv", "7000,,,", "7000,8000,6000,")

    assert [place(fault) for fault in study.faults()] == [("evidence.csv", 4, "value"), ("evidence.csv", 5, "low")]
