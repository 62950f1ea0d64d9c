"""Kinds of faults times files: a file, a header or a row that cannot be is refused in every table of the dictionary.

Each case spoils one table of a study that has a row in all of them, and expects exactly the places named here.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature
from itertools import cycle

import pytest

from monazite.cli.app import VERBS as VERBS_OF_ALL
from monazite.reading import sheets
from monazite.reading.dictionary import Table, dictionary

VERBS = ("check", "run", "compare", "ask", "evidence", "backtest", "export")
Place = tuple[int | None, str]


@dataclass(frozen=True)
class Kind:
    """A kind of fault of a whole file: how a file is spoiled, where it is then told (line, column), and in which
    words.
    """

    name: str
    spoil: Callable[[object, Table], None]
    places: Callable[[Table], list[Place]]
    says: str
    hits: Callable[[Table], bool] = lambda table: True


def path_of(study, table):
    return study.root / f"{table.name}.csv"


def lines_of(study, table):
    return path_of(study, table).read_text(encoding="utf-8").splitlines()


def rewritten(change):
    """Spoils a file through its lines: header and one row."""
    return lambda study, table: path_of(study, table).write_text("\n".join(change(*lines_of(study, table))) + "\n")


def replaced(make):
    """Spoils a file by putting something else in its place."""

    def spoil(study, table):
        path_of(study, table).unlink()
        make(path_of(study, table))

    return spoil


def without(cells):
    """Spoils a header and its row by leaving out the columns of these positions."""

    def spoil(study, table):
        with path_of(study, table).open(newline="") as lines:
            rows = [[cell for n, cell in enumerate(row) if n not in cells(table)] for row in csv.reader(lines)]
        with path_of(study, table).open("w", newline="") as lines:
            csv.writer(lines).writerows(rows)

    return spoil


def large(path):
    """A file that says it is larger than any table may be, and takes no room on the disk."""
    with path.open("wb") as file:
        file.truncate(sheets.LARGEST_FILE + 1)


def elsewhere(path):
    """A link to a file beside the study folder."""
    (path.parent.parent / "secret.csv").write_text("password\nhunter2\n")
    path.symlink_to(path.parent.parent / "secret.csv")


def needed(table):
    return [name for name, column in table.columns.items() if column.needed]


def positions_of_needed(table):
    return {n for n, column in enumerate(table.columns.values()) if column.needed}


def names(table):
    return [*table.columns, *([] if "note" in table.columns else ["note"])]


def of_file(table):
    return [(None, "")]


def line(number):
    return lambda table: [(number, "")]


NO_ROWS = "the file holds no rows"
KINDS = [
    Kind("missing file", lambda s, t: path_of(s, t).unlink(), of_file, "the file is missing", lambda t: t.required),
    Kind("empty file", lambda s, t: path_of(s, t).write_text(""), of_file, NO_ROWS, lambda t: t.required),
    Kind("header alone", rewritten(lambda head, row: [head]), of_file, NO_ROWS, lambda t: t.required),
    Kind("a folder", replaced(os.mkdir), of_file, "this is no file"),
    Kind("a pipe that nobody writes into", replaced(os.mkfifo), of_file, "this is no file"),
    Kind("a link to nothing", replaced(lambda path: path.symlink_to("nothing")), of_file, "this is no file"),
    Kind("a link to itself", replaced(lambda path: path.symlink_to(path)), of_file, "this is no file"),
    Kind("an endless device", replaced(lambda path: path.symlink_to("/dev/zero")), of_file, "this is no file"),
    Kind("a link out of the study", replaced(elsewhere), of_file, "outside the study folder"),
    Kind("too many bytes", replaced(large), of_file, "bytes, more than 268,435,456"),
    Kind("UTF-16", lambda s, t: path_of(s, t).write_text("\n".join(lines_of(s, t)), "utf-16"), line(1), "UTF-16"),
    Kind("NULs", rewritten(lambda head, row: [head, "\0" * 9 + row]), lambda t: [(2, next(iter(t.columns)))], "U+0000"),
    Kind("a quote that is never closed", rewritten(lambda head, row: [head, '"' + row]), line(2), "cannot be read"),
    Kind("text after a quote", rewritten(lambda head, row: [head, '"a"b' + row]), line(2), "cannot be read"),
    Kind(
        "a line without end",
        rewritten(lambda head, row: [head, row, "x" * (sheets.LONGEST_LINE + 1)]),
        line(3),
        "the line is longer than",
    ),
    Kind("too many rows", rewritten(lambda head, row: [head, row, row, row, row]), line(5), "more than 3 rows"),
    Kind(
        "too many columns",
        rewritten(lambda head, row: [head + ",x_" * sheets.MOST_COLUMNS, row]),
        line(1),
        "more than 500 columns",
    ),
    Kind(
        "missing columns",
        without(positions_of_needed),
        lambda t: [(1, name) for name in needed(t)],
        "the column is missing",
    ),
    Kind(
        "every column twice",
        rewritten(lambda head, row: [f"{head},{head.upper()}", f"{row},{row}"]),
        lambda t: [(1, name) for name in names(t)],
        "the column stands twice",
    ),
    Kind(
        "unknown column",
        rewritten(lambda head, row: [f"{head},colour", f"{row},red"]),
        lambda t: [(1, "colour")],
        "unknown column",
    ),
    Kind(
        "a cell under no name",
        rewritten(lambda head, row: [f"{head},,x_mine", f"{row},7,8"]),
        lambda t: [(2, str(len(names(t)) + 1))],
        "a cell in a column without a name",
    ),
    Kind(
        "a row too short",
        rewritten(lambda head, row: [head, row.rpartition(",")[0]]),
        lambda t: [(2, names(t)[-1])],
        "cells, the header",
    ),
    Kind(
        "a row too long",
        rewritten(lambda head, row: [head, f"{row},7"]),
        lambda t: [(2, names(t)[-1])],
        "cells, the header",
    ),
    Kind(
        "duplicate id",
        rewritten(lambda head, row: [head, row, row]),
        lambda t: [(3, ", ".join(t.key))],
        "on line 2 already",
    ),
]
TURN = cycle(VERBS)
CASES = [
    pytest.param(kind, table, next(TURN), id=f"{kind.name}: {table.name}")
    for kind in KINDS
    for table in dictionary().values()
    if kind.hits(table)
]


@pytest.mark.parametrize(("kind", "table", "verb"), CASES)
def test_a_file_that_cannot_be_is_refused_in_every_table(complete, monkeypatch, kind, table, verb):
    """Proves: the file is told with the line and column where there is one, and nothing else is; nothing is written.
    Without it: one table could be read by other rules than the rest, and its author would meet a traceback.
    """
    kind.spoil(complete, table)
    if kind.name == "too many rows":
        monkeypatch.setattr(sheets, "MOST_ROWS", 3)

    faults = complete.faults(verb=verb)

    assert sorted(((f.file, f.line, f.column) for f in faults), key=str) == sorted(
        ((f"{table.name}.csv", line, column) for line, column in kind.places(table)), key=str
    )
    assert all(kind.says in fault.message for fault in faults)
    assert all(fault.way_out for fault in faults)


def test_every_verb_that_reads_a_study_has_its_turn():
    """Proves: the verbs of the command line that take a study are those that the matrix calls.
    Without it: a new verb could read a study by a way of its own, and end in a traceback.
    """
    reading = {verb.__name__ for verb in VERBS_OF_ALL if {"study", "run_or_study"} & set(signature(verb).parameters)}

    assert reading == set(VERBS)


def test_every_table_is_hit_by_every_kind_that_can_hit_it():
    """Proves: only the kinds that a table may do without leave a table out; every required table is hit by all.
    Without it: a kind of fault could be told for one table and pass in the next.
    """
    hit = {(kind.name, table.name) for kind in KINDS for table in dictionary().values() if kind.hits(table)}

    assert {kind.name for kind in KINDS} == {name for name, _ in hit}
    assert all((kind.name, table.name) in hit for kind in KINDS for table in dictionary().values() if table.required)
    assert len(CASES) > 400
