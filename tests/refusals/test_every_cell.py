"""Kinds of faults times columns: a cell that cannot be is refused in every table, in every policy, and in the settings.

The matrix is made from the data dictionary: a column that is added tomorrow is spoiled tomorrow. All columns of a
table that
a kind can hit are spoiled at once, and each has to be told by file, line and column, with nothing else beside.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import cycle

import pytest

from monazite.reading.cells import LONGEST_CELL, LONGEST_NAME, SHARES
from monazite.reading.dictionary import ALL_TABLES, LARGEST, Column, Table, dictionary, settings_dictionary
from monazite.world.world import TABLES

VERBS = ("check", "run", "compare", "ask", "export")
NAMES, WORDS = ("name", "names"), ("name", "names", "text", "unit")
NO_FORMULA = {
    "number": "is a formula",
    "text": "would be taken for a formula",
    "unit": "would be taken for a formula",
    "name": "is no name",
    "names": "is no name",
    "date": "is not a date",
    "flag": "neither yes nor no",
    "choice": "is not a known",
}


@dataclass(frozen=True)
class Kind:
    """A kind of fault: which columns it can hit, what it writes into them, and what the message then says."""

    name: str
    hits: Callable[[Column], bool]
    cell: Callable[[Column], str]
    says: Callable[[Column], str]
    only_csv: bool = False


def of(*types: str) -> Callable[[Column], bool]:
    """Whether a column has one of these types."""
    return lambda column: column.type in types


def the(text: str) -> Callable[[Column], str]:
    """The same text for every column."""
    return lambda column: text


def lowest(column: Column) -> float | None:
    """The number below which a cell is refused, itself refused if the bound is open."""
    return column.lower if column.above is None else column.above


KINDS = [
    Kind("a formula cell", lambda column: True, the("=1+1"), lambda column: NO_FORMULA[column.type]),
    Kind("a function of a spreadsheet", of(*WORDS, "number"), the("@SUM(A1)"), lambda column: NO_FORMULA[column.type]),
    Kind("words for a number", of("number"), the("a lot"), the("is not a number")),
    Kind("NaN", of("number"), the("NaN"), the("is not a finite number")),
    Kind("infinity", of("number"), the("-inf"), the("is not a finite number")),
    Kind("no value of a spreadsheet", of("number"), the("#N/A"), the("is not a number")),
    Kind("a number too large", of("number"), the(str(LARGEST * 2)), the("is larger than 1e+12")),
    Kind("a number of a thousand digits", of("number"), the("9" * 1000), the("is larger than 1e+12")),
    Kind(
        "a number too low",
        lambda c: lowest(c) is not None,
        lambda c: str(lowest(c) - (c.above is None)),
        the("out of bounds"),
    ),
    Kind("a number too high", lambda c: c.upper is not None, lambda c: str(c.upper + 1), the("out of bounds")),
    Kind("a number not whole", lambda c: c.whole, the("3.5"), the("is not whole")),
    Kind(
        "a percentage of an amount",
        lambda c: c.type == "number" and c.unit not in SHARES,
        the("5 %"),
        the("is a percentage"),
    ),
    Kind("a decimal comma among commas", of("number"), the("1,5"), the("is not a number")),
    Kind("two numbers", of("number"), the("1 2"), the("is not a number")),
    Kind("an empty cell", lambda c: c.needed, the(" "), the("the cell is empty")),
    Kind("an unknown name", lambda c: bool(c.refers), the("nowhere"), the("'nowhere' is not in")),
    Kind("a name that leads away", of(*NAMES), the("../../etc/passwd"), the("is no name")),
    Kind("a name with a slash", of(*NAMES), the("a/b"), the("holds '/'")),
    Kind("a name that cannot be seen", of(*NAMES), the("a\u202eb"), the("holds '\\u202e'")),
    Kind("a name longer than a file name", of(*NAMES), the("a" * (LONGEST_NAME + 1)), the("101 characters")),
    Kind("a name that stands twice", of("names"), the("some some"), the("stands twice")),
    Kind("a day as in America", of("date"), the("06/30/2025"), the("is not a date")),
    Kind("a day that is not", of("date"), the("2025-02-30"), the("is not a date")),
    Kind("a day as a number of a spreadsheet", of("date"), the("45838"), the("is not a date")),
    Kind("a day of another age", of("date"), the("1066-10-14"), the("lies outside 1800 to 2200")),
    Kind("reversed dates", lambda c: bool(c.not_before), the("2001-01-01"), the("lies before")),
    Kind("an unknown choice", of("choice"), the("perhaps"), the("is not a known")),
    Kind("neither yes nor no", of("flag"), the("perhaps"), the("neither yes nor no")),
    Kind("an unknown unit", of("unit"), the("bushel"), the("'bushel' in unit"), only_csv=True),
    Kind("an unknown basis", of("unit"), the("t nonsense"), the("is not a basis of mass"), only_csv=True),
    Kind("a wrong encoding", of(*WORDS), the("Malm\udcf6"), the("byte 0xF6 is not UTF-8"), only_csv=True),
    Kind("a NUL", lambda column: True, the("a\x00b"), the("U+0000")),
    Kind("an escape sequence", lambda column: True, the("\x1b[31mred"), the("U+001B")),
    Kind(
        "a cell without end",
        lambda column: True,
        the("9" * (LONGEST_CELL + 1)),
        the("65,537 characters"),
        only_csv=True,
    ),
]
KIND = {kind.name: kind for kind in KINDS}
TURN = cycle(VERBS)
IN_TABLES = [
    pytest.param(kind, table, next(TURN), id=f"{kind.name}: {table.name}")
    for kind in KINDS
    for table in dictionary().values()
    if any(map(kind.hits, table.columns.values()))
]
IN_POLICIES = [
    pytest.param(kind, dictionary()[name], next(TURN), id=f"{kind.name}: {name}")
    for kind in KINDS
    if not kind.only_csv
    for name in TABLES
    if any(map(kind.hits, dictionary()[name].columns.values()))
]
IN_SETTINGS = [
    pytest.param(kind, section, next(TURN), id=f"{kind.name}: {section.name}")
    for kind in KINDS
    if not kind.only_csv
    for section in settings_dictionary().values()
    if any(map(kind.hits, section.columns.values()))
]


@pytest.mark.parametrize(("kind", "table", "verb"), IN_TABLES)
def test_a_cell_that_cannot_be_is_refused_in_every_table(complete, row, kind, table, verb):
    """Proves: each spoiled cell is told by file, line 2 and column, and nothing else is; exit code 2, nothing written.
    Without it: a new column could take a formula, a NaN or a byte of another alphabet, and the model would go on with
    it.
    """
    spoiled = {name: kind.cell(column) for name, column in table.columns.items() if kind.hits(column)}
    complete.table(table, [{**row(table), **spoiled}])

    faults = {(fault.file, fault.line, fault.column): fault for fault in complete.faults(verb=verb)}

    assert set(faults) == {(f"{table.name}.csv", 2, name) for name in spoiled}
    assert all(kind.says(table.columns[name]) in faults[f"{table.name}.csv", 2, name].message for name in spoiled)


@pytest.mark.parametrize(("kind", "table", "verb"), IN_POLICIES)
def test_a_cell_that_cannot_be_is_refused_in_every_policy(complete, row, kind, table, verb):
    """Proves: what no table may hold no policy may bring: told by its file, the line of the edit, and the column.
    Without it: a policy would be the way round every check of the tables.
    """
    spoiled = {name: kind.cell(column) for name, column in table.columns.items() if kind.hits(column)}
    cells = {name: text for name, text in {**row(table), **spoiled}.items() if name in table.columns}
    lines = ["title = 'a policy'", "announced = 2025-01-01", "[[add]]", f"table = '{table.name}'", "[add.row]"]
    complete.write(
        "scenarios/way.toml", "\n".join([*lines, *(f"{name} = {json.dumps(t)}" for name, t in cells.items())])
    )

    faults = {(fault.file, fault.line, fault.column): fault for fault in complete.faults(verb=verb)}

    assert set(faults) == {("scenarios/way.toml", 3, f"add 1.{name}") for name in spoiled}
    assert all(
        kind.says(table.columns[name]) in faults["scenarios/way.toml", 3, f"add 1.{name}"].message for name in spoiled
    )


@pytest.mark.parametrize(("kind", "section", "verb"), IN_SETTINGS)
def test_a_setting_that_cannot_be_is_refused_in_every_section(complete, kind, section, verb):
    """Proves: each spoiled setting is told by file, line and path, in every place where the section has it.
    Without it: a discount rate that is no number would come to light in the solver.
    """
    whole = complete.text("study.toml")
    for name, column in section.columns.items():
        if not kind.hits(column):
            continue
        settings = tomllib.loads(whole)
        places = values_of(settings, section)
        for values in places.values():
            values[name] = kind.cell(column)
        text, lines = as_toml(settings)
        complete.write("study.toml", text)

        faults = {(fault.file, fault.line, fault.column): fault.message for fault in complete.faults(verb=verb)}

        for path in (f"{section}.{name}" for section in places):
            assert kind.says(column) in faults["study.toml", lines[path], path]
        assert {file for file, _, _ in faults} == {"study.toml"}


def test_the_study_of_the_matrix_is_taken_by_the_reader(complete):
    """Proves: unspoiled, no file of it has a fault of its own: what is wrong is what its rows say together.
    Without it: the matrix could find a fault that was there before.
    """
    faults = complete.faults()

    assert all(re.search(r"process|lane|agreement|substitution|covers no|purchase|difference contract|derivation|there is no|comes back|conserve|measures nothing|only what is", str(f)) for f in faults)
    assert not [
        fault for fault in faults if re.search(r"is not a|is no |out of bounds|is not in|missing", fault.message)
    ]


def test_the_matrix_is_whole():
    """Proves: every kind of fault hits something, and every column of every table is hit by five kinds or more.
    Without it: a type of column that is added tomorrow would be spoiled by nothing.
    """
    columns = {f"{name}.{column.name}": column for name in ALL_TABLES for column in dictionary()[name].columns.values()}
    everywhere = [
        *columns.values(),
        *(c for section in settings_dictionary().values() for c in section.columns.values()),
    ]

    assert [kind.name for kind in KINDS if not any(map(kind.hits, everywhere))] == []
    assert [name for name, column in columns.items() if sum(kind.hits(column) for kind in KINDS) < 5] == []
    assert len(IN_TABLES) > 300


def values_of(settings: dict, section: Table) -> dict[str, dict]:
    """The values of a section, by the path that a message gives them."""
    given = settings[section.name]
    if section.named:
        return {f"{section.name}.{part}": values for part, values in given.items()}
    return {f"{section.name}.{n}": entry for n, entry in enumerate(given, 1)} if section.many else {section.name: given}


def as_toml(settings: dict) -> tuple[str, dict[str, int]]:
    """Settings as a TOML file again, and the line of each of them by its path."""
    lines, places = [], {}
    for name, section in settings.items():
        parts = [(f"[[{name}]]", f"{name}.{n}", entry) for n, entry in enumerate(section, 1)]
        if not isinstance(section, list):
            named = all(isinstance(values, dict) for values in section.values())
            parts = [(f"[{name}.{part}]", f"{name}.{part}", section[part]) for part in section] if named else []
            parts = parts or [(f"[{name}]", name, section)]
        for head, path, values in parts:
            lines.append(head)
            for key, value in values.items():
                lines.append(f"{key} = {value if isinstance(value, date) else json.dumps(value)}")
                places[f"{path}.{key}"] = len(lines)
    return "\n".join(lines), places
