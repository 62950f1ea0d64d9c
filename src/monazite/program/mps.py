"""Write a programme as an MPS file, so that any other solver or modelling tool can check the answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from monazite.program.compiled import CompiledProgram

_OBJECTIVE = "objective"


class MpsNames(NamedTuple):
    """From the names in the file, which may hold neither spaces nor brackets, back to the labels; in program order."""

    columns: dict[str, str]
    rows: dict[str, str]


def write_mps(program: CompiledProgram, path: Path | str) -> MpsNames:
    """Write free-format MPS (a minimisation) and return what its names stand for. Numbers survive unchanged."""
    columns = _names(program.column_label, program.c.size, "C")
    rows = _names(program.row_label, program.row_lower.size, "R")
    with Path(path).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in _lines(program, list(columns), list(rows)))
    return MpsNames(columns, rows)


def _names(label: Callable[[int], str], count: int, kind: str) -> dict[str, str]:
    """Readable names made unique by a number in front: ``C12_ship_north_south_3_2025Q2``."""
    labels = [label(i) for i in range(count)]
    values = (re.sub(r"[^,[]*=", "", text) for text in labels)  # the names of the axes would make every line long
    plain = (re.sub(r"[^A-Za-z0-9.]+", "_", text).strip("_")[:100] for text in values)
    return {f"{kind}{i}_{text}": labels[i] for i, text in enumerate(plain)}


def _lines(program: CompiledProgram, columns: list[str], rows: list[str]) -> Iterator[str]:
    low, high, A = program.row_lower, program.row_upper, program.A
    kinds = np.select([low == high, np.isfinite(high), np.isfinite(low)], ["E", "L", "G"], "N")
    yield from ("NAME monazite", "ROWS", f" N {_OBJECTIVE}")
    yield from (f" {kind} {row}" for kind, row in zip(kinds, rows, strict=True))
    yield "COLUMNS"
    for j, column in enumerate(columns):
        yield f" {column} {_OBJECTIVE} {float(program.c[j])!r}"
        for k in range(A.indptr[j], A.indptr[j + 1]):
            yield f" {column} {rows[A.indices[k]]} {float(A.data[k])!r}"
    yield from ("RHS", f" RHS {_OBJECTIVE} {-program.offset!r}")
    side = np.where(np.isfinite(high), high, low)
    yield from (f" RHS {rows[i]} {float(side[i])!r}" for i in np.flatnonzero(np.isfinite(side)))
    yield "RANGES"
    both = np.isfinite(low) & np.isfinite(high) & (low != high)
    yield from (f" RANGE {rows[i]} {float(high[i] - low[i])!r}" for i in np.flatnonzero(both))
    yield "BOUNDS"
    for column, least, most in zip(columns, program.lower, program.upper, strict=True):
        yield from _bounds(column, float(least), float(most))
    yield "ENDATA"


def _bounds(column: str, least: float, most: float) -> Iterator[str]:
    if least == most:
        yield f" FX BOUND {column} {least!r}"
    elif least == -np.inf and most == np.inf:
        yield f" FR BOUND {column}"
    else:
        # Said even when it is zero: some readers make the lower bound infinite when the upper one is negative.
        yield f" MI BOUND {column}" if least == -np.inf else f" LO BOUND {column} {least!r}"
        if most < np.inf:
            yield f" UP BOUND {column} {most!r}"
