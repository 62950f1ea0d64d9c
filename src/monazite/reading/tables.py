"""One table of a study folder: its rows as the dictionary types them, and those that hold as of a date.

Rows that share a key but differ in ``known_on`` are vintages of one fact; the latest that was known by the as-of date
holds, and a row without ``known_on`` was always known.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from monazite.errors import Fault, nearest
from monazite.reading.cells import LONGEST_NAME, value_of
from monazite.reading.dictionary import Column, Table, columns_of
from monazite.reading.faults import Faults, Refused
from monazite.reading.numbers import Comma, has_decimal_comma
from monazite.reading.sheets import LARGEST_FILE, Sheet, Unreadable, open_sheet
from monazite.reading.study_files import leads_out

Key = str | tuple


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its line: values in internal units (only of cells that could be read), and which cells were filled."""

    line: int
    values: Mapping[str, object]
    filled: frozenset[str]
    key: Key | None
    known_on: date | None


@dataclass(frozen=True, slots=True)
class RowSet:
    """All rows of one table, of every vintage; ``readable`` is false if some of its names could not be read.

    ``names`` are the keys of the rows as derivations write them.
    """

    table: Table
    file: str
    rows: tuple[Row, ...]
    readable: bool = True
    names: frozenset[str] = frozenset()

    def as_of(self, day: date) -> dict[Key, Row]:
        """For each key the row that holds as of ``day``, in the order of the file."""
        chosen: dict[Key, Row] = {}
        for row in self.rows:
            if row.key is None or (row.known_on is not None and row.known_on > day):
                continue
            held = chosen.get(row.key)
            if held is None or _since(row) > _since(held):
                chosen[row.key] = row
        return dict(sorted(chosen.items(), key=lambda item: item[1].line))


@dataclass(frozen=True, slots=True)
class _Reading:
    """A table while it is read: its header, where its columns stand, and what a comma is in its numbers."""

    table: Table
    file: str
    sheet: Sheet
    places: Mapping[str, int]
    comma: Comma
    faults: Faults


def read_rows(root: Path, table: Table, faults: Faults) -> RowSet:
    """All rows of ``<table>.csv``; what is wrong with file, columns and cells is added to ``faults``."""
    file = f"{table.name}.csv"
    path = root / file
    rows: list[Row] = []
    try:
        if not os.path.lexists(path):
            if table.required:
                faults.add(Fault("the file is missing", file, way_out=f"every study needs it: {table.meaning}"))
            return RowSet(table, file, (), readable=not table.required)
        if not path.is_file():
            faults.add(Fault("this is no file", file, way_out="a table is one CSV file"))
            return RowSet(table, file, (), readable=False)
        if leads_out(path, root) or path.stat().st_size > LARGEST_FILE:
            return RowSet(table, file, (), readable=False)  # told by check_files
        comma = _comma_of(path, table)
        with path.open("rb") as stream:
            sheet = open_sheet(stream, file, set(columns_of(table)))
            if sheet:
                reading = _Reading(table, file, sheet, _places(sheet, table, file, faults), comma, faults)
                rows += [_row(reading, line, cells) for line, cells in sheet.rows]
    except Unreadable as error:
        faults.add(error.fault)
        return RowSet(table, file, tuple(rows), readable=False)
    except OSError as error:
        faults.add(Fault(f"the file cannot be opened ({error.strerror})", file, way_out="check its name and rights"))
        return RowSet(table, file, (), readable=False)
    if table.required and not rows:
        faults.add(Fault("the file holds no rows", file, way_out=f"every study needs some: {table.meaning}"))
    _check_duplicates(rows, table, file, faults)
    readable = all(row.key is not None for row in rows) and (bool(rows) or not table.required)
    names = frozenset(key_text(row.key) for row in rows if row.key is not None)
    return RowSet(table, file, tuple(rows), readable, names)


def _comma_of(path: Path, table: Table) -> Comma:
    """What a comma is in the numbers of a file: one whose comma can only be its decimal sign speaks for all.

    What cannot be read is told later, when the rows are.
    """
    with path.open("rb") as stream:
        try:
            sheet = open_sheet(stream, path.name, set(columns_of(table)))
            if sheet is None or not sheet.commas:
                return Comma.THOUSANDS
            numbers = [
                n
                for n, name in enumerate(sheet.header)
                if name in table.columns and table.columns[name].type == "number"
            ]
            for _, cells in sheet.rows:
                if any(has_decimal_comma(cells[n].strip().rstrip("% ")) for n in numbers if n < len(cells)):
                    return Comma.DECIMAL
        except Unreadable:
            pass
    return Comma.UNKNOWN


