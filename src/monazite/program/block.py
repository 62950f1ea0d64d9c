"""A family of decisions or of rules, such as all shipments or all capacity limits, and its place in the programme.

The family's name, its labels and its unit are said once, here; every number of a solution finds its meaning through it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monazite.errors import ProgramFault, nearest
from monazite.labels import Index


@dataclass(frozen=True, eq=False)
class Block:
    """Consecutive columns, or consecutive rows, of a programme: one per row of ``index``, in its order.

    ``unit`` is the unit of the variable or of the row's activity; ``meaning`` says what it is; ``dual`` says, for rows,
    what one more unit of the bound is worth and in which unit.
    """

    name: str
    index: Index
    start: int
    unit: str = ""
    meaning: str = ""
    dual: str = ""

    def __repr__(self) -> str:
        return f"Block({self.name}, {self.index!r}, {self.unit or 'no unit'})"

    def __len__(self) -> int:
        return self.index.size

    @property
    def slice(self) -> slice:
        """Where the family stands among all columns (or rows) of the programme."""
        return slice(self.start, self.start + self.index.size)

    def label(self, position: int) -> str:
        """One member for people, counted from the start of the family: ``ship[lane=north_south, step=3]``."""
        return f"{self.name}[{self.index.label(position)}]"

    def describes(self, other: Block) -> bool:
        """Whether both have the same name, place and labels, so that their numbers may be compared one by one."""
        return self.name == other.name and self.start == other.start and self.index == other.index


def named(blocks: Sequence[Block], name: str, what: str) -> Block:
    """The family called ``name``; ``what`` is "columns" or "rows" in the message when there is none."""
    for block in blocks:
        if block.name == name:
            return block
    raise ProgramFault(f"no {what} are called {name!r} -> {nearest(name, [block.name for block in blocks])}")


def holding(blocks: Sequence[Block], i: int, what: str) -> Block:
    """The family that holds column (or row) ``i`` of the programme."""
    for block in blocks:
        if block.slice.start <= i < block.slice.stop:
            return block
    raise ProgramFault(f"{what} {i} does not exist -> they are counted from 0 to {sum(map(len, blocks)) - 1}")
