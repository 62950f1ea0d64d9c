"""The shipped study cobalt-quota holds together: what a quota does to exports, prices, copper and rivals, and who pays."""

from __future__ import annotations

import re
import time
from datetime import date
from functools import cache

import numpy as np
import pytest
from typer.testing import CliRunner

from monazite.cli.app import app
from monazite.reading import inputs, read_study
from monazite.results.element_balance import element_balance_error
from monazite.results.welfare import closing_error, social_welfare, welfare_account
from monazite.study.foresight import INCENTIVE_TOLERANCE, realise, solve_option
from monazite.study.study import as_of_dates, find_study, open_study
from monazite.world.policies import Edit, Policy
from monazite.world.recipes import recipes
from monazite.world.records import Control

DATES = ("february-2025", "february-2026")
OPTIONS = ("free", "quota", "quota-until-2027", "quota-tight", "suspend-only", "duty")
ROOT = find_study("cobalt-quota")
QUOTA_2025, QUOTA = 18.125, 96.6
"""Kt of cobalt that may leave from 16 October to the end of 2025, and in a year from 2026 on."""


class Solved:
    """The study in draft resolution: opened once for each date, each option solved once when first asked for."""

    def __init__(self) -> None:
        self.study = cache(lambda when: open_study("cobalt-quota", when, "draft"))
        self.outcome = cache(lambda when, option: solve_option(self.study(when), option))
        self.account = cache(lambda when, option: welfare_account(self.outcome(when, option)))

    def gain(self, when, option, region, party):
        """MUSD of a party against free export."""
        line = (region, party)
        return self.account(when, option).get(line, 0.0) - self.account(when, "free").get(line, 0.0)


@pytest.fixture(scope="module")
def solved():
    return Solved()


def year(outcome, rates, which):
    """Amount in a calendar year of a rate by period."""
    return outcome.yearly(rates)[which]


def exports(outcome):
    return outcome.total("ship", commodity="hydroxide", origin="COD")


@pytest.mark.parametrize("when", DATES)
def test_every_number_of_the_study_follows_from_evidence(when):
    """Proves: `monazite check` finds nothing wrong, no number is without a formula over evidence ids, and nothing that was
    learned after the date is used.
    Without it: a table could be changed by hand and keep the look of evidence.
    """
    on = as_of_dates(ROOT)[when]
    folder = read_study(ROOT, on)
    known = {e.id: e.known_on for e in folder.evidence}
    said = CliRunner().invoke(app, ["check", "cobalt-quota"], env={"NO_COLOR": "1"})

    assert said.exit_code == 0 and "nothing wrong was found" in said.stdout
    assert [(i.table, i.row, i.column) for i in inputs(folder) if not i.ids] == []
    assert all(known[name] is None or known[name] <= on for i in inputs(folder) for name in i.ids)


@pytest.mark.parametrize("when", DATES)
def test_the_base_year_balances(solved, when):
    """Proves: at each place what is made and comes in is used, leaves, is stored or thrown away, to 1e-9 kt, and no report
    had to move by more than three standard deviations.
    Without it: tonnes of 2024 that nobody made would be sold in all later years.
    """
    study = solved.study(when)
    base, world = study.baseline, study.folder.world
    book, place = recipes(world), world.region_of_unit
    net = {}

    def add(commodity, region, kt):
        net[commodity, region] = net.get((commodity, region), 0.0) + kt

    for a in world.activities:
        for commodity, x in book[a.process].amounts.items():
            add(commodity, place[a.unit], x * base.run.get(a.activity, 0.0))
    for x in world.lanes:
        add(x.commodity, x.origin, -base.flow.get(x.lane, 0.0))
        add(x.commodity, x.destination, base.flow.get(x.lane, 0.0))
    for d in world.demands:
        add(d.commodity, d.region, -base.quantity.get(d.demand, 0.0))
    for k in world.stockpiles:
        add(k.commodity, k.region, -base.stock_change.get(k.stockpile, 0.0))
    for (commodity, region), kt in base.discarded.items():
        add(commodity, region, -kt)

    assert max(abs(kt) for kt in net.values()) < 1e-7
    assert max(abs(moved) for _, _, moved in base.moved.values()) < 3.0


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("when", DATES)
def test_cobalt_copper_and_nickel_add_up_and_so_does_the_account(solved, when, option):
    """Proves: mined and in store at first = used, lost, thrown away and in store at last, for all three elements, to 1e-9;
    the gains of all parties add up to the objective and the transfers; royalties stand on the prices that were found.
    Without it: a quota could make cobalt vanish, or pay somebody with nobody's money.
    """
    outcome = solved.outcome(when, option)
    errors = element_balance_error(outcome)

    assert set(errors) == {"Co", "Cu", "Ni"} and max(errors.values()) < 1e-9
    assert closing_error(outcome, solved.account(when, option)) < 1e-9
    assert outcome.incentive_residual <= INCENTIVE_TOLERANCE


