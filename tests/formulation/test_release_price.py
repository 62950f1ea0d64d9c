"""Stock of a state, or under a mandate, is charged the least price for which it is let go."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.world.records import Mandate, Purchase, Stockpile

STORE = Stockpile("store", "store", "west", "oxide", "state", 2.0, 9.0, 0.0, 0.0, 0.0)


def test_public_sales_are_charged_their_least_price(small, charges):
    """Proves: a kt/yr sold from the public store costs 8 MUSD where 8 USD/kg is the least price.
    Without it: it would be sold for anything.
    """
    sold = Purchase("floor", "floor", "east", ("oxide",), "", 7.0, 3.0, 0.0, date(2020, 1, 1), date(2025, 1, 1), date(2025, 1, 1),
                    None, 8.0)  # fmt: skip

    assert charges(small.add("purchases", sold).program(), "sell", purchase="floor") == {"release_price": 8.0}


def test_mandated_stock_is_charged_its_trigger(small, charges):
    """Proves: a kt/yr let go costs 9 MUSD at a trigger of 9 USD/kg, 9 x 92/365 in a quarter; without a trigger nothing.
    Without it: a mandate would be let go at any price.
    """
    held = small.add("stockpiles", STORE).add(
        "mandates", Mandate("reserve", "store", 2.0, 0.0, date(2024, 1, 1), date(2025, 1, 1), None, trigger=9.0))  # fmt: skip

    assert charges(held.program(), "let_go", mandate="reserve") == {"release_price": 9.0}
    quarter = held.over("2025-10-01", "2026-01-01").program()
    assert charges(quarter, "let_go", mandate="reserve") == {"release_price": pytest.approx(9 * 92 / 365)}
    assert charges(held.set("mandates", "reserve", trigger=0.0).program(), "let_go", mandate="reserve") == {}
