"""What is left in store at the end counts as far as it may be sold."""

from __future__ import annotations

from dataclasses import replace

import pytest

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
    terminal_share=0.5,
)


def left(small, **changes):
    """2 kt of oxide in store and no mine; users in the west pay 3, which is 2 in the east, less than half of 5."""
    closed = small.set("units", "mine", capacity=0.0).base(price={("oxide", "west"): 3.0})
    return closed.add("stockpiles", STORE).set("stockpiles", "store", **changes)


def test_a_stock_that_may_be_sold_later_is_kept(small):
    """Proves: kept, 2 kt count half of their base price of 5, 2 x 2.5 = 5; sold they would gain 2 x (3 - 1) = 4.
    Without it: they are sold, gain 4: every store is emptied before the horizon.
    """
    assert [left(small).solve().rate("level"), left(small).solve().gain] == pytest.approx([2.0, 5.0])
    assert [
        left(small, terminal_share=0.0).solve().rate("level"),
        left(small, terminal_share=0.0).solve().gain,
    ] == pytest.approx([0.0, 4.0])


def test_the_bill_of_a_kt_left(small, charges):
    """Proves: -0.5 x 5 at the discount of the last period, whatever its length; nothing for earlier levels.
    Without it: a stock that lies for ten years would be credited ten times.
    """
    program = left(small).money(0.1).over("2025-01-01", "2026-01-01", "2026-04-02").program()
    discount = left(small).money(0.1).over("2025-01-01", "2026-01-01", "2026-04-02").system.discount[-1]

    assert charges(program, "level", period="2025-01-01") == {}
    assert charges(program, "level", period="2026-01-01") == pytest.approx({"terminal_value": -2.5 * discount})


def test_captive_stocks_are_answered_with_two_values(small):
    """Proves: a captive stock with share 0 takes the share that is asked for, 0.9 x 5 = 4.5; one that is for sale keeps
    its own, and a captive one with a share of its own as well.
    Without it: the answer for captive oxide would be given for one value only.
    """
    asked = {"captive_terminal_share": 0.9}
    captive = left(small, terminal_share=0.0).set("commodities", "oxide", captive=True)

    assert replace(captive, options=asked).solve().gain == pytest.approx(2.0 * 4.5)
    assert captive.solve().gain == pytest.approx(4.0)
    assert replace(left(small), options=asked).solve().gain == pytest.approx(5.0)
    assert replace(left(small).set("commodities", "oxide", captive=True), options=asked).solve().gain == pytest.approx(
        5.0
    )


def test_a_worthless_stock_is_no_debt(small, charges):
    """Proves: where the base price is -1 (disposal) what is left counts 0.
    Without it: stocks would be run down at any cost to avoid a negative value.
    """
    program = left(small).base(price={("oxide", "east"): -1.0}).program()

    assert charges(program, "level", period="2025") == {}
