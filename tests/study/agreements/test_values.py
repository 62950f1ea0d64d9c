"""What an agreement pays in a year, and what its goods are worth on the market, at home, and to a buyer without them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monazite.study.agreements import breach_cost, contract_value
from monazite.world.records import Agreement, AgreementState

CONTRACT = Agreement(
    "contract", "contract", "o", "b", "oxide", "east", "oxide", "west", minimum=0.0, maximum=3.0, price_rule="fixed",
    price=7.0, start=date(2020, 1, 1), notice_months=6.0, penalty=1.5,
)  # fmt: skip
LONG_AGO, STOP = date(2020, 1, 1), date(2025, 4, 1)
RUNNING = AgreementState("contract", "running", LONG_AGO, None, 1.0, 1.0)


def contract(small, *states, worth=10.0, **changes):
    """No lane; 3 kt/yr of oxide, which costs 5 in the east and is worth 10 in the west, at 7 USD/kg."""
    signed = small.drop("lanes").add("agreements", replace(CONTRACT, **changes))
    return signed.add("agreement_states", *(states or (RUNNING,))).base(price={("oxide", "west"): worth})


def valued(case, **more):
    (found,) = contract_value(case.solve().outcome, "contract", (2025,), **more)
    return found


def test_a_year_of_a_contract_is_volume_times_its_prices(small):
    """Proves: 3 kt bring 21 under the contract, are worth 30 where they arrive and 15 where they leave; a stop on 1 January
    would cost 3 x 1/2 x 1.5 = 2.25.
    Without it: one could not see whom the price favours.
    """
    found = valued(contract(small))

    assert (found.volume, found.price, found.revenue) == pytest.approx((3.0, 7.0, 21.0))
    assert (found.at_market, found.at_home) == pytest.approx((30.0, 15.0))
    assert (found.missed, found.breach) == pytest.approx((0.0, 2.25))


def test_replacement_costs_what_the_goods_are_worth_without_them(small):
    """Proves: worth 10 with the deliveries and 14 without, 3 kt are replaced at 12: 36; with no other outcome at 10: 30.
    Without it: a buyer who has lost its supply would replace it at the old price.
    """
    with_it, without = contract(small), contract(small, maximum=0.0, worth=14.0).solve().outcome

    assert without.price("oxide", "west").tolist() == pytest.approx([14.0])
    assert valued(with_it).replacement == pytest.approx(30.0)
    assert valued(with_it, without=without).replacement == pytest.approx(36.0)


def test_volume_that_is_owed_and_missed_is_told_with_who_pays(small):
    """Proves: 2 kt/yr missed at 1.5 are +3, from the seller; 1.5 kt/yr not taken at 0.5 are -0.75, from the buyer.
    Without it: a contract that is broken would look like one that is kept.
    """
    assert valued(contract(small, minimum=2.0, worth=3.0)).missed == pytest.approx(3.0)
    assert valued(contract(small, take_or_pay=0.5, deficiency_price=0.5, worth=3.0)).missed == pytest.approx(-0.75)


def test_a_year_without_deliveries_still_has_a_price(small):
    """Proves: suspended, the year has volume and revenue 0 and the price 7 that would hold.
    Without it: nothing would be divided by nothing.
    """
    found = valued(contract(small, AgreementState("contract", "suspended", LONG_AGO, None, 0.0, 0.0)))

    assert (found.volume, found.revenue, found.price) == pytest.approx((0.0, 0.0, 7.0))


def test_a_year_of_several_periods_adds_them_up(small):
    """Proves: two half years, at 7 and from 2 July at 8, make 3 kt at (182 x 7 + 183 x 8) / 365 a kg.
    Without it: the last period of a year would stand for the year.
    """
    before = AgreementState("contract", "running", LONG_AGO, date(2025, 7, 2), 1.0, 1.0)
    after = AgreementState("contract", "renegotiated", date(2025, 7, 2), None, 1.0, 1.0, price=8.0)
    found = valued(contract(small, before, after).over("2025-01-01", "2025-07-02", "2026-01-01"))

    assert found.volume == pytest.approx(3.0)
    assert found.price == pytest.approx((182 * 7.0 + 183 * 8.0) / 365)


def test_a_breach_costs_less_the_less_is_left_of_it(small):
    """Proves: 2.25 on any day while it runs; a third of it when a wind-down has come to a third; nothing once it has ended.
    Without it: the threat of a stop would be as large on the last day as on the first.
    """
    ramp = (
        AgreementState("contract", "running", LONG_AGO, date(2025, 1, 1), 1.0, 1.0),
        AgreementState("contract", "renegotiated", date(2025, 1, 1), date(2026, 1, 1), 1 / 3, 1 / 3),
        AgreementState("contract", "ended", date(2026, 1, 1), None, 0.0, 0.0),
    )
    world = contract(small, *ramp).world

    costs = [breach_cost(world, "contract", day) for day in (date(2024, 6, 1), date(2025, 2, 1), date(2027, 1, 1))]
    assert costs == pytest.approx([2.25, 0.75, 0.0])
