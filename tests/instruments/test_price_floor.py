"""A state that buys at a price sets a floor under the market as long as it can buy."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.results.outcome import Outcome
from monazite.results.welfare import closing_error, welfare_account
from monazite.world.checks import check
from monazite.world.records import Purchase

FLOOR = Purchase("floor", "floor", "east", ("oxide",), "", 7.0, 3.0, 0.0, date(2025, 1, 1), None)


def account_of(answer):
    """The welfare account of a solved small world."""
    outcome = Outcome("small", answer.system, answer.program, answer.solution.x, answer.solution.y)
    return outcome, welfare_account(outcome)


def test_the_state_buys_what_is_offered_at_its_price(small):
    """Proves: oxide that costs 5 is sold to the state at 7, 3 kt/yr of it: the chain gains 3 x 2 = 6 more, 38.08, and the
    state pays 21.
    Without it: 32.08, and nothing.
    """
    answer = small.add("purchases", FLOOR).solve()

    assert [answer.gain, answer.rate("buy"), -answer.cost("public_purchase_price")] == pytest.approx([38.08, 3.0, 21.0])
    assert small.solve().gain == pytest.approx(32.08)


def test_below_a_market_price_the_floor_buys_nothing(small):
    """Proves: where a mine for 4 kt/yr makes oxide worth 9 in the east, nobody sells to the state at 7.
    Without it: a floor would draw goods away from users who pay more.
    """
    assert small.set("units", "mine", capacity=10.0).add("purchases", FLOOR).solve().rate("buy") == pytest.approx(0.0)


def test_the_budget_ends_the_purchases(small):
    """Proves: 14 MUSD at 7 USD/kg buy 2 kt over a quarter and a year together.
    Without it: 3 x (92/365 + 1) = 3.756 kt.
    """
    bounded = small.add("purchases", FLOOR).set("purchases", "floor", budget=14.0).over("2025-10-01", "2026-01-01", "2027-01-01")
    answer = bounded.solve()

    assert sum(kt * years for kt, years in zip(answer.rates("buy"), bounded.system.lengths, strict=True)) == pytest.approx(2.0)


def test_what_was_bought_is_sold_again_for_its_price_at_least(small):
    """Proves: of the 3 kt bought in the first year, in the second, when the mine stands still, all 3 are sold at 9 (in the
    west 10 less 1), if 8 is the least; none if 9.5 is.
    Without it: a release rule would be a word.
    """
    years = small.over("2025-01-01", "2026-01-01", "2027-01-01").add("purchases", FLOOR)
    years = years.set("purchases", "floor", end=date(2026, 1, 1), release_start=date(2026, 1, 1), release_price=8.0)
    from monazite.world.records import Outage

    shut = years.add("outages", Outage("strike", "mine", 1.0, date(2026, 1, 1), None))
    dear = shut.set("purchases", "floor", release_price=9.5)

    assert [shut.solve().rates("sell"), dear.solve().rates("sell")] == [pytest.approx([0.0, 3.0]), pytest.approx([0.0, 0.0])]


def test_the_account_gives_sellers_the_floor_and_charges_the_state(small):
    """Proves: the state loses 21, the maker gains 3 x (7 - 5) = 6 above the market, and the account closes.
    Without it: the public money would vanish, or be paid twice.
    """
    outcome, account = account_of(small.add("purchases", FLOOR).solve())
    _, free = account_of(small.solve())

    assert account["east", "government"] - free["east", "government"] == pytest.approx(-21.0)
    assert account["east", "producers"] - free["east", "producers"] == pytest.approx(6.0)
    assert closing_error(outcome, account) < 1e-9


def test_who_brings_the_goods_shares_in_the_floor(small):
    """Proves: a floor of 12 in the west, where nobody makes oxide: the 6 MUSD above the price on 3 kt go to the traders who bring
    it; in the east, where it is made, to the makers.
    Without it: makers would be paid for what others sold.
    """
    west = small.add("purchases", FLOOR).set("purchases", "floor", region="west", price=12.0)
    outcome, account = account_of(west.solve())
    _, free = account_of(small.solve())
    price = outcome.price("oxide", "west")[0]

    assert account["west", "traders"] - free["west", "traders"] == pytest.approx(
        3.0 * (12.0 - price) + 11.02 * (price - 6.0) - 8.02 * (account_price(small) - 6.0))
    assert account["west", "government"] - free["west", "government"] == pytest.approx(0.2 * 3.0 - 36.0)
    assert closing_error(outcome, account) < 1e-9


def account_price(small):
    """The price of oxide in the west without the floor."""
    return small.solve().price("oxide", "west")[0]


def test_contradictory_purchases_are_refused(small):
    """Proves: a floor with a unit, a price of nothing, and a sale while it buys are three faults with their columns.
    Without it: the state would buy its own sales in a circle.
    """
    wrong = (
        small.add("purchases", FLOOR)
        .set("purchases", "floor", unit="plant")
        .add("purchases", Purchase("free", "floor", "east", ("oxide",), "", 0.0, 3.0, 0.0, date(2025, 1, 1), None))
        .add("purchases", Purchase("circle", "floor", "east", ("oxide",), "", 7.0, 3.0, 0.0, date(2025, 1, 1), None,
                                   release_start=date(2026, 1, 1)))
    )  # fmt: skip

    assert {(f.key, f.column) for f in check(wrong.world)} == {("floor", "unit"), ("free", "price"), ("circle", "release_start")}


def test_an_american_floor_draws_imports_and_is_paid_back_in_part(stacks):
    """Proves: 2,000 t a year are bought while it lasts, most of them imported; the state pays, gets part of it back when it
    sells, and American makers gain first and lose later. The account closes.
    Without it: a floor would look like output.
    """
    before, after = stacks.outcome(), stacks.outcome("us-price-floor")
    account, base = welfare_account(after), welfare_account(before)
    at = before.system.grid.names.index("2028")
    imported = [x.total("ship", destination="USA", commodity="ndpr_oxide")[at] for x in (before, after)]

    assert after.total("buy")[at] == pytest.approx(2.0)
    assert imported[1] - imported[0] > 1.0
    assert after.total("sell")[-1] > 0.5
    assert -500.0 < account["USA", "government"] - base["USA", "government"] < -100.0
    assert closing_error(after, account) < 1e-9