@pytest.mark.parametrize("when", DATES)
def test_a_quota_lets_exactly_its_tonnes_leave(solved, when):
    """Proves: nothing leaves from April to September 2025, 18,125 t in the fourth quarter and 96,600 t in each later year,
    where 150,000 to 320,000 t would have left.
    Without it: the days of the suspension would be counted with the base flow, and 26,000 t would leave in that quarter.
    """
    quota, free = solved.outcome(when, "quota"), solved.outcome(when, "free")
    names, lengths = quota.system.grid.names, quota.system.lengths
    left = dict(zip(names, exports(quota) * lengths, strict=True))

    assert [left["2025Q2"], left["2025Q3"], left["2025Q4"]] == pytest.approx([0.0, 0.0, QUOTA_2025], abs=1e-6)
    for y in range(2026, 2041):
        assert year(quota, exports(quota), y) == pytest.approx(QUOTA, rel=1e-6)
        assert 145.0 < year(free, exports(free), y) < 330.0


@pytest.mark.parametrize("when", DATES)
def test_a_quota_raises_prices_and_calls_up_indonesia_and_scrap(solved, when):
    """Proves: in 2026 cobalt in salts costs more than twice and in metal more than half as much again, Indonesian plants
    make at least 4 % more MHP, and recyclers in China a quarter more; by then stocks outside the Congo have been drawn down.
    Without it: a shortage in one place would be felt nowhere else.
    """
    quota, free = solved.outcome(when, "quota"), solved.outcome(when, "free")
    at = free.system.grid.names.index("2026Q4")

    def ratio(read):
        return year(quota, read(quota), 2026) / year(free, read(free), 2026)

    def stocks(outcome):
        return sum(
            outcome.total("level", stockpile=k.stockpile)[at]
            for k in outcome.system.widest.stockpiles
            if k.region != "COD"
        )

    assert ratio(lambda o: o.price("cobalt_salt", "CHN")) > 2.0
    assert ratio(lambda o: o.price("cobalt_metal", "EUU")) > 1.5
    assert ratio(lambda o: o.total("run", process="mine_mhp", region="IDN")) > 1.04
    assert ratio(lambda o: o.total("run", activity="recycle_salt_chn")) > 1.25
    assert stocks(quota) < 0.95 * stocks(free)


@pytest.mark.parametrize("when", DATES)
@pytest.mark.parametrize("option", OPTIONS[1:])
def test_copper_hardly_notices(solved, when, option):
    """Proves: copper made in the Congo changes by less than 1 % in every year to 2036, though up to half of the cobalt is no
    longer recovered: what is not worth making hydroxide of goes to the tailings. Later, when three times as much could be
    sold freely, it would pay for up to 3.5 % more ore.
    Without it: a by-product would steer the mine.
    """
    outcome, free = solved.outcome(when, option), solved.outcome(when, "free")

    def made(o, commodity):
        return sum(o.amounts(commodity, "COD", 1).values())

    late = outcome.system.grid.names.index("2037")
    np.testing.assert_allclose(made(outcome, "copper")[:late], made(free, "copper")[:late], rtol=0.01)
    np.testing.assert_allclose(made(outcome, "copper"), made(free, "copper"), rtol=0.035)
    if option == "quota":
        recovered = year(outcome, made(outcome, "hydroxide"), 2028) / year(free, made(free, "hydroxide"), 2028)
        assert recovered < 0.6


