"""Reported operating cost is charged per kt of driver."""

from __future__ import annotations

import pytest


def test_running_costs_what_is_reported(small):
    """Proves: 20.05 kt/yr of ore dug and refined at 1 USD/kg each cost 40.1 of the 80.2 that users would pay.
    Without it: the gain is 32.08 + 40.1 = 72.18.
    """
    free = small.set("activities", "dig", cost=0.0).set("activities", "refine", cost=0.0)

    assert small.solve().cost("operating") == pytest.approx(40.1)
    assert small.solve().gain == pytest.approx(32.08)
    assert free.solve().gain == pytest.approx(72.18)


def test_the_bill_of_a_kt_run(small, charges):
    """Proves: in the quarter of 92 days around 16 November 2025, 138 days after the middle of the base year, a rate of
    1 kt/yr costs 1 x 92/365 / 1.1^(138/365.25).
    Without it: a quarter would cost as much as a year.
    """
    program = small.money(0.1).over("2025-10-01", "2026-01-01").program()

    assert charges(program, "run", activity="dig", supply_step="2", period="2025-10-01") == pytest.approx(
        {"operating": 1.0 * 92 / 365 * 1.1 ** (-138 / 365.25)}
    )
