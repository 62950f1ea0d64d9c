"""A CSV file as it comes from a spreadsheet or a text editor, read line by line with the number of each line.

Byte-order mark, CRLF, semicolons or tabs as separators, a first line such as ``sep=;``, and blank lines are taken as
they
come. A file that would fill the memory is refused before more of it is read.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from monazite.errors import Fault

MOST_ROWS = 200_000
"""Rows that a table may have."""

MOST_COLUMNS = 500
"""Columns that a table may have, those that are not read included."""

LARGEST_FILE = 256 * 1024**2
"""Bytes that a table may have."""

LONGEST_LINE = 4 * 1024 * 1024
"""Bytes that a line may have: more than any row of short cells, and less than a file without line ends."""

_SEPARATORS = (",", ";", "\t")
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t])"?[,;\t]*\r?\n?')
_AFTER_RETURN = re.compile(r"(?<=\r)(?=[^\n])")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


class Unreadable(Exception):
    """A file that cannot be read on; carries the fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Sheet:
    """The header of a CSV file with its line, and its rows still to be read: (line, cells).

    ``commas`` says that cells are not separated by commas, so that a comma in a number may be its decimal sign.
    """

    header: tuple[str, ...]
    header_line: int
    rows: Iterator[tuple[int, list[str]]]
    commas: bool


def open_sheet(stream: BinaryIO, file: str, known: set[str]) -> Sheet | None:
    """The sheet in a stream of bytes; None if it holds nothing. ``known`` columns tell which separator is used.

    Known columns are found whatever their case, and with blanks for ``_``. Raises `Unreadable` for a file that is not
    text or has too many columns, and later, from its rows, for quotes that are never closed, lines without end, and too
    many rows.
    """
    lines = _lines(stream, file)
    skipped, told = 0, None
    for first in lines:
        if told is None and (told := _SEPARATOR_LINE.fullmatch(first)):
            skipped += 1
        elif first.strip("\r\n\t ,;"):
            break
        else:
            skipped += 1
    else:
        return None
    separator = told[1] if told else max(_SEPARATORS, key=lambda sign: _known_in(first, sign, known))
    rows = _rows(chain([first], lines), separator, file, skipped)
    first_row = next(rows, None)
    if first_row is None:  # quoted blanks, for instance
        return None
    line, header = first_row
    while len(header) > 1 and not header[-1].strip():
        header.pop()
    if len(header) > MOST_COLUMNS:
        raise Unreadable(
            Fault(f"the file has more than {MOST_COLUMNS} columns", file, line, way_out="is this a table of the study?")
        )
    return Sheet(tuple(_column_name(cell, known) for cell in header), line, rows, separator != ",")


def _column_name(cell: str, known: set[str]) -> str:
    """The column that a head means: as it stands, or the known one that it spells with capitals or blanks."""
    name = cell.strip()
    plain = "_".join(name.casefold().split())
    return plain if plain in known or plain.startswith("x_") else name


def _known_in(line: str, separator: str, known: set[str]) -> tuple[int, int]:
    cells = [_column_name(cell.strip().strip('"'), known) for cell in line.strip("\r\n").split(separator)]
    return sum(cell in known for cell in cells), len(cells)


def _lines(stream: BinaryIO, file: str) -> Iterator[str]:
    number = 0
    while raw := stream.readline(LONGEST_LINE + 1):
        number += 1
        if number == 1:
            if raw.startswith(_WIDE_MARKS):
                raise Unreadable(Fault("the file is UTF-16, not UTF-8", file, 1, way_out="save it as 'CSV UTF-8'"))
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if len(raw) > LONGEST_LINE:
            raise Unreadable(
                Fault(
                    f"the line is longer than {LONGEST_LINE:,} bytes",
                    file,
                    number,
                    way_out="is this a CSV file with one row on each line?",
                )
            )
        # Some spreadsheets end lines as old computers did, with a carriage return alone.
        yield from _AFTER_RETURN.split(raw.decode("utf-8", "surrogateescape"))


def _rows(lines: Iterator[str], separator: str, file: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which each begins; rows without any text are left out."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    count = 0
    while True:
        line = skipped + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(
                Fault(
                    f"the row that begins here cannot be read ({error})",
                    file,
                    line,
                    way_out="close every quote, and double the quotes inside quoted cells",
                )
            ) from None
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MOST_ROWS + 1:
            raise Unreadable(
                Fault(
                    f"the file has more than {MOST_ROWS:,} rows",
                    file,
                    line,
                    way_out="split the study, or leave out rows that no unit or lane needs",
                )
            )
        yield line, cells
