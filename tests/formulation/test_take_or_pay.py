"""A buyer takes what it has promised to take, or pays for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monazite.world.records import Agreement, AgreementState

CONTRACT = Agreement(
    "contract", "contract", "s", "b", "oxide", "east", "oxide", "west", minimum=0.0, maximum=3.0, price_rule="fixed",
    price=5.0, start=date(2020, 1, 1), take_or_pay=0.5, deficiency_price=1.5,
)  # fmt: skip
RUNNING = AgreementState("contract", "running", date(2020, 1, 1), None, 1.0, 1.0)


def promised(small, worth, **changes):
    """No lane; a contract over 3 kt/yr, half of it take-or-pay, of what costs 5 in the east and is worth ``worth``."""
    signed = small.drop("lanes").add("agreements", replace(CONTRACT, **changes)).add("agreement_states", RUNNING)
    return signed.base(price={("oxide", "west"): worth})


def test_a_buyer_pays_for_what_is_not_worth_taking(small):
    """Proves: at a loss of 2 a kg the 1.5 kt/yr are not taken, and paid for at 1.5: 2.25.
    Without it: nothing is taken and nothing paid.
    """
    case = promised(small, 3.0)
    answer = case.solve()

    assert (answer.rate("deliver"), answer.rate("untaken")) == pytest.approx((0.0, 1.5))
    assert answer.gain == pytest.approx(-2.25)
    assert case.solve(without="take_or_pay").gain == pytest.approx(0.0)


def test_a_buyer_takes_where_paying_is_dearer(small):
    """Proves: at 2.5 for a kg not taken, 1.5 kt/yr are taken at a loss of 2 a kg: 3.
    Without it: nothing is taken.
    """
    case = promised(small, 3.0, deficiency_price=2.5)
    answer = case.solve()

    assert (answer.rate("deliver"), answer.rate("untaken")) == pytest.approx((1.5, 0.0))
    assert answer.gain == pytest.approx(-3.0)
    assert case.solve(without="take_or_pay").rate("deliver") == pytest.approx(0.0)


def test_a_buyer_who_wants_more_than_he_must_pays_nothing(small):
    """Proves: where a kg is worth 10 all 3 kt/yr are taken, gain 15; the promise costs nothing.
    Without it: the same gain, so that the promise is felt only where it binds.
    """
    case = promised(small, 10.0)

    assert [case.solve().gain, case.solve(without="take_or_pay").gain] == pytest.approx([15.0, 15.0])
    assert case.solve().rate("untaken") == 0.0


def test_the_promise_holds_for_the_days_in_force(small):
    """Proves: ended on 2 July, 1.5 x 182/365 kt/yr have to be taken or paid for.
    Without it: a buyer would pay for days after the end.
    """
    answer = promised(small, 3.0, end=date(2025, 7, 2)).solve()

    assert answer.rate("untaken") == pytest.approx(1.5 * 182 / 365)


def test_what_is_delivered_and_what_is_paid_for_enter_the_row_of_their_agreement(small, entries):
    """Proves: each kt delivered and each kt not taken is +1 in the row of agreement and period.
    Without it: one contract would answer for another.
    """
    program = promised(small, 3.0).program()
    row = {"agreement=contract, period=2025": 1.0}

    assert entries(program, "take_or_pay", "deliver", agreement="contract") == row
    assert entries(program, "take_or_pay", "untaken", agreement="contract") == row


def test_the_dual_is_what_one_more_kg_of_the_promise_costs(small):
    """Proves: 1.5, the deficiency price, where a kg is paid for; 2, the loss, where it is taken.
    Without it: one could not tell what a promise is worth to who is promised.
    """
    paid, taken = promised(small, 3.0).solve(), promised(small, 3.0, deficiency_price=2.5).solve()

    assert [*paid.duals("take_or_pay"), *taken.duals("take_or_pay")] == pytest.approx([1.5, 2.0])
    assert [*paid.slopes("take_or_pay"), *taken.slopes("take_or_pay")] == pytest.approx([1.5, 2.0])


def test_a_world_without_the_agreement_promises_nothing(small):
    """Proves: on the pattern of a world with the contract one without it pays nothing.
    Without it: the promise of one option would bind another.
    """
    bare = small.drop("lanes").base(price={("oxide", "west"): 3.0}).with_pattern_of(promised(small, 3.0))

    assert bare.solve().rate("untaken") == 0.0
