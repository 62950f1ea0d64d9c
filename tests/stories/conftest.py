"""Pages as stories: what a page tells the reader to type and to write is done, in its order, in an empty folder.

A fenced block of `sh` is typed line by line (lines that begin with `monazite`), one of `python` is run, and a block
after one of these comments is written down:

    <!-- file: PATH -->      the block is the file          <!-- append: PATH -->    the block comes at its end
    <!-- edit: PATH -->      a diff: lines with - stand there and become those with +

`<!-- exit: 2 -->` before `sh` says that the commands end with that code. `<!-- output: COMMAND -->` holds what a command
printed when the page was last refreshed; it is compared by headings, not by figures.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monazite.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(r"(?:^<!-- (?P<kind>file|append|edit|exit|output): (?P<what>.+?) -->\n+)?"
                    r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """A fenced block of a page: its language, its text, and the comment in front of it (kind and what it says)."""

    language: str
    text: str
    kind: str
    what: str


def steps(page: str) -> Iterator[Step]:
    """The fenced blocks of a page, in order."""
    for found in _BLOCK.finditer(page):
        yield Step(found["language"], found["text"], found["kind"] or "", found["what"] or "")


@dataclass
class Reader:
    """Somebody who follows a page in an empty folder; ``printed`` keeps what each command printed."""

    printed: dict[str, str]

    def follow(self, page: str) -> None:
        """Do everything that the page says."""
        names: dict[str, object] = {"__name__": "page"}
        for step in steps(page):
            if step.kind == "output":
                command = step.what.partition(" | ")[0]
                if command not in self.printed:
                    self.type(command, 0)
            elif step.kind in ("file", "append", "edit"):
                write(Path(step.what), step)
            elif step.language == "python":
                exec(compile(step.text, "page", "exec"), names)
            elif step.language == "sh":
                for line in step.text.splitlines():
                    if line.startswith("monazite "):
                        self.type(line, int(step.what) if step.kind == "exit" else 0)

    def type(self, line: str, code: int) -> None:
        """Type a command; it must end with the code that the page says."""
        result = CliRunner().invoke(app, shlex.split(line, comments=True)[1:], env={"NO_COLOR": "1"})

        assert result.exit_code == code, f"{line}\n{result.output}"
        self.printed[line] = result.output


def write(path: Path, step: Step) -> None:
    """Write a block down as its comment says."""
    if step.kind == "edit":
        lines = step.text.splitlines(keepends=True)
        old, new = ("".join(line[1:] for line in lines if line[0] in signs) for signs in ("- ", "+ "))
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{path} has no\n{old}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if step.kind == "append" else ""
    path.write_text(before + step.text, encoding="utf-8")




@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """A reader in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return Reader({})


@pytest.fixture
def page() -> Callable[[str], str]:
    """The text of a page, by its path in the repository."""
    return lambda name: (ROOT / name).read_text(encoding="utf-8")
