"""What agreements move between their parties is booked with both, and with nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monazite.results.welfare import closing_error, social_welfare, welfare_account
from monazite.results.welfare.agreements import parties, used_up
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


def account(case):
    outcome = case.solve().outcome
    found = welfare_account(outcome)
    assert closing_error(outcome, found) < 1e-9
    return found


def gains(case):
    found = account(case)
    return [social_welfare(found, r) for r in ("east", "west")]


def test_seller_and_buyer_share_the_gain_by_the_price(small):
    """Proves: of the gain of 3 x (10 - 5) the seller at 7 gets 6 and the buyer 9; at 8 it is 9 and 6.
    Without it: the whole gain would fall to whoever is booked first.
    """
    assert gains(contract(small)) == pytest.approx([6.0, 9.0])
    assert gains(contract(small, price=8.0)) == pytest.approx([9.0, 6.0])


def test_a_seller_is_at_home_where_its_plants_are(small):
    """Proves: 'o' owns the plants and is at home in the east, 'b' owns none and is where the goods arrive.
    Without it: a foreign owner's gain would be booked at home.
    """
    outcome = contract(small).solve().outcome

    assert parties(outcome, outcome.system.world.agreements[0]) == ("east", "west")


def test_a_penalty_is_the_loss_of_the_seller_and_the_gain_of_the_buyer(small):
    """Proves: 2 kt/yr owed at a loss of 2 and a penalty of 1.5 are missed; the seller pays 3, the buyer gets 3.
    Without it: the programme's cost of 3 would be nobody's, and the account would not close.
    """
    assert gains(contract(small, minimum=2.0, worth=3.0)) == pytest.approx([-3.0, 3.0])


def test_a_deficiency_payment_goes_the_other_way(small):
    """Proves: 1.5 kt/yr that are not taken at 0.5 cost the buyer 0.75, which the seller gets.
    Without it: the buyer's promise would be paid by the seller.
    """
    case = contract(small, take_or_pay=0.5, deficiency_price=0.5, worth=3.0)

    assert gains(case) == pytest.approx([0.75, -0.75])


def test_a_stop_without_notice_is_paid_once(small):
    """Proves: stopped on 1 April, 3 kt/yr x 6 months x 1.5 USD/kg = 2.25 MUSD go from seller to buyer; 90 of 365 days of
    deliveries gave 6 and 9 a year.
    Without it: the claim would stand beside the account, and be forgotten in one of the sums.
    """
    stopped = contract(
        small,
        AgreementState("contract", "running", LONG_AGO, STOP, 1.0, 1.0),
        AgreementState("contract", "suspended", STOP, None, 0.0, 0.0),
    )

    assert gains(stopped) == pytest.approx([6.0 * 90 / 365 - 2.25, 9.0 * 90 / 365 + 2.25])


def test_a_claim_weighs_as_the_period_of_its_day(small):
    """Proves: at 7 % a claim of 2.25 in the second half of 2026 counts with the discount of that half year.
    Without it: a breach in ten years would cost what it costs today.
    """
    day = date(2026, 8, 1)
    states = (
        AgreementState("contract", "running", LONG_AGO, day, 1.0, 1.0),
        AgreementState("contract", "ended", day, None, 0.0, 0.0),
    )
    case = contract(small, *states).money(0.07).over("2025-01-01", "2026-07-02", "2027-01-01")
    free = case.set("agreements", "contract", penalty=0.0)

    claimed = 2.25 * case.system.discount[1]
    assert [a - b for a, b in zip(gains(case), gains(free), strict=True)] == pytest.approx([-claimed, claimed])


@pytest.mark.parametrize(
    ("by", "to", "east", "west"),
    [("seller", "other side", -4.0, 4.0), ("buyer", "other side", 4.0, -4.0), ("seller", "third parties", -4.0, 0.0),
     ("buyer", "third parties", 0.0, -4.0)],
)  # fmt: skip
def test_the_cost_of_a_change_is_paid_by_who_agreed_to_it(small, by, to, east, west):
    """Proves: 4 MUSD for a renegotiation change hands, or are used up by third parties; the account closes either way.
    Without it: a settlement would be free.
    """
    change = AgreementState("contract", "renegotiated", date(2025, 1, 1), None, 1.0, 1.0, cost=4.0, cost_by=by, cost_to=to)
    states = (AgreementState("contract", "running", LONG_AGO, date(2025, 1, 1), 1.0, 1.0), change)
    case = contract(small, *states)

    assert gains(case) == pytest.approx([6.0 + east, 9.0 + west])
    assert used_up(case.solve().outcome) == (4.0 if to == "third parties" else 0.0)


def test_a_change_outside_the_horizon_costs_nothing(small):
    """Proves: a settlement of 2024 and a stop of 2026 leave the account of 2025 as it is.
    Without it: what was paid before would be paid again.
    """
    states = (
        AgreementState("contract", "renegotiated", date(2024, 1, 1), date(2026, 1, 1), 1.0, 1.0, cost=4.0, cost_by="seller",
                       cost_to="other side"),
        AgreementState("contract", "ended", date(2026, 1, 1), None, 0.0, 0.0),
    )  # fmt: skip

    assert gains(contract(small, *states)) == pytest.approx([6.0, 9.0])


def test_a_swap_leaves_no_money_between_the_two(small):
    """Proves: with 0.2 kg of metal reckoned at 20 for each kg of oxide, whatever the metal is reckoned at, 20 or 40, and
    whatever the oxide costs in money, 7 or 1, seller and buyer gain the same.
    Without it: a swap would be two sales, and its terms would depend on a price that nobody pays.
    """

    def swap(value, price):
        leg = Agreement(
            "leg", "leg", "b", "s", "metal", "west", "metal", "east", 0.0, 100.0, "equal value", value, LONG_AGO,
            linked_to="contract", ratio=0.2,
        )  # fmt: skip
        back = AgreementState("leg", "running", LONG_AGO, None, 1.0, 1.0)
        return contract(small.smelter(), price=price, seller="s").add("agreements", leg).add("agreement_states", back)

    assert gains(swap(20.0, 7.0)) == pytest.approx(gains(swap(40.0, 1.0)))
    assert sum(gains(swap(20.0, 7.0))) == pytest.approx(24.3)
