"""The first page shows what the shipped study really answers."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PASTED = [f"docs/learn/{page}.md" for page in ("questions", "backtest", "base-year")]
"""Guides in which output is pasted."""


@pytest.mark.slow
@pytest.mark.parametrize("name", ["README.md", *PASTED])
def test_a_page_is_what_is_printed_today(reader, page, name):
    """Proves: every command of the page runs, and the answer pasted there has the headings of the answer of today.
    Without it: the page would show an answer that no version gives any more. Mend it by scripts/refresh_readme.py.
    """
    refresh = runpy.run_path(str(ROOT / "scripts" / "refresh_readme.py"))
    text = page(name)
    reader.follow(text)

    for block in refresh["blocks"](text):
        fresh = refresh["shown"](block, reader.printed[block.command])
        assert headings(block.text) == headings(fresh), f"{block.command}: run scripts/refresh_readme.py"


def headings(text):
    """The underlined lines of a printed answer."""
    return re.findall(r"^(\S.*)\n(?:=+|-+)$", text, re.MULTILINE)
