"""Plants are charged by the year for as long as the horizon lasts, not at once."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.formulation.annuity import LIFE
from monazite.world.records import Project

# 6 kt/yr at 100 USD per kg/yr, standing from 3 July 2025.
SHAFT = Project("shaft", "mine", size=10.0, start=date(2025, 1, 1), delivery_factor=0.6, delay_years=0.5, capex=100.0)


def building(small, **changes):
    """A mine enlarged by 6 kt/yr, over 2025 and 2026."""
    return (
        small.add("projects", SHAFT).set("projects", "shaft", **changes).over("2025-01-01", "2026-01-01", "2027-01-01")
    )


def test_each_year_of_standing_capacity_pays_its_annuity(small):
    """Proves: without interest a plant of 20 years pays 1/20 of its 100 a year: 5 for each of the 6 x 182/365 + 6 kt/yr
    that stand in 2025 and 2026, 44.96 in all. Paid at once it would be 600.
    Without it: 0, and plants are free.
    """
    assert building(small).solve().cost("investment") == pytest.approx(5.0 * 6.0 * (182 / 365 + 1.0))
    assert building(small, capex=0.0).solve().cost("investment") == pytest.approx(0.0)


def test_the_annuity_over_the_life_pays_the_plant(small):
    """Proves: at 7 % the factor is 0.09439; twenty payments, each at the end of a year, are worth the price at the
    start.
    Without it: interest would be charged twice, or never.
    """
    program = building(small, size=0.5).money(0.07).over("2030-01-01", "2031-01-01").program()
    paid = (
        program.costs["investment"].coefficients[0]
        / small.money(0.07).over("2030-01-01", "2031-01-01").system.weight[0]
    )

    assert paid == pytest.approx(100.0 * 0.0943929257)
    assert sum(paid * 1.07**-year for year in range(1, LIFE + 1)) == pytest.approx(100.0)


def test_the_bill_of_a_kt_built(small, charges):
    """Proves: 1 kt/yr built in the first of two years is charged twice, in the second once; the mine's alone.
    Without it: what is built late would pay for years before it stood.
    """
    program = building(small).program()

    assert charges(program, "build", unit="mine", period="2025-01-01") == pytest.approx({"investment": 5.0 + 5.0})
    assert charges(program, "build", unit="mine", period="2026-01-01") == pytest.approx({"investment": 5.0})
    assert charges(program, "build", unit="plant", period="2026-01-01") == {}


def test_a_short_period_pays_a_short_annuity(small, charges):
    """Proves: before a quarter of 92 days and a year lie 92/365 + 1 years, before the year alone 1.
    Without it: with the periods in the wrong order, 1 and 1 + 92/365.
    """
    program = building(small).over("2025-10-01", "2026-01-01", "2027-01-01").program()
    found = [charges(program, "build", unit="mine", period=when)["investment"] for when in ("2025-10-01", "2026-01-01")]

    assert found == pytest.approx([5.0 * (92 / 365 + 1.0), 5.0])


def test_two_projects_of_a_unit_share_a_mean_price(small, charges):
    """Proves: 6 kt/yr at 100 and 2 at 20 cost (600 + 40) / 8 = 80 per kg/yr, weighted by what is expected to be
    delivered.
    Without it: the last project's price, or one weighted by announcements: (1000 + 40) / 12 = 86.7.
    """
    second = Project("adit", "mine", size=2.0, start=date(2026, 1, 1), delivery_factor=1.0, delay_years=0.0, capex=20.0)
    program = building(small).add("projects", second).program()

    assert charges(program, "build", unit="mine", period="2026-01-01") == pytest.approx({"investment": 80.0 / 20})


def test_no_rate_of_interest_is_too_small(small):
    """Proves: at 0, at 1e-12 and at 1e-300 a year the annuity is 1/20 of the price.
    Without it: division of nothing by nothing.
    """
    found = [building(small.money(rate)).solve().cost("investment") for rate in (0.0, 1e-12, 1e-300)]

    assert found == pytest.approx([5.0 * 6.0 * (182 / 365 + 1.0)] * 3)
