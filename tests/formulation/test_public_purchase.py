"""The rows of a public purchase: tonnes, budget, what the partner makes, what lies in the public store."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.world.records import Purchase

FLOOR = Purchase("floor", "floor", "east", ("oxide",), "", 7.0, 3.0, 14.0, date(2025, 1, 1), None)
YEARS = ("2025-10-01", "2026-01-01", "2027-01-01")


def test_the_bill_of_what_is_bought(small, entries):
    """Proves: a kt/yr bought counts 1 in the tonnes, 7 x 92/365 MUSD in the budget of a quarter, and -92/365 kt in the
    store at the end of this and of every later period.
    Without it: a quarter would spend as a year, or stock would be sold before it was bought.
    """
    program = small.add("purchases", FLOOR).over(*YEARS).program()
    kind = "purchase=floor, commodity=oxide, period="

    assert entries(program, "public_purchase", "buy", period="2025-10-01") == {"purchase=floor, period=2025-10-01": 1.0}
    assert entries(program, "purchase_budget", "buy", period="2025-10-01") == pytest.approx({"purchase=floor": 7 * 92 / 365})
    assert entries(program, "public_store", "buy", period="2025-10-01") == pytest.approx(
        {f"{kind}2025-10-01": -92 / 365, f"{kind}2026-01-01": -92 / 365}
    )
    assert entries(program, "public_store", "sell", period="2026-01-01") == pytest.approx({f"{kind}2026-01-01": 1.0})


def test_an_offtake_counts_what_its_unit_makes(small, entries):
    """Proves: a kt of ore refined in the plant allows 0.4 kt of oxide to be taken.
    Without it: a state would take ore for oxide.
    """
    offtake = small.add("purchases", FLOOR).set("purchases", "floor", kind="offtake", unit="plant").program()

    assert entries(offtake, "offtake_made", "run", activity="refine", supply_step="1") == pytest.approx(
        {"purchase=floor, commodity=oxide, period=2025": -0.4}
    )


def test_tonnes_count_for_their_days(small):
    """Proves: from 2 July 3 x 183/365 = 1.504 kt/yr are bought.
    Without it: 3.
    """
    late = small.add("purchases", FLOOR).set("purchases", "floor", start=date(2025, 7, 2), budget=0.0)

    assert late.solve().rate("buy") == pytest.approx(3 * 183 / 365)


def test_an_option_without_the_purchase_buys_nothing(small):
    """Proves: on the pattern of a world with the purchase, the world without it gains its 32.08.
    Without it: money of another option would be spent.
    """
    assert small.with_pattern_of(small.add("purchases", FLOOR)).solve().gain == pytest.approx(32.08)


def test_the_dual_is_minus_what_one_more_tonne_of_purchases_is_worth(small):
    """Proves: without a budget one kt/yr more of tonnes gains 7 - 5 = 2: the dual is -2.
    Without it: one could not tell which clause holds sellers back.
    """
    answer = small.add("purchases", FLOOR).set("purchases", "floor", budget=0.0).solve()

    assert answer.duals("public_purchase") == pytest.approx([-2.0])
    assert answer.slopes("public_purchase") == pytest.approx([-2.0])
