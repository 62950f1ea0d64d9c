"""Capacity is what was there, grown, plus what announced projects are expected to have added by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monazite.formulation.technology import opening
from monazite.world.records import Project

TWO_YEARS = ("2025-01-01", "2026-01-01", "2027-01-01")
# Half a year late: it opens on 3 July 2025 and stands for 182 of the 365 days of 2025.
SHAFT = Project("shaft", "mine", size=10.0, start=date(2025, 1, 1), delivery_factor=0.6, delay_years=0.5, capex=0.0)


def growing(small):
    """A mine for 5 kt/yr of ore with a project of 10 kt/yr, of which 6 are expected, half a year late."""
    return small.set("units", "mine", capacity=5.0).add("projects", SHAFT).over(*TWO_YEARS)


def test_a_project_that_opens_in_mid_year_counts_for_its_days(small):
    """Proves: the mine has 5 + 10 x 0.6 x 182/365 = 7.9918 kt/yr in 2025 and 11 in 2026; users gain 0.4 x 4 = 1.6 per
    kt of ore, 1.6 x 18.9918 = 30.39 in all. As announced (10 on the first day) it would be 2 x 1.6 x 15 = 48.
    Without it: capacity is free, and two years of 32.08 are gained: 64.16.
    """
    answer = growing(small).solve()
    announced = growing(small).set("projects", "shaft", delivery_factor=1.0, delay_years=0.0).solve()

    assert answer.rates("capacity", unit="mine") == pytest.approx([5.0 + 6.0 * 182 / 365, 11.0])
    assert answer.gain == pytest.approx(1.6 * (16.0 + 6.0 * 182 / 365))
    assert announced.gain == pytest.approx(48.0)
    assert growing(small).solve(without="capacity_chain").gain == pytest.approx(64.16)


def test_a_delay_is_told_in_years_of_the_calendar(small):
    """Proves: 3.5 years from 1 January 2026 are round(3.5 x 365.25) = 1278 days: 2 July 2029.
    Without it: a day of every year would be lost, or won.
    """
    assert opening(small.world, replace(SHAFT, start=date(2026, 1, 1), delay_years=3.5)) == date(2029, 7, 2)


def test_what_is_built_adds_up_to_what_projects_deliver(small):
    """Proves: 6 x 182/365 are built in 2025 and the rest of 6 in 2026; the bounds leave no choice.
    Without it: the model would build what it likes at once, or nothing.
    """
    answer = growing(small).solve()

    assert answer.rates("build", unit="mine") == pytest.approx([6.0 * 182 / 365, 6.0 * 183 / 365])


def test_capacity_passes_on_and_building_adds(small, entries):
    """Proves: capacity is +1 in its own period and -1 in the next, building is -1.
    Without it: a plant would vanish on New Year's Eve.
    """
    program = growing(small).program()
    first, second = "unit=mine, period=2025-01-01", "unit=mine, period=2026-01-01"

    assert entries(program, "capacity_chain", "capacity", unit="mine", period="2025-01-01") == {
        first: 1.0,
        second: -1.0,
    }
    assert entries(program, "capacity_chain", "capacity", unit="mine", period="2026-01-01") == {second: 1.0}
    assert entries(program, "capacity_chain", "build", unit="mine", period="2026-01-01") == {second: -1.0}


def test_capacity_grows_from_the_middle_of_the_base_year(small):
    """Proves: 5 kt/yr growing 10 % a year are 5 x 1.1^(366/365.25) in the middle of 2026, one day more than a year on.
    Without it: 5 in every year.
    """
    answer = small.set("units", "mine", capacity=5.0, growth=0.1).over(*TWO_YEARS).solve()

    assert answer.rates("capacity", unit="mine") == pytest.approx(
        [5.0 * 1.1 ** (1 / 365.25), 5.0 * 1.1 ** (366 / 365.25)]
    )


def test_the_dual_is_minus_the_worth_of_capacity_from_a_period_on(small):
    """Proves: one kt/yr more from 2025 on gains 1.6 in each of two years, from 2026 on 1.6 once: duals -3.2 and -1.6.
    Without it: the worth of a plant would be that of its first year.
    """
    answer = growing(small).solve()

    assert answer.duals("capacity_chain", unit="mine") == pytest.approx([-3.2, -1.6])
    assert answer.slopes("capacity_chain", unit="mine") == pytest.approx([-3.2, -1.6])
