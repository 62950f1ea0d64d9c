"""An agreement passes through states, follows a price rule, and costs something to change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monazite.results.contract_price import contract_price
from monazite.results.welfare import closing_error, social_welfare, welfare_account
from monazite.world.agreement_life import claims
from monazite.world.records import Agreement, AgreementState

CONTRACT = Agreement(
    "contract", "contract", "o", "b", "oxide", "east", "oxide", "west", minimum=0.0, maximum=3.0, price_rule="fixed",
    price=7.0, start=date(2020, 1, 1), notice_months=6.0, penalty=1.5,
)  # fmt: skip
LONG_AGO, APRIL, OCTOBER = date(2020, 1, 1), date(2025, 4, 1), date(2025, 10, 1)
TERMS = "agreement,name,seller,buyer,commodity,origin,delivered_as,destination,minimum,maximum,price_rule,price,start\n"
LONG = "long,long contract,a,b,nickel_oxide,east,nickel_oxide,west,0,100,fixed,14,2020-01-01\n"
STATES = "agreement,state,start,end,share_start,share_end\n"


def in_state(word, start, end=None, share=1.0, **more):
    return AgreementState("contract", word, start, end, share, share, **more)


def contract(small, *states, **changes):
    """No lane; 3 kt/yr of oxide, which costs 5 in the east and is worth 10 in the west, at 7 USD/kg."""
    signed = small.drop("lanes").add("agreements", replace(CONTRACT, **changes))
    return signed.add("agreement_states", *(states or (in_state("running", LONG_AGO),)))


def gains(case):
    """Gains of seller's and buyer's region; the account closes."""
    outcome = case.solve().outcome
    account = welfare_account(outcome)
    assert closing_error(outcome, account) < 1e-9
    return [social_welfare(account, region) for region in ("east", "west")]


def test_a_price_moves_money_and_no_material(small):
    """Proves: 3 kt/yr gain 15 at any price; of it the seller has 6 at 7 USD/kg, and 9 at half of the price in the west plus 3.
    Without it (no agreement): nothing moves, and nobody gains.
    """
    indexed = {"price_rule": "indexed", "price": 3.0, "index_commodity": "oxide", "index_region": "west", "index_share": 0.5}

    assert gains(contract(small)) == pytest.approx([6.0, 9.0])
    assert gains(contract(small, **indexed)) == pytest.approx([9.0, 6.0])
    assert gains(small.drop("lanes")) == pytest.approx([0.0, 0.0])


def test_notice_keeps_the_volume_and_spares_the_claim(small):
    """Proves: with notice from 1 April and an end on 1 October, 273 days are delivered and no claim is left. Stopped on 1
    April, 90 days are delivered and 3 kt/yr x 6 months x 1.5 USD/kg = 2.25 MUSD are owed.
    Without it: both would be the same.
    """
    notice = contract(
        small, in_state("running", LONG_AGO, APRIL), in_state("notice", APRIL, OCTOBER), in_state("ended", OCTOBER, share=0.0),
    )  # fmt: skip
    stop = contract(small, in_state("running", LONG_AGO, APRIL), in_state("ended", APRIL, share=0.0))
    half_served = date(2025, 7, 1)
    early = contract(
        small, in_state("running", LONG_AGO, APRIL), in_state("notice", APRIL, half_served), in_state("ended", half_served, share=0.0),
    )  # fmt: skip

    assert gains(notice) == pytest.approx([6.0 * 273 / 365, 9.0 * 273 / 365])
    assert gains(stop) == pytest.approx([6.0 * 90 / 365 - 2.25, 9.0 * 90 / 365 + 2.25])
    assert sum(c.missing for c in claims(early.world, early.world.agreements[0], LONG_AGO)) == pytest.approx(3.0 * 0.5 * 92 / 183)


def test_a_renegotiation_costs_once_and_pays_from_its_day(small):
    """Proves: from 2 July at 8 instead of 7, for 0.4 MUSD that the buyer pays: the seller gains 3 x 183/365 + 0.4 more.
    Without it: 6 and 9.
    """
    july = date(2025, 7, 2)
    anew = in_state("renegotiated", july, price=8.0, cost=0.4, cost_by="buyer", cost_to="other side")
    more = 3.0 * 183 / 365 + 0.4

    assert gains(contract(small, in_state("running", LONG_AGO, july), anew)) == pytest.approx([6.0 + more, 9.0 - more])


def test_an_agreement_that_runs_after_its_end_is_refused(refusal):
    """Proves: the row is named with file, line and column, the command ends with code 2.
    Without it: an end would be no end.
    """
    faults = refusal({
        "agreements.csv": TERMS + LONG,
        "agreement_states.csv": STATES + "long,ended,2020-01-01,2025-01-01,0,0\nlong,running,2025-01-01,,1,1\n",
    })  # fmt: skip

    assert ("agreement_states.csv", 3, "state", "agreement long is running from 2025-01-01, after it is ended") in faults


def test_notice_of_the_agreement_of_2012_stops_it_and_costs_no_claim(stacks):
    """Proves: deliveries run to the end of March 2027 and not on; India loses less than by the stop without notice; no claim.
    Without it (the reference): 1,042 t a year go on.
    """
    before, after = stacks.outcome(), stacks.outcome("notice-and-end")
    grid, volume = after.system.grid, after.total("deliver", agreement="trei_2012")
    last = grid.names.index("2027Q1")
    account = welfare_account(after)

    assert volume[last] == pytest.approx(before.total("deliver", agreement="trei_2012")[last], rel=1e-6)
    assert volume[last + 1 :].max() < 1e-9
    assert claims(after.system.world, after.system.world.keyed("agreements")["trei_2012"], grid.start) == []
    assert -60.0 < social_welfare(account, "IND") - social_welfare(welfare_account(before), "IND") < -10.0
    assert closing_error(after, account) < 1e-9


def test_an_indexed_price_moves_money_from_japan_to_india(stacks):
    """Proves: no volume changes, the price stays at 4 or above and above 5 in the end; what India gains Japan loses, and 0.5
    million, discounted, more.
    Without it (the reference): 4 USD/kg for good.
    """
    before, after = stacks.outcome(), stacks.outcome("renegotiate-indexed")
    price = contract_price(after, after.system.world.keyed("agreements")["trei_2012"])
    accounts = [welfare_account(o) for o in (before, after)]
    india, japan = (social_welfare(accounts[1], r) - social_welfare(accounts[0], r) for r in ("IND", "JPN"))

    assert after.objective == pytest.approx(before.objective, rel=1e-9)
    assert price.min() >= 4.0 and price[-1] > 5.0
    assert 3.0 < india < 40.0
    assert india + japan == pytest.approx(-0.5 * after.system.discount[after.system.grid.index_of(date(2026, 10, 1))])
    assert closing_error(after, accounts[1]) < 1e-9


def test_a_stop_without_notice_is_claimed_in_the_account(stacks):
    """Proves: with twice the claim per kg a stop costs India's producers 0.52 million USD more, discounted, and gives Japan's
    as much.
    Without it: an agreement between two states could be left for nothing.
    """
    outcome = stacks.outcome("suspend-agreement")
    world = outcome.system.world
    dearer = replace(world, agreements=tuple(replace(g, penalty=2.0 * g.penalty) for g in world.agreements))
    once, twice = (welfare_account(replace(outcome, system=replace(outcome.system, world=w))) for w in (world, dearer))
    agreement = world.keyed("agreements")["trei_2012"]
    claim = agreement.maximum * agreement.penalty * agreement.notice_months / 12.0
    claim *= outcome.system.discount[outcome.system.grid.index_of(date(2025, 6, 13))]

    assert twice["IND", "producers"] - once["IND", "producers"] == pytest.approx(-claim)
    assert twice["JPN", "producers"] - once["JPN", "producers"] == pytest.approx(claim)
