"""A contradiction between the records of a world, told with the table and the key of the row to mend."""

from __future__ import annotations

from dataclasses import dataclass

from monazite.errors import Fault


@dataclass(frozen=True, slots=True)
class WorldFault(Fault):
    """A fault of one row of a world; ``table`` and ``key`` say which, so that a reader can add file and line."""

    table: str = ""
    key: str | tuple = ""
