"""A variant depends on its policies alone: fifty random stacks, on two studies, in any order, object and process."""

from __future__ import annotations

import os
import pickle
import random
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from monazite.errors import BadInput, PatternChanged, SolveFault
from monazite.formulation.formulate import formulate
from monazite.formulation.system import System
from monazite.program import apply, difference
from monazite.program.compiled import VECTORS
from monazite.results.canonical import canonical
from monazite.solving import solve
from monazite.study.study import Study, open_study
from monazite.study.variants import AGREE, VariantOptions, Variants, chosen, settled
from monazite.world.policies import SETTABLE, Edit, Policy
from monazite.world.policies import apply as after
from monazite.world.records import Activity, Control, Lane, Project, Region, Reservation, Subsidy, Unit
from monazite.world.world import TABLES, key_of

STACKS = 50
SOURCE = str(Path(__file__).parents[2] / "src")
ALL = VariantOptions(compared=1.0)


def study_of(name):
    """The starter study, or the first five years of india-japan in draft resolution."""
    study = open_study(name, None, "draft")
    if name == "starter":
        return study
    periods = {**study.folder.settings["periods"], "quarters_until": date(2026, 1, 1), "years_until": date(2030, 1, 1)}
    return Study(replace(study.folder, settings={**study.folder.settings, "periods": periods}), study.resolution)


def random_stacks(study, seed, count):
    """Stacks of random length: policies of the study, numbers set at random, dated records that come, change and go."""
    chance = random.Random(seed)
    return [_stack(study, chance, number) for number in range(count)]


def _stack(study, chance, number):
    named = [p for n, p in sorted(study.folder.policies.items()) if n not in study.folder.events]
    stack = chance.sample(named, chance.randint(0, min(2, len(named))))
    try:
        world = after(study.world, (*study.policies(study.reference), *stack))
    except BadInput:  # two that end the same agreement
        stack = stack[:1]
        world = after(study.world, (*study.policies(study.reference), *stack))
    edits = []
    for i in range(chance.randint(1, 6)):
        edit = chance.choice((_set, _set, _set, _scope, _come, _go))(world, chance, f"new_{number}_{i}")
        if edit is not None:
            edits.append(edit)
            world = after(world, [Policy("so far", "", date(2025, 1, 1), (edit,))])
    return (*stack, Policy(f"random_{number}", "made at random", date(2025, 1, 1), tuple(edits)))


def _set(world, chance, name):
    table = chance.choice([t for t in SETTABLE if world.table(t)])
    row = chance.choice(world.table(table))
    numeric = [
        f for f in SETTABLE[table] if isinstance(getattr(row, f), float | int) and not isinstance(getattr(row, f), bool)
    ]
    if not numeric:
        return None
    field = chance.choice(numeric)
    factor = chance.choice((0.5, 0.9, 1.2, 2.0) if field in ("elasticity", "choke") else (0.0, 0.5, 0.9, 1.2, 2.0))
    value = getattr(row, field) * factor or chance.choice((0.0, 0.01, 0.05))
    value = min(value, 0.95) if field in ("must_run", "terminal_share", "royalty", "growth") else value
    return Edit("set", table, key_of(table, row), values={field: value})


def _scope(world, chance, name):
    if not world.controls:
        return None
    control, regions = chance.choice(world.controls), [r.region for r in world.regions]
    values = {
        "destinations": tuple(chance.sample(regions, chance.randint(1, 2))),
        "origins": tuple(chance.sample(regions, chance.randint(1, 2))),
        "commodities": tuple(chance.sample(control.commodities, 1)),
        "share": chance.random(),
    }
    field = chance.choice(sorted(values))
    return Edit("set", "controls", control.control, values={field: values[field]})


def _come(world, chance, name):
    start = date(2025, 1, 1) + timedelta(days=chance.randint(0, 2000))
    lane, unit = chance.choice(world.lanes), chance.choice(world.units)
    product = chance.choice([c.commodity for c in world.commodities])
    table, record = chance.choice(
        [
            (
                "controls",
                Control(name, "quota", (lane.commodity,), (lane.origin,), ("*",), start, None, chance.random()),
            ),
            ("projects", Project(name, unit.unit, 0.2 + chance.random(), start, 0.5, 1.0, 10.0)),
            ("subsidies", Subsidy(name, unit.unit, (product,), 2.0, 0.3, 1.0, 0.0, start, 3.0)),
            ("reservations", Reservation(name, lane.commodity, lane.origin, 0.5, start, None, 5.0, 1.0)),
        ]
    )
    return Edit("add", table, name, record=record)


