"""Users who want less than their growth says leave more for everybody else."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.results.welfare import closing_error, welfare_account
from monazite.world.records import DemandShock

SLUMP = DemandShock("slump", ("west",), ("oxide",), "cars", 0.5, date(2025, 1, 1), None)


def test_a_slump_halves_the_use(small):
    """Proves: half of 8.02 kt/yr is used, gain 16.04; for 73 of 365 days 0.9 of it: 28.872.
    Without it: 32.08.
    """
    brief = DemandShock("slump", ("*",), ("*",), "", 0.5, date(2025, 3, 1), date(2025, 5, 13))

    assert small.add("demand_shocks", SLUMP).solve().gain == pytest.approx(16.04)
    assert small.add("demand_shocks", brief).solve().gain == pytest.approx(28.872)
    assert small.solve().gain == pytest.approx(32.08)


def test_two_shocks_on_one_demand_multiply(small):
    """Proves: half of the cars and a boom of 1.2 give 0.6 of the use, gain 19.248.
    Without it: the second would overwrite the first.
    """
    boom = DemandShock("boom", ("*",), ("*",), "", 1.2, date(2025, 1, 1), None)

    assert small.add("demand_shocks", SLUMP, boom).solve().gain == pytest.approx(0.6 * 32.08)


def test_a_shock_that_hits_nobody_is_refused(refused):
    """Proves: an end use that nobody has and a factor below nothing are told with file, line, column and way out.
    Without it: a misspelt end use would be a calm market.
    """
    header = "shock,regions,commodities,end_use,factor,start,end\n"

    assert refused({"demand_shocks.csv": header + "slump,west,*,bateries,0.5,2026-01-01,\n"}) == [
        "demand_shocks.csv, line 2, column end_use: demand shock slump hits no demand -> did you mean 'batteries'?"
    ]


def test_a_factor_below_nothing_is_refused(refused):
    """Proves: -0.5 is out of bounds.
    Without it: users would give back what they never had.
    """
    (line,) = refused({"demand_shocks.csv": "shock,regions,commodities,end_use,factor,start,end\nslump,west,*,,-0.5,2026-01-01,\n"})

    assert line.startswith("demand_shocks.csv, line 2, column factor: '-0.5' is out of bounds -> ")


def test_slow_sales_of_electric_cars_in_india(stacks):
    """Proves: in 2028 Indian electric vehicles take 20 to 40 % fewer heavy-grade magnets than without; users elsewhere
    gain, and the rent of China's licences falls; the account closes.
    Without it: who wants less would move nobody's price.
    """
    before, after = stacks.outcome(), stacks.outcome("slow-electric-cars")
    at = before.system.grid.names.index("2028")
    base, found = welfare_account(before), welfare_account(after)
    used = [o.total("serve", demand="ind_ev")[at] for o in (before, after)]

    assert 0.6 < used[1] / used[0] < 0.8
    assert found["EUU", "users"] > base["EUU", "users"] + 10.0
    assert found["CHN", "licence holders"] < base["CHN", "licence holders"] - 50.0
    assert closing_error(after, found) < 1e-9
