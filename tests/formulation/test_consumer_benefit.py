"""Users gain what they would have paid at most."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scipy.integrate import quad

from monazite.formulation.steps import Resolution, demand_edges


def test_users_gain_what_they_would_pay(small):
    """Proves: 8.02 kt/yr that users would pay 10 for are worth 80.2.
    Without it: nothing is made, since nobody gains by it.
    """
    assert -small.solve().cost("consumer_benefit") == pytest.approx(80.2)


def test_the_bill_of_a_step_is_its_mean_willingness_to_pay(small, charges):
    """Proves: with elasticity -0.5 the price at a share q of the base quantity is 10 / q^2, and never above 5 x 10;
    each step is worth the mean of that, by numerical integration, but the middle one 10, for 92/365 of a year.
    Without it: the worth at the edge of a step would be off by the whole step.
    """
    program = small.set("demands", "use", elasticity=-0.5).over("2025-10-01", "2026-01-01").program()
    edges = demand_edges(3)

    for step, low, high in (("1", edges[0], edges[1]), ("2", edges[1], edges[2]), ("3", edges[2], edges[3])):
        mean = quad(lambda q: min(50.0, 10.0 / q**2) if q else 50.0, low, high, points=[0.2**0.5])[0] / (high - low)
        worth = 10.0 if step == "2" else mean
        assert charges(program, "serve", demand="use", demand_step=step, period="2025-10-01") == pytest.approx(
            {"consumer_benefit": -worth * 92 / 365}
        )


def test_the_last_kilogramme_is_worth_the_choke(small):
    """Proves: users who must do with 1 of 4 kt/yr pay the choke, 5 x 10 = 50: a kg more of ore is worth 0.4 x (50 - 6).
    Without it: 10 / 0.25^2 = 160.
    """
    scarce = small.set("demands", "use", elasticity=-0.5).set("units", "mine", capacity=2.5)
    answer = replace(scarce, resolution=Resolution(lanes=2, activities=2, demands=29)).solve()

    assert answer.rate("serve") == pytest.approx(1.0)
    assert answer.price("oxide", "west") == pytest.approx([50.0])
    assert answer.duals("unit_capacity", unit="mine") == pytest.approx([-0.4 * (50.0 - 6.0)])


def test_a_fixed_amount_is_served_up_to_its_lost_load(small):
    """Proves: of a fixed 4 kt/yr 4 are used, though an oxide costs 6 and users would pay 5 x 10, a benefit of 200; where
    the way costs 51 more than the oxide, nothing is. With a mine of 2.5 kt ore 1 kt is used, and a kg is worth 50.
    Without it: 8.02 kt/yr, the whole reach of a curve.
    """
    fixed = small.set("demands", "use", shape="fixed", elasticity=None)
    dear = fixed.set("lanes", "out", freight=51.0).solve()
    scarce = fixed.set("units", "mine", capacity=2.5).solve()

    assert [fixed.solve().rate("serve"), -fixed.solve().cost("consumer_benefit")] == pytest.approx([4.0, 200.0])
    assert dear.rate("serve") == pytest.approx(0.0)
    assert [scarce.rate("serve"), *scarce.price("oxide", "west")] == pytest.approx([1.0, 50.0])


def test_a_straight_line_of_demand_meets_its_supply(small):
    """Proves: with elasticity -0.5 the price is 10 (3 - 2 q / 4), and oxide at 6 is wanted up to q = 4.8 kt/yr; of 999 steps
    each is 0.6 % wide there. Isoelastic it would be 4 / 0.6^0.5 = 5.16.
    Without it: a market of the textbook could not be told.
    """
    line = small.set("demands", "use", shape="linear", elasticity=-0.5)
    answer = replace(line, resolution=Resolution(lanes=2, activities=2, demands=999)).solve()

    assert answer.rate("serve") == pytest.approx(4.8, rel=3e-3)
    assert answer.price("oxide", "west") == pytest.approx([6.0])


def test_demand_grows_from_the_base_year(small):
    """Proves: at 10 % a year users take 8.02 x 1.1^(366/365.25) in 2026.
    Without it: 8.02 for ever.
    """
    answer = small.set("demands", "use", growth=0.1).over("2026-01-01", "2027-01-01").solve()

    assert answer.rate("serve") == pytest.approx(8.02 * 1.1 ** (366 / 365.25))
