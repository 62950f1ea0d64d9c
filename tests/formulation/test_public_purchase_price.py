"""What a state pays for its purchases is a gain to sellers at the worth of the period."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.world.records import Purchase

FLOOR = Purchase("floor", "floor", "east", ("oxide",), "", 7.0, 3.0, 0.0, date(2025, 1, 1), None)


def test_each_kilogramme_bought_is_paid_its_price(small, charges):
    """Proves: a kt/yr bought brings 7 MUSD, 7 x 92/365 in a quarter; in a world without the purchase nothing.
    Without it: a quarter would be paid as a year.
    """
    bought = small.add("purchases", FLOOR)

    assert charges(bought.program(), "buy", purchase="floor") == {"public_purchase_price": -7.0}
    quarter = bought.over("2025-10-01", "2026-01-01").program()
    assert charges(quarter, "buy", purchase="floor") == {"public_purchase_price": pytest.approx(-7 * 92 / 365)}
    assert charges(small.with_pattern_of(bought).program(), "buy", purchase="floor") == {}
