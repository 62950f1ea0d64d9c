"""A swap: what is delivered is paid for in goods, by a leg that follows the leg that it answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monazite.results.welfare import closing_error, social_welfare, welfare_account
from monazite.study.agreements import bargain
from monazite.world.records import Agreement, AgreementState

LONG_AGO = date(2020, 1, 1)
OXIDE = Agreement(
    "oxide", "oxide", "s", "b", "oxide", "east", "oxide", "west", minimum=0.0, maximum=3.0, price_rule="fixed", price=7.0,
    start=LONG_AGO,
)  # fmt: skip
METAL = Agreement(
    "metal", "metal", "b", "s", "metal", "west", "metal", "east", minimum=0.0, maximum=100.0, price_rule="equal value",
    price=20.0, start=LONG_AGO, linked_to="oxide", ratio=0.2,
)  # fmt: skip


def swapped(small, *legs):
    """Users of metal in the east pay 30, a smelter in the west makes a kg of it from 1.25 kg of oxide at 2."""
    case = small.smelter().drop("lanes")
    for leg in legs:
        running = AgreementState(leg.agreement, "running", LONG_AGO, None, 1.0, 1.0)
        case = case.add("agreements", leg).add("agreement_states", running)
    return case


def gains(case):
    """Gains of east and west; the account closes."""
    outcome = case.solve().outcome
    account = welfare_account(outcome)
    assert closing_error(outcome, account) < 1e-9
    return [social_welfare(account, region) for region in ("east", "west")]


def test_metal_comes_back_for_oxide_and_no_money(small):
    """Proves: 0.6 kt of metal answer 3 kt of oxide; together east and west gain 24.3: the east 0.6 x 30 for metal less 15 for
    oxide, 3, the west 21.3, whatever the metal is reckoned at.
    Without it (oxide sold at 7, no metal back): 6 and 9.
    """
    case = swapped(small, OXIDE, METAL)

    assert case.solve().rate("deliver", agreement="metal") == pytest.approx(0.6)
    assert gains(case) == pytest.approx([3.0, 21.3])
    assert gains(swapped(small, OXIDE, replace(METAL, price=40.0))) == pytest.approx([3.0, 21.3])
    assert gains(swapped(small, OXIDE)) == pytest.approx([6.0, 9.0])


def test_the_side_that_gains_by_a_swap_can_pay_the_other(small):
    """Proves: by the swap the east loses 3 and the west gains 12.3: a payment of 3 to 12.3 from west to east makes a deal.
    Without it: the east would refuse what is worth 9.3 to both.
    """
    before, after = (welfare_account(swapped(small, *legs).solve().outcome) for legs in ((OXIDE,), (OXIDE, METAL)))
    found = bargain(before, after, "east", "west")

    assert (found.least, found.most) == pytest.approx((-12.3, -3.0))
    assert found.possible and found.surplus == pytest.approx(9.3)


def test_a_leg_that_pays_for_nothing_is_refused(refusal):
    """Proves: the row is named with file, line and column, the command ends with code 2.
    Without it: goods would be given away.
    """
    faults = refusal({
        "agreements.csv": "agreement,name,seller,buyer,commodity,origin,delivered_as,destination,minimum,maximum,price_rule,price,"
        "start\nlong,long contract,a,b,nickel_oxide,east,nickel_oxide,west,0,100,equal value,14,2020-01-01\n",
    })  # fmt: skip

    told = "agreement long pays in goods of equal value and answers no other agreement"
    assert ("agreements.csv", 2, "linked_to", told) in faults


def test_japan_ships_magnets_for_chloride(stacks):
    """Proves: from 2026 on 0.19 t of magnets come to India for each tonne of chloride: India gains and Japan loses; with the
    magnets reckoned at any price the sums of both countries stay.
    Without it (the reference): chloride for 4 USD/kg in money.
    """
    before, after = stacks.outcome(), stacks.outcome("swap")
    accounts = [welfare_account(o) for o in (before, after)]
    world = after.system.world
    found = bargain(*accounts, "IND", "JPN")
    reckoned = replace(world, agreements=tuple(
        replace(g, price=2.0 * g.price) if g.agreement == "swap_magnets" else g for g in world.agreements))  # fmt: skip
    widest = replace(after.system.widest, agreements=reckoned.agreements + tuple(
        g for g in after.system.widest.agreements if g.agreement not in world.keyed("agreements")))  # fmt: skip
    again = welfare_account(replace(after, system=replace(after.system, world=reckoned, widest=widest)))
    chloride, magnets = (after.total("deliver", agreement=g) for g in ("trei_2012", "swap_magnets"))
    year = after.system.grid.names.index("2030")

    assert magnets[year] == pytest.approx(0.19 * chloride[year])
    assert found.seller_gain > 20.0 and found.buyer_gain < -20.0
    assert abs(found.surplus) < 40.0
    assert social_welfare(again, "IND") == pytest.approx(social_welfare(accounts[1], "IND"))
    assert closing_error(after, accounts[1]) < 1e-9
