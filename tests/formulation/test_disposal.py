"""Getting rid of what nobody buys has a cost."""

from __future__ import annotations

import pytest

from monazite.world.records import Disposal


def unwanted(small, cost):
    """The mine must raise 8 kt/yr of ore that is not worth refining; it may be thrown away at a cost."""
    forced = small.set("units", "mine", must_run=0.8).add("disposals", Disposal("ore", "east", cost))
    return forced.base(price={("oxide", "west"): 1.0})


def test_throwing_away_is_paid_for(small):
    """Proves: 8 kt/yr at 0.5 cost 4, beside 8 for mining: gain -12.
    Without it: -8.
    """
    assert unwanted(small, 0.5).solve().cost("disposal") == pytest.approx(4.0)
    assert unwanted(small, 0.5).solve().gain == pytest.approx(-12.0)
    assert unwanted(small, 0.0).solve().gain == pytest.approx(-8.0)


def test_disposal_dear_enough_makes_use_of_what_nobody_wanted(small):
    """Proves: at 1.2 USD/kg it is better to refine at 1 and sell at 0.4 x (1 - 1) = 0: nothing is thrown away.
    Without it: heaps would grow whatever they cost.
    """
    answer = unwanted(small, 1.2).solve()

    assert [answer.rate("discard"), answer.gain] == pytest.approx([0.0, -16.0])


def test_the_bill_of_a_kt_thrown_away(small, charges):
    """Proves: 0.5 x 92/365 for a rate of 1 kt/yr in a quarter of 92 days.
    Without it: a quarter would cost as much as a year.
    """
    program = unwanted(small, 0.5).over("2025-10-01", "2026-01-01").program()

    assert charges(program, "discard", period="2025-10-01") == pytest.approx({"disposal": 0.5 * 92 / 365})
