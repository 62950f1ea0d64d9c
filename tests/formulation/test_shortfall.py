"""A reserved kilogramme that is missing costs its holder."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.world.records import Reservation

ASSURED = Reservation(
    "assured", "oxide", "east", volume=5.0, start=date(2025, 1, 1), end=None, price=5.0, shortfall_cost=3.0, home_first=False
)


def assured(small):
    """4 kt/yr of oxide are made, 5 reserved."""
    return small.set("units", "mine", capacity=10.0).add("reservations", ASSURED)


def test_a_shortfall_costs_its_price(small):
    """Proves: 1 kt/yr missing at 3 USD/kg costs 3: gain 13.
    Without it: 16.
    """
    assert assured(small).solve().cost("shortfall") == pytest.approx(3.0)
    assert assured(small).set("reservations", "assured", shortfall_cost=0.0).solve().gain == pytest.approx(16.0)


def test_the_bill_of_a_kt_missing(small, charges):
    """Proves: 3 x 92/365 for a rate of 1 kt/yr in a quarter of 92 days.
    Without it: a quarter without oxide would cost as much as a year.
    """
    program = assured(small).over("2025-10-01", "2026-01-01").program()

    assert charges(program, "shortfall", period="2025-10-01") == pytest.approx({"shortfall": 3.0 * 92 / 365})


def test_an_option_without_the_reservation_pays_nothing(small, charges):
    """Proves: on the pattern of a wider study the column stands with volume 0 and cost 0.
    Without it: an option would pay for a promise that it does not make.
    """
    program = small.with_pattern_of(assured(small)).program()

    assert charges(program, "shortfall", period="2025") == {}
    assert list(program.row_lower[program.row("reservation").slice]) == [0.0]
