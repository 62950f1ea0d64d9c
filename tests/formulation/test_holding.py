"""Keeping a stock costs per kilogramme and year."""

from __future__ import annotations

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
    holding_cost=0.5,
    terminal_share=0.0,
)


def kept(small, **changes):
    """2 kt in store that nobody wants, over a quarter of 92 days and a year."""
    unwanted = small.base(quantity={"use": 0.0}).add("stockpiles", STORE).set("stockpiles", "store", **changes)
    return unwanted.over("2025-10-01", "2026-01-01", "2027-01-01")


def test_a_stock_costs_its_keeping_for_as_long_as_it_lies(small):
    """Proves: 2 kt at 0.5 USD/kg a year for 92/365 + 1 years cost 1.252.
    Without it: 0, and stocks are free.
    """
    assert kept(small).solve().gain == pytest.approx(-(92 / 365 + 1.0))
    assert kept(small, holding_cost=0.0).solve().gain == pytest.approx(0.0)


def test_the_bill_of_a_kt_kept(small, charges):
    """Proves: a level of 1 kt is charged 0.5 x 92/365 in a quarter and 0.5 in a year.
    Without it: the cost would depend on how the year is cut.
    """
    program = kept(small).program()

    assert charges(program, "level", period="2025-10-01") == pytest.approx({"holding": 0.5 * 92 / 365})
    assert charges(program, "level", period="2026-01-01") == pytest.approx({"holding": 0.5})
