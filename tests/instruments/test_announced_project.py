"""What is announced comes in part and late: a project brings its delivery factor of its size, after its delay."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.results.welfare import closing_error, welfare_account
from monazite.world.records import Project

SHAFT = Project("shaft", "mine", 10.0, date(2025, 1, 1), 0.6, 0.5, 20.0)


def short_of_ore(small):
    """A mine of 5 kt/yr of ore, over 2025 and 2026."""
    return small.set("units", "mine", capacity=5.0).over("2025-01-01", "2026-01-01", "2027-01-01")


def test_a_project_comes_in_part_and_late(small):
    """Proves: of 10 kt/yr 6 open on 3 July 2025, 182 days before the year ends: 1.6 x 6 x (182/365 + 1) more, less a twentieth
    of 20 USD per kg/yr for as long as they stand: 16 + 9.6 x 1.4986 - 6 x 1.4986 = 21.395. As announced it would be 28.
    Without it: two years of 5 kt of ore, 16.
    """
    standing = 182 / 365 + 1
    announced = Project("shaft", "mine", 10.0, date(2025, 1, 1), 1.0, 0.0, 20.0)

    assert short_of_ore(small).add("projects", SHAFT).solve().gain == pytest.approx(16.0 + 3.6 * standing)
    assert short_of_ore(small).add("projects", announced).solve().gain == pytest.approx(28.0)
    assert short_of_ore(small).solve().gain == pytest.approx(16.0)


def test_a_project_that_cannot_be_is_refused(refused):
    """Proves: a unit that does not exist, a share below nothing and a negative delay are told with file, line and column.
    Without it: a plant would open before it is announced.
    """
    table = "project,unit,size,start,delivery_factor,delay_years,capex\nshaft,mien,1000,2026-01-01,-0.5,-1,2\n"

    lines = refused({"projects.csv": table})
    assert [line.split(": ")[0] for line in lines] == [
        "projects.csv, line 2, column delivery_factor",
        "projects.csv, line 2, column delay_years",
        "projects.csv, line 2, column unit",
    ]
    assert lines[-1].endswith("'mien' is not in units -> did you mean 'mine'?")


def test_a_metal_plant_for_the_oxide_of_irel(stacks):
    """Proves: of 500 t/yr announced for 2027 187.5 stand in 2031 and none in 2029; they take more of IREL's own oxide, whose
    price more than doubles by 2036; Indian producers gain, and the account closes.
    Without it: an announcement would be as good as metal.
    """
    before, after = stacks.outcome(), stacks.outcome("irel-metal-plant")
    names = before.system.grid.names
    base, found = welfare_account(before), welfare_account(after)
    more = after.total("capacity", unit="metal_ind") - before.total("capacity", unit="metal_ind")

    assert more[names.index("2031")] == pytest.approx(0.1875)
    assert more[names.index("2029")] == pytest.approx(0.0, abs=1e-9)
    at = names.index("2036")
    assert after.price("ndpr_oxide_irel", "IND")[at] > 2.0 * before.price("ndpr_oxide_irel", "IND")[at]
    assert found["IND", "producers"] > base["IND", "producers"] + 10.0
    assert closing_error(after, found) < 1e-9