@pytest.mark.parametrize("when", DATES)
def test_the_congo_gains_because_what_is_left_to_sell_is_worth_more_than_twice_as_much(solved, when):
    """Proves: with exports half as large the price in China is more than three times as high, so residual demand has an
    elasticity between -0.7 and -0.4: the value of exports rises. Congolese mines lose (unsold cobalt is worth little at
    home), holders of quotas and the treasury gain more.
    Without it: nobody could say why a quota pays, or whether it would with users who give way more easily.
    """
    quota, free = solved.outcome(when, "quota"), solved.outcome(when, "free")

    def of(o, read):
        return year(o, read(o), 2028)

    volume = of(quota, exports) / of(free, exports)
    price = of(quota, lambda o: o.price("hydroxide", "CHN")) / of(free, lambda o: o.price("hydroxide", "CHN"))

    assert -0.7 < np.log(volume) / np.log(price) < -0.4
    assert volume * price > 1.5
    assert solved.gain(when, "quota", "COD", "producers") < 0.0
    assert solved.gain(when, "quota", "COD", "licence holders") > -3.0 * solved.gain(when, "quota", "COD", "producers")
    assert solved.gain(when, "quota", "COD", "government") > 500.0


@pytest.mark.parametrize("when", DATES)
def test_users_everywhere_else_pay(solved, when):
    """Proves: users lose in every region that uses cobalt, those in China more than all others together; the world as a
    whole is worse off.
    Without it: a gain of the one would have no other side.
    """
    users = {r: solved.gain(when, "quota", r, "users") for r in ("CHN", "EUU", "JPN", "KOR", "USA", "ROW")}
    study = solved.study(when)
    world = sum(
        social_welfare(solved.account(when, "quota"), r.region) - social_welfare(solved.account(when, "free"), r.region)
        for r in study.folder.world.regions
    )

    assert max(users.values()) < -1000.0
    assert users["CHN"] < sum(users.values()) - users["CHN"]
    assert world < -5000.0


@pytest.mark.parametrize("when", DATES)
def test_the_rent_of_the_quota_goes_to_the_owners_of_the_mines(solved, when):
    """Proves: of the rent 58 % are Chinese, 25 % of other foreigners and 17 % Congolese, as mines were owned and ran in 2024;
    an export duty takes nearly all of it for the treasury and is worth at least three times as much to the Congo.
    Without it: the buyers' traders would be credited with what the Congo makes scarce.
    """
    rent = {r: solved.gain(when, "quota", r, "licence holders") for r in ("CHN", "ROW", "COD")}
    total = {
        o: social_welfare(solved.account(when, o), "COD") - social_welfare(solved.account(when, "free"), "COD")
        for o in ("quota", "duty")
    }

    assert {r: v / sum(rent.values()) for r, v in rent.items()} == pytest.approx(
        {"CHN": 0.58, "ROW": 0.25, "COD": 0.17}, abs=0.01
    )
    assert solved.gain(when, "duty", "COD", "government") > 10.0 * solved.gain(when, "quota", "COD", "government")
    assert total["duty"] > 3.0 * total["quota"] > 0.0


