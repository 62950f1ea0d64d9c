"""Stocks carry over from period to period, however long these are, and lose nothing on the way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monazite.world.records import Stockpile

STORE = Stockpile(
    "store",
    "store",
    "east",
    "oxide",
    "o",
    initial=2.0,
    capacity=9.0,
    working_days=0.0,
    holding_cost=0.0,
    terminal_share=0.0,
)
QUARTER_THEN_YEAR = ("2025-10-01", "2026-01-01", "2027-01-01")


def closed(small):
    """No mine; a store with 2 kt in the east, over a quarter of 92 days and a year."""
    return small.set("units", "mine", capacity=0.0).add("stockpiles", STORE).over(*QUARTER_THEN_YEAR)


def test_a_store_gives_what_lay_in_it_over_a_quarter_and_a_year(small):
    """Proves: 2 kt in store are 2 kt to users, gain 2 x (10 - 1) = 18; rates times lengths add up to 2.
    Without it: users take 8.02 kt/yr throughout, 10.0415 kt in all, gain 8.02 x (92/365 + 1) x 9 = 90.37.
    """
    answer = closed(small).solve()

    assert answer.gain == pytest.approx(18.0)
    assert answer.system.lengths @ answer.rates("draw") == pytest.approx(2.0)
    assert closed(small).solve(without="stock_balance").gain == pytest.approx(8.02 * (92 / 365 + 1.0) * 9.0)


def test_rates_enter_with_the_length_of_their_period(small, entries):
    """Proves: a rate of 1 kt/yr through a quarter of 92 days moves 92/365 kt; a level stands in its own balance and,
    with the other sign, in that of the next period.
    Without it: four quarters of drawing 1 kt/yr would empty a store of 4 kt.
    """
    program = closed(small).program()
    first, second = ("stockpile=store, period=2025-10-01", "stockpile=store, period=2026-01-01")
    found = {
        (block, when): entries(program, "stock_balance", block, stockpile="store", period=when)
        for block in ("level", "fill", "draw")
        for when in ("2025-10-01", "2026-01-01")
    }

    assert found["level", "2025-10-01"] == {first: 1.0, second: -1.0}  # it ends the first and begins the second
    assert found["level", "2026-01-01"] == {second: 1.0}  # nothing follows
    assert found["fill", "2025-10-01"] == pytest.approx({first: -92 / 365})
    assert found["draw", "2025-10-01"] == pytest.approx({first: 92 / 365})
    assert found["fill", "2026-01-01"] == {second: -1.0}
    assert found["draw", "2026-01-01"] == {second: 1.0}


def test_the_dual_is_minus_the_worth_of_a_kilogramme_found_in_store(small):
    """Proves: one kt more in store, in either period, gains 10 - 1 = 9; the duals are -9 and equal the slopes.
    Without it: the worth of a stock would be told per year of the period in which it is used.
    """
    answer = closed(small).solve()

    assert answer.duals("stock_balance") == pytest.approx([-9.0, -9.0])
    assert answer.slopes("stock_balance") == pytest.approx([-9.0, -9.0])


def test_a_store_bridges_a_year_without_mine(small):
    """Proves: a mine that shrinks to a tenth after the first year makes 30 kt ore, then 3; a store with room for 9 kt
    takes what users leave, 12 - 8.02 = 3.98 kt of oxide, and they have 3.98 + 1.2 = 5.18 the year after.
    Without it: they have 1.2 in the second year.
    """
    shrinking = small.set("units", "mine", capacity=30.0, growth=-0.9).over("2025-01-01", "2026-01-01", "2027-01-01")
    stored = shrinking.add("stockpiles", replace(STORE, initial=0.0))
    first, second = stored.system.capacity["mine"] * 0.4

    assert stored.solve().rates("serve") == pytest.approx([8.02, first - 8.02 + second])
    assert [first, second] == pytest.approx([12.0, 1.2], rel=0.01)
    assert shrinking.solve().rates("serve") == pytest.approx([8.02, second])


def test_a_store_holds_no_more_than_its_capacity(small):
    """Proves: with room for 1 kt only 1 of the 3.98 kt is kept.
    Without it: stocks would have no walls.
    """
    shrinking = small.set("units", "mine", capacity=30.0, growth=-0.9).over("2025-01-01", "2026-01-01", "2027-01-01")
    answer = shrinking.add("stockpiles", replace(STORE, initial=0.0, capacity=1.0)).solve()

    assert answer.rates("level")[0] == pytest.approx(1.0)


@settings(max_examples=30)
@given(
    days=st.lists(st.integers(20, 800), min_size=1, max_size=6), initial=st.floats(0.0, 8.0), rate=st.floats(0.0, 0.3)
)
def test_no_grid_loses_mass(small, days, initial, rate):
    """Proves: on any periods, found + put in = taken out + left, and what is mined is used or left, to 1e-9 kt.
    Without it: a balance in rates alone loses or makes material wherever a long period follows a short one.
    """
    starts = np.datetime64("2025-01-01") + np.concatenate([[0], np.cumsum(days)])
    case = small.set("units", "mine", capacity=25.0, growth=-0.5).add("stockpiles", replace(STORE, initial=initial))
    answer = case.money(rate).over(*map(str, starts)).solve()
    length = answer.system.lengths
    mined, used = 0.4 * float(length @ answer.rates("run", activity="dig")), float(length @ answer.rates("serve"))

    assert initial + length @ answer.rates("fill") == pytest.approx(
        length @ answer.rates("draw") + answer.rates("level")[-1], abs=1e-9
    )
    assert initial + mined == pytest.approx(used + answer.rates("level")[-1], abs=1e-8)
