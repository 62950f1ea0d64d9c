"""Options of one study stand on one pattern and keep their own scope; what cannot share it has one of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from monazite.errors import BadInput, PatternChanged
from monazite.formulation.formulate import formulate
from monazite.formulation.system import System
from monazite.program import difference
from monazite.solving import solve
from monazite.study.foresight import realise
from monazite.study.pattern import on_pattern, reaching, widened
from monazite.world.policies import Edit, Policy, apply

TODAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def study(shipped):
    """The shipped study as known today."""
    return shipped.study("today")


def policy(*edits, announced=TODAY):
    return Policy("change", "a change", announced, edits)


def setting(table, key, **values):
    return Edit("set", table, key, values=values)


def alone(study, policies):
    """The programme of a world without a place for anything that other options bring."""
    world = apply(study.world, policies)
    return formulate(System(world, world, study.baseline, study.grid, study.resolution))


NARROWED = {
    "one destination": setting("controls", "china_licences_routine", destinations=("JPN",), share=0.5),
    "one form": setting("controls", "china_licences_routine", commodities=("dy_metal",), share=0.5),
    "another origin": setting("controls", "china_licences_routine", origins=("VNM",), share=0.5),
    "a wider scope": setting("controls", "china_japan", destinations=("*",)),
    "one kind of magnet": setting("subsidies", "scheme", commodities=("magnet_heavy",)),
    "no link": setting("agreements", "swap_magnets", linked_to="", ratio=0.0, maximum=0.3),
    "another volume": setting("agreements", "swap_magnets", ratio=0.05),
}


@pytest.mark.parametrize("what", NARROWED)
def test_a_policy_that_changes_a_scope_is_followed(study, what):
    """Proves: a control, scheme or contract that a policy narrows, widens or unlinks costs on the pattern of the study
    what it costs in a programme of its own; and it does cost something else than before.
    Without it: the control narrowed to one destination would go on holding all lanes that the study ever gave it.
    """
    base = (*study.policies("keep+build"), study.folder.policies["swap"])
    stack = (*base, policy(NARROWED[what]))
    found = solve(formulate(study.system(stack))).objective

    assert found == pytest.approx(solve(alone(study, stack)).objective, rel=1e-9)
    assert abs(found - solve(formulate(study.system(base))).objective) > 1e-3


def test_options_with_one_control_of_two_scopes_are_variants(study):
    """Proves: a control that holds for one destination, and another of its name for all, give programmes that are
    patches of one another on the pattern of both; the first leaves shipments to others free.
    Without it: two options could not give one name to a narrow and a wide form of the same stop.
    """
    ban = study.folder.policies["ban-to-japan"].edits[0].record
    narrow, wide = (
        policy(Edit("add", "controls", "stop", record=replace(ban, control="stop", destinations=to)))
        for to in (("JPN",), ("*",))
    )
    pattern = reaching(study.widest, (narrow, wide))
    programs = [formulate(study.system((*study.policies("keep"), p), pattern=pattern)) for p in (narrow, wide)]
    last = {"lane": "ind_vnm_ndpr_oxide", "period": study.grid.names[-1]}
    ways = [solve(p).values("ship")[p.column("ship").index.where(**last)].sum() for p in programs]

    assert 0 < difference(*programs).size() < 3000
    assert ways[0] > 0.01
    assert ways[1] == pytest.approx(0.0, abs=1e-9)


def test_the_pattern_has_each_record_once_and_the_world_keeps_its_own(study):
    """Proves: on a pattern a world has all its own records with their numbers, controls of others besides, and tables that
    no policy may add to as they are.
    Without it: a capacity, or a lane, could be taken from another option.
    """
    world = apply(study.world, (*study.policies("keep"), policy(setting("units", "aluva", capacity=0.123))))
    seen = on_pattern(study.widest, world)

    assert seen.units == world.units and seen.lanes == world.lanes
    assert seen.keyed("agreements")["trei_2012"] == world.keyed("agreements")["trei_2012"]
    assert {c.control for c in seen.controls} == {c.control for c in study.widest.controls}
    assert widened(seen, world).controls == seen.controls


def test_a_record_of_the_same_name_at_another_place_has_a_pattern_of_its_own(study):
    """Proves: a swap whose magnets come from another origin is no variant of the study's swap, is said so by family, and
    costs what it costs alone.
    Without it: its deliveries would leave from the place of the other option's record.
    """
    record = study.folder.policies["swap"].edits[0].record
    edits = (
        Edit("add", "agreements", "swap_magnets", record=replace(record, origin="KOR")),
        *study.folder.policies["swap"].edits[1:],
    )
    other = formulate(study.system((*study.policies("keep"), policy(*edits))))

    with pytest.raises(PatternChanged, match="columns deliver"):
        difference(formulate(study.system(study.policies("keep"))), other)
    assert solve(other).objective == pytest.approx(
        solve(alone(study, (*study.policies("keep"), policy(*edits)))).objective, rel=1e-9
    )


def test_a_policy_may_not_move_a_record_that_has_a_past(study):
    """Proves: a policy announced later that sends an agreement's material elsewhere under the same name is refused, with
    record, column and way out; the same known from the start is not.
    Without it: what was delivered before the announcement would move with it.
    """
    moving = policy(setting("agreements", "trei_2012", destination="JPN"), announced=date(2026, 3, 1))
    known = replace(moving, announced=date(2024, 1, 1))
    policies = study.policies("keep")

    with pytest.raises(BadInput, match=r"move agreement 'trei_2012' from destination IND to JPN -> remove it, and add"):
        realise(study, "moved", (*policies, moving))
    with pytest.raises(BadInput, match="move agreement"):
        study.system(policies, to_come=(known,))


def test_before_it_is_announced_a_control_has_its_place_and_holds_nothing(study):
    """Proves: with a control to come the programme of the periods before has its rows, without a limit.
    Without it: the path under surprises could not be solved on from what was done before.
    """
    stop = study.folder.policies["ban-to-japan"]
    program = formulate(study.system(study.policies("keep"), to_come=(stop,)))
    rows = program.row("export_control")
    limits = program.row_upper[rows.slice][rows.index.where(control="ban_to_japan")]

    assert limits.size > 0
    assert np.isinf(limits).all()
