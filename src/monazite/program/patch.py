"""What one policy changes in the numbers: the difference of two programmes on one fixed pattern of entries.

Because a patch is a difference of two finished programmes, "patched" equals "rebuilt" by construction.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from monazite.errors import PatternChanged
from monazite.labels import Positions
from monazite.program.amounts import Floats
from monazite.program.block import Block, holding
from monazite.program.compiled import VECTORS, CompiledProgram, CostTerm

_WAY_OUT = "-> compile both on the widest pattern, with zero or infinite bounds where a rule is off"


@dataclass(frozen=True, eq=False)
class Patch:
    """Changed positions and their new values, for each vector and for the stored entries of ``A``.

    ``costs`` holds the cost terms that differ, whole, or None for a term that is gone.
    """

    vectors: dict[str, tuple[Positions, Floats]]
    entries: tuple[Positions, Floats]
    costs: dict[str, CostTerm | None]
    cost_order: tuple[str, ...]
    offset: float
    constants: dict[str, float]

    def size(self) -> int:
        """How many numbers change."""
        return sum(where.size for where, _ in self.vectors.values()) + self.entries[0].size


def difference(base: CompiledProgram, other: CompiledProgram) -> Patch:
    """The patch that turns ``base`` into ``other``; ``PatternChanged`` when labels or sparsity differ."""
    require_same_pattern(base, other)
    vectors = {name: _changed(getattr(base, name), getattr(other, name)) for name in VECTORS}
    names = dict.fromkeys([*base.costs, *other.costs])
    costs = {
        name: other.costs.get(name)
        for name in names
        if not _same_term(base.costs.get(name), other.costs.get(name))
    }
    entries = _changed(base.A.data, other.A.data)
    return Patch(vectors, entries, costs, tuple(other.costs), other.offset, dict(other.constants))


def apply(base: CompiledProgram, patch: Patch) -> CompiledProgram:
    """``base`` with the patched numbers; the same, byte for byte, as the programme that the patch was taken from."""
    vectors = {name: _patched(getattr(base, name), change) for name, change in patch.vectors.items()}
    matrix = sp.csc_array((_patched(base.A.data, patch.entries), base.A.indices, base.A.indptr), shape=base.A.shape)
    terms = {**base.costs, **patch.costs}
    costs = {name: term for name in patch.cost_order if (term := terms[name]) is not None}
    return CompiledProgram(
        A=matrix, columns=base.columns, rows=base.rows, costs=costs,
        offset=patch.offset, constants=dict(patch.constants), **vectors,
    )  # fmt: skip


def require_same_pattern(base: CompiledProgram, other: CompiledProgram) -> None:
    """Raise ``PatternChanged``, naming the first family that differs, unless both are variants of one pattern."""
    for kind, ours, theirs in (("columns", base.columns, other.columns), ("rows", base.rows, other.rows)):
        if ours is not theirs:
            _compare_blocks(kind, ours, theirs)
    a, b = base.A, other.A
    if a.indices is b.indices and a.indptr is b.indptr:
        return
    if np.array_equal(a.indptr, b.indptr) and np.array_equal(a.indices, b.indices):
        return
    height = base.row_lower.size
    cells = [np.repeat(np.arange(m.shape[1]), np.diff(m.indptr)) * height + m.indices for m in (a, b)]
    cell = int(np.setxor1d(*cells)[0])
    row, column = base.row_label(cell % height), base.column_label(cell // height)
    where = "the first" if cell in cells[0] else "the second"
    family = holding(base.rows, cell % height, "row").name
    raise PatternChanged(f"rows {family}: only {where} programme has {column} in {row} {_WAY_OUT}")


def _compare_blocks(kind: str, ours: tuple[Block, ...], theirs: tuple[Block, ...]) -> None:
    names, other_names = ([block.name for block in blocks] for blocks in (ours, theirs))
    for name in (name for name in [*names, *other_names] if (name in names) != (name in other_names)):
        where = "the first" if name in names else "the second"
        raise PatternChanged(f"{kind} {name}: only {where} programme has this family {_WAY_OUT}")
    for mine, other in zip(ours, theirs, strict=True):
        if mine.name != other.name:
            raise PatternChanged(f"{kind} {mine.name}: the families are declared in another order {_WAY_OUT}")
        if not mine.describes(other):
            raise PatternChanged(
                f"{kind} {mine.name}: the labels differ ({len(mine)} against {len(other)} of them) {_WAY_OUT}"
            )


def _changed(old: Floats, new: Floats) -> tuple[Positions, Floats]:
    where = np.flatnonzero(old != new)
    return where, new[where]


def _patched(old: Floats, change: tuple[Positions, Floats]) -> Floats:
    where, values = change
    if where.size == 0:
        return old
    new = old.copy()
    new[where] = values
    return new


def _same_term(old: CostTerm | None, new: CostTerm | None) -> bool:
    if old is None or new is None:
        return old is new
    return all(np.array_equal(a, b) for a, b in zip(old, new, strict=True))
