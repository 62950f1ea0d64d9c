"""What is paid under an agreement follows its rule, on the prices and costs of the outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monazite.results.contract_price import contract_price, unit_cost
from monazite.world.records import Agreement, AgreementState

CONTRACT = Agreement(
    "contract", "contract", "s", "b", "oxide", "east", "oxide", "west", minimum=0.0, maximum=3.0, price_rule="fixed",
    price=5.0, start=date(2020, 1, 1), index_commodity="oxide", index_region="west", index_share=0.5,
)  # fmt: skip
RUNNING = AgreementState("contract", "running", date(2020, 1, 1), None, 1.0, 1.0)
JULY = date(2025, 7, 2)


def contract(small, *states, **changes):
    """No lane; 3 kt/yr of oxide go west under the contract, where the last user decides: 10 in the west, 5 in the east."""
    signed = small.drop("lanes").add("agreements", replace(CONTRACT, **changes))
    return signed.add("agreement_states", *(states or (RUNNING,)))


def paid(case, name="contract"):
    outcome = case.solve().outcome
    return contract_price(outcome, outcome.system.world.keyed("agreements")[name]).tolist()


@pytest.mark.parametrize(
    ("changes", "price"),
    [
        ({}, 5.0),
        ({"price_rule": "indexed", "price": 0.0}, 5.0),
        ({"price_rule": "indexed", "price": 1.5}, 6.5),
        ({"price_rule": "indexed", "price": 1.5, "price_cap": 6.0}, 6.0),
        ({"price_rule": "indexed", "price": 0.0, "price_floor": 5.5}, 5.5),
        ({"price_rule": "cost plus", "price": 0.7}, 5.7),
    ],
)
def test_the_price_follows_its_rule(small, changes, price):
    """Proves: fixed 5; half of 10 is 5, with 1.5 on top 6.5, capped 6, with a floor 5.5; cost of 5 and 0.7 are 5.7.
    Without it: whatever the rule says, the number in the column would be paid.
    """
    assert paid(contract(small, **changes)) == pytest.approx([price])


def test_a_cap_holds_for_no_fixed_price(small):
    """Proves: a price renegotiated from an index with a cap of 4 to fixed 5 is 5.
    Without it: a clause of the old rule would bind the new one.
    """
    then = AgreementState("contract", "running", date(2020, 1, 1), date(2025, 1, 1), 1.0, 1.0)
    now = AgreementState("contract", "renegotiated", date(2025, 1, 1), None, 1.0, 1.0, price_rule="fixed", price=5.0)

    assert paid(contract(small, then, now, price_rule="indexed", price_cap=4.0)) == pytest.approx([5.0])


def test_a_new_price_counts_from_its_day_by_the_volume_in_force(small):
    """Proves: 182 days at 5 and 183 days at 7 with half the volume cost (182 x 5 + 91.5 x 7) / 273.5 a kg.
    Without it: the year would be paid at the old price, or at the new one.
    """
    before = AgreementState("contract", "running", date(2020, 1, 1), JULY, 1.0, 1.0)
    after = AgreementState("contract", "renegotiated", JULY, None, 0.5, 0.5, price=7.0)

    assert paid(contract(small, before, after)) == pytest.approx([(182 * 5.0 + 91.5 * 7.0) / 273.5])


def test_an_agreement_that_is_not_in_force_still_has_a_price(small):
    """Proves: suspended for the year, the price that would hold is 5.
    Without it: a year without deliveries would divide nothing by nothing.
    """
    assert paid(contract(small, AgreementState("contract", "suspended", date(2020, 1, 1), None, 0.0, 0.0))) == pytest.approx([5.0])


def swapped(small, start=date(2020, 1, 1)):
    """0.2 kt of metal, reckoned at 20, come back for each kt of oxide."""
    leg = Agreement(
        "leg", "leg", "b", "s", "metal", "west", "metal", "east", 0.0, 100.0, "equal value", 20.0, start,
        linked_to="contract", ratio=0.2,
    )  # fmt: skip
    back = AgreementState("leg", "running", start, None, 1.0, 1.0)
    return contract(small.smelter()).add("agreements", leg).add("agreement_states", back)


def test_what_is_paid_in_kind_is_worth_what_comes_back(small):
    """Proves: 0.2 kg of metal at 20 pay 4 for a kg of oxide; the leg itself is reckoned at 20, so no money is left: 3 kt at 4
    are 12, 0.6 kt at 20 are 12.
    Without it: the oxide would be paid for twice, with 5 in money and with metal.
    """
    case = swapped(small)
    answer = case.solve()

    assert (paid(case), paid(case, "leg")) == (pytest.approx([4.0]), pytest.approx([20.0]))
    assert 4.0 * answer.rate("deliver", agreement="contract") == pytest.approx(20.0 * answer.rate("deliver", agreement="leg"))


def test_what_is_not_answered_is_paid_in_money(small):
    """Proves: with a leg in force for 183 of 365 days a kg costs 5 for 182 days and 4 for 183.
    Without it: a swap that begins in July would be paid for since January.
    """
    assert paid(swapped(small, start=JULY)) == pytest.approx([(182 * 5.0 + 183 * 4.0) / 365])


def test_the_cost_of_a_maker_is_its_own_and_that_of_its_inputs(small):
    """Proves: a kg of oxide costs 2.5 kg of ore at 1 and 2.5 at 1 to refine: 5; a kg of ore 1.
    Without it: cost plus would rest on the last step alone.
    """
    outcome = contract(small).solve().outcome

    assert unit_cost(outcome, "oxide", "east").tolist() == pytest.approx([5.0])
    assert unit_cost(outcome, "ore", "east").tolist() == pytest.approx([1.0])


def test_a_maker_that_stands_still_has_the_cost_of_its_base_year(small):
    """Proves: with nobody who wants oxide it still costs 2.5 to refine a kg and 2.5 times the price of ore.
    Without it: a stop would leave the price of the contract undefined.
    """
    outcome = contract(small).drop("demands").solve().outcome

    assert outcome.total("run").tolist() == [0.0]
    assert unit_cost(outcome, "oxide", "east").tolist() == pytest.approx([2.5 + 2.5 * outcome.price("ore", "east")[0]])


def test_the_cost_of_what_nobody_makes_is_asked_in_vain(small):
    """Proves: oxide is not made in the west: a KeyError names the place.
    Without it: the cost would be zero.
    """
    with pytest.raises(KeyError, match="west"):
        unit_cost(contract(small).solve().outcome, "oxide", "west")
