"""Policies edit a world and leave the old one as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monazite.errors import BadInput
from monazite.world.policies import Edit, Policy, apply
from monazite.world.records import Project

DAY = date(2025, 6, 14)


def policy(*edits: Edit, name: str = "change") -> Policy:
    """A policy of these edits."""
    return Policy(name, name, DAY, edits)


def test_a_policy_sets_adds_and_removes(world, ban):
    """Proves: one field changes, one row comes, one row goes, and all else stays.
    Without it: an option would be told by hand, table by table.
    """
    second = Project("second_mine", "mine", 5.0, date(2026, 1, 1), 1.0, 0.0, 1.0)
    world = replace(world, projects=(second,))

    changed = apply(
        world,
        [
            policy(
                Edit("set", "units", "mine", values={"capacity": 12.0}),
                Edit("add", "controls", "ban", record=ban()),
            ),
            policy(Edit("remove", "projects", "second_mine")),
        ],
    )

    assert changed.keyed("units")["mine"].capacity == 12.0
    assert changed.controls == (ban(),)
    assert changed.projects == ()
    assert changed.demands == world.demands


def test_the_old_world_stays_as_it_was(world):
    """Proves: after doubling the mine the first world still has 10 kt/yr.
    Without it: options would be compared with a reference that the first of them has changed.
    """
    apply(world, [policy(Edit("set", "units", "mine", values={"capacity": 20.0}))])

    assert world.keyed("units")["mine"].capacity == 10.0


def test_later_policies_win(world):
    """Proves: of two policies on one field the second holds.
    Without it: the order in which an option lists its policies would mean nothing.
    """
    grow = policy(Edit("set", "units", "mine", values={"capacity": 20.0}))
    shrink = policy(Edit("set", "units", "mine", values={"capacity": 5.0}))

    assert apply(world, [grow, shrink]).keyed("units")["mine"].capacity == 5.0
    assert apply(world, [shrink, grow]).keyed("units")["mine"].capacity == 20.0


def test_no_policy_is_no_change(world):
    """Proves: the reference option is the base world itself.
    Without it: differences against the reference would hold something of their own.
    """
    assert apply(world, []) == world


def test_edits_of_what_is_not_there_are_refused_together(world, ban):
    """Proves: an unknown table, an unknown row and a doubled row are told in one error, with the nearest names.
    Without it: a misspelt ban would be no ban, and the option equal to the reference.
    """
    wrong = policy(
        Edit("set", "unit", "mine", values={}),
        Edit("set", "units", "mien", values={"capacity": 1.0}),
        Edit("add", "controls", "ban", record=ban()),
        name="wrong",
    )
    world = replace(world, controls=(ban(),))

    with pytest.raises(BadInput) as refusal:
        apply(world, [wrong])

    assert len(refusal.value.faults) == 3
    assert "did you mean 'units'?" in str(refusal.value)
    assert "did you mean 'mine'?" in str(refusal.value)
    assert "exists already" in str(refusal.value)


def test_a_policy_cannot_touch_what_nothing_would_follow(world):
    """Proves: adding a lane and setting a base price are refused by name.
    Without it: both would change nothing, and the option would look like the reference.
    """
    wrong = policy(
        Edit("add", "lanes", "b_out", record=replace(world.lanes[0], lane="b_out")),
        Edit("set", "lanes", "a_out", values={"base_flow": 1.0}),
        name="wrong",
    )

    with pytest.raises(BadInput) as refusal:
        apply(world, [wrong])

    assert "would add a row of lanes" in str(refusal.value)
    assert "sets base_flow in lanes" in str(refusal.value)
    assert "a policy may set there: freight" in str(refusal.value)
