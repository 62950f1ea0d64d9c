"""What must hold in every world: scale, order, the base year, one pattern for all options, duals that support."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monazite.errors import Infeasible
from monazite.formulation.controls import allowed
from monazite.formulation.formulate import COSTS, ROWS
from monazite.formulation.steps import Resolution
from monazite.program import apply, difference
from monazite.program.testing import assert_programs_equal
from monazite.solving import solve
from monazite.world.records import (
    Agreement,
    AgreementState,
    ContentRule,
    Control,
    Deposit,
    DifferenceContract,
    Disposal,
    Lane,
    Mandate,
    Project,
    Purchase,
    Reservation,
    Stockpile,
    Subsidy,
    Substitution,
    Tariff,
)
from monazite.world.world import TABLES

few = settings(max_examples=25)
START = date(2025, 8, 1)

MONEY = {
    "activities": ("cost",),
    "lanes": ("freight", "duty", "export_tax", "premium"),
    "stockpiles": ("holding_cost",),
    "agreements": ("price", "penalty", "deficiency_price", "price_floor", "price_cap"),
    "agreement_states": ("price", "cost"),
    "reservations": ("price", "shortfall_cost"),
    "subsidies": ("rate", "budget"),
    "projects": ("capex",),
    "disposals": ("cost",),
    "substitutions": ("cost",),
    "content_rules": ("fine",),
    "tariffs": ("specific",),
    "purchases": ("price", "budget", "release_price"),
    "difference_contracts": ("strike",),
    "mandates": ("trigger",),
    "prices": ("price",),
}
"""Every field that holds money; a demand's choke is a multiple of its price."""


def full(small):
    """One of each: every family has a row and every cost term a charge, over a quarter, a quarter and two years."""
    world = (
        small.calibrated()
        .smelter()
        .money(0.07)
        .over("2025-07-01", "2025-10-01", "2026-01-01", "2027-01-01", "2028-01-01")
    )
    world = world.set("units", "mine", must_run=0.5).set("units", "plant", capacity=14.0)
    world = world.base(activity_margin={"refine": 0.1}, price={("metal", "west"): 20.0}).set(
        "lanes", "out", own_make=True
    )
    store = Stockpile("store", "store", "east", "oxide", "trader", 0.5, 3.0, 5.0, 0.3, 0.5)
    contract = Agreement(
        "contract", "c", "s", "b", "oxide", "east", "oxide", "west", 0.1, 1.0, "fixed", 5.0, date(2020, 1, 1),
        penalty=0.5, take_or_pay=0.5, deficiency_price=0.2,
    )  # fmt: skip
    answer = replace(
        contract,
        agreement="answer",
        commodity="metal",
        origin="west",
        delivered_as="metal",
        destination="east",
        minimum=0.0,
        linked_to="contract",
        ratio=0.3,
    )
    for record, table in (
        (Lane("home", "metal", "west", "east", 0.0, 0.0, 0.5, premium=1.5, opens=START), "lanes"),
        (store, "stockpiles"),
        (contract, "agreements"),
        (answer, "agreements"),
        (AgreementState("contract", "running", date(2020, 1, 1), START, 1.0, 1.0), "agreement_states"),
        (AgreementState("contract", "wound down", START, date(2027, 8, 1), 1.0, 0.2), "agreement_states"),
        (AgreementState("answer", "running", START, None, 1.0, 1.0), "agreement_states"),
        (Control("quota", "licence", ("oxide",), ("east",), ("*",), START, None, 0.8, 30.0), "controls"),
        (Control("all", "quota", ("oxide", "metal"), ("east",), ("*",), START, None, 0.9, together=True), "controls"),
        (Reservation("assured", "oxide", "east", 6.0, START, None, 5.0, 2.0), "reservations"),
        (Subsidy("grant", "smelter", ("metal",), 2.0, 0.5, 0.4, 1.0, START, 2.0), "subsidies"),
        (Project("shaft", "mine", 5.0, START, 0.6, 0.5, 20.0), "projects"),
        (Deposit("lode", "lode", "mine", 20.0, True, ""), "deposits"),
        (Disposal("ore", "east", 0.2), "disposals"),
        (ContentRule("half", "west", ("east",), 0.5, 0.3, START, None, commodities=("oxide",)), "content_rules"),
        (Tariff("duty", "import", ("*",), ("west",), 0.1, 0.0, START, None, commodities=("oxide",)), "tariffs"),
        (Purchase("floor", "floor", "east", ("oxide",), "", 7.0, 0.5, 9.0, START, date(2026, 1, 1), date(2026, 1, 1), None, 4.0),
         "purchases"),
        (DifferenceContract("deal", "smelter", ("metal",), "metal", "west", 22.0, 0.3, "output", 0.0, "west", START, 9.0),
         "difference_contracts"),
        (Mandate("reserve", "store", 0.3, 0.0, START, date(2026, 1, 1), None, trigger=9.0), "mandates"),
        (Substitution("thrift", "use", "metal", 0.2, 1.0, 0.3, 1.0, START), "substitutions"),
    ):
        world = world.add(table, record)
    return world


