"""Tables as plain text of a given width: words may go to the next line, numbers never break.

Where the columns do not fit side by side the table goes on below with its first column repeated.
"""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

GAP = 2
"""Blanks between two columns."""
LEAST_LABEL = 28
"""The first column, which says what a row is, is not squeezed below this many signs."""
LEAST_TEXT = 12
"""Words in any other column stand beside each other up to this many signs; so does a head that is no longer."""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column, and whether its cells stand at its right edge, as numbers do."""

    head: str
    right: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, each of one or more lines; a row with a ``title`` instead of cells heads those after it."""

    cells: tuple[str, ...] = ()
    title: str = ""


def laid_out(columns: Sequence[Column], rows: Sequence[Row], width: int) -> list[str]:
    """The lines of a table, at most ``width`` wide unless a single word is wider than that."""
    lines: list[str] = []
    for part in _parts(columns, rows, width):
        if lines:
            lines.append("")
        lines += _lines(columns, rows, part, _widths(columns, rows, part, width))
    return lines


def _parts(columns: Sequence[Column], rows: Sequence[Row], width: int) -> list[list[int]]:
    """The columns of each table that it takes: the first column in all of them, the others in about equal numbers."""
    least = [_least(columns, rows, i) + GAP for i in range(len(columns))]
    greedy: list[list[int]] = [[0]]
    for i in range(1, len(columns)):
        if len(greedy[-1]) > 1 and sum(least[j] for j in (*greedy[-1], i)) - GAP > width:
            greedy.append([0])
        greedy[-1].append(i)
    each = math.ceil((len(columns) - 1) / len(greedy)) or 1
    even = [[0, *range(i, min(i + each, len(columns)))] for i in range(1, len(columns), each)] or [[0]]
    return even if all(sum(least[j] for j in part) - GAP <= width for part in even) else greedy


def _widths(columns: Sequence[Column], rows: Sequence[Row], part: list[int], width: int) -> list[int]:
    """The width of each column: head and cells on one line where there is room.

    Where there is not, heads give way first, then words among numbers, then labels and other text.
    """
    least = [_least(columns, rows, i) for i in part]
    cells = [max([low, *(_longest(row.cells[i]) for row in rows if row.cells)]) for low, i in zip(least, part, strict=True)]
    widths = [max(cell, len(columns[i].head)) for cell, i in zip(cells, part, strict=True)]
    narrow = [low if columns[i].right else cell for low, cell, i in zip(least, cells, part, strict=True)]
    for floor in (cells, narrow, least):
        while sum(widths) + GAP * (len(part) - 1) > width:
            spare = [now if now > low else 0 for now, low in zip(widths, floor, strict=True)]
            if not any(spare):
                break
            widths[spare.index(max(spare))] -= 1
    return widths


def _least(columns: Sequence[Column], rows: Sequence[Row], i: int) -> int:
    """The narrowest that a column may be: no word of a cell, and no part of its head, is broken."""
    cells = [row.cells[i] for row in rows if row.cells]
    words = [len(word) for text in cells for word in text.split()] + [len(part) for part in _head_parts(columns[i].head)]
    least = max([1, *words, *(min(LEAST_TEXT, len(text)) for text in cells if " " in text)])
    return least if i else max(least, min(LEAST_LABEL, max(map(_longest, cells), default=1)))


def _longest(text: str) -> int:
    return max(map(len, text.split("\n")))


def _head_parts(head: str) -> list[str]:
    """Where a head may break: after a blank, a hyphen and the like; a short one nowhere."""
    if len(head) <= LEAST_TEXT:
        return [head]
    return [part.strip() for part in re.split(r"(?<=[-+/_,]) *| +", head) if part.strip()]


def _head_lines(column: Column, width: int) -> list[str]:
    lines = [""]
    for part in _head_parts(column.head):
        joint = "" if not lines[-1] or (lines[-1][-1] in "-+/_" and f"{lines[-1]}{part}" in column.head) else " "
        if len(lines[-1] + joint + part) <= width:
            lines[-1] += joint + part
        else:
            lines.append(part)
    return lines


def _cell_lines(text: str, width: int, hanging: bool) -> list[str]:
    """The lines of a cell; what goes on is set in a little in the first column, so that rows can be told apart."""
    indent = "  " if hanging else ""
    lines = [wrapped for line in text.split("\n") for wrapped in (
        textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""])]
    return lines or [""]


def _lines(columns: Sequence[Column], rows: Sequence[Row], part: list[int], widths: list[int]) -> list[str]:
    heads = [_head_lines(columns[i], width) for i, width in zip(part, widths, strict=True)]
    deepest = max(map(len, heads))
    heads = [[""] * (deepest - len(head)) + head for head in heads]
    lines: list[str] = []
    if any(columns[i].head for i in part):
        lines += [*_beside(columns, part, widths, heads), (" " * GAP).join("-" * width for width in widths)]
    for number, row in enumerate(rows):
        if not row.cells:
            lines += [*([""] if number else []), row.title]
            continue
        cells = [_cell_lines(row.cells[i], width, i == 0) for i, width in zip(part, widths, strict=True)]
        lines += _beside(columns, part, widths, cells)
    return lines


def _beside(columns: Sequence[Column], part: list[int], widths: list[int], cells: list[list[str]]) -> list[str]:
    height = max(map(len, cells))
    padded = [[*lines, *[""] * (height - len(lines))] for lines in cells]
    return [
        (" " * GAP).join(
            f"{lines[n]:>{width}}" if columns[i].right else f"{lines[n]:<{width}}"
            for i, width, lines in zip(part, widths, padded, strict=True)
        ).rstrip()
        for n in range(height)
    ]
