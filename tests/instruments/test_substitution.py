"""Users who learn to do with another grade need less of the scarce one, and pay less for what they still need."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.results.element_balance import element_balance_error
from monazite.results.welfare import closing_error, welfare_account
from monazite.study.answer.magnets import scarce_need
from monazite.study.answer.work import terms_of
from monazite.world.records import Substitution

HEADER = "substitution,demand,commodity,ratio,cost,share,lead_years,start\n"


def test_half_of_the_use_is_done_with_a_coat_of_metal(small):
    """Proves: 0.2 kg of metal at 9.5 USD/kg and 1 USD do the work of a kg of oxide at 6. Half of 8.02 kt/yr change over:
    32.08 + 4.01 x 3.1 = 44.511; after a lead time of two years an eighth of it on average in the first.
    Without it: 32.08.
    """
    coat = Substitution("coat", "use", "metal", 0.2, 1.0, 0.5, 0.0, date(2025, 1, 1))
    slow = Substitution("coat", "use", "metal", 0.2, 1.0, 0.5, 2.0, date(2025, 1, 1))

    assert small.smelter().add("substitutions", coat).solve().gain == pytest.approx(44.511)
    assert small.smelter().add("substitutions", slow).solve().gain == pytest.approx(32.08 + 0.125 * 8.02 * 3.1)
    assert small.smelter().solve().gain == pytest.approx(32.08)


def test_a_substitute_that_cannot_be_had_is_refused(refused):
    """Proves: what nobody makes or brings, the thing itself, and shares above 1 are told with file, line, column and way out.
    Without it: a substitution would never happen, or replace more than there is.
    """
    rows = (
        "thrift,cobalt_west,cobalt_oxide,1,1,0.5,1,2026-01-01\n"
        "exit,cobalt_west,,1,1,0.6,1,2026-01-01\n"
        "ore,nickel_west,concentrate,1,1,0.6,1,2026-01-01\n"
    )

    assert refused({"substitutions.csv": HEADER + rows}) == [
        "substitutions.csv, line 2, column commodity: substitution thrift uses cobalt_oxide in place of itself -> name another "
        "commodity, or leave the cell empty where nothing is used in its place",
        "substitutions.csv, line 4, column commodity: substitution ore uses concentrate in west, where nobody makes it and no "
        "lane brings it -> add a lane of concentrate to west, or name what can be had there",
        "substitutions.csv, line 3, column share: substitutions of demand cobalt_west replace up to 1.1 of it, more than all "
        "-> lower the shares to 1 in all",
    ]


def test_indian_makers_save_heavy_rare_earths(stacks):
    """Proves: in 2036 India needs 5 to 30 % less Dy and Tb than without, although more of its motors and turbines are served:
    China's licences had kept them short. It uses more light-grade magnets, some small
    vehicles run without any, its users gain more than 100 million USD, and the
    rent of China's licences falls; elements and account add up.
    Without it: a saving would leave the need as it was, or lose material.
    """
    before, after = stacks.outcome(), stacks.outcome("less-dysprosium")
    at = before.system.grid.names.index("2036")
    base, found = welfare_account(before), welfare_account(after)
    need = [scarce_need(o, terms_of(stacks.study))[at] for o in (before, after)]

    served = [sum(o.total("serve", demand=f"ind_{use}")[at] for use in ("ev", "wind", "industrial")) for o in (before, after)]

    assert 0.7 < need[1] / need[0] < 0.95
    assert served[1] > 1.05 * served[0]
    assert after.total("switch", substitution="ev_ferrite")[at] > 0.1
    assert after.taken("magnet_light", "IND")[at] > before.taken("magnet_light", "IND")[at] + 0.3
    assert found["IND", "users"] > base["IND", "users"] + 100.0
    assert found["CHN", "licence holders"] < base["CHN", "licence holders"] - 500.0
    assert closing_error(after, found) < 1e-9
    assert max(element_balance_error(after).values()) < 1e-9
