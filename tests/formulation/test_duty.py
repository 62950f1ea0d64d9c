"""Import duty: a cost to traders, revenue to the state."""

from __future__ import annotations

import pytest


def test_duty_is_a_transfer(small):
    """Proves: 8.02 kt/yr at 0.2 pay 1.604; private gain 32.08 and duty are 33.684 together.
    Without it: the private gain is 33.684 and the state has nothing.
    """
    answer, free = small.solve(), small.set("lanes", "out", duty=0.0).solve()

    assert answer.cost("duty") == pytest.approx(1.604)
    assert answer.gain + answer.cost("duty") == pytest.approx(free.gain)
    assert free.gain == pytest.approx(33.684)


def test_duty_above_the_gain_of_trade_ends_it(small):
    """Proves: 4.3 USD/kg is more than the 4.2 that a kg gains before duty: nothing is shipped, gain 0.
    Without it: 8.02 kt/yr, gain 33.684.
    """
    assert small.set("lanes", "out", duty=4.3).solve().gain == pytest.approx(0.0)


def test_the_bill_of_duty(small, charges):
    """Proves: each step of the lane pays 0.2 per kt and year of the period: 0.2 x 92/365 in a quarter of 92 days.
    Without it: the steps of a curve would be taxed unevenly.
    """
    program = small.over("2025-10-01", "2026-01-01").program()

    for step in ("1", "2"):
        assert charges(program, "ship", lane="out", lane_step=step, period="2025-10-01")["duty"] == pytest.approx(
            0.2 * 92 / 365
        )
