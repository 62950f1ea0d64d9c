"""The reference page is written from the dictionary and leaves nothing out."""

from __future__ import annotations

from monazite.reading import reference_page
from monazite.reading.dictionary import dictionary, settings_dictionary


def test_every_column_stands_on_the_page():
    """Proves: each column of each table has one row, under the heading of its table.
    Without it: a new column would be undocumented until somebody misses it.
    """
    sections = reference_page().split("\n## ")
    for table in dictionary().values():
        own = [text for text in sections if text.startswith(f"{table.title}: `{table.name}.csv`")]
        assert len(own) == 1
        assert [name for name in table.columns if own[0].count(f"\n| `{name}` |") != 1] == []


def test_every_setting_stands_on_the_page():
    """Proves: each section of study.toml and each of its keys is there.
    Without it: settings would be learned from examples only.
    """
    page = reference_page()

    assert [
        name
        for section in settings_dictionary().values()
        for name in (*section.columns,)
        if f"| `{name}` |" not in page
    ] == []


def test_units_bounds_and_defaults_are_told():
    """Proves: the row of a capacity names t/yr, kt/yr, its bound, and that it must be given.
    Without it: the page would say what a number means and not how to write it.
    """
    row = next(line for line in reference_page().splitlines() if line.startswith("| `must_run`"))

    assert row.split(" | ")[2:] == ["number", "fraction", "at least 0 and at most 1", "0 |"]
    assert "| number | t/yr (kt/yr) | at least 0 | must be given |" in reference_page()
