"""Every fault of a stage is gathered before any is told, so that a study is mended in one round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from monazite.errors import BadInput, Fault

SHOWN_PER_FILE = 40
"""Faults of one file that are told one by one; the others are counted."""

LONGEST_TEXT = 600
"""Characters of a message, a place or a way out; what a file says at greater length is cut."""


class Refused(Exception):
    """A cell that cannot be read: what is wrong with it and the way out; its place is added by the reader."""

    def __init__(self, message: str, way_out: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.way_out = way_out


class Faults:
    """The faults found so far; ``settle`` raises them all as one `BadInput`, or passes if there are none."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._per_file: Counter[str] = Counter()
        self._lines: dict[str, Mapping[str, int]] = {}

    def locate(self, file: str, lines: Mapping[str, int]) -> None:
        """Say on which line of a file each place stands, such as ``study.base_year``; faults without a line take it."""
        self._lines[file] = lines

    def add(self, fault: Fault) -> None:
        """Note a fault; beyond ``SHOWN_PER_FILE`` of one file only their number is kept."""
        self._per_file[fault.file] += 1
        if self._per_file[fault.file] <= SHOWN_PER_FILE:
            message, file, column, way_out = map(_cut, (fault.message, fault.file, fault.column, fault.way_out))
            self._faults.append(Fault(message, file, fault.line or self._line(fault), column, way_out))

    def full(self, file: str) -> bool:
        """Whether a further fault of a file would only be counted, so that nobody would read its way out."""
        return self._per_file[file] >= SHOWN_PER_FILE

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

    def _line(self, fault: Fault) -> int | None:
        """The line of a fault's place, or of the nearest place around it."""
        lines, place = self._lines.get(fault.file, {}), fault.column
        while place and place not in lines:
            place = place.rpartition(".")[0]
        return lines.get(place)

    def __len__(self) -> int:
        return self._per_file.total()


def _cut(text: str) -> str:
    """The text on one line, without its middle if it is long: its end often says what is wrong."""
    line = " ".join(text.splitlines()) if "\n" in text or "\r" in text else text
    return line if len(line) <= LONGEST_TEXT else f"{line[: LONGEST_TEXT - 205]} ... {line[-200:]}"
