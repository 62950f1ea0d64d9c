"""The shipped study india-japan holds together: evidence behind every number, nothing known too early, nothing idle."""

from __future__ import annotations

import re
import shutil
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from monazite.errors import BadInput
from monazite.formulation.formulate import formulate
from monazite.reading import inputs, read_study
from monazite.results.outcome import Outcome
from monazite.results.welfare import welfare_account
from monazite.solving import Session
from monazite.study.answer.material import total_leaving
from monazite.study.answer.money import penalty
from monazite.study.answer.work import terms_of
from monazite.study.base_year import base_year
from monazite.study.foresight import realise
from monazite.study.study import as_of_dates, find_study
from monazite.world.policies import COMES_AND_GOES, SETTABLE, Edit, Policy
from monazite.world.world import TABLES, key_of

DATES = ("june-2025", "today")
LONG_AGO = date(2024, 12, 31)
ROOT = find_study("india-japan")

ONLY_BASE_YEAR = {
    ("activities", "base_run"), ("activities", "relative_sd"), ("lanes", "base_flow"), ("lanes", "relative_sd"),
    ("demands", "base_quantity"), ("demands", "relative_sd"), ("prices", "price"), ("prices", "relative_sd"),
    ("stockpiles", "base_change"), ("agreements", "base_delivery"),
}
"""Columns that say what was in the base year: they are felt there, and a policy may not set them."""
ONLY_ACCOUNT = {
    ("agreements", "price"), ("agreements", "notice_months"), ("agreements", "penalty"), ("reservations", "price"),
    ("agreements", "index_share"), ("agreement_states", "cost"),
}
"""Columns that move money between the parties and no material."""
FORCES_NOTHING = {
    ("targets", "quantity"): "an announced goal, read against the outcome (tests/study/test_goals.py)",
    ("controls", "least_share"): "none of these controls describes its forms by elements (tests/world/test_scope.py)",
    ("reservations", "tier"): "an order, which a thousandth does not change (tests/instruments/test_reservation.py)",
}
IDLE_ROWS = {
    ("agreement_states", ("trei_2012", date(2012, 11, 16))): "ended in 2016, before the first period",
    ("stockpiles", "thorium_dae"): "thorium has no price, and its store is never full",
}


@pytest.fixture(scope="module")
def everything(shipped):
    """A wind-down with the magnet scheme and the swap, as known today: together they set most records to work."""
    study = shipped.study("today")
    return (*study.policies("wind-down"), study.folder.policies["magnet-scheme"], study.folder.policies["swap"])


@pytest.mark.parametrize("name", DATES)
def test_every_number_follows_from_evidence(name):
    """Proves: as of both dates the reader works out each number of each table again from its formula and agrees.
    Without it: a table could be changed by hand and keep the look of evidence.
    """
    folder = read_study(ROOT, as_of_dates(ROOT)[name])

    assert len(inputs(folder)) > 2000
    assert len({i for entry in inputs(folder) for i in entry.ids}) > 400


@pytest.mark.parametrize("name", DATES)
def test_every_number_of_tables_and_policies_joins_evidence(name):
    """Proves: no input is a bare number: each names at least one piece of evidence, a zero as well as a ton, and those of
    every policy that an option or event brings are among them.
    Without it: what stands in scenarios/ would be beyond question.
    """
    folder = read_study(ROOT, as_of_dates(ROOT)[name])
    found = inputs(folder)
    at_work = {*folder.events, *(p for option in folder.options for p in option.policies)}
    numbered = {p for p in at_work if any(type(v) in (int, float) for e in folder.policies[p].edits
                                          for v in (e.values or {}).values() or vars_of(e.record))}

    assert [(e.table, e.row, e.column) for e in found if not e.ids] == []
    assert {e.policy for e in found} >= numbered


