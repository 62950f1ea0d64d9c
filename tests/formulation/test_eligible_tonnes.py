"""An incentive pays for what was made, within tonnes, time and budget."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from monazite.world.records import Subsidy

GRANT = Subsidy(
    "grant", "plant", ("oxide",), rate=2.0, sales_share=1.0, tonnes=3.0, budget=0.0, start=date(2025, 1, 1), years=5.0
)


def granted(small, **changes):
    """2 USD/kg for the oxide of the plant, for 3 kt/yr at most."""
    return small.add("subsidies", GRANT).set("subsidies", "grant", **changes)


def test_only_what_is_made_is_paid_for(small):
    """Proves: a mine for 5 kt/yr of ore makes 2 kt/yr of oxide; 2 are paid for, 4 MUSD, though the scheme covers 3.
    Without it: 3 are paid for, 6 MUSD.
    """
    scarce = granted(small).set("units", "mine", capacity=5.0)

    assert -scarce.solve().cost("incentive") == pytest.approx(4.0)
    assert -scarce.solve(without="eligible_tonnes").cost("incentive") == pytest.approx(6.0)


def test_what_the_plant_does_not_make_is_not_paid_for(small):
    """Proves: a scheme for oxide and metal pays the plant for oxide only.
    Without it: every kt of ore refined would count as a kt of metal.
    """
    both = granted(small, commodities=("oxide", "metal"), tonnes=100.0).base(price={("metal", "east"): 30.0}).solve()

    assert [both.rate("eligible", commodity=c) for c in ("oxide", "metal")] == pytest.approx([8.02, 0.0])


def test_the_tonnes_of_the_scheme_are_a_cap(small):
    """Proves: of 8.02 kt/yr made 3 are paid for, 6 MUSD.
    Without it: all are, 16.04 MUSD.
    """
    assert -granted(small).solve().cost("incentive") == pytest.approx(6.0)
    assert -granted(small).solve(without="eligible_cap").cost("incentive") == pytest.approx(16.04)


def test_the_tonnes_are_prorated_in_the_period_in_which_the_scheme_starts_or_ends(small):
    """Proves: from 2 July the scheme runs for 183 of 365 days, 3 x 183/365 = 1.504 kt/yr; half a year long from 1
    January it runs for round(182.625) = 183 days as well.
    Without it: 3 kt/yr in both.
    """
    late = granted(small, start=date(2025, 7, 2)).solve()
    short = granted(small, years=0.5).solve()

    assert [late.rate("eligible"), short.rate("eligible")] == pytest.approx([3.0 * 183 / 365] * 2)


def test_the_budget_pays_for_so_many_tonnes_over_all_years(small):
    """Proves: 4 MUSD at 2 USD/kg pay for 2 kt in a quarter and a year together.
    Without it: 3 kt/yr for 92/365 + 1 years, 3.756 kt, cost 7.512.
    """
    bounded = granted(small, budget=4.0).over("2025-10-01", "2026-01-01", "2027-01-01")

    assert -bounded.solve().cost("incentive") == pytest.approx(4.0)
    assert -bounded.solve(without="eligible_budget").cost("incentive") == pytest.approx(6.0 * (92 / 365 + 1.0))


def test_the_budget_is_spent_to_the_last_dollar_at_rates_that_differ(small):
    """Proves: where 20 % of the sale price, 5 and then 10 USD/kg, are paid for 3 kt a year, 3 + 6 MUSD could be drawn; of a
    budget of 8 all 8 are.
    Without it: a budget reckoned at the highest rate, 2, would pay for 4 kt: 1 at 1 and 3 at 2, and 1 MUSD would be left.
    """
    years = granted(small, sales_share=0.2, budget=8.0).over("2025-01-01", "2026-01-01", "2027-01-01")
    rising = replace(years, options={"sale_price": {("oxide", "east"): np.array([5.0, 10.0])}}).solve()

    assert -rising.cost("incentive") == pytest.approx(8.0)


def test_the_bill_of_an_eligible_tonne(small, entries):
    """Proves: an eligible kt/yr is +1 among what was made and in the cap, and what a quarter of it costs in the budget; a
    kt of ore refined makes 0.4 eligible.
    Without it: the budget would count rates instead of money, and ore would be paid for instead of oxide.
    """
    program = granted(small, budget=4.0).over("2025-10-01", "2026-01-01").program()
    kind, when = "subsidy=grant, commodity=oxide, period=2025-10-01", "2025-10-01"

    assert entries(program, "eligible_tonnes", "eligible", period=when) == {kind: 1.0}
    assert entries(program, "eligible_cap", "eligible", period=when) == {"subsidy=grant, period=2025-10-01": 1.0}
    assert entries(program, "eligible_budget", "eligible", period=when) == pytest.approx({"subsidy=grant": 2.0 * 92 / 365})
    assert entries(program, "eligible_tonnes", "run", activity="refine", supply_step="1", period=when) == pytest.approx(
        {kind: -0.4}
    )


def test_the_duals_are_minus_what_more_of_the_scheme_would_pay(small):
    """Proves: one kt/yr more of tonnes pays 2; where budget binds, one million more of it pays 1 and more tonnes pay
    nothing.
    Without it: the maker could not see which clause of the scheme holds him back.
    """
    capped, bounded = granted(small).solve(), granted(small, budget=4.0).solve()

    assert capped.duals("eligible_cap") == pytest.approx([-2.0])
    assert capped.slopes("eligible_cap") == pytest.approx([-2.0])
    assert bounded.duals("eligible_budget") == pytest.approx([-1.0])
    assert bounded.slopes("eligible_budget") == pytest.approx([-1.0])
    assert bounded.duals("eligible_cap") == pytest.approx([0.0])


def test_made_tonnes_that_bind_are_worth_the_rate(small):
    """Proves: where everything made is paid for, one kt counted more pays 2; the dual is -2.
    Without it: the incentive would not reach the maker's price.
    """
    scarce = granted(small).set("units", "mine", capacity=5.0).solve()

    assert scarce.duals("eligible_tonnes") == pytest.approx([-2.0])
    assert scarce.slopes("eligible_tonnes") == pytest.approx([-2.0])


def test_on_a_wider_pattern_a_scheme_pays_for_its_own_commodities_only(small, entries):
    """Proves: where another option's scheme pays for ore's oxide and for metal, 5 kt/yr and 3 USD/kg, one for metal alone
    pays its plant, which makes none, nothing; one for oxide pays its own 3 kt/yr at 2 USD/kg, 6 MUSD.
    Without it: the scheme of one option would be paid in another.
    """
    wide = granted(small, commodities=("oxide", "metal"), tonnes=5.0, rate=3.0)
    metal = granted(small, commodities=("metal",)).with_pattern_of(wide)
    oxide = granted(small).with_pattern_of(wide)
    row = entries(metal.program(), "eligible_tonnes", "run", activity="refine", supply_step="1", period="2025")

    assert (metal.solve().cost("incentive"), metal.solve().rate("eligible"), row) == (0.0, 0.0, {})
    assert -oxide.solve().cost("incentive") == pytest.approx(6.0)
    assert metal.program().A.nnz == wide.program().A.nnz
