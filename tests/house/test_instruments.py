"""Each instrument has a line in the list, a page, a test and a scenario in the shipped study, all with one name."""

from __future__ import annotations

import re

import pytest

from monazite.reading.dictionary import dictionary

LINE = re.compile(r"^\| \[(?P<title>[^\]]+)\]\((?P<page>[a-z-]+)\.md\) \| `(?P<table>\w+)` \| (?P<how>[^|]+) \| `(?P<scenario>[^`]+)` \|", re.MULTILINE)
HOW = ("exact", "fixed point", "account")


@pytest.fixture(scope="module")
def listed(root):
    return {found["page"]: found for found in LINE.finditer((root / "docs/instruments/README.md").read_text())}


def test_the_list_has_every_page_and_every_test(root, listed):
    """Proves: pages of docs/instruments, lines of the list and files of tests/instruments have the same names.
    Without it: an instrument without a case by hand, or a page that nobody finds.
    """
    pages = {path.stem for path in (root / "docs/instruments").glob("*.md")} - {"README"}
    tests = {path.stem.removeprefix("test_").replace("_", "-") for path in (root / "tests/instruments").glob("test_*.py")}

    assert set(listed) == pages == tests


def test_each_line_names_a_table_a_way_of_solving_and_a_scenario_that_exist(root, listed):
    """Proves: the table is one of the dictionary, the way is exact, fixed point or account, the scenario is a file.
    Without it: the list would promise what a user cannot type.
    """
    tables = dictionary()
    scenarios = {path.stem for path in (root / "src/monazite/studies/india-japan/scenarios").glob("*.toml")}

    for found in listed.values():
        assert found["table"] in tables, found[0]
        assert found["how"].startswith(HOW), found[0]
        assert found["scenario"] in scenarios, found[0]


@pytest.mark.parametrize("word", ["By hand", "Refused", "In the shipped study"])
def test_each_page_has_the_same_parts(root, listed, word):
    """Proves: each page has the headings By hand, Refused and In the shipped study.
    Without it: a reader would look for the case of one instrument where that of another stands.
    """
    assert [p for p in listed if f"## {word}" not in (root / f"docs/instruments/{p}.md").read_text()] == []
