"""A plant runs at most at its capacity, which all its processes share."""

from __future__ import annotations

import pytest

from monazite.world.records import Activity


def narrow(small):
    """A plant that takes 15 kt/yr of ore."""
    return small.set("units", "plant", capacity=15.0)


def test_a_plant_runs_at_its_capacity(small):
    """Proves: 15 kt/yr of ore give 6 kt/yr of oxide, which gain 6 x 4 = 24.
    Without it: users get all they want, 8.02 kt/yr, and gain 32.08.
    """
    assert narrow(small).solve().gain == pytest.approx(24.0)
    assert narrow(small).solve(without="unit_capacity").gain == pytest.approx(32.08)


def test_two_processes_of_a_plant_share_its_capacity(small):
    """Proves: a second line in the same plant at half the cost takes all 15 kt/yr: oxide costs 1.5 / 0.4 = 3.75 and
    6 kt/yr gain 6 x (10 - 4.75) = 31.5.
    Without it: 8.02 kt/yr through the cheap line alone gain 8.02 x 5.25 = 42.105.
    """
    two_lines = narrow(small).add("activities", Activity("cheap", "plant", "refining", 0.0, 0.05, 0.5))

    assert two_lines.solve().gain == pytest.approx(31.5)
    assert two_lines.solve().rate("run", unit="plant") == pytest.approx(15.0)
    assert two_lines.solve(without="unit_capacity").gain == pytest.approx(42.105)


def test_every_step_of_every_process_counts_against_capacity(small, entries):
    """Proves: each kt run is +1, each kt/yr installed is -1.
    Without it: dear steps would be free of the limit.
    """
    program = narrow(small).program()
    row = {"unit=plant, period=2025": 1.0}

    for step in ("1", "2"):
        assert entries(program, "unit_capacity", "run", activity="refine", supply_step=step, period="2025") == row
    assert entries(program, "unit_capacity", "capacity", unit="plant", period="2025") == {
        "unit=plant, period=2025": -1.0
    }


def test_the_dual_over_discount_and_length_is_minus_the_rent(small):
    """Proves: one kt/yr more of plant gains 0.4 x 4 = 1.6 per year, so the dual over discount x length is -1.6 in a
    quarter and in a discounted year; the slope of the objective is the same.
    Without it: rents of quarters would look four times smaller.
    """
    answer = narrow(small).money(0.1).over("2025-10-01", "2026-01-01", "2027-01-01").solve()
    duals = answer.duals("unit_capacity", unit="plant")

    assert duals / answer.system.weight == pytest.approx([-1.6, -1.6])
    assert duals == pytest.approx(answer.slopes("unit_capacity", unit="plant"))
