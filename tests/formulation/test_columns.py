"""How far each decision may go, before any rule is written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from monazite.formulation.steps import Resolution
from monazite.world.records import Lane, Project


def upper(case, block, **labels):
    """Upper bounds of the columns with these labels."""
    program = case.program()
    family = program.column(block)
    return list(program.upper[family.slice][family.index.where(**labels)])


def test_a_curve_offers_its_base_flow_up_to_the_corner(small):
    """Proves: of a base flow of 4 kt/yr four steps offer 4 up to the corner and 8 beyond; demand 3.98, 0.04 and 4.
    Without it: the corner would stand beside the base year.
    """
    fine = replace(small, resolution=Resolution(lanes=4, activities=4, demands=3))
    lane = upper(fine, "ship", lane="out")

    assert [sum(lane[:2]), sum(lane[2:])] == pytest.approx([4.0, 8.0])
    assert upper(fine, "serve", demand="use") == pytest.approx([3.98, 0.04, 4.0])


def test_each_demand_has_steps_of_its_own_shape(small):
    """Proves: beside a curve of 4 kt/yr (3.98, 0.04, 4) a fixed amount of 1 kt/yr is offered in one step, 1, 0 and 0, and at
    10 % a year 1.1^(366/365.25) in 2026.
    Without it: the fixed amount would have room up to 2.005 kt/yr.
    """
    both = small.smelter().set("demands", "alloy", shape="fixed", elasticity=None, growth=0.1)
    later = both.over("2026-01-01", "2027-01-01")

    assert upper(both, "serve", demand="use") == pytest.approx([3.98, 0.04, 4.0])
    assert upper(later, "serve", demand="alloy") == pytest.approx([1.1 ** (366 / 365.25), 0.0, 0.0])


def test_the_anchor_grows_with_the_unit_the_lane_and_the_demand(small):
    """Proves: at 10 % a year each of the three offers 1.1^(366/365.25) times its base in 2026.
    Without it: a plant that doubles would run on its dearest step.
    """
    grown = small.set("units", "mine", growth=0.1).set("lanes", "out", growth=0.1).set("demands", "use", growth=0.1)
    case = grown.over("2026-01-01", "2027-01-01")
    found = [upper(case, "run", activity="dig")[0], upper(case, "ship")[0], sum(upper(case, "serve")[:2])]

    assert found == pytest.approx(np.array([10.0, 4.0, 4.02]) * 1.1 ** (366 / 365.25))


def test_added_capacity_moves_the_anchor_of_a_running_plant(small):
    """Proves: a project of 6 kt/yr moves the corner of a mine that ran 10 to 16.
    Without it: new capacity would be offered at the steep end of the old curve.
    """
    project = Project("shaft", "mine", 6.0, date(2020, 1, 1), 1.0, 0.0, 0.0)

    assert upper(small.add("projects", project), "run", activity="dig")[0] == pytest.approx(16.0)


def test_what_has_no_history_has_one_open_step(small):
    """Proves: a smelter and a lane without base year have no bound on their first step and nothing on the others.
    Without it: 0 times any width is 0, and nothing new could ever begin.
    """
    case = small.smelter().add("lanes", Lane("back", "metal", "west", "east", 0.0, 0.05, freight=0.5))

    assert upper(case, "run", activity="smelt") == [np.inf, 0.0]
    assert upper(case, "ship", lane="back") == [np.inf, 0.0]


def test_a_small_plant_is_anchored_like_a_large_one(small):
    """Proves: half a kt/yr and a project of a quarter are anchored at 0.75.
    Without it: below a kt a year a plant would keep its old corner.
    """
    project = Project("shaft", "mine", 0.25, date(2020, 1, 1), 1.0, 0.0, 0.0)
    case = small.base(run={"dig": 0.5}).add("projects", project)

    assert upper(case, "run", activity="dig")[0] == pytest.approx(0.75)


def test_a_demand_without_base_quantity_takes_nothing(small):
    """Proves: users that the balanced base year does not know are offered no step.
    Without it: a kiloton of demand would appear from nowhere.
    """
    case = replace(small, baseline=replace(small.baseline, quantity={}))

    assert upper(case, "serve") == [0.0, 0.0, 0.0]


def test_a_new_lane_is_shut_before_it_opens(small):
    """Proves: a lane that opens on 1 July 2026 is shut in 2025 and open in the whole of 2026: an open step cannot be
    prorated.
    Without it: it would carry from the first day of the study.
    """
    case = small.add("lanes", Lane("back", "metal", "west", "east", 0.0, 0.05, freight=0.5, opens=date(2026, 7, 1)))

    assert upper(case.over("2025-01-01", "2026-01-01", "2027-01-01"), "ship", lane="back", lane_step="1") == [
        0.0,
        np.inf,
    ]


def test_a_world_without_lanes_or_demands_is_a_programme(small):
    """Proves: nothing to ship and nobody to serve gives an empty family, and the best plan is to do nothing.
    Without it: an array of no rows has no second axis, and the formulation stops with an index error.
    """
    empty = small.drop("lanes").drop("demands")

    assert [len(empty.program().column(block)) for block in ("ship", "serve")] == [0, 0]
    assert empty.solve().gain == 0.0
