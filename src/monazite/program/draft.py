"""The sheet on which a programme is written down: families of decisions, families of rules, and what everything costs.

A draft numbers columns and rows in the order in which they are declared; ``compile`` freezes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from monazite.errors import ProgramFault, nearest
from monazite.labels import Index, Positions
from monazite.program.amounts import Floats, aligned, bounds
from monazite.program.block import Block
from monazite.program.compiled import CompiledProgram, CostTerm
from monazite.program.rows import Rows


class Draft:
    """A labelled linear programme while it is being formulated: minimise cost over columns subject to rows."""

    def __init__(self) -> None:
        self._columns: dict[str, Block] = {}
        self._rows: dict[str, Rows] = {}
        self._column_bounds: list[tuple[Floats, Floats]] = []
        self._row_bounds: list[tuple[Floats, Floats]] = []
        self._costs: dict[str, list[tuple[Positions, Floats]]] = {}
        self._constants: dict[str, float] = {}

    def columns(
        self,
        name: str,
        index: Index,
        *,
        lower: ArrayLike = 0.0,
        upper: ArrayLike = np.inf,
        unit: str = "",
        meaning: str = "",
    ) -> Block:
        """Declare a family of decisions, a column per row of ``index``; bounds are numbers or arrays aligned to it."""
        if name in self._columns:
            raise ProgramFault(f"columns {name} are declared twice -> one family, one declaration")
        self._column_bounds.append(bounds(lower, upper, index, f"columns {name}"))
        block = Block(name, index, sum(len(b) for b in self._columns.values()), unit, meaning)
        self._columns[name] = block
        return block

    def rows(
        self,
        name: str,
        index: Index,
        *,
        lower: ArrayLike = -np.inf,
        upper: ArrayLike = np.inf,
        unit: str = "",
        dual: str = "",
        meaning: str = "",
    ) -> Rows:
        """Declare a family of rules, lower <= activity <= upper; equations have equal bounds. Terms come by ``add``."""
        if name in self._rows:
            raise ProgramFault(f"rows {name} are declared twice -> one family, one declaration")
        self._row_bounds.append(bounds(lower, upper, index, f"rows {name}"))
        block = Block(name, index, sum(len(r.block) for r in self._rows.values()), unit, meaning, dual)
        rows = self._rows[name] = Rows(block, self._columns)
        return rows

    def cost(self, name: str, block: Block, coefficient: ArrayLike) -> None:
        """Add a named term to the objective, which is minimised: a benefit is a negative cost.

        ``coefficient`` is a number or an array aligned to the block's columns; several calls with one name add up.
        """
        what = f"cost {name} on {block.name}"
        if self._columns.get(block.name) is not block:
            raise ProgramFault(f"{what}: no such columns in this draft -> {nearest(block.name, self._columns)}")
        positions = np.arange(block.start, block.start + len(block))
        self._costs.setdefault(name, []).append((positions, aligned(coefficient, block.index, what)))

    def constant(self, name: str, amount: float) -> None:
        """Add an amount to the objective that no decision changes, under a name of its own."""
        if not np.isfinite(amount):
            raise ProgramFault(f"constant {name}: {amount} is not a finite number")
        self._constants[name] = self._constants.get(name, 0.0) + float(amount)

    def compile(self) -> CompiledProgram:
        """Freeze the draft: one sparse matrix, one cost vector, bounds, labels both ways. The draft stays usable."""
        columns = tuple(self._columns.values())
        rows = tuple(rows.block for rows in self._rows.values())
        width, height = sum(map(len, columns)), sum(map(len, rows))
        triples = [entry for family in self._rows.values() for entry in family.entries]
        where = tuple(_joined((entry[part] for entry in triples), np.int32) for part in (0, 1))
        value = _joined((entry[2] for entry in triples), np.float64)
        # tocsc sorts, adds up what meets in one cell and keeps zeros, so the pattern never depends on the numbers.
        matrix = sp.coo_array((value, where), shape=(height, width)).tocsc()
        costs = {name: _gathered(parts) for name, parts in self._costs.items()}
        c = np.zeros(width)
        for term in costs.values():
            c[term.positions] += term.coefficients
        lower, upper = (_joined((pair[side] for pair in self._column_bounds), np.float64) for side in (0, 1))
        row_lower, row_upper = (_joined((pair[side] for pair in self._row_bounds), np.float64) for side in (0, 1))
        constants = dict(self._constants)
        offset = float(sum(constants.values()))
        return CompiledProgram(c, lower, upper, row_lower, row_upper, matrix, columns, rows, costs, offset, constants)


def _gathered(parts: list[tuple[Positions, Floats]]) -> CostTerm:
    """One cost term from all calls under its name; a column that is charged twice pays the sum.

    Each call charges the consecutive columns of one block, so calls with one first column are on one block.
    """
    amounts: dict[int, tuple[Positions, Floats]] = {}
    for where, amount in parts:
        if where.size:
            first = int(where[0])
            amounts[first] = (where, amounts[first][1] + amount if first in amounts else amount)
    ordered = [amounts[first] for first in sorted(amounts)]
    return CostTerm(_joined((where for where, _ in ordered), np.int64), _joined((a for _, a in ordered), np.float64))


def _joined(parts: Iterable[NDArray[Any]], kind: type[np.generic]) -> NDArray[Any]:
    """The arrays of all families, one after the other; an empty array when there are none."""
    return np.concatenate([np.zeros(0, kind), *parts], dtype=kind, casting="same_kind")
