"""A family of rules while it is being written: which decisions enter each rule, and with what coefficient.

This is the only place where a labelled term becomes a (row, column, value) triple.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from monazite.errors import ProgramFault, nearest
from monazite.labels import Index, Positions, join, match
from monazite.program.block import Block
from monazite.program.amounts import Coefficients, Floats, aligned


class Rows:
    """The family's block together with the terms added so far; made by ``Draft.rows``."""

    def __init__(self, block: Block, columns: Mapping[str, Block]) -> None:
        self.block = block
        self.entries: list[tuple[Positions, Positions, Floats]] = []  # global row, global column, value
        self._columns = columns

    @property
    def name(self) -> str:
        return self.block.name

    @property
    def index(self) -> Index:
        return self.block.index

    def add(
        self,
        block: Block,
        coefficient: ArrayLike | Coefficients = 1.0,
        on: Sequence[str] = (),
        through: Sequence[str] = (),
        *,
        roles: Mapping[str, str] | None = None,
        required: bool = False,
    ) -> None:
        """Add ``coefficient x column`` to every row whose labels agree with the column's on the axes ``on``.

        ``coefficient`` is a number, an array aligned to the block's columns, or ``Coefficients``: then column and entry
        are paired on the axes ``through`` first, and the pair carries the labels of both. Contributions to the same row
        and column add up. A column without a row is left out silently (absence is a missing row); with ``required``
        every column, and every pair, must find a row. With ``on=()`` each column enters each row. ``roles`` says where a
        row's axis goes by another name on the column: ``{"region": "destination"}``; it is for plain coefficients.

        Raises ``ProgramFault`` for an unknown axis, a block of another draft, a bad number, a required row that is missing.
        """
        what = f"{block.name} in rows {self.name}"
        if self._columns.get(block.name) is not block:
            raise ProgramFault(f"{what}: no such columns in this draft -> {nearest(block.name, self._columns)}")
        if isinstance(coefficient, Coefficients):
            self._refuse_unknown(what, "through", through, block.index, coefficient.index)
            known = {**block.index.axes, **coefficient.index.axes}
            self._refuse_unknown(what, "on", on, known, self.index)
            pairs, columns, entries = join(block.index, coefficient.index, through, keep=on)
            values = coefficient.values[entries]
        else:
            if through:
                raise ProgramFault(f"{what}: through={tuple(through)} without Coefficients -> drop it, or give labels")
            seen = block.index.seen_as({axis: (roles or {}).get(axis, axis) for axis in on}) if roles else block.index
            self._refuse_unknown(what, "on", on, seen, self.index)
            pairs, columns = seen, None
            values = aligned(coefficient, block.index, what)
        pair, row = match(pairs, self.index, on)
        column = pair if columns is None else columns[pair]
        if required:
            self._refuse_lost(what, block, columns, pair)
        self.entries.append((row + self.block.start, column + block.start, values[pair]))

    @staticmethod
    def _refuse_unknown(what: str, argument: str, axes: Sequence[str], *sides: Index | Mapping[str, object]) -> None:
        if isinstance(axes, str):
            raise ProgramFault(f"{what}: {argument}={axes!r} is one text -> write ({axes!r},)")
        for side in sides:
            known = side.axes if isinstance(side, Index) else side
            for axis in axes:
                if axis not in known:
                    raise ProgramFault(
                        f"{what}: {argument} names axis {axis!r}, but one side has only {tuple(known)} "
                        f"-> {nearest(axis, known)}"
                    )

    @staticmethod
    def _refuse_lost(what: str, block: Block, columns: Positions | None, met: Positions) -> None:
        """Refuse columns (or pairs of column and entry) that found no row."""
        of_pair: NDArray[np.int64] = np.arange(block.index.size) if columns is None else columns
        lost = np.ones(of_pair.size, dtype=np.bool_)
        lost[met] = False
        orphans = np.union1d(of_pair[lost], np.setdiff1d(np.arange(block.index.size), of_pair))
        if orphans.size:
            raise ProgramFault(
                f"{what}: {block.label(int(orphans[0]))} finds no row ({orphans.size} such of {block.index.size}), "
                "so its material would vanish -> add the row, or do not make the column"
            )
