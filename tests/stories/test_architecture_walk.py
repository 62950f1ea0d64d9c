"""ARCHITECTURE.md is true: its walk runs, its floors are those of the tree, and what it points to exists."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "monazite"


@pytest.fixture
def text(page):
    """ARCHITECTURE.md."""
    return page("ARCHITECTURE.md")


def test_the_life_of_one_run_is_as_told(text):
    """Proves: the fenced Python runs on the starter study and each of its claims holds.
    Without it: the page from which newcomers learn the code would describe an older one.
    """
    (walk,) = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)

    exec(compile(walk, "ARCHITECTURE.md", "exec"), {"__name__": "walk"})


def test_the_table_of_floors_is_that_of_the_tree(text):
    """Proves: each package of src stands in the table, with the floor that the house rules give it.
    Without it: a new package would be allowed somewhere and explained nowhere.
    """
    floors = runpy.run_path(str(ROOT / "tests" / "house" / "test_layers.py"))["FLOORS"]
    told = {name: int(floor) for floor, name in re.findall(r"^\| (\d+) \| `(\w+)` \|", text, re.MULTILINE)}
    here = {path.stem for path in SOURCE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}

    assert told == {name: floors[name] for name in here - {"__init__", "__main__"}}


def test_every_place_that_is_pointed_to_exists(text):
    """Proves: each `folder/file.py` and `folder/folder` in the text is one of src/monazite, or of the repository.
    Without it: the reader would be sent to a file that moved.
    """
    places = {place.replace("TABLE", "units") for place in re.findall(r"`([a-z_]+/[A-Za-z_/.]+)`", text)}

    assert sorted(place for place in places if not (SOURCE / place).exists() and not (ROOT / place).exists()) == []
