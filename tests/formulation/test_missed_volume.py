"""What is owed under an agreement and not delivered, or not taken, is paid for."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.world.records import Agreement, AgreementState

CONTRACT = Agreement(
    "contract", "contract", "s", "b", "oxide", "east", "oxide", "west", minimum=2.0, maximum=3.0, price_rule="fixed",
    price=5.0, start=date(2020, 1, 1), penalty=1.5, take_or_pay=0.5, deficiency_price=0.25,
)  # fmt: skip
RUNNING = AgreementState("contract", "running", date(2020, 1, 1), None, 1.0, 1.0)


def contract(small):
    return small.drop("lanes").add("agreements", CONTRACT).add("agreement_states", RUNNING)


def test_each_kind_of_missed_volume_has_its_price(small, charges):
    """Proves: a kt that is not delivered is charged 1.5, one that is not taken 0.25; and nothing else.
    Without it: one side would pay the price of the other.
    """
    program = contract(small).program()

    assert charges(program, "undelivered", agreement="contract") == pytest.approx({"missed_volume": 1.5})
    assert charges(program, "untaken", agreement="contract") == pytest.approx({"missed_volume": 0.25})


def test_the_charge_weighs_as_its_period_does(small, charges):
    """Proves: in a half year at 7 % it is 1.5 times discount and length of that half year.
    Without it: a penalty in ten years would cost what it costs today.
    """
    later = contract(small).money(0.07).over("2025-01-01", "2025-07-02", "2026-01-01")
    charged = charges(later.program(), "undelivered", agreement="contract", period="2025-07-02")

    assert charged == pytest.approx({"missed_volume": 1.5 * later.system.discount[1] * 183 / 365})


@pytest.mark.parametrize(("clause", "cost"), [({"take_or_pay": 0.0}, 3.0), ({"minimum": 0.0}, 0.375)])
def test_a_stop_costs_what_is_owed_of_it(small, clause, cost):
    """Proves: where a kg is worth 3 and costs 5, nothing moves: 2 kt owed at 1.5 cost 3, 1.5 kt to be taken at 0.25 0.375.
    Without it (no price on what is missed): nothing.
    """
    answer = contract(small).set("agreements", "contract", **clause).base(price={("oxide", "west"): 3.0}).solve()

    assert answer.cost("missed_volume") == pytest.approx(cost)
    assert answer.gain == pytest.approx(-cost)
