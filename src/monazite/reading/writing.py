"""A study's tables written back as CSV, in the units and columns of the data dictionary.

Reading what was written gives back the same records. The tables are written as of the study's date: one vintage of
each row, always known. ``study.toml`` and ``scenarios/`` are not touched.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from monazite.errors import BadInput, Fault
from monazite.reading.cells import text_of
from monazite.reading.dictionary import ALL_KEYS, ALL_TABLES, Column, Table, dictionary
from monazite.reading.folder import StudyFolder
from monazite.reading.tables import key_text
from monazite.world.world import TABLES


def write_tables(study: StudyFolder, folder: str | Path) -> None:
    """Write every table of a study into ``folder``, each by way of a temporary file that then takes its place.

    A number that was left to its default is left so again, since it has no derivation of its own. Raises `BadInput` if
    the folder cannot be made or written.
    """
    root = Path(folder)
    filled = {(cell.table, cell.row, cell.column.name) for cell in study.cells if not cell.policy}
    try:
        root.mkdir(parents=True, exist_ok=True)
        for name in ALL_TABLES:
            table = dictionary()[name]
            records = study.world.table(name) if name in TABLES else getattr(study, name)
            _replace(root / f"{name}.csv", _text(table, _rows(table, records, filled)))
    except OSError as error:
        raise BadInput(
            [
                Fault(
                    f"the tables cannot be written ({error.strerror})",
                    str(folder),
                    way_out="check the path and its rights",
                )
            ]
        ) from None


def _rows(table: Table, records: tuple, filled: set[tuple[str, str, str]]) -> Iterator[list[str]]:
    for record in records:
        key = tuple(getattr(record, name) for name in ALL_KEYS[table.name])
        row = key_text(key)
        yield [
            _cell(column, getattr(record, column.name), (table.name, row, column.name) in filled)
            for column in table.columns.values()
        ]


def _cell(column: Column, value: object, filled: bool) -> str:
    left_to_default = column.type == "number" and not column.needed and not filled and value == column.absent
    return "" if left_to_default else text_of(column, value)


def _text(table: Table, rows: Iterator[list[str]]) -> str:
    lines = StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(rows)
    return lines.getvalue()


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8", newline="")
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