@pytest.mark.parametrize(("evidence", "table"), [("MZ301", "agreements.csv"), ("PR179", "units.csv")])
def test_evidence_that_moves_by_one_percent_is_refused_with_its_place(tmp_path, evidence, table):
    """Proves: a reported number raised by 1 % in evidence.csv contradicts the cells derived from it, told by file and line.
    Without it: evidence and model would drift apart without a word.
    """
    copy = tmp_path / "study"
    shutil.copytree(ROOT, copy)
    lines = (copy / "evidence.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (at,) = [i for i, line in enumerate(lines) if line.startswith(f"{evidence},")]
    number = next(e for e in read_study(ROOT, date(2025, 6, 14)).evidence if e.id == evidence).value
    lines[at] = re.sub(rf",{number:g}(\.0)?,", f",{number * 1.01:.6f},", lines[at], count=1)
    (copy / "evidence.csv").write_text("".join(lines), encoding="utf-8")

    with pytest.raises(BadInput) as refused:
        read_study(copy, date(2025, 6, 14))

    places = [(f.file, f.line) for f in refused.value.faults]
    assert all(file and line for file, line in places if "more faults" not in str(file))
    assert any(file == table for file, _ in places)


def test_nothing_learned_after_14_june_2025_is_used_in_june_2025():
    """Proves: no input of that world uses evidence from later, no later event is known, and today's world does use some.
    Without it: the answer of June 2025 would be wise after the event.
    """
    june, today = (read_study(ROOT, as_of_dates(ROOT)[name]) for name in DATES)
    late = {e.id for e in today.evidence if e.known_on and e.known_on > date(2025, 6, 14)}
    used = [{i for entry in inputs(folder) for i in entry.ids} for folder in (june, today)]

    assert as_of_dates(ROOT)["june-2025"] == date(2025, 6, 14)
    assert used[0] & late == set()
    assert len(used[1] & late) > 20
    assert {e.id for e in june.evidence} & late == set()
    assert all(june.policies[name].announced <= date(2025, 6, 14) for name in june.events)
    assert set(june.events) < set(today.events)


@pytest.mark.parametrize("name", DATES)
def test_at_least_twelve_regions_trade(shipped, name):
    """Proves: each of at least twelve regions ships or takes in something in the balanced base year.
    Without it: a country could stand in the list and on the map and be empty.
    """
    study = shipped.study(name)
    flow = study.baseline.flow
    trading = {place for lane in study.folder.world.lanes if flow.get(lane.lane, 0.0) > 1e-3 for place in (lane.origin, lane.destination)}

    assert len(trading) >= 12
    assert {"IND", "JPN", "CHN", "VNM", "USA", "EUU"} <= trading


def test_elements_are_followed_from_ore_to_end_use(shipped):
    """Proves: Nd-Pr, Dy and Tb are in ores, oxides, metals and magnets; two grades of magnets serve at least seven end
    uses, and only the heavy grade holds Dy.
    Without it: one "rare earth" would stand for what is plentiful and what is short.
    """
    world = shipped.study("today").folder.world
    stage = {c.commodity: c.stage for c in world.commodities}
    where = {e: {stage[c] for (c, x), held in world.content.items() if x == e and held > 0.0} for e in ("NdPr", "Dy", "Tb")}
    grades = {c for c, s in stage.items() if s == "magnet"}

    assert all(found >= {"ore", "oxide", "metal", "magnet"} for found in where.values())
    assert len(grades) >= 2
    assert {g for g in grades if world.content.get((g, "Dy"), 0.0) > 0.0} == {"magnet_heavy"}
    assert len({d.end_use for d in world.demands if d.commodity in grades and d.region == "IND"}) >= 7


def test_every_column_that_a_policy_may_set_is_felt(shipped, everything):
    """Proves: a policy that sets a column of numbers changes the programme; or, for three columns of agreements, the account.
    What forces nothing is listed with its reason. Columns that no policy may set are refused in words.
    Without it: an input could be filled in with care and read by nobody; the volumes of an agreement were one such.
    """
    study = shipped.study("today")
    system = study.system(everything)
    before = formulate(system)
    idle = []
    for table in TABLES:
        rows = system.world.table(table)
        for name in [f.name for f in fields(rows[0]) if any(type(getattr(r, f.name)) in (int, float) for r in rows)] if rows else ():
            if (table, name) in ONLY_BASE_YEAR | ONLY_ACCOUNT or not may_be_set(table, name):
                continue
            edits = tuple(Edit("set", table, key_of(table, r), values={name: getattr(r, name) * 0.999 + 1e-5}) for r in rows)
            after = formulate(study.system((*everything, Policy("nudge", "nudge", LONG_AGO, edits))))
            if same(before, after):
                idle.append((table, name))

    assert set(idle) == set(FORCES_NOTHING)


@pytest.mark.parametrize(("table", "name"), sorted(ONLY_BASE_YEAR))
def test_columns_of_the_base_year_are_felt_there(shipped, table, name):
    """Proves: half as much in one column of the base year gives another balanced base year.
    Without it: a report could be collected and never weighed.
    """
    study = shipped.study("june-2025")
    world = study.folder.world
    rows = tuple(replace(r, **{name: 0.5 * getattr(r, name)}) for r in world.table(table))
    moved = base_year(replace(world, **{table: rows}))

    assert any(getattr(moved, f) != getattr(study.baseline, f) for f in ("run", "flow", "quantity", "delivery", "stock_change", "price"))


def test_notice_and_penalty_are_felt_in_the_claim_and_the_price_in_the_account(shipped):
    """Proves: twice the notice, or twice the penalty, doubles the claim of 'suspend'; another price moves money.
    Without it: "cannot be ended at once" would be words.
    """
    study = shipped.study("june-2025")
    outcome = shipped.outcome("june-2025", "suspend")

    def dearer(name):
        def twice(world):
            return replace(world, agreements=tuple(replace(g, **{name: 2.0 * getattr(g, name)}) for g in world.agreements))
        return replace(outcome, system=replace(outcome.system, world=twice(outcome.system.world), widest=twice(outcome.system.widest)))

    terms = terms_of(study)
    assert [penalty(dearer(n), terms) for n in ("notice_months", "penalty")] == pytest.approx([2.0 * penalty(outcome, terms)] * 2)
    assert welfare_account(dearer("price"))["IND", "producers"] > welfare_account(outcome)["IND", "producers"] + 0.1


def test_every_agreement_control_incentive_project_and_store_is_felt(shipped, everything):
    """Proves: a tenth more or less of each row changes the least cost of the whole chain. Rows that do not are listed.
    Without it: a policy or a plant could be announced in the tables and be absent from the model.
    """
    study = shipped.study("today")
    system = study.system(everything)
    program = formulate(system)
    session = Session(program)
    best = session.solve()
    change = {
        "agreements": lambda r: {"maximum": 0.9 * r.maximum, "ratio": 0.9 * r.ratio},
        "agreement_states": lambda r: {"share_start": 0.9 * r.share_start + 0.01, "share_end": 0.9 * r.share_end + 0.01},
        "controls": lambda r: {"share": 0.9 * r.share},
        "subsidies": lambda r: {"rate": 0.9 * r.rate, "sales_share": 0.9 * r.sales_share},
        "reservations": lambda r: {"volume": 1.1 * r.volume},
        "stockpiles": lambda r: {"initial": 1.1 * r.initial + 1e-5},
        "projects": lambda r: {"size": 1.1 * r.size},
    }
    idle = []
    for table, values in change.items():
        for row in system.world.table(table):
            nudge = Policy("nudge", "nudge", LONG_AGO, (Edit("set", table, key_of(table, row), values=values(row)),))
            again = session.solve(formulate(study.system((*everything, nudge))), start=best.basis)
            if abs(again.objective - best.objective) < 1e-6:
                idle.append((table, key_of(table, row)))

    assert set(idle) == set(IDLE_ROWS)


def test_deposits_bind_once_they_are_too_small(shipped):
    """Proves: no reserve is used up before 2041, so none is felt as it is; cut to 15.5 years of base-year mining each binding
    one costs something, and a national figure that is not the mine's own (binding = no) still nothing.
    Without it: a reserve could be a number on a page.
    """
    study = shipped.study("today")
    policies = study.policies("keep+build")
    system = study.system(policies)
    session = Session(formulate(system))
    best = session.solve()
    run = {a.unit: study.baseline.run.get(a.activity, 0.0) for a in system.world.activities}
    felt, full = {}, {}
    for d in system.world.deposits:
        found = {}
        for share, reserve in (("scarce", 15.5 * run[d.unit]), ("as it is", 0.99 * d.reserve)):
            nudge = Policy("nudge", "nudge", LONG_AGO, (Edit("set", "deposits", d.deposit, values={"reserve": reserve}),))
            again = session.solve(formulate(study.system((*policies, nudge))), start=best.basis)
            found[share] = again.objective > best.objective + 1e-6
        felt[d.deposit], full[d.deposit] = found["scarce"], found["as it is"]

    assert felt == {d.deposit: d.binding for d in system.world.deposits}
    assert not any(full.values())


@pytest.mark.parametrize("path", sorted((ROOT / "scenarios").glob("*.toml")), ids=lambda p: p.stem)
def test_every_policy_file_is_felt(shipped, path):
    """Proves: beside 'keep' (for events: taken away from it) each policy changes the programme as known today, or moves money
    from one party to another in the account of the same plan.
    Without it: a file in scenarios/ could name what nothing depends on.
    """
    study = shipped.study("today")
    policies = study.policies("keep")
    policy = study.folder.policies[path.stem]
    builds_on = {"china-licences-2025": ("china-licences-2025", "china-licences-eased")}.get(path.stem, (path.stem,))
    other = tuple(p for p in policies if p.policy not in builds_on) if policy in policies else (*policies, policy)
    new = [policy] if policy not in policies else []

    systems = study.system(policies, to_come=new), study.system(other)
    before, after = map(formulate, systems)
    if same(before, after):
        plan = Session(before).solve()
        accounts = [welfare_account(Outcome("keep", system, before, plan.x, plan.y)) for system in systems]
        assert max(abs(accounts[1].get(k, 0.0) - v) for k, v in accounts[0].items()) > 0.01


def test_a_ban_of_oxide_alone_stops_oxide(shipped):
    """Proves: with 'ban-oxide' beside 'keep' nothing leaves India as oxide in 2028, and less leaves in all.
    Without it: the leak table would compare two worlds that are one.
    """
    study = shipped.study("june-2025")
    terms = terms_of(study)
    banned = realise(study, "keep", (*study.policies("keep"), study.folder.policies["ban-oxide"]))
    at = study.grid.names.index("2028")
    oxide = sum(banned.total("ship", lane=x.lane)[at] for x in study.widest.lanes if x.origin == "IND" and x.commodity == "ndpr_oxide")

    assert oxide == pytest.approx(0.0, abs=1e-9)
    assert total_leaving(banned, terms)[at] < total_leaving(shipped.outcome("june-2025", "keep"), terms)[at] - 0.05


def test_the_readme_of_the_study_names_every_table_and_policy():
    """Proves: each file of the folder is named in its README, and the README names no file that is not there.
    Without it: the page would describe the study of last year.
    """
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    there = {p.relative_to(ROOT).as_posix() for p in Path(ROOT).rglob("*") if p.suffix in (".csv", ".toml")}
    named = set(re.findall(r"`((?:scenarios/)?[a-z0-9_-]+\.(?:csv|toml))`", page))

    assert named == there


def vars_of(record):
    return [getattr(record, f.name) for f in fields(record)] if record is not None else []


def may_be_set(table, name):
    return table in COMES_AND_GOES or name in SETTABLE.get(table, ())


def same(one, other) -> bool:
    """Whether two programmes of one pattern hold the same numbers."""
    return one.A.nnz == other.A.nnz and all(np.array_equal(a, b) for a, b in (
        (one.c, other.c), (one.lower, other.lower), (one.upper, other.upper), (one.row_lower, other.row_lower),
        (one.row_upper, other.row_upper), (one.A.data, other.A.data)))
