#!/usr/bin/env python
"""Paste what commands print today into README.md and three pages of docs/learn: every block after `<!-- output: COMMAND -->`.

`<!-- output: COMMAND | until: HEADING -->` keeps what stands above that heading. Run it from anywhere, with the Python in
which monazite is installed; the commands run in an empty folder.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PAGES = tuple(ROOT / name for name in ("README.md", *(f"docs/learn/{page}.md" for page in ("questions", "backtest", "base-year"))))
_BLOCK = re.compile(r"(?P<head>^<!-- output: (?P<command>.+?)(?: \| until: (?P<until>.+?))? -->\n+```\w*\n)(?P<text>.*?)(?=^```$)",
                    re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A pasted output: the command, the heading before which it ends ("" for all), and its text."""

    command: str
    until: str
    text: str


def blocks(page: str) -> Iterator[Block]:
    """The pasted outputs of a page."""
    for found in _BLOCK.finditer(page):
        yield Block(found["command"], found["until"] or "", found["text"])


def shown(block: Block, printed: str) -> str:
    """What of a command's output belongs into its block."""
    if not block.until:
        return printed
    above, heading, _ = printed.partition(f"\n{block.until}\n")
    if not heading:
        sys.exit(f"{block.command} prints no line {block.until!r} -> name another heading in the page")
    return f"{above.rstrip()}\n"


def refresh(page: str) -> str:
    """The page with every pasted output as it is printed today."""
    with tempfile.TemporaryDirectory() as folder:
        def fresh(found: re.Match[str]) -> str:
            block = Block(found["command"], found["until"] or "", found["text"])
            words = [sys.executable, "-m", *shlex.split(block.command)]
            return found["head"] + shown(block, subprocess.run(words, cwd=folder, capture_output=True, text=True, check=True).stdout)

        return _BLOCK.sub(fresh, page)


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(refresh(page.read_text(encoding="utf-8")), encoding="utf-8")
