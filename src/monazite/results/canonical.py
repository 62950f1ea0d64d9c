"""One form for every outcome: all quantities and all row duals under sorted labels, so that equal answers are equal bytes.

The order of records in a study, of families in the code and of axes in an index leaves no trace in it. What may differ
between two equal solves, such as seconds, is not in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from monazite.labels import Index, Positions, read_only
from monazite.program import Block, CompiledProgram

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


class Solved(Protocol):
    """A programme with quantities ``x`` of shape (columns,) and duals ``y`` of shape (rows,), such as an outcome."""

    @property
    def program(self) -> CompiledProgram: ...
    @property
    def x(self) -> Floats: ...
    @property
    def y(self) -> Floats: ...


@dataclass(frozen=True, eq=False)
class Canonical:
    """``labels`` such as ``column ship[lane=north_south, lane_step=3, period=2025Q2]``, sorted within each family by the
    text of their labels, families by name, columns before rows; ``values`` as float64, in the programme's units."""

    labels: tuple[str, ...]
    values: Floats

    def to_bytes(self) -> bytes:
        """The values as little-endian float64, minus zero as zero."""
        return (self.values + 0.0).astype("<f8").tobytes()

    @property
    def digest(self) -> str:
        """SHA-256 over labels and values: equal for equal answers on one machine and one set of packages."""
        return hashlib.sha256("\n".join(self.labels).encode() + b"\0" + self.to_bytes()).hexdigest()

    def frame(self) -> pd.DataFrame:
        """The same as a table with the columns ``label`` and ``value``."""
        import pandas as pd

        return pd.DataFrame({"label": list(self.labels), "value": self.values})


def canonical(solved: Solved) -> Canonical:
    """The canonical table of an outcome: every column's quantity and every row's dual."""
    columns, column_labels = _ordered("column", solved.program.columns)
    rows, row_labels = _ordered("row", solved.program.rows)
    values = np.concatenate([solved.x[columns], solved.y[rows]])
    return Canonical(column_labels + row_labels, read_only(values))


@lru_cache(maxsize=4)
def _ordered(kind: str, blocks: tuple[Block, ...]) -> tuple[Positions, tuple[str, ...]]:
    """Positions of all members in canonical order, and their labels; kept, since variants share their blocks."""
    positions, labels = [np.zeros(0, dtype=np.int64)], []
    for block in sorted(blocks, key=lambda block: block.name):
        roles = sorted(block.index.keys)
        order = _by_text(block.index, roles)
        positions.append(block.start + order)
        texts = [block.index.labels(role) for role in roles]
        labels += [
            f"{kind} {block.name}[{', '.join(f'{role}={text[i]}' for role, text in zip(roles, texts, strict=True))}]"
            for i in order.tolist()
        ]
    return np.concatenate(positions), tuple(labels)


def _by_text(index: Index, roles: Sequence[str]) -> Positions:
    """Rows of an index in the order of the text of their labels, the first role first."""
    if not roles:
        return np.arange(len(index), dtype=np.int64)
    ranks = []
    for role in roles:
        rank = np.empty(len(index.axes[role]), dtype=np.int64)
        rank[sorted(range(len(rank)), key=index.axes[role].labels.__getitem__)] = np.arange(len(rank))
        ranks.append(rank[index.codes[role]])
    return np.lexsort(ranks[::-1])
