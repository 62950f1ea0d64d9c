"""A plant that stands still makes nothing for as long as it stands, and everybody else is paid more."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.results.welfare import closing_error, welfare_account
from monazite.world.records import Outage

STRIKE = Outage("strike", "plant", 0.5, date(2025, 1, 1), None)


def narrow(small):
    """A plant that takes 15 kt/yr of ore."""
    return small.set("units", "plant", capacity=15.0)


def test_half_a_plant_makes_half(small):
    """Proves: 7.5 kt/yr of ore give 3 kt/yr of oxide, gain 12; for 73 of 365 days 13.5 and 5.4: 21.6.
    Without it: 6 kt/yr and 24.
    """
    brief = Outage("strike", "plant", 0.5, date(2025, 3, 1), date(2025, 5, 13))

    assert narrow(small).add("outages", STRIKE).solve().gain == pytest.approx(12.0)
    assert narrow(small).add("outages", brief).solve().gain == pytest.approx(21.6)
    assert narrow(small).solve().gain == pytest.approx(24.0)


def test_two_outages_of_one_plant_add_up_to_all_of_it(small):
    """Proves: 0.5 and 0.7 lost leave nothing, and the plant's duty to run falls with it.
    Without it: capacity below nothing, and a programme without a solution.
    """
    fire = Outage("fire", "plant", 0.7, date(2025, 1, 1), None)
    both = narrow(small).set("units", "plant", must_run=0.9).add("outages", STRIKE, fire)

    assert both.solve().gain == pytest.approx(0.0)


def test_an_outage_that_no_plant_can_have_is_refused(refused):
    """Proves: an unknown plant, a share above 1 and an end before the start are told with file, line, column and way out.
    Without it: the outage would change nothing and nobody would see it.
    """
    table = "outage,unit,lost,start,end\nfire,refinry,0.5,2026-01-01,\nflood,mine,1.5,2026-01-01,2025-01-01\n"

    assert refused({"outages.csv": table}) == [
        "outages.csv, line 3, column lost: '1.5' is out of bounds -> give a number with a point as decimal sign in fraction, "
        "at least 0 and at most 1",
        "outages.csv, line 3, column end: 2025-01-01 lies before start, 2026-01-01 -> exchange the two dates",
        "outages.csv, line 2, column unit: 'refinry' is not in units -> did you mean 'refinery'?",
    ]


def test_half_of_mountain_pass_stands_still(stacks):
    """Proves: in the third quarter of 2027 the mine digs 25 to 50 % less than without, the Chinese rivals sell dearer and
    their users pay; the chain loses some 15 million USD, and the account closes.
    Without it: an outage would cost the world nothing.
    """
    before, after = stacks.outcome(), stacks.outcome("outage-mountain-pass")
    at = before.system.grid.names.index("2027Q3")
    base, found = welfare_account(before), welfare_account(after)
    dug = [o.total("run", activity="mine_usa")[at] for o in (before, after)]

    assert 0.5 < dug[1] / dug[0] < 0.75
    assert found["CHN", "producers"] > base["CHN", "producers"] + 10.0
    assert found["CHN", "users"] < base["CHN", "users"] - 10.0
    assert 5.0 < after.objective - before.objective < 40.0
    assert closing_error(after, found) < 1e-9