def _since(row: Row) -> date:
    return row.known_on or date.min


def _places(sheet: Sheet, table: Table, file: str, faults: Faults) -> dict[str, int]:
    """Where each column stands; unknown, doubled and missing columns are faults."""
    allowed = columns_of(table)
    places: dict[str, int] = {}
    absent = [name for name in table.columns if name not in sheet.header]
    guessed: set[str] = set()
    for position, name in enumerate(sheet.header):
        if name in places:
            faults.add(Fault("the column stands twice", file, sheet.header_line, name, "remove or rename one of them"))
        elif name in allowed:
            places[name] = position
        elif name and not name.startswith("x_"):
            guess = nearest(name[:LONGEST_NAME], absent or allowed)
            guessed.update(column for column in absent if guess == f"did you mean {column!r}?")
            way_out = f"{guess}; a column of your own begins with 'x_'"
            faults.add(Fault("unknown column", file, sheet.header_line, name, way_out))
    for name in absent:
        if table.columns[name].needed and name not in guessed:
            faults.add(Fault("the column is missing", file, sheet.header_line, name, table.columns[name].meaning))
    return places


def _row(reading: _Reading, line: int, cells: list[str]) -> Row:
    table, file, header, faults = reading.table, reading.file, reading.sheet.header, reading.faults
    if len(cells) < len(header) or any(cell.strip() for cell in cells[len(header) :]):
        faults.add(
            Fault(
                f"the row has {len(cells)} cells, the header {len(header)}",
                file,
                line,
                header[min(len(cells), len(header) - 1)],
                "quote text and numbers that hold the separator; write every separator",
            )
        )
        return Row(line, {}, frozenset(), None, None)
    for position, name in enumerate(header):
        if not name and cells[position].strip():
            way_out = "name the column; one of your own begins with 'x_'"
            faults.add(Fault("a cell in a column without a name", file, line, str(position + 1), way_out))
    columns = columns_of(table)
    values: dict[str, object] = {}
    filled = set()
    for name, position in reading.places.items():
        try:
            values[name] = value_of(columns[name], cells[position], reading.comma)
        except Refused as refused:
            faults.add(Fault(refused.message, file, line, name, refused.way_out))
            continue
        if cells[position].strip():
            filled.add(name)
    for name, column in table.columns.items():
        if name not in reading.places and not column.needed:
            values[name] = column.absent
    _check_order(table.columns, values, file, line, faults)
    return Row(line, values, frozenset(filled), key_in(table, values), values.get("known_on"))


def key_in(table: Table, values: Mapping[str, object]) -> Key | None:
    """The key of a row, bare if it is one column; None if a key cell could not be read."""
    if not all(name in values for name in table.key):
        return None
    key = tuple(values[name] for name in table.key)
    return key[0] if len(key) == 1 else key


def key_text(key: Key) -> str:
    """A key as it is written in derivations and messages: its columns joined by ``|``."""
    return "|".join(str(part) for part in key) if isinstance(key, tuple) else str(key)


def _check_order(
    columns: Mapping[str, Column], values: Mapping[str, object], file: str, line: int, faults: Faults
) -> None:
    for message, column, way_out in out_of_order(columns, values):
        faults.add(Fault(message, file, line, column, way_out))


def out_of_order(columns: Mapping[str, Column], values: Mapping[str, object]) -> list[tuple[str, str, str]]:
    """Dates that run backwards and ranges without their value: (message, column, way out)."""
    found = []
    for name, column in columns.items():
        first, last = values.get(column.not_before), values.get(name)
        if column.not_before and first is not None and last is not None and last < first:
            found.append((f"{last} lies before {column.not_before}, {first}", name, "exchange the two dates"))
    if "low" in columns:
        low, value, high = (values.get(name) for name in ("low", "value", "high"))
        if low is not None and high is not None and low > high:
            found.append((f"the range runs from {low:g} down to {high:g}", "low", "exchange the two ends"))
        elif value is not None and not (value if low is None else low) <= value <= (value if high is None else high):
            found.append((f"the value {value:g} lies outside its own range", "value", "mend the value or its range"))
    return found


def _check_duplicates(rows: list[Row], table: Table, file: str, faults: Faults) -> None:
    seen: dict[tuple, int] = {}
    for row in rows:
        if row.key is None:
            continue
        vintage = (row.key, row.known_on)
        if vintage in seen:
            faults.add(
                Fault(
                    f"the row {key_text(row.key)!r} stands on line {seen[vintage]} already, with the same known_on",
                    file,
                    row.line,
                    ", ".join(table.key),
                    "remove one of the two, or give the later vintage a later known_on",
                )
            )
        else:
            seen[vintage] = row.line