def _go(world, chance, name):
    rows = [(table, row) for table in ("controls", "projects", "agreement_states") for row in world.table(table)]
    if not rows:
        return None
    table, row = chance.choice(rows)
    return Edit("remove", table, key_of(table, row))


def told(variant):
    """A variant as one text: the digest of its canonical table, or the reason why there is none."""
    return variant.failure or canonical(variant.outcome).digest


class Solved:
    """The stacks of a study, each solved once by one object and compared with a cold solve."""

    def __init__(self, name):
        self.name, self.study = name, study_of(name)
        self.variants = Variants(self.study, options=ALL)
        self.stacks = random_stacks(self.study, 7, STACKS)
        self.found = [self.variants.solve(stack) for stack in self.stacks]
        self.told = [told(variant) for variant in self.found]


@pytest.fixture(scope="module")
def solved():
    """``solved(name)`` gives the random stacks of a study with their variants."""
    return cache(Solved)


STUDIES = pytest.mark.parametrize("name", ("starter", "india-japan"))


@STUDIES
def test_no_stack_is_dropped_and_warm_agrees_with_cold(solved, name):
    """Proves: each of fifty stacks has an outcome or a reason; each outcome that came from a patch has the objective of a
    cold solve to 1e-9; most have one, and there are stacks that stand on the pattern and stacks that leave it.
    Without it: a warm start that stops early, or a stack that fails in silence, would be an answer.
    """
    found = solved(name).found
    good = [variant for variant in found if variant.outcome is not None]

    assert len(found) == STACKS
    assert all(bool(variant.failure) != (variant.outcome is not None) for variant in found)
    assert len(good) >= 0.8 * STACKS
    assert all(variant.recompiled != (variant.gap is not None) for variant in good)
    assert max(variant.gap for variant in good if not variant.recompiled) <= AGREE
    assert {variant.recompiled for variant in good} == {True, False}


@STUDIES
def test_the_order_of_variants_leaves_no_trace(solved, name):
    """Proves: backwards, by another object, and without the cold solves in between, fifty stacks give the same bytes.
    Without it: a resumed ensemble would differ from a whole one.
    """
    again = Variants(solved(name).study, options=VariantOptions(compared=0.0))

    assert [told(again.solve(stack)) for stack in solved(name).stacks[::-1]][::-1] == solved(name).told


@STUDIES
def test_a_fresh_object_gives_the_same_bytes(solved, name):
    """Proves: each stack of the starter, and every seventh of india-japan, solved by a study opened and compiled anew gives
    the bytes of the long-lived one.
    Without it: something kept between two variants could colour the second.
    """
    chosen_ones = range(0, STACKS, 1 if name == "starter" else 7)

    fresh = [told(Variants(study_of(name)).solve(solved(name).stacks[i])) for i in chosen_ones]

    assert fresh == [solved(name).told[i] for i in chosen_ones]