def dearer(case, factor):
    """The same case told in other money."""
    for table, fields in MONEY.items():
        rows = [replace(r, **{f: factor * getattr(r, f) for f in fields if getattr(r, f) is not None}) for r in case.world.table(table)]
        case = replace(case, world=replace(case.world, **{table: tuple(rows)}))
    base = {
        name: {k: factor * v for k, v in getattr(case.baseline, name).items()}
        for name in ("price", "activity_margin", "lane_margin")
    }
    return case.base(**base)


def test_the_full_case_has_every_row_and_every_charge(small):
    """Proves: each family of rows and each cost term stands in the case that the laws below are tried on.
    Without it: a law could hold because nothing was there to break it.
    """
    program = full(small).program()

    assert {family.__name__ for family in ROWS} <= {block.name for block in program.rows if len(block)}
    assert {name for name, term in program.costs.items() if term.coefficients.any()} == {
        family.__name__ for family in COSTS
    }


@few
@given(st.floats(1e-3, 1e3))
def test_scaling_all_money_scales_the_objective(small, factor):
    """Proves: in other money (factor 0.001 to 1000) the objective is that many times the old one, to 1e-9.
    Without it: some cost would stand in kt, in years, or in nothing.
    """
    case = full(small)

    assert dearer(case, factor).solve().gain == pytest.approx(factor * case.solve().gain, rel=1e-9)


