"""The dictionary, the records and the keys say the same; each column says what it means."""

from __future__ import annotations

import re
from dataclasses import MISSING, fields
from decimal import Decimal

import pytest

from monazite import units
from monazite.reading.dictionary import ALL_KEYS, ALL_TABLES, TYPES, dictionary, record_of, settings_dictionary

COLUMNS = [(table.name, column) for table in dictionary().values() for column in table.columns.values()]
NAMED = [f"{table}.{column.name}" for table, column in COLUMNS]


@pytest.mark.parametrize("table", ALL_TABLES)
def test_the_columns_of_a_table_are_the_fields_of_its_record(table):
    """Proves: same names, same order.
    Without it: a field that no file can fill, or a column that nobody reads.
    """
    assert list(dictionary()[table].columns) == [field.name for field in fields(record_of(table))]


@pytest.mark.parametrize("table", ALL_TABLES)
def test_the_key_of_a_table_is_that_of_the_world(table):
    """Proves: the columns marked as key are those by which policies name a row.
    Without it: two rows that the reader tells apart would be one for a policy.
    """
    assert dictionary()[table].key == ALL_KEYS[table]


@pytest.mark.parametrize("table", ALL_TABLES)
def test_the_defaults_are_those_of_the_record(table):
    """Proves: an empty cell and a record made in Python without that field hold the same.
    Without it: a study read from files would differ from the same study written in Python.
    """
    columns = dictionary()[table].columns

    assert {
        field.name: columns[field.name].absent for field in fields(record_of(table)) if field.default is not MISSING
    } == {field.name: field.default for field in fields(record_of(table)) if field.default is not MISSING}


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=NAMED)
def test_a_column_says_what_it_means(table, column):
    """Proves: a sentence, a known type, a unit for each number of a world, a factor where the internal unit differs.
    Without it: whoever fills in the table would have to guess between t and kt.
    """
    assert re.fullmatch(r"[A-Z].*\.", column.meaning)
    assert column.type in TYPES
    assert bool(column.choices) == (column.type == "choice")
    if column.type == "number" and table != "evidence":
        assert column.unit
        assert column.lower is not None or column.above is not None or column.name == "base_change"
        assert (column.factor != 1) == (column.internal.startswith("kt"))
    else:
        assert column.factor == 1


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=NAMED)
def test_a_reference_leads_to_the_key_of_a_table(table, column):
    """Proves: each `refers` names a table and its one key column.
    Without it: a reference would be looked up where nothing is.
    """
    if column.refers:
        target, _, key = column.refers.partition(".")
        assert dictionary()[target].key == (key,)


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=NAMED)
def test_a_factor_is_what_the_units_say(table, column):
    """Proves: each unit can be read, and the factor to the internal unit is the one that `units.txt` implies.
    Without it: t/yr to kt/yr could be typed as 0.01 and every capacity be ten times too large.
    """
    if column.unit:
        assert units.factor(column.unit, column.internal or column.unit) == pytest.approx(float(column.factor))


def test_tonnes_are_read_as_kilotonnes():
    """Proves: the factor of t/yr is one thousandth, exactly; that of USD/kg is one.
    Without it: 0.001 in binary is off by its last bit, and writing back would not give what was read.
    """
    assert dictionary()["units"].columns["capacity"].factor == Decimal("0.001")
    assert dictionary()["activities"].columns["cost"].factor == 1


def test_the_settings_are_described_too():
    """Proves: each section of study.toml has a meaning, and each of its keys a sentence.
    Without it: the reference page would say nothing of study.toml.
    """
    for section in settings_dictionary().values():
        assert section.meaning
        assert all(re.fullmatch(r"[A-Z].*\.", column.meaning) for column in section.columns.values())