@STUDIES
def test_two_other_processes_give_the_same_bytes(solved, name):
    """Proves: two new interpreters with other hash seeds, one forwards and one backwards, compile and solve the study
    again and find the same fifty tables.
    Without it: the workers of an ensemble would not agree.
    """
    script = (
        "import pickle, sys; from monazite.results.canonical import canonical; "
        "variants, stacks = pickle.load(sys.stdin.buffer); found = map(variants.solve, stacks); "
        "pickle.dump([v.failure or canonical(v.outcome).digest for v in found], sys.stdout.buffer)"
    )
    asked = Variants(solved(name).study, options=VariantOptions(compared=0.0))
    running = []
    for seed, stacks in (("1", solved(name).stacks), ("2", solved(name).stacks[::-1])):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": SOURCE}
        child = subprocess.Popen(
            [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        child.stdin.write(pickle.dumps((asked, stacks)))
        child.stdin.close()
        running.append(child)
    one, two = (pickle.loads(child.stdout.read()) for child in running)

    assert [child.wait() for child in running] == [0, 0]
    assert one == solved(name).told
    assert two[::-1] == solved(name).told


@STUDIES
def test_the_pattern_changes_no_answer(solved, name):
    """Proves: each stack that has an outcome costs, to 1e-9, what it costs when its world is formulated by itself, without
    a place for anything that other policies may bring.
    Without it: a control narrowed by a policy would still hold the lanes that it once named, and nobody would see it.
    """
    study = solved(name).study
    for stack, variant in zip(solved(name).stacks, solved(name).found, strict=True):
        if variant.outcome is not None:
            world = after(study.world, (*study.policies(study.reference), *stack))
            alone = solve(formulate(System(world, world, study.baseline, study.grid, study.resolution)))

            assert variant.outcome.objective == pytest.approx(alone.objective, rel=AGREE), variant.policies


@STUDIES
def test_a_patch_is_the_difference_to_the_byte(solved, name):
    """Proves: for each stack the base with the patch has all bytes of the programme compiled from the changed world; where
    there is no such patch, ``PatternChanged`` is raised, and the stack was recompiled.
    Without it: numbers would be patched into rows and columns of another meaning.
    """
    variants, study = solved(name).variants, solved(name).study
    for stack, variant in zip(solved(name).stacks, solved(name).found, strict=True):
        if variant.outcome is None:
            continue
        other = formulate(study.system((*study.policies(variants.option), *stack), pattern=variants.pattern))
        if variant.recompiled:
            with pytest.raises(PatternChanged):
                difference(variants.program, other)
        else:
            assert content(apply(variants.program, difference(variants.program, other))) == content(other)
            assert content(variant.outcome.program) == content(other)


def content(program):
    """All bytes of a programme, cost breakdown and constants included."""
    arrays = [*(getattr(program, name) for name in VECTORS), program.A.data, program.A.indices, program.A.indptr]
    costs = {name: [array.tobytes() for array in term] for name, term in program.costs.items()}
    return [array.tobytes() for array in arrays], list(costs.items()), program.offset, program.constants


def test_the_whole_study_at_draft_gives_the_same_bytes_in_any_order(shipped):
    """Proves: all periods of india-japan as known today: eight random stacks, and the policies of each option, forwards
    and backwards in two objects; warm and cold agree to 1e-9.
    Without it: what holds for a shortened copy might not hold for the study that is printed.
    """
    study = shipped.study("today")
    own = [[study.folder.policies[name] for name in option.policies] for option in study.folder.options]
    stacks = [*own, *random_stacks(study, 3, 8)]

    found = [Variants(study, options=ALL).solve(stacks[0])]
    one, two = Variants(study), Variants(study, options=ALL)
    found = [one.solve(stack) for stack in stacks]
    back = [two.solve(stack) for stack in stacks[::-1]][::-1]

    assert [told(a) for a in found] == [told(b) for b in back]
    assert max(b.gap for b in back if b.gap is not None) <= AGREE
    assert not any(variant.recompiled or variant.failure for variant in found[: len(own)])


def wider(study, table, *records):
    """The same study with records more in tables that no policy may add to."""
    world = study.folder.world
    for name, record in zip((table, "activities"), records, strict=False):
        world = replace(world, **{name: (*world.table(name), record)})
    return Study(replace(study.folder, world=world), study.resolution)


@pytest.mark.parametrize(
    ("table", "records", "family"),
    [
        ("lanes", (Lane("back", "nickel_oxide", "west", "east", 0.0, 0.0, 0.5, premium=1.0),), "columns ship"),
        (
            "units",
            (
                Unit("mill", "mill", "west", "mine", "o", "west", 30.0),
                Activity("mill", "mill", "mining", 0.0, 0.0, 0.3, observed=False),
            ),
            "columns run",
        ),
        ("regions", (Region("north", "North"),), "columns"),
    ],
)
def test_a_world_that_leaves_the_pattern_is_recompiled(table, records, family):
    """Proves: a lane, a unit or a region more is no variant and is said to be none, by family; the variants recompile it
    and find what the larger study finds by itself.
    Without it: the new lane would be left out, or its numbers would land on another.
    """
    study = study_of("starter")
    if table == "units":
        like = study.folder.world.keyed("activities")["mine"]
        records = (records[0], replace(records[1], process=like.process))
    larger, variants = wider(study, table, *records), Variants(study)
    alone = larger.system(larger.policies(larger.reference))

    with pytest.raises(PatternChanged, match=family):
        difference(variants.program, formulate(alone))
    found = variants.solve(study=larger)

    assert found.recompiled and not found.failure
    assert found.outcome.objective == pytest.approx(solve(formulate(alone)).objective, rel=AGREE)


def test_the_same_study_with_other_numbers_is_a_patch():
    """Proves: all mining costs 10 % up is a patch of the base, and costs what a study with these numbers costs alone.
    Without it: an ensemble would compile and solve from nothing for each draw.
    """
    study, world = study_of("starter"), study_of("starter").folder.world
    dearer = replace(world, activities=tuple(replace(a, cost=1.1 * a.cost) for a in world.activities))
    drawn = Study(replace(study.folder, world=dearer), study.resolution)

    found = Variants(study).solve(study=drawn)

    assert (found.recompiled, found.route) == (False, "warm")
    assert found.outcome.objective == pytest.approx(
        solve(formulate(drawn.system(drawn.policies("trade")))).objective, rel=AGREE
    )


def test_what_cannot_be_solved_is_kept_with_its_reason():
    """Proves: a mine that must run beyond its capacity, and an edit of a mine that does not exist, are variants without an
    outcome that say why; the next variant is as good as before.
    Without it: failed runs would vanish from an ensemble, and what is left would look better than it is.
    """
    study = study_of("starter")
    mine = study.folder.world.units[0].unit
    variants = Variants(study)
    before = told(variants.solve())

    def setting(key, **values):
        return variants.solve([Policy("odd", "", date(2025, 1, 1), (Edit("set", "units", key, values=values),))])

    stuck, unknown = setting(mine, capacity=0.1, must_run=0.9), setting("nowhere", capacity=1.0)

    assert stuck.outcome is None and mine in stuck.failure and "must_run" in stuck.failure
    assert unknown.outcome is None and "nowhere" in unknown.failure
    assert told(variants.solve()) == before


def test_about_the_share_asked_for_is_compared_and_always_the_same_ones(solved):
    """Proves: of the fifty patches none is chosen at 0, all at 1, between ten and forty at a half; and twice the same.
    Without it: which answers were checked would depend on when they were asked for.
    """
    study, variants = solved("india-japan").study, solved("india-japan").variants
    patches = [
        difference(variants.program, variant.outcome.program)
        for variant in solved("india-japan").found
        if variant.outcome is not None and not variant.recompiled
    ]
    counts = {share: sum(chosen(patch, share) for patch in patches) for share in (0.0, 0.5, 1.0)}

    assert study.name == "india-japan"
    assert (counts[0.0], counts[1.0]) == (0, len(patches))
    assert 0.2 * len(patches) < counts[0.5] < 0.8 * len(patches)
    assert [chosen(patch, 0.5) for patch in patches] == [chosen(patch, 0.5) for patch in patches]


def test_when_warm_and_cold_differ_a_third_road_decides(solved):
    """Proves: two that agree are answered by the warm one; if they differ by 1e-6, by the one with which interior point
    agrees; if all three differ, ``SolveFault`` names the three objectives.
    Without it: a doubtful answer would pass for a proven one.
    """
    base = solved("starter").variants.base
    off = [replace(base, objective=base.objective * (1.0 + shift)) for shift in (1e-12, 1e-6, 2e-6)]

    assert settled(base, off[0], lambda: off[2])[0] is base
    assert settled(base, off[1], lambda: off[1])[0] is off[1]
    assert settled(base, off[1], lambda: off[0])[0] is base
    with pytest.raises(SolveFault, match="interior point"):
        settled(base, off[1], lambda: off[2])


def test_incentives_follow_the_prices_that_are_given(shipped):
    """Proves: at sale prices of nothing an incentive capped by a share of sales pays nothing; without them it pays on
    base-year prices, and more is made.
    Without it: the programme could not say on which prices a share of sales is reckoned.
    """
    study = shipped.study("today")
    places = [("magnet_light", "IND"), ("magnet_heavy", "IND")]
    nothing = VariantOptions(sale_price={place: np.zeros(len(study.grid)) for place in places})

    paid = [Variants(study, "keep+build", options).solve().outcome for options in (VariantOptions(), nothing)]

    assert paid[0].cost("incentive") < -10.0
    assert paid[1].cost("incentive") == 0.0


def test_every_table_is_open_to_the_random_edits():
    """Proves: the tables that the stacks edit are those that policies may edit.
    Without it: a table that becomes editable later would be left out of the fifty stacks without a sound.
    """
    assert set(SETTABLE) <= set(TABLES)
