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


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ("magnets {}", "permanent magnets of metal, forecast"), ("metals {}", "rare-earth metals, forecast"),
        ("cerium {}", "cerium compounds, forecast"), ("other compounds {}", "other rare-earth compounds, forecast"),
        ("known {}", "permanent magnets of metal, exporters-known"), ("exports past customs {}", "exports past Chinese customs"),
        ("Nd in China {}", "Nd oxide at home, with VAT"), ("what newcomers made {}", "oxides made by newcomers"),
        ("Japan bought {}", "Japan buys from China"), ("Tb abroad {}", "Tb oxide abroad"),
    ],
)  # fmt: skip
def test_the_skills_on_the_first_page_are_those_of_the_record(page, said, group):
    """Proves: each skill that README.md tells of the records stands in the pasted scores of docs/learn/backtest.md.
    Without it: the first page would keep the skills of an older model.
    """
    record, readme = page("docs/learn/backtest.md"), " ".join(page("README.md").split())
    skill = re.search(rf"^{re.escape(group)} \[.*\]\nthe model(?: +\S+){{3}} +(\S+)", record, re.MULTILINE)

    assert said.format(skill[1]) in readme
