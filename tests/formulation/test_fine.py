"""Cargo beyond a content rule pays its fine, at the worth of its period."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.world.records import ContentRule

HALF = ContentRule("half", "west", ("east",), 0.5, 1.0, date(2025, 1, 1), None, commodities=("oxide",))


def test_a_fine_is_charged_by_the_kilogramme(small):
    """Proves: 4.01 kt/yr beyond the share pay 1 USD/kg each: 4.01 MUSD; a world without the rule pays nothing.
    Without it: 0.
    """
    assert small.add("content_rules", HALF).solve().cost("fine") == pytest.approx(4.01)
    assert small.with_pattern_of(small.add("content_rules", HALF)).solve().cost("fine") == 0.0


def test_a_fine_is_discounted_and_weighed_by_the_length_of_its_period(small, charges):
    """Proves: in a quarter of 92 days, at 5 %, a kt/yr beyond costs 92/365 of the fine times the discount of its middle.
    Without it: a quarter would weigh as a year.
    """
    case = small.add("content_rules", HALF).money(0.05).over("2025-10-01", "2026-01-01")

    assert charges(case.program(), "excess", rule="half") == {"fine": pytest.approx(float(case.system.weight[0]))}
    assert case.system.weight[0] == pytest.approx(92 / 365 * 1.05 ** -(138 / 365.25), rel=1e-3)
