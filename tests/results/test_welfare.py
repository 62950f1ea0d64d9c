"""Who gains and who pays: the account of every option closes, and its signs are those of trade theory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monazite.formulation.controls import lanes_in_scope
from monazite.results.welfare import PARTIES, closing_error, social_welfare, welfare_account
from monazite.study.answer.money import penalty
from monazite.study.answer.work import terms_of

DATES = ("june-2025", "today")
OPTIONS = ("keep", "suspend", "suspend-japan-only", "wind-down", "swap", "keep+build", "suspend+build")


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("date", DATES)
def test_the_account_closes_for_every_option_at_both_dates(shipped, date, option):
    """Proves: gains of all parties of all regions = benefit less cost + duties + export taxes - incentives, to 1e-9.
    Without it: a party left out, or paid twice, would shift the answer and nobody would see it.
    """
    outcome = shipped.outcome(date, option)

    assert closing_error(outcome, welfare_account(outcome)) < 1e-9


def test_the_closing_error_sees_a_party_that_is_left_out(shipped):
    """Proves: without the traders the account of 'keep' no longer closes.
    Without it: the test above could pass for an error that is always zero.
    """
    outcome = shipped.outcome("june-2025", "keep")
    account = {key: value for key, value in welfare_account(outcome).items() if key[1] != "traders"}

    assert closing_error(outcome, account) > 1e-6


def test_every_line_has_a_known_party_and_region(shipped):
    """Proves: regions are those of the study, parties those of ``PARTIES``.
    Without it: a line under a misspelt name would vanish from the table.
    """
    study, account = shipped.study("today"), welfare_account(shipped.outcome("today", "suspend+build"))

    assert {party for _, party in account} <= set(PARTIES)
    assert {region for region, _ in account} <= {r.region for r in study.folder.world.regions}


@pytest.mark.parametrize("date", DATES)
def test_india_loses_by_a_stop_when_stock_left_over_is_worth_nothing(shipped, date):
    """Proves: at zero terminal value of captive stock India is some 42 million USD worse off by 'suspend' than by 'keep',
    before any claim for missed notice: it gives up sales and gets nothing for what it stores.
    Without it: a store that is credited with the world price would turn a loss into a gain.
    """
    keep, stop = (welfare_account(shipped.outcome(date, option)) for option in ("keep", "suspend"))

    assert -80.0 < social_welfare(stop, "IND") - social_welfare(keep, "IND") < -10.0


@pytest.mark.parametrize("date", DATES)
def test_japan_loses_by_a_stop_and_less_by_a_wind_down(shipped, date):
    """Proves: Japan's welfare falls by some 43 million USD by 'suspend', and by no more with a wind-down, to a million.
    Without it: whoever owns the plants abroad could be booked in the wrong region.
    """
    keep, stop, slow = (social_welfare(welfare_account(shipped.outcome(date, o)), "JPN") for o in ("keep", "suspend", "wind-down"))

    assert stop < slow + 1.0 < keep - 10.0


def test_the_incentive_is_the_governments_cost_and_the_producers_gain(shipped):
    """Proves: with the magnet scheme India's budget is worse off, and with it the world's account closes.
    Without it: an incentive that only one side books would make money out of nothing.
    """
    keep, build = (welfare_account(shipped.outcome("june-2025", o)) for o in ("keep", "keep+build"))

    assert build["IND", "government"] < keep["IND", "government"] - 50.0
    assert build["IND", "producers"] > keep["IND", "producers"]


def test_the_contract_price_moves_money_and_no_material(shipped):
    """Proves: a contract price higher by 1 USD/kg takes from Japan's producers what it gives to India's, volume times price.
    Without it: the split would say who gains from the agreement, whatever the agreement says.
    """
    outcome = shipped.outcome("june-2025", "keep")
    widest = outcome.system.widest
    dearer = replace(widest, agreements=tuple(replace(g, price=g.price + 1.0) for g in widest.agreements))
    before = welfare_account(outcome)
    after = welfare_account(replace(outcome, system=replace(outcome.system, widest=dearer)))
    paid = float(outcome.system.weight @ outcome.total("deliver", agreement="trei_2012"))

    assert after["IND", "producers"] - before["IND", "producers"] == pytest.approx(paid)
    assert after["JPN", "producers"] - before["JPN", "producers"] == pytest.approx(-paid)


def test_a_lower_price_of_reserved_oxide_moves_money_from_its_maker_to_its_users(shipped):
    """Proves: 10 USD/kg off the administered price gives India's users what its producers lose, and no third party any.
    Without it: the price at which a reserved volume changes hands could be any number.
    """
    outcome = shipped.outcome("today", "keep+build")
    before = welfare_account(outcome)

    def cheaper(world):
        return replace(world, reservations=tuple(replace(r, price=r.price - 10.0) for r in world.reservations))

    after = welfare_account(replace(outcome, system=replace(outcome.system, world=cheaper(outcome.system.world))))
    moved = {key: after[key] - before[key] for key in after if abs(after[key] - before[key]) > 1e-9}

    assert set(moved) == {("IND", "users"), ("IND", "producers")}
    assert moved["IND", "users"] == pytest.approx(-moved["IND", "producers"])
    # 50 t a year of small users at most, 10 USD/kg cheaper, for six years discounted: a little over 2 million.
    assert 0.5 < moved["IND", "users"] < 5.0


def test_the_rent_of_a_licence_goes_to_those_who_make_what_is_licensed(shipped):
    """Proves: under the Chinese licences of 2025 the dual of each row times what is shipped is booked to China, where all
    licensed forms are made by Chinese owners, and taken from traders at the destination; together that is nothing.
    Without it: who buys abroad would be credited with what scarcity adds to the price that he pays.
    """
    outcome = shipped.outcome("june-2025", "keep")
    rows, weight = outcome.program.row("export_control"), outcome.system.weight
    rent = -outcome.y[rows.slice] / weight[rows.index.codes["period"]]
    worth = 0.0
    for control in outcome.system.world.controls:
        for commodity, lanes in lanes_in_scope(outcome.system, control).items():
            shipped_out = sum(outcome.total("ship", lane=lane) for lane in lanes)
            worth += float(weight @ (rent[rows.index.where(control=control.control, commodity=commodity)] * shipped_out))
    account = welfare_account(outcome)
    booked = {region: value for (region, party), value in account.items() if party == "licence holders" and abs(value) > 1e-9}

    assert set(booked) == {"CHN"}
    assert booked["CHN"] == pytest.approx(worth)
    assert worth > 1.0


def test_the_claim_for_missed_notice_is_volume_times_months(shipped):
    """Proves: 1,171 t a year, 6 months of notice and 1 USD/kg make 0.59 million USD for 'suspend', and nothing for
    'keep' or a wind-down that begins at full volume.
    Without it: an agreement between governments could be ended at once for free.
    """
    study = shipped.study("june-2025")
    claims = [penalty(shipped.outcome("june-2025", o), terms_of(study)) for o in ("keep", "suspend", "wind-down")]

    assert claims == pytest.approx([0.0, study.baseline.delivery["trei_2012"] * 6 / 12, 0.0])
