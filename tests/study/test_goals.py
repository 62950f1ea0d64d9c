"""Announced goals are read against what is made in the year in which they fall due."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monazite.study.answer.goals import goals
from monazite.study.answer.number import TONNES, in_year
from monazite.world.records import Target


def test_a_goal_stands_beside_what_is_made(shipped):
    """Proves: 450 t of Nd by March 2026 is 577 t of NdPr oxide, of which no option makes more than 300 t in 2026.
    Without it: a plan of a ministry would count as a fact.
    """
    rows = {row["goal"]: row for row in goals({"keep": shipped.outcome("today", "keep")})}
    plan = rows["450 t of Nd by March 2026"]

    assert plan["announced"] == pytest.approx(576.923, rel=1e-5)
    assert 100.0 < plan["keep"] < 300.0


def test_a_goal_of_magnets_counts_tonnes_of_magnets(shipped):
    """Proves: with the scheme the goal of 6,000 t counts what India's plants sinter in 2030, and another quantity changes
    the printed goal.
    Without it: tonnes of magnets would be counted as tonnes of the element in them.
    """
    outcome = shipped.outcome("today", "keep+build")
    (row,) = [row for row in goals({"build": outcome}) if row["announced"] == 6000.0]
    made = sum(sum(outcome.amounts(m, "IND", 1).values()) for m in ("magnet_light", "magnet_heavy"))

    assert row["build"] == pytest.approx(in_year(outcome.system.grid, made, 2030) * TONNES)
    assert row["build"] > 1000.0

    def half(world):
        return replace(world, targets=tuple(replace(t, quantity=0.5 * t.quantity) for t in world.targets))

    halved = goals({"build": replace(outcome, system=replace(outcome.system, world=half(outcome.system.world)))})
    assert 3000.0 in [row["announced"] for row in halved]
    assert isinstance(outcome.system.world.targets[0], Target)
