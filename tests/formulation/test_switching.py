"""Doing with another grade costs something beside the other grade."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.world.records import Substitution

THRIFT = Substitution("thrift", "use", "", 1.0, 3.0, 0.5, 0.0, date(2025, 1, 1))


def test_the_change_costs_what_it_says(small):
    """Proves: 4.01 kt/yr replaced at 3 USD/kg cost 12.03.
    Without it: 0, and a gain of 56.14 in place of 44.11.
    """
    case = small.add("substitutions", THRIFT)

    assert case.solve().cost("switching") == pytest.approx(12.03)
    assert case.set("substitutions", "thrift", cost=0.0).solve().gain == pytest.approx(56.14)


def test_the_bill_of_a_kt_replaced(small, charges):
    """Proves: 3 x 92/365 for a rate of 1 kt/yr in a quarter of 92 days.
    Without it: a quarter of redesign would cost as much as a year.
    """
    program = small.add("substitutions", THRIFT).over("2025-10-01", "2026-01-01").program()

    assert charges(program, "switch", period="2025-10-01") == pytest.approx({"switching": 3.0 * 92 / 365})


def test_an_option_without_the_substitution_pays_nothing(small, charges):
    """Proves: on the pattern of a wider study the column stands with cost 0.
    Without it: an option would pay for a change that it does not make.
    """
    program = small.with_pattern_of(small.add("substitutions", THRIFT)).program()

    assert charges(program, "switch", period="2025") == {}
