"""Take or pay, deliver or pay: what is owed and does not move has a price."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monazite.results.welfare import closing_error, social_welfare, welfare_account
from monazite.world.records import Agreement, AgreementState

CONTRACT = Agreement(
    "contract", "contract", "o", "b", "oxide", "east", "oxide", "west", minimum=0.0, maximum=3.0, price_rule="fixed",
    price=5.0, start=date(2020, 1, 1),
)  # fmt: skip
RUNNING = AgreementState("contract", "running", date(2020, 1, 1), None, 1.0, 1.0)


def contract(small, worth, **clauses):
    """No lane; a contract over 3 kt/yr of what costs 5 in the east and is worth ``worth`` in the west, at cost."""
    signed = small.drop("lanes").add("agreements", replace(CONTRACT, **clauses))
    return signed.add("agreement_states", RUNNING).base(price={("oxide", "west"): worth})


def gains(case):
    """Gains of seller's and buyer's region; the account closes."""
    outcome = case.solve().outcome
    account = welfare_account(outcome)
    assert closing_error(outcome, account) < 1e-9
    return [social_welfare(account, region) for region in ("east", "west")]


@pytest.mark.parametrize(
    ("price", "moved", "seller", "buyer"),
    [(1.5, 0.0, 2.25, -2.25), (2.5, 1.5, 0.0, -3.0)],
)  # fmt: skip
def test_a_buyer_takes_or_pays_whichever_is_cheaper(small, price, moved, seller, buyer):
    """Proves: half of 3 kt/yr has to be taken at a loss of 2 USD/kg: at 1.5 for what is not taken the buyer pays 2.25 to the
    seller, at 2.5 it takes 1.5 kt and loses 3.
    Without it: nothing is taken, nothing paid.
    """
    case = contract(small, 3.0, take_or_pay=0.5, deficiency_price=price)

    assert case.solve().rate("deliver") == pytest.approx(moved)
    assert gains(case) == pytest.approx([seller, buyer])
    assert gains(contract(small, 3.0)) == pytest.approx([0.0, 0.0])


@pytest.mark.parametrize(
    ("penalty", "moved", "seller", "buyer"),
    [(1.5, 0.0, -3.0, 3.0), (2.5, 2.0, 0.0, -4.0)],
)  # fmt: skip
def test_a_seller_delivers_or_pays_whichever_is_cheaper(small, penalty, moved, seller, buyer):
    """Proves: 2 kt/yr are owed at a loss of 2 USD/kg: with a penalty of 1.5 the seller pays 3 to the buyer, with 2.5 the 2 kt
    move and 4 are lost, by the buyer, who pays 5 for what is worth 3.
    Without it (no minimum): nothing moves.
    """
    case = contract(small, 3.0, minimum=2.0, penalty=penalty)

    assert case.solve().rate("deliver") == pytest.approx(moved)
    assert gains(case) == pytest.approx([seller, buyer])
    assert contract(small, 3.0).solve().rate("deliver") == pytest.approx(0.0)


def test_a_share_without_a_price_is_refused(refusal):
    """Proves: the row is named with file, line and column, the command ends with code 2.
    Without it: the clause would be listed and do nothing.
    """
    faults = refusal({
        "agreements.csv": "agreement,name,seller,buyer,commodity,origin,delivered_as,destination,minimum,maximum,price_rule,price,"
        "start,take_or_pay\nlong,long contract,a,b,nickel_oxide,east,nickel_oxide,west,0,100,fixed,14,2020-01-01,0.8\n",
    })  # fmt: skip

    told = "agreement long has a take-or-pay share, and what is not taken costs nothing"
    assert ("agreements.csv", 2, "deficiency_price", told) in faults


def test_a_plant_that_stands_still_pays_for_the_chloride_that_it_does_not_take(stacks):
    """Proves: with the plant at Visakhapatnam idle for two quarters of 2027 the clause moves no tonne, and makes Japan pay
    India 0.8 x 1,042 t/yr x half a year x 4 USD/kg = 1.7 million, discounted; without the outage it is never felt.
    Without it (the outage alone): India bears the loss of its sales.
    """
    idle, paid = stacks.outcome("outage-trei"), stacks.outcome("outage-trei", "take-or-pay")
    calm = stacks.outcome("take-or-pay")
    system = paid.system
    owed = 0.8 * system.world.keyed("agreements")["trei_2027"].maximum
    quarters = [system.grid.names.index(name) for name in ("2027Q2", "2027Q3")]
    due = 4.0 * owed * sum(system.weight[quarters])
    accounts = [welfare_account(o) for o in (idle, paid, calm, stacks.outcome())]

    assert paid.total("untaken")[quarters].tolist() == pytest.approx([owed, owed])
    assert paid.cost("missed_volume") == pytest.approx(due)
    assert 1.0 < due < 1.7
    assert calm.cost("missed_volume") == pytest.approx(0.0, abs=1e-9)
    # The contract of 2027 is for 1,042 t where 1,106 t were delivered before: only what the outage does beside each is compared.
    of_clause, of_outage = (
        accounts[a]["JPN", "producers"] - accounts[b]["JPN", "producers"] for a, b in ((1, 2), (0, 3))
    )
    assert of_clause - of_outage == pytest.approx(-due, abs=0.2)
    assert closing_error(paid, accounts[1]) < 1e-9