@few
@given(st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(small, chance: random.Random):
    """Proves: any order of the rows of all tables gives the same programme label by label, and the same objective to
    1e-9.
    Without it: sorting a spreadsheet would change the answer.
    """
    case = full(small)
    mixed = {table: tuple(chance.sample(case.world.table(table), len(case.world.table(table)))) for table in TABLES}
    other = replace(case, world=replace(case.world, **mixed))

    assert other.solve().gain == pytest.approx(case.solve().gain, rel=1e-9)
    assert_programs_equal(case.program(), other.program(), relative=1e-9)


@few
@given(
    run=st.floats(0.1, 1e4),
    prices=st.tuples(st.floats(0.1, 5.0), st.floats(1.0, 50.0), st.floats(1.0, 50.0)),
    slopes=st.tuples(st.floats(0.2, 10.0), st.floats(0.2, 10.0), st.floats(0.2, 10.0)),
    demand=st.floats(-3.0, -0.2),
    resolution=st.sampled_from([Resolution(2, 2, 3), Resolution(4, 4, 9), Resolution(8, 8, 29)]),
)
def test_at_base_prices_the_base_year_comes_back(small, run, prices, slopes, demand, resolution):
    """Proves: whatever was produced, at whatever prices and elasticities, with margins fitted to these prices the best
    plan of one period is the base year: runs, flows and quantities to 1e-9.
    Without it: the first printed year would differ from the statistics that it was built on.
    """
    ore, oxide, far = prices
    case = (
        small.set("units", "mine", elasticity=slopes[0], capacity=2 * run)
        .set("units", "plant", elasticity=slopes[1], capacity=2 * run)
        .set("lanes", "out", elasticity=slopes[2])
    )
    case = replace(case.set("demands", "use", elasticity=demand), resolution=resolution).base(
        run={"dig": run, "refine": run},
        flow={"out": 0.4 * run},
        quantity={"use": 0.4 * run},
        price={("ore", "east"): ore, ("oxide", "east"): oxide, ("oxide", "west"): far},
        activity_margin={"dig": ore - 1.0, "refine": 0.4 * oxide - ore - 1.0},
        lane_margin={"out": far - oxide - 1.0},
    )
    answer = case.solve()

    assert [answer.rate("run", activity="dig"), answer.rate("ship"), answer.rate("serve")] == pytest.approx(
        [run, 0.4 * run, 0.4 * run], rel=1e-9
    )
    assert answer.price("oxide", "west") == pytest.approx([far], rel=2e-4)


def test_options_stand_on_one_pattern(small):
    """Proves: the world without agreement, control, reservation and subsidy has the labels and entries of the widest
    one; the patch from one to the other gives it back.
    Without it: an option could not be solved from the basis of another.
    """
    wide = full(small)
    narrow = wide
    for table in ("agreements", "agreement_states", "controls", "reservations", "subsidies"):
        narrow = narrow.drop(table)
    base, other = wide.program(), narrow.with_pattern_of(wide).program()
    back = apply(base, difference(base, other))

    assert_programs_equal(back, other, relative=0.0)
    assert -solve(other).objective == pytest.approx(narrow.solve().gain)


@few
@given(st.data())
def test_no_dual_promises_more_than_it_can_keep(small, data):
    """Proves: the least cost is convex in every bound, so moving a bound by h, up or down, costs at least dual times h;
    a dual of the wrong sign fails one of the two.
    Without it: signs would rest on the cases that somebody thought of.
    """
    answer = full(small).solve()
    family = data.draw(st.sampled_from([block.name for block in answer.program.rows if len(block)]))
    i = data.draw(st.integers(0, len(answer.program.row(family)) - 1))
    labels = {role: answer.program.row(family).index.labels(role)[i] for role in answer.program.row(family).index.keys}
    dual = answer.duals(family, **labels)[0]

    for h in (1e-3, -1e-3):
        try:
            slope = answer.slopes(family, step=h, **labels)[0]
        except Infeasible:  # no plan at all costs more than any
            continue
        assert slope * h >= dual * h - 1e-9


@few
@given(
    days=st.lists(st.integers(10, 500), min_size=1, max_size=8),
    begin=st.integers(0, 600),
    share=st.floats(0.0, 1.0),
    delay=st.floats(0.0, 200.0),
)
def test_a_clearance_delay_is_lost_once_on_any_grid(small, days, begin, share, delay):
    """Proves: on any periods a control with a delay lets through exactly the delay's kt less than one without, or all
    that it would let through if that is less; and never less than nothing.
    Without it: cutting a year into quarters would lose the delay four times, or before the control began.
    """
    starts = np.datetime64("2025-01-01") + np.concatenate([[0], np.cumsum(days)])
    onset = date(2025, 1, 1).toordinal() + begin
    control = Control("c", "licence", ("oxide",), ("east",), ("west",), date.fromordinal(onset), None, share, delay)
    case = small.add("controls", control).over(*map(str, starts))
    slow = allowed(case.system, "c", ["out"])
    free = allowed(case.set("controls", "c", delay_days=0.0).system, "c", ["out"])
    holds = np.isfinite(free)
    covered = case.grid.share(control.start, None)
    passes = float(case.system.lengths @ (4.0 * share * covered))

    assert (slow >= -1e-12).all() and (np.isfinite(slow) == holds).all()
    assert case.system.lengths[holds] @ (free[holds] - slow[holds]) == pytest.approx(
        min(4.0 * delay / 365, passes) if holds.any() else 0.0, abs=1e-9
    )
