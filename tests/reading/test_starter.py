"""A new study runs as it stands and is small enough to be read in one sitting."""

from __future__ import annotations

import pytest

from monazite.errors import BadInput
from monazite.reading import inputs, new_study
from monazite.reading.dictionary import dictionary
from monazite.world.checks import check
from monazite.world.policies import apply
from monazite.world.recipes import recipes


def test_the_starter_has_every_required_table_and_two_options(starter):
    """Proves: one file for each required table, a reference and one other option that changes the world.
    Without it: the first study of a user would begin with a fault.
    """
    study = starter.read()
    ban = apply(study.world, [study.policies[name] for name in study.options[1].policies])

    assert {f"{name}.csv" for name, table in dictionary().items() if table.required} <= {
        p.name for p in starter.root.iterdir()
    }
    assert [option.name for option in study.options] == ["trade", "ban"]
    assert ban != study.world
    assert check(ban) == ()


def test_the_base_year_of_the_starter_closes(starter):
    """Proves: what is mined is refined, and what is refined is used: 9.72 kt of nickel and 2.16 kt of cobalt oxide.
    Without it: the first thing a user sees would be an unexplained difference.
    """
    world = starter.read().world
    runs = {row.activity: row.base_run for row in world.activities}
    made = recipes(world)["refining"].amounts

    for commodity, total in (("nickel_oxide", 9.72), ("cobalt_oxide", 2.16)):
        used = sum(row.base_quantity for row in world.demands if row.commodity == commodity)
        shipped = sum(row.base_flow for row in world.lanes if row.commodity == commodity)
        abroad = sum(row.base_quantity for row in world.demands if row.commodity == commodity and row.region == "west")
        assert made[commodity] * runs["refine"] == pytest.approx(used) == pytest.approx(total)
        assert shipped == pytest.approx(abroad)
    assert runs["mine"] == runs["refine"]


def test_the_starter_is_tiny_and_every_number_has_a_grade(starter):
    """Proves: no table has more than five rows, derivations aside, and each number is an estimate or sourced.
    Without it: the example would be as hard to read as a study.
    """
    study = starter.read()

    assert max(len(study.world.table(name)) for name in dictionary() if hasattr(study.world, name)) <= 5
    assert {entry.grade for entry in inputs(study)} == {"estimate", "high"}


def test_a_folder_that_holds_something_is_not_touched(starter):
    """Proves: a second 'new' into the same folder is refused, and so is a path that is a file.
    Without it: a study of weeks would be overwritten by the example.
    """
    with pytest.raises(BadInput, match="not an empty folder"):
        new_study(starter.root)
    with pytest.raises(BadInput, match="not an empty folder"):
        new_study(starter.root / "study.toml")