def test_the_royalty_follows_the_price(solved):
    """Proves: in 2027 the treasury gets a tenth of the value of hydroxide, price in China less freight, to 2 %: about 330
    million USD under the quota; at the amount of 2024, 1.28 USD/kg, it would be 123.
    Without it: a quota that triples the price would look like a loss of revenue, since it halves the tonnes.
    """
    quota = solved.outcome("february-2026", "quota")
    lane = next(x for x in quota.system.world.lanes if x.lane == "hydroxide_cod_chn")
    value = year(quota, (quota.price("hydroxide", "CHN") - lane.freight) * quota.total("ship", lane=lane.lane), 2027)
    family = quota.program.column("ship")
    term = quota.program.costs["export_tax"]
    charged = np.zeros(quota.program.c.size)
    charged[term.positions] = term.coefficients
    mine = family.index.where(lane=lane.lane)
    paid = np.bincount(
        family.index.codes["period"][mine], (charged[family.slice] * quota.values("ship"))[mine], len(quota.system.grid)
    )

    assert year(quota, paid / quota.system.weight, 2027) == pytest.approx(0.1 * value, rel=0.02)
    assert 0.1 * value > 2.0 * 1.28 * year(quota, quota.total("ship", lane=lane.lane), 2027)


@pytest.mark.parametrize("when", DATES)
def test_a_quota_above_free_trade_changes_nothing(solved, when):
    """Proves: with 600,000 t a year allowed from the first day on, least cost and exports are those of free export, to a
    ten-millionth: what was done before each surprise may be another of several plans that were as good.
    Without it: a quota that refuses nobody would cost something.
    """
    study = solved.study(when)
    wide = Control("wide", "quota", ("hydroxide",), ("COD",), ("*",), date(2025, 1, 1), None, 0.0, tonnes=600.0)
    policy = Policy(
        "wide", "a quota above free trade", date(2024, 12, 31), (Edit("add", "controls", "wide", record=wide),)
    )
    free, quota = (realise(study, "free", policies) for policies in ((), (policy,)))

    assert quota.objective == pytest.approx(free.objective, rel=1e-7)
    np.testing.assert_allclose(exports(quota), exports(free), rtol=0.0, atol=1e-6)


def test_a_tighter_quota_raises_the_price_further_and_a_passing_one_lets_it_fall_back(solved):
    """Proves: prices of hydroxide in 2027 are in the order free < duty < quota < tighter quota, and in 2029 that of the
    quota that ended with 2027 is back at that of free export, or below it while the sheds are sold.
    Without it: an option could carry another one's policy.
    """

    def price(option, which):
        outcome = solved.outcome("february-2026", option)
        return year(outcome, outcome.price("hydroxide", "CHN"), which)

    paid = [price(option, 2027) for option in ("free", "duty", "quota", "quota-tight")]

    assert paid == sorted(paid) and min(np.diff(paid)) > 3.0
    assert 0.7 * price("free", 2029) < price("quota-until-2027", 2029) < 1.02 * price("free", 2029)


def test_nobody_acts_on_the_quota_before_it_is_announced(solved):
    """Proves: until June 2025 every option that begins with the suspension of February has the same exports, stocks and
    prices; with the quota known from the start, stocks in China would be larger at the end of March.
    Without it: the market would be wise before the event, and the shock would disappear.
    """
    study = solved.study("february-2026")
    paths = [solved.outcome("february-2026", o) for o in ("quota", "quota-tight", "suspend-only")]
    early = slice(0, 2)
    always = tuple(Policy(p.policy, p.title, date(2024, 12, 31), p.edits) for p in study.policies("quota"))
    known = realise(study, "quota", always)

    def held(outcome):
        return sum(outcome.total("level", stockpile=k) for k in ("hydroxide_chn", "salt_chn", "metal_chn"))

    for path in paths[1:]:
        np.testing.assert_allclose(exports(path)[early], exports(paths[0])[early], atol=1e-9)
        np.testing.assert_allclose(held(path)[early], held(paths[0])[early], atol=1e-6)
    assert held(known)[0] > held(paths[0])[0] + 1.0


@pytest.mark.parametrize("path", sorted((ROOT / "scenarios").glob("*.toml")), ids=lambda p: p.stem)
def test_every_policy_of_the_study_is_felt(solved, path):
    """Proves: each policy changes what the realised path of an option costs, against the policies before it alone; so does the
    longer suspension of June, which the quota of September replaces, by what is done in between.
    Without it: a file in scenarios/ could name what nothing depends on.
    """
    study = solved.study("february-2026")
    policy = study.folder.policies[path.stem]
    option = next(o for o in study.options if policy in study.policies(o))
    policies = study.policies(option)
    at = policies.index(policy)
    with_it, without = (realise(study, option, policies[:until]).objective for until in (at + 1, at))

    assert abs(with_it - without) > 1.0


