"""A report counts the flows that its words fit, each by what it holds of what is counted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_world import WORLD

from monazite.world.checks import check
from monazite.world.measured import measured
from monazite.world.recipes import recipes
from monazite.world.records import Report


def report(what: str, commodities: str, **words: str) -> Report:
    """A report of 1 kt with these words; lists with blanks."""
    named = {name: tuple(words.get(name, "").split()) for name in ("regions", "destinations", "activities", "elements")}
    return Report("told", what, tuple(commodities.split()), value=1.0, relative_sd=0.1, **named)


def counted(one: Report) -> dict[tuple[str, str], float]:
    """What it counts in the world for pencil and paper: ore (half A as oxide) is dug, refined to 0.4 oxide, shipped, used."""
    return measured(WORLD, recipes(WORLD), one)


def test_what_is_made_and_what_is_processed_are_two_ends_of_a_plant():
    """Proves: of ore the mine makes 1 and the plant takes 1; of oxide the plant makes 0.4 for each kt of ore it is driven by.
    Without it: a report of a refinery's output would count its feed.
    """
    assert counted(report("made", "ore")) == {("activities", "dig"): 1.0}
    assert counted(report("processed", "ore")) == {("activities", "refine"): 1.0}
    assert counted(report("made", "oxide")) == {("activities", "refine"): pytest.approx(0.4)}


def test_elements_are_counted_as_oxides():
    """Proves: of ore with half its weight in oxide of A a kt counts 0.5.
    Without it: rare-earth oxides in mineral would be set against tonnes of mineral.
    """
    assert counted(report("made", "ore", elements="A")) == {("activities", "dig"): pytest.approx(0.5)}


def test_places_narrow_what_is_counted():
    """Proves: shipped from the east to the west counts the lane, from the west nothing; used in the west counts the users.
    Without it: the mirror of a flow would be counted with it.
    """
    assert counted(report("shipped", "oxide", regions="east", destinations="west")) == {("lanes", "out"): 1.0}
    assert counted(report("shipped", "oxide", regions="west")) == {}
    assert counted(report("used", "oxide", regions="west")) == {("demands", "use"): 1.0}
    assert counted(report("used", "oxide", regions="east")) == {}


def test_several_commodities_are_added():
    """Proves: ore and oxide made together: the mine by 1, the plant by its 0.4.
    Without it: a customs heading of several goods would need a report for each.
    """
    assert counted(report("made", "ore oxide")) == {("activities", "dig"): 1.0, ("activities", "refine"): pytest.approx(0.4)}


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (report("made", "oxide", destinations="west"), "only what is shipped has destinations"),
        (report("used", "oxide", activities="dig"), "only what is made or processed has activities"),
        (replace(report("made", "oxide"), group="office"), "group and group_sd belong together"),
        (replace(report("made", "oxide"), group_sd=0.1), "group and group_sd belong together"),
        (report("shipped", "metal"), "told measures nothing that moved in the base year"),
        (report("used", "oxide", regions="east"), "told measures nothing that moved in the base year"),
    ],
)
def test_a_report_that_cannot_be_meant_is_a_fault(one, told):
    """Proves: words that do not fit, half a group, and a report of nothing are faults of the table `reports`.
    Without it: a report of nothing would leave its value unmoved and look confirmed.
    """
    faults = [f for f in check(replace(WORLD, reports=(one,))) if f.table == "reports"]

    assert [f.key for f in faults] == ["told"]
    assert told in faults[0].message
