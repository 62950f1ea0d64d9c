"""Files and headers that are not what the dictionary says, and rows that cannot be told apart."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.errors import BadInput
from monazite.reading import dictionary as schema
from monazite.reading import read_study, sheets

REQUIRED = [name for name, table in schema.dictionary().items() if table.required]


def test_a_folder_that_is_not_there(tmp_path):
    """Proves: the path is named.
    Without it: eighteen missing files would be told instead of one wrong path.
    """
    with pytest.raises(BadInput, match="no study folder .*nowhere"):
        read_study(tmp_path / "nowhere", date(2025, 6, 30))


@pytest.mark.parametrize("table", REQUIRED)
def test_a_required_file_that_is_missing(study, table):
    """Proves: each required table is asked for by name, with what it is for.
    Without it: a study without demands would be solved, at no cost and to no purpose.
    """
    (study.root / f"{table}.csv").unlink()

    fault = study.only_fault()

    assert (fault.file, fault.message) == (f"{table}.csv", "the file is missing")


@pytest.mark.parametrize("text", ["", "\n\n", "header"])
def test_a_required_file_without_rows(study, text):
    """Proves: nothing, blank lines or a header alone are no table of demands.
    Without it: a file that a failed export left empty would end all use.
    """
    study.write("demands.csv", study.text("demands.csv").splitlines()[0] + "\n" if text == "header" else text)

    assert ("demands.csv", "the file holds no rows") in [(fault.file, fault.message) for fault in study.faults()]


def test_a_misspelt_column(study, place):
    """Proves: 'capcity' is told once, with 'capacity' as the way out.
    Without it: the message would be that 'capacity' is missing, under the author's eyes.
    """
    study.replace("units.csv", "capacity", "capcity")

    fault = study.only_fault()

    assert place(fault) == ("units.csv", 1, "capcity")
    assert fault.way_out.startswith("did you mean 'capacity'?")


def test_a_column_that_is_missing_and_one_that_is_unknown(study, place):
    """Proves: both are told when neither explains the other.
    Without it: the second would come to light only after the first was mended.
    """
    study.replace("lanes.csv", "base_flow", "quantity_in_tonnes")

    assert [place(fault) for fault in study.faults()] == [
        ("lanes.csv", 1, "quantity_in_tonnes"),
        ("lanes.csv", 1, "base_flow"),
    ]


def test_a_column_that_stands_twice(study, place):
    """Proves: the second 'capacity' is refused.
    Without it: which of the two counts would depend on the reader.
    """
    study.write(
        "units.csv",
        "unit,name,region,stage,owner,owner_region,capacity,capacity\n"
        "mine,m,east,mining,o,east,100000,1\nrefinery,r,east,refining,o,east,100000,1\n",
    )

    fault = study.only_fault()

    assert place(fault) == ("units.csv", 1, "capacity")


def test_a_row_that_is_too_short_or_too_long(study, place):
    """Proves: thousands without quotes and forgotten cells are found by the count of cells.
    Without it: 7,000 t would be read as 7 t with a standard deviation of 0.
    """
    study.replace("lanes.csv", "east,west,7000", "east,west,7,000")
    study.replace("lanes.csv", "1800,0.05,0.2", "1800")

    assert [(fault.file, fault.line) for fault in study.faults()] == [("lanes.csv", 2), ("lanes.csv", 3)]


def test_a_row_that_stands_twice(study, place):
    """Proves: the second row of a key is refused, with the line of the first.
    Without it: one of two contradicting capacities would win in silence.
    """
    study.append("units.csv", "mine,Another,east,mining,O,east,5")

    fault = study.only_fault()

    assert place(fault) == ("units.csv", 4, "unit")
    assert "'mine' stands on line 2 already" in fault.message


def test_a_vintage_that_stands_twice(study):
    """Proves: two rows of one key with one known_on are refused although vintages are allowed.
    Without it: which of the two was known would depend on their order.
    """
    study.append("evidence.csv", "MINE-2024,Eastland,mine output,91000,,,t,2024,,estimate,2025-01-31,,")

    assert "with the same known_on" in study.only_fault().message


@pytest.mark.parametrize(
    ("file", "old", "new", "column", "way_out"),
    [
        ("lanes.csv", "nickel_oxide,east,west", "nickel_oxide,east,wst", "destination", "did you mean 'west'?"),
        ("activities.csv", "refinery,refining", "refinry,refining", "unit", "did you mean 'refinery'?"),
        ("processes.csv", "mining,concentrate", "mining,concentrat", "driver", "did you mean 'concentrate'?"),
        ("compositions.csv", "concentrate,Ni", "concentrate,Zn", "element", "known are: Co, Ni"),
        ("evidence.csv", "atomic-weights", "atomic-weight", "source", "did you mean 'atomic-weights'?"),
    ],
)
def test_a_name_that_no_table_defines(study, file, old, new, column, way_out):
    """Proves: each reference is looked up, and the nearest name offered.
    Without it: a lane to 'wst' would be a lane to nowhere, at no cost.
    """
    study.replace(file, old, new)

    fault = next(fault for fault in study.faults() if fault.file == file)

    assert (fault.column, fault.way_out) == (column, way_out)


def test_a_number_with_a_grade_and_without_a_source(study, place):
    """Proves: only an estimate may stand without a source.
    Without it: a figure without origin would count as well supported.
    """
    study.replace("evidence.csv", "atomic-weights,high", ",high")

    fault = study.only_fault()

    assert place(fault) == ("evidence.csv", 2, "source")


def test_a_file_in_utf_16(study, place):
    """Proves: what some spreadsheets call 'Unicode text' is recognised.
    Without it: every second byte would be reported as a NUL.
    """
    study.write("units.csv", study.text("units.csv").encode("utf-16"))

    faults = [fault for fault in study.faults() if fault.file == "units.csv"]

    assert len(faults) == 1
    assert "UTF-16" in faults[0].message


def test_a_quote_that_is_never_closed(study):
    """Proves: the line on which the quoted cell begins is named.
    Without it: the rest of the file would be one cell, and its rows would be missing.
    """
    study.replace("lanes.csv", "cobalt_east_west,", '"cobalt_east_west,')

    fault = next(fault for fault in study.faults() if fault.file == "lanes.csv")

    assert fault.line == 3
    assert "cannot be read" in fault.message


def test_a_folder_in_the_place_of_a_file(study):
    """Proves: a directory called lanes.csv is refused like any other bad file.
    Without it: a traceback would reach the user.
    """
    (study.root / "lanes.csv").unlink()
    (study.root / "lanes.csv").mkdir()

    assert "lanes.csv" in {fault.file for fault in study.faults()}


def test_a_table_with_too_many_rows(study, monkeypatch):
    """Proves: reading stops at the limit instead of filling the memory.
    Without it: one wrong file would take the machine down.
    """
    monkeypatch.setattr(sheets, "MOST_ROWS", 1)

    fault = next(fault for fault in study.faults() if fault.file == "lanes.csv")

    assert fault.line == 3
    assert "more than 1 rows" in fault.message


def test_a_line_without_end(study, monkeypatch):
    """Proves: a line longer than the limit is refused before it is split into cells.
    Without it: a binary file of gigabytes would be read as one line.
    """
    monkeypatch.setattr(sheets, "LONGEST_LINE", 200)
    study.append("lanes.csv", "x" * 300)

    fault = next(fault for fault in study.faults() if fault.file == "lanes.csv")

    assert (fault.line, fault.message) == (4, "the line is longer than 200 bytes")


def test_all_faults_of_a_stage_come_together(study):
    """Proves: five faults in five files are told in one message, each with its place.
    Without it: the author would mend one, run, and find the next, five times.
    """
    study.replace("units.csv", "refining,Eastland Refining,east,100000", "refining,Eastland Refining,east,-1")
    study.replace("lanes.csv", "7000", "many")
    study.replace("prices.csv", "concentrate,east", "concentrate,est")
    study.replace("study.toml", 'policies = ["export-ban"]', 'policies = ["export-bn"]')
    (study.root / "demands.csv").unlink()

    with pytest.raises(BadInput) as refusal:
        read_study(study.root, date(2025, 6, 30))

    text = str(refusal.value)
    assert text.startswith("5 faults in the input; nothing was written:")
    for place in (
        "units.csv, line 3, column capacity",
        "lanes.csv, line 2, column base_flow",
        "demands.csv: the file is",
        "prices.csv, line 2, column region",
        "study.toml, line 41, column options.2.policies",
    ):
        assert place in text


def test_many_faults_of_one_file_are_counted(study):
    """Proves: of 100 bad rows 40 are shown and 60 counted.
    Without it: a column in the wrong place would print a screen for each row.
    """
    study.append("prices.csv", *[f"concentrate,nowhere{number},1,0.1,x" for number in range(100)])

    faults = study.faults()

    assert len(faults) == 41
    assert "60 more faults" in str(faults[-1])