def test_a_draft_of_the_whole_study_is_small_and_quick(solved):
    """Proves: less than 30,000 columns, and all six options of one date within 30 seconds (they take two).
    Without it: the study would be left to run at night, and not be played with.
    """
    study = open_study("cobalt-quota", "february-2025", "draft")
    began = time.perf_counter()
    outcomes = [solve_option(study, option) for option in study.options]

    assert max(o.program.c.size for o in outcomes) < 30_000
    assert time.perf_counter() - began < 30.0


def test_at_least_eight_regions_trade_and_three_elements_are_followed(solved):
    """Proves: of eleven regions at least ten ship or take in something; cobalt, copper and nickel each stand in a raw
    material and in a refined one, and two commodities hold two of them.
    Without it: the study would be one metal between two countries.
    """
    study = solved.study("february-2026")
    world, flow = study.folder.world, study.baseline.flow
    trading = {r for x in world.lanes if flow.get(x.lane, 0.0) > 1e-3 for r in (x.origin, x.destination)}
    stage = {c.commodity: c.stage for c in world.commodities}
    held = {}
    for (commodity, element), mass in world.content.items():
        if mass > 0.0:
            held.setdefault(element, set()).add(stage[commodity])
    mixed = [c for c in stage if sum(world.content.get((c, e), 0.0) > 0.0 for e in held) > 1]

    assert len(trading) >= 10
    assert set(held) == {"Co", "Cu", "Ni"} and all("refined" in stages and len(stages) > 1 for stages in held.values())
    assert set(mixed) == {"cuco_ore", "mhp", "mixed_sulphide"}


def test_the_readme_of_the_cobalt_study_names_every_table_and_policy():
    """Proves: each file of the folder is named in its README, and the README names no file that is not there.
    Without it: the page would describe the study of last year.
    """
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    there = {p.relative_to(ROOT).as_posix() for p in ROOT.rglob("*") if p.suffix in (".csv", ".toml")}
    named = set(re.findall(r"`((?:scenarios/)?[a-z0-9_-]+\.(?:csv|toml))`", page))

    assert named == there


def test_the_readme_of_the_cobalt_study_tells_the_numbers_of_today(solved):
    """Proves: the page's table of gains is what the model says, to 3 % or 0.1 billion, and so are its quarters of 2025, to
    0.3 USD/kg.
    Without it: a changed elasticity would leave yesterday's billions on the first page that a reader opens.
    """
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    when, quota = "february-2026", solved.outcome("february-2026", "quota")
    others = {r.region for r in solved.study(when).folder.world.regions} - {"COD"}

    def gains(option, party, *regions):
        return sum(solved.gain(when, option, r, party) for r in regions) / 1000.0

    def social(option, region):
        both = (social_welfare(solved.account(when, o), region) for o in (option, "free"))
        return (next(both) - next(both)) / 1000.0

    for option in OPTIONS[1:]:
        told = re.search(rf"^\| {option} \|((?: -?\d+\.\d \|){{6}})$", page, re.MULTILINE)
        now = [social(option, "COD"), gains(option, "government", "COD"), gains(option, "licence holders", *others)]
        now += [social(option, "IDN"), gains(option, "users", "CHN"), gains(option, "users", *others - {"CHN"})]
        assert [float(x) for x in told[1].split("|")[:-1]] == pytest.approx(now, rel=0.03, abs=0.1)

    told = [float(x) for x in re.findall(r"^\| 2025Q\d \| .* \| (\d+\.\d) \|$", page, re.MULTILINE)]
    assert told == pytest.approx(list(quota.price("hydroxide", "CHN")[:4]), abs=0.3)
