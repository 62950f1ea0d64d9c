"""The starter study in a folder of its own, to be read, edited and read again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from monazite.reading import StudyFolder, new_study, read_study

START = date(2025, 6, 30)


@dataclass(frozen=True)
class Folder:
    """A study folder under test; edits are made as with a text editor."""

    root: Path

    def read(self, as_of: date = START) -> StudyFolder:
        """The study as known on a date."""
        return read_study(self.root, as_of)

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


@pytest.fixture
def starter(tmp_path: Path) -> Folder:
    """The starter study, freshly written."""
    new_study(tmp_path / "study")
    return Folder(tmp_path / "study")
