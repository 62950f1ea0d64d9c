"""One table of a study folder: its rows as the dictionary types them, and those that hold as of a date.

Rows that share a key but differ in ``known_on`` are vintages of one fact; the latest that was known by the as-of date
holds, and a row without ``known_on`` was always known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from monazite.errors import Fault, nearest
from monazite.reading.cells import Refused, value_of
from monazite.reading.dictionary import Column, Table, columns_of
from monazite.reading.faults import Faults
from monazite.reading.sheets import LARGEST_FILE, Sheet, Unreadable, open_sheet

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
    """All rows of one table, of every vintage; ``readable`` is false if some of its names could not be read."""

    table: Table
    file: str
    rows: tuple[Row, ...]
    readable: bool = True

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


def read_rows(root: Path, table: Table, faults: Faults) -> RowSet:
    """All rows of ``<table>.csv``; what is wrong with file, columns and cells is added to ``faults``."""
    file = f"{table.name}.csv"
    path = root / file
    if not path.exists():
        if table.required:
            faults.add(Fault("the file is missing", file, way_out=f"every study needs it: {table.meaning}"))
        return RowSet(table, file, (), readable=not table.required)
    rows: list[Row] = []
    if not path.is_file() or path.stat().st_size > LARGEST_FILE:
        faults.add(Fault(f"this is no file of at most {LARGEST_FILE:,} bytes", file, way_out="a table is one CSV file"))
        return RowSet(table, file, (), readable=False)
    try:
        with path.open("rb") as stream:
            sheet = open_sheet(stream, file, set(columns_of(table)))
            if sheet:
                places = _places(sheet, table, file, faults)
                rows += [_row(table, file, line, cells, places, sheet, faults) for line, cells in sheet.rows]
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
    return RowSet(table, file, tuple(rows), readable)


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
        elif not name.startswith("x_"):
            guess = nearest(name, absent or allowed)
            guessed.update(column for column in absent if guess == f"did you mean {column!r}?")
            faults.add(
                Fault(
                    "unknown column" if name else "a column without a name",
                    file,
                    sheet.header_line,
                    name or str(position + 1),
                    f"{guess}; a column of your own begins with 'x_'",
                )
            )
    for name in absent:
        if table.columns[name].needed and name not in guessed:
            faults.add(Fault("the column is missing", file, sheet.header_line, name, table.columns[name].meaning))
    return places


def _row(
    table: Table, file: str, line: int, cells: list[str], places: Mapping[str, int], sheet: Sheet, faults: Faults
) -> Row:
    if len(cells) < len(sheet.header) or any(cell.strip() for cell in cells[len(sheet.header) :]):
        faults.add(
            Fault(
                f"the row has {len(cells)} cells, the header {len(sheet.header)}",
                file,
                line,
                sheet.header[min(len(cells), len(sheet.header) - 1)],
                "quote text and numbers that hold the separator; write every separator",
            )
        )
        return Row(line, {}, frozenset(), None, None)
    columns = columns_of(table)
    values: dict[str, object] = {}
    filled = set()
    for name, position in places.items():
        try:
            values[name] = value_of(columns[name], cells[position], semicolons=sheet.semicolons)
        except Refused as refused:
            faults.add(Fault(refused.message, file, line, name, refused.way_out))
            continue
        if cells[position].strip():
            filled.add(name)
    for name, column in table.columns.items():
        if name not in places and not column.needed:
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
