"""The starter study in a folder of its own, to be spoiled; ``refused`` tells which faults come back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from monazite.errors import BadInput, Fault
from monazite.reading import new_study, read_study


class Spoiled:
    """A study folder under test, edited as with a text editor, and the faults with which it is refused."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def text(self, file: str) -> str:
        """The text of a file."""
        return (self.root / file).read_text(encoding="utf-8")

    def write(self, file: str, text: str | bytes) -> None:
        """Write a file anew, byte for byte."""
        (self.root / file).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))

    def replace(self, file: str, old: str, new: str) -> None:
        """Put ``new`` where ``old`` stands first; the test is wrong if it stands nowhere."""
        text = self.text(file)
        assert old in text, f"{old!r} is not in {file}"
        self.write(file, text.replace(old, new, 1))

    def append(self, file: str, *lines: str) -> None:
        """Add lines at the end."""
        self.write(file, self.text(file) + "".join(f"{line}\n" for line in lines))

    def faults(self, as_of: date = date(2025, 6, 30)) -> tuple[Fault, ...]:
        """The faults with which the study is refused; the test fails if it is read."""
        with pytest.raises(BadInput) as refusal:
            read_study(self.root, as_of)
        assert refusal.value.exit_code == 2
        return refusal.value.faults

    def only_fault(self, as_of: date = date(2025, 6, 30)) -> Fault:
        """The one fault with which the study is refused."""
        faults = self.faults(as_of)
        assert len(faults) == 1, "\n".join(map(str, faults))
        return faults[0]


@pytest.fixture
def study(tmp_path: Path) -> Spoiled:
    """The starter study, freshly written and not yet spoiled."""
    new_study(tmp_path / "study")
    return Spoiled(tmp_path / "study")


@pytest.fixture
def place() -> Callable[[Fault], tuple[str, int | None, str]]:
    """Where a fault is: file, line, column."""
    return lambda fault: (fault.file, fault.line, fault.column)
