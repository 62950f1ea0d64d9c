"""Every page that tells a reader what to do is followed to the letter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import monazite
from monazite.cli.app import VERBS

ROOT = Path(__file__).resolve().parents[2]
GUIDES = sorted(path.relative_to(ROOT).as_posix() for folder in ("learn", "howto") for path in (ROOT / "docs" / folder).glob("*.md"))


@pytest.mark.parametrize("name", [name for name in GUIDES if "<!-- output:" not in (ROOT / name).read_text(encoding="utf-8")])
def test_a_guide_can_be_followed(reader, page, name):
    """Proves: every command, file, edit and piece of Python of the page works, in its order, in an empty folder. (Guides in which
    output is pasted are followed where it is compared, in test_readme.)
    Without it: a newcomer's first hour would end at a command that was renamed.
    """
    reader.follow(page(name))

    assert reader.printed


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "docs/README.md", *GUIDES])
def test_links_lead_to_files(page, name):
    """Proves: each relative link of a page leads to a file or folder of the repository.
    Without it: pages would move and leave dead ends.
    """
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", page(name)) if "://" not in link]

    assert [link for link in links if link and not ((ROOT / name).parent / link).exists()] == []


def test_the_guides_are_listed(page):
    """Proves: docs/README.md links every page of learn, howto and decisions.
    Without it: a page that nobody finds.
    """
    listed = page("docs/README.md")
    pages = [path for folder in ("learn", "howto", "decisions") for path in sorted((ROOT / "docs" / folder).glob("*.md"))]

    assert [path.name for path in pages if f"({path.parent.name}/{path.name})" not in listed] == []


def test_the_readme_names_what_is_public(page):
    """Proves: the table of names is that of `monazite.__all__`, and the table of verbs that of the command line.
    Without it: the first page would promise what is not there, or hide what is.
    """
    text = page("README.md")
    names = re.findall(r"^\| `monazite\.(\w+)", text, re.MULTILINE)
    verbs = re.findall(r"^\| `monazite (\w+)", text, re.MULTILINE)

    assert sorted(names) == sorted(monazite.__all__)
    assert verbs == [verb.__name__.rstrip("_") for verb in VERBS]
