"""A family of rules while it is being written: which decisions enter each rule, and with what coefficient.

This is the only place where a labelled term becomes a (row, column, value) triple.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from monazite.errors import ProgramFault, nearest
from monazite.labels import Index, Positions, join, match
from monazite.program.amounts import Coefficients, Floats, aligned
from monazite.program.block import Block


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
        every column, and every pair, must find a row. With ``on=()`` each column enters each row. ``roles`` says which
        axes of the rows go by another name on the column or pair: ``{"region": "destination"}``.

        Raises ``ProgramFault`` for an unknown axis, a block of another draft, a bad number, a missing row if required.
        """
        what = f"{block.name} in rows {self.name}"
        if self._columns.get(block.name) is not block:
            raise ProgramFault(f"{what}: no such columns in this draft -> {nearest(block.name, self._columns)}")
        _refuse_unknown(what, "on", on, self.index.axes)
        _refuse_unknown(what, "roles", tuple(roles or ()), on)
        view = {axis: (roles or {}).get(axis, axis) for axis in on}
        if isinstance(coefficient, Coefficients):
            entry_axes = coefficient.index.axes
            for side in (block.index.axes, entry_axes):
                _refuse_unknown(what, "through", through, side)
            seen = tuple(dict.fromkeys(view.values()))
            _refuse_unknown(what, "on", seen, {**block.index.axes, **entry_axes})
            pairs, columns, entries = join(block.index, coefficient.index, through, keep=seen)
            values = coefficient.values[entries]
        else:
            _refuse_unknown(what, "through", through, ())
            _refuse_unknown(what, "on", tuple(view.values()), block.index.axes)
            pairs, columns = block.index, np.arange(block.index.size)
            values = aligned(coefficient, block.index, what)
        met, row = match(pairs.seen_as(view), self.index, on)
        if required:
            _refuse_lost(what, block, columns, met)
        self.entries.append((row + self.block.start, columns[met] + block.start, values[met]))


def _refuse_unknown(what: str, argument: str, axes: Sequence[str], known: Collection[str]) -> None:
    if isinstance(axes, str):
        raise ProgramFault(f"{what}: {argument}={axes!r} is one text -> write ({axes!r},)")
    for axis in axes:
        if axis not in known:
            raise ProgramFault(
                f"{what}: {argument} names axis {axis!r}, one side has only {tuple(known)} -> {nearest(axis, known)}"
            )


def _refuse_lost(what: str, block: Block, columns: Positions, met: Positions) -> None:
    """Refuse columns, given for each pair, that have a pair without a row, or no pair at all."""
    lost = np.ones(columns.size, dtype=np.bool_)
    lost[met] = False
    homeless = np.ones(block.index.size, dtype=np.bool_)
    homeless[columns] = False
    homeless[columns[lost]] = True
    orphans = np.flatnonzero(homeless)
    if orphans.size:
        raise ProgramFault(
            f"{what}: {block.label(int(orphans[0]))} finds no row ({orphans.size} such of {block.index.size}), "
            "so its material would vanish -> add the row, or do not make the column"
        )
