"""Every fault of a stage is gathered before any is told, so that a study is mended in one round."""

from __future__ import annotations

from collections import Counter

from monazite.errors import BadInput, Fault

SHOWN_PER_FILE = 40
"""Faults of one file that are told one by one; the others are counted."""


class Faults:
    """The faults found so far; ``settle`` raises them all as one `BadInput`, or passes if there are none."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._per_file: Counter[str] = Counter()

    def add(self, fault: Fault) -> None:
        """Note a fault; beyond ``SHOWN_PER_FILE`` of one file only their number is kept."""
        self._per_file[fault.file] += 1
        if self._per_file[fault.file] <= SHOWN_PER_FILE:
            self._faults.append(fault)

    def settle(self) -> None:
        """Raise `BadInput` with all faults noted, if there are any."""
        if not self._faults:
            return
        more = [
            Fault(f"{count - SHOWN_PER_FILE:,} more faults in this file", file=file, way_out="mend those above first")
            for file, count in self._per_file.items()
            if count > SHOWN_PER_FILE
        ]
        raise BadInput([*self._faults, *more])

    def __len__(self) -> int:
        return self._per_file.total()
