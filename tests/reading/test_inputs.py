"""Each number of the world with its formula, range, grade and evidence."""

from __future__ import annotations

import math

import pytest

from monazite.reading import inputs


@pytest.fixture
def found(starter):
    """The inputs of the starter study, by (table, row, column)."""
    return {(entry.table, entry.row, entry.column): entry for entry in inputs(starter.read())}


def test_every_number_of_the_tables_is_an_input(starter, found):
    """Proves: as many inputs as filled numeric cells of tables and policies, 53 and one; value times factor is the
    record's.
    Without it: a list of what drives the answer would leave some out.
    """
    study = starter.read()

    assert len(found) == len(study.cells) == 54
    entry = found["units", "mine", "capacity"]
    assert entry.value * entry.factor == study.world.keyed("units")["mine"].capacity
    assert (entry.value, entry.unit) == (100_000.0, "t/yr")


def test_an_input_with_evidence_has_its_range_and_grade(found):
    """Proves: mine output 90,000 with 80,000 to 95,000; atomic weights 'high' with 5 % by convention.
    Without it: an ensemble would have nothing to draw from.
    """
    run = found["activities", "mine", "base_run"]
    metal = found["elements", "Ni", "metal_in_oxide"]

    assert (run.low, run.high, run.grade, run.ids) == (80_000.0, 95_000.0, "estimate", ("MINE-2024",))
    assert (metal.grade, metal.low, metal.high) == ("high", pytest.approx(0.95 * 0.7858), pytest.approx(1.05 * 0.7858))


def test_an_input_over_three_reports_has_their_ranges(found):
    """Proves: 0.12 x 0.9 x 90,000 - 7,000: up by 540, 810 and 3,500, down to nothing; what is called an estimate is
    one.
    Without it: what is left for home use would look as certain as the mine.
    """
    left = found["demands", "nickel_east", "base_quantity"]

    assert left.value == 2720.0
    assert left.high == pytest.approx(2720 + math.hypot(540, 810, 3500))
    assert left.low == pytest.approx(0.0)
    assert (left.grade, left.ids) == ("estimate", ("MINE-2024", "NI-GRADE", "NI-EXPORTS"))


def test_a_plain_number_is_an_estimate_within_its_bounds(found):
    """Proves: a recovery of 0.9 without evidence runs from 0.45 to 1, not to 1.35; a choke of 8 stays above 1.
    Without it: draws would recover more than there is.
    """
    recovery = found["recoveries", "refining|concentrate|Ni|nickel_oxide", "recovery"]

    assert (recovery.low, recovery.high, recovery.grade, recovery.ids) == (0.45, 1.0, "estimate", ())
    assert found["demands", "nickel_west", "choke"].low == 4.0


def test_a_row_of_its_own_comes_before_the_one_for_all(starter):
    """Proves: one lane's freight has its own formula, the others that of `*`.
    Without it: an exception would need all rows to be written out.
    """
    starter.replace("lanes.csv", "cobalt_oxide,east,west,1800,0.05,0.2", "cobalt_oxide,east,west,1800,0.05,0.3")
    starter.append("derivations.csv", "lanes,cobalt_east_west,freight,0.1 * 3,,,")

    found = {entry.row: entry.formula for entry in inputs(starter.read()) if entry.column == "freight"}

    assert found == {"nickel_east_west": "0.2", "cobalt_east_west": "0.1 * 3"}
