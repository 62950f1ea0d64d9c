"""What an incentive pays per eligible kilogramme, after its caps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from monazite.formulation.incentives import budget, last_day, rate
from monazite.world.records import Subsidy

GRANT = Subsidy(
    "grant", "plant", ("oxide",), rate=2.0, sales_share=1.0, tonnes=3.0, budget=0.0, start=date(2025, 1, 1), years=5.0
)


def granted(small, **changes):
    """2 USD/kg for 3 kt/yr of oxide at most; its base price at the plant is 5."""
    return small.add("subsidies", GRANT).set("subsidies", "grant", **changes)


def test_an_incentive_is_a_transfer(small):
    """Proves: 3 kt/yr draw 6 MUSD; private gain 38.08 less incentive is the 32.08 of a world without it.
    Without it: 32.08.
    """
    answer = granted(small).solve()

    assert answer.cost("incentive") == pytest.approx(-6.0)
    assert [answer.gain, answer.gain - 6.0] == pytest.approx([38.08, small.solve().gain])


def test_an_incentive_makes_a_plant_run_that_would_not(small):
    """Proves: where users pay 5, oxide that costs 6 in the west is made as long as 2 USD/kg are paid for it: 3 kt/yr,
    at a private gain of 3 x (5 + 2 - 6) = 3.
    Without it: nothing is made.
    """
    poor = granted(small).base(price={("oxide", "west"): 5.0}).solve()

    assert [poor.rate("serve"), poor.gain] == pytest.approx([3.0, 3.0])


def test_the_cap_by_share_of_sales(small, charges):
    """Proves: 30 % of a price of 5 is 1.5, less than the 2 of the scheme; where the price at the plant is 10, 2 is less
    than 3.
    Without it: 2 in both.
    """
    capped = granted(small, sales_share=0.3)
    dear = replace(capped, options={"sale_price": {("oxide", "east"): np.array([10.0])}})

    assert charges(capped.program(), "eligible", period="2025") == pytest.approx({"incentive": -1.5})
    assert charges(dear.program(), "eligible", period="2025") == pytest.approx({"incentive": -2.0})


def test_the_rate_follows_the_price_year_by_year(small):
    """Proves: at prices of 5 and 10 the rates are 1.5 and 2, the cap.
    Without it: one rate for all years would pay a cheap year too much or a dear one too little.
    """
    case = granted(small, sales_share=0.3, budget=4.0).over("2025-01-01", "2026-01-01", "2027-01-01")
    system = replace(case, options={"sale_price": {("oxide", "east"): np.array([5.0, 10.0])}}).system

    assert rate(system, "grant", "oxide") == pytest.approx([1.5, 2.0])


def test_small_sums_are_sums(small):
    """Proves: half a million at 0.5 USD/kg pays for 1 kt of the 3.
    Without it: below a million, or below a dollar per kg, the budget would not count.
    """
    assert granted(small, rate=0.5, budget=0.5).solve().rate("eligible") == pytest.approx(1.0)


def test_a_product_without_a_base_price_is_paid_nothing(small):
    """Proves: a share of sales of what was never sold is 0, until ``prices`` gives it a price.
    Without it: it would be paid as if a kg were sold for 1 USD.
    """
    assert rate(granted(small, commodities=("metal",)).system, "grant", "metal") == pytest.approx([0.0])


def test_a_scheme_of_three_years_ends_after_three_years():
    """Proves: 3 years are round(3 x 365.25) = 1096 days: 2 January 2028 is the first day that is not paid, one day late
    for want of a leap year.
    Without it: years of 366 days would be four days late.
    """
    assert last_day(replace(GRANT, years=3.0)) == date(2028, 1, 2)


def test_no_budget_is_no_limit(small):
    """Proves: a budget of 0 means that none is set.
    Without it: a scheme without outlay would pay nothing.
    """
    assert budget(granted(small).system, "grant") == np.inf


def test_the_bill_of_an_eligible_kt(small, charges):
    """Proves: -2 x 92/365 for a rate of 1 kt/yr in a quarter of 92 days.
    Without it: four quarters would pay four times.
    """
    program = granted(small).over("2025-10-01", "2026-01-01").program()

    assert charges(program, "eligible", period="2025-10-01") == pytest.approx({"incentive": -2.0 * 92 / 365})
