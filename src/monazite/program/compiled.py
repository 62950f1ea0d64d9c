"""The finished programme: arrays for a solver, and the label of every row and column for people.

    minimise  c'x + offset   subject to   row_lower <= A x <= row_upper,   lower <= x <= upper

Nothing in it can be changed any more; it can be pickled, compared and patched.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike

from monazite.errors import ProgramFault
from monazite.labels import Positions, read_only
from monazite.program.amounts import Floats
from monazite.program.block import Block, holding, named

VECTORS = ("c", "lower", "upper", "row_lower", "row_upper")


class CostTerm(NamedTuple):
    """One entry of the cost breakdown: column positions, ascending, and the cost per unit of each."""

    positions: Positions
    coefficients: Floats

    def total(self, x: Floats) -> float:
        """What the term costs in a solution ``x``, in the unit of the objective."""
        return float(np.sum(self.coefficients * x[self.positions]))


@dataclass(frozen=True, eq=False)
class CompiledProgram:
    """A labelled sparse linear programme, immutable.

    ``c``, ``lower``, ``upper`` have shape (columns,); ``row_lower``, ``row_upper`` shape (rows,); ``A`` is CSC with
    sorted rows and summed duplicates, explicit zeros kept. ``costs`` are the named terms whose sum is ``c``;
    ``constants`` those whose sum is ``offset``.
    """

    c: Floats
    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats
    A: sp.csc_array
    columns: tuple[Block, ...]
    rows: tuple[Block, ...]
    costs: dict[str, CostTerm]
    offset: float = 0.0
    constants: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in VECTORS:
            read_only(getattr(self, name))
        for array in (self.A.data, self.A.indices, self.A.indptr, *(a for term in self.costs.values() for a in term)):
            read_only(array)

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.__post_init__()  # arrays come out of a pickle writeable

    def __repr__(self) -> str:
        return f"CompiledProgram({self.c.size} columns, {self.row_lower.size} rows, {self.A.nnz} entries)"

    def digest(self) -> bytes:
        """SHA-256 over all numbers and their places: programmes with the same digest have the same solutions."""
        total = hashlib.sha256()
        for array in (*(getattr(self, name) for name in VECTORS), self.A.indptr, self.A.indices, self.A.data):
            total.update(np.ascontiguousarray(array).tobytes())
        return total.digest()

    def column(self, name: str) -> Block:
        """The family of columns called ``name``."""
        return named(self.columns, name, "columns")

    def row(self, name: str) -> Block:
        """The family of rows called ``name``."""
        return named(self.rows, name, "rows")

    def column_label(self, i: int) -> str:
        """Column ``i`` for people: ``ship[lane=north_south, step=3, period=2025Q2]``."""
        block = holding(self.columns, i, "column")
        return block.label(int(i) - block.start)

    def row_label(self, i: int) -> str:
        """Row ``i`` for people: ``capacity[unit=mine_1, period=2025Q2]``."""
        block = holding(self.rows, i, "row")
        return block.label(int(i) - block.start)

    def describe(self) -> dict[str, dict[str, int]]:
        """Counts by family: its columns, its rows, and the matrix entries of each family of rows."""
        in_row = np.bincount(self.A.indices, minlength=self.row_lower.size)
        return {
            "columns": {block.name: len(block) for block in self.columns},
            "rows": {block.name: len(block) for block in self.rows},
            "entries": {block.name: int(in_row[block.slice].sum()) for block in self.rows},
        }

    def with_fixed(self, positions: Positions, values: ArrayLike) -> CompiledProgram:
        """The same programme with some columns held at given values, for example those of periods already decided."""
        lower, upper = self.lower.copy(), self.upper.copy()
        lower[positions] = upper[positions] = np.asarray(values) + 0.0
        if not np.isfinite(lower[positions]).all():
            raise ProgramFault("a column was to be held at a value that is not finite -> check the solution given")
        return replace(self, lower=lower, upper=upper)

