"""Ore can be mined once."""

from __future__ import annotations

import numpy as np
import pytest

from monazite.world.records import Deposit

LODE = Deposit("lode", "lode", "mine", reserve=20.0, binding=True, vintage="")


def lode(small):
    """20 kt of ore for a quarter of 92 days and a year."""
    return small.add("deposits", LODE).over("2025-10-01", "2026-01-01", "2027-01-01")


def test_a_deposit_is_mined_once(small):
    """Proves: 20 kt of ore are 8 kt of oxide over the whole horizon, gain 8 x 4 = 32.
    Without it: 8.02 kt/yr for 92/365 + 1 years, 25.1 kt of ore, gain 40.17.
    """
    answer = lode(small).solve()

    assert answer.gain == pytest.approx(32.0)
    assert answer.system.lengths @ answer.rates("run", activity="dig") == pytest.approx(20.0)
    assert lode(small).solve(without="reserve_depletion").gain == pytest.approx(32.08 * (1.0 + 92 / 365))


def test_a_deposit_that_does_not_bind_limits_nothing(small):
    """Proves: a national figure marked as not binding has no row; the gain is 40.17.
    Without it: 32, from a reserve that no mine owns.
    """
    free = lode(small).set("deposits", "lode", binding=False)

    assert len(free.program().row("reserve_depletion")) == 0
    assert free.solve().gain == pytest.approx(32.08 * (1.0 + 92 / 365))


def test_mining_counts_with_the_length_of_its_period(small, entries):
    """Proves: 1 kt/yr of ore for 92 days takes 92/365 kt out of the ground, for a year 1 kt; refining takes none.
    Without it: a quarter would eat the reserve of a year.
    """
    program = lode(small).program()
    found = [
        entries(program, "reserve_depletion", "run", activity=activity, supply_step="1", period=when)
        for activity, when in (("dig", "2025-10-01"), ("dig", "2026-01-01"), ("refine", "2026-01-01"))
    ]

    assert found[0] == pytest.approx({"deposit=lode": 92 / 365})
    assert found[1:] == [{"deposit=lode": 1.0}, {}]


def test_the_dual_is_minus_the_rent_of_ore_in_the_ground(small):
    """Proves: one kt more of ore gains 0.4 x 4 = 1.6.
    Without it: the rent would be spread over the years.
    """
    answer = lode(small).solve()

    assert answer.duals("reserve_depletion") == pytest.approx([-1.6])
    assert answer.slopes("reserve_depletion") == pytest.approx([-1.6])


def test_the_rent_rises_with_interest(small):
    """Proves: at 10 % a year, price less mining cost grows with 1 over the discount factor: Hotelling's rule.
    Without it: ore would be worth its cost of 1 until the last day.
    """
    users = small.set("demands", "use", elasticity=-0.5).add("deposits", LODE).money(0.1)
    answer = users.over("2025-01-01", "2026-01-01", "2027-01-01", "2028-01-01").solve()
    rent = np.array(answer.price("ore", "east")) - 1.0

    assert min(answer.rates("run", activity="dig")) > 0.0
    assert rent * answer.system.discount == pytest.approx([-answer.duals("reserve_depletion")[0]] * 3)
    assert rent[0] > 0.0
