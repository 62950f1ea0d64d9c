"""Know-how that is withheld makes new plants abroad later and dearer, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.results.welfare import closing_error, welfare_account
from monazite.world.records import Lane, Project, TechnologyBan

BAN = TechnologyBan("ban", ("plant",), ("*",), (), 1.0, 0.25, date(2025, 1, 1), None)


def smelting(small):
    """A smelter without history and a lane home: metal costs 10 USD/kg in the east, where 2.005 kt/yr are wanted at 30."""
    return small.smelter().add("lanes", Lane("home", "metal", "west", "east", 0.0, 0.0, 0.5))


def test_what_has_no_history_costs_more_to_run(small):
    """Proves: a quarter more on 2 USD per kg of metal costs 2.005 x 0.5 = 1.0025: gain 71.1775. The refinery of the east, at
    the same stage, ran in the base year and pays nothing more.
    Without it: 32.08 + 2.005 x 20 = 72.18.
    """
    assert smelting(small).add("technology_bans", BAN).solve().gain == pytest.approx(71.1775)
    assert smelting(small).solve().gain == pytest.approx(72.18)


def test_projects_come_later(small):
    """Proves: a smelter that would open on 1 January 2025 opens a year later: of two years of 40.1 one is left.
    Without it: both.
    """
    plant = Project("plant", "smelter", 10.0, date(2025, 1, 1), 1.0, 0.0, 0.0)
    late = TechnologyBan("ban", ("plant",), ("*",), (), 1.0, 0.0, date(2025, 1, 1), None)
    case = smelting(small).set("units", "smelter", capacity=0.0).add("projects", plant)
    case = case.over("2025-01-01", "2026-01-01", "2027-01-01")

    assert case.solve().gain == pytest.approx(2 * 72.18)
    assert case.add("technology_bans", late).solve().gain == pytest.approx(2 * 72.18 - 40.1)


@pytest.mark.parametrize(
    "changes", [{"exempt": ("west",)}, {"regions": ("east",)}, {"stages": ("mine",)}, {"end": date(2025, 1, 1)}]
)
def test_whom_it_does_not_reach_it_does_not_touch(small, changes):
    """Proves: an exempt region, another region, another stage, a ban that has ended: gain 72.18.
    Without it: the state that bans would be hit by its own ban.
    """
    case = smelting(small).add("technology_bans", BAN).set("technology_bans", "ban", **changes)

    assert case.solve().gain == pytest.approx(72.18)


def test_a_ban_on_a_stage_without_plants_is_refused(refused):
    """Proves: a stage in which there is no unit is told with file, line, column and the nearest name.
    Without it: a misspelt stage would be a ban that nobody feels.
    """
    table = "ban,stages,regions,exempt,delay_years,extra_cost,start,end\nknow,refinin,*,east,1,0.1,2026-01-01,\n"

    assert refused({"technology_bans.csv": table}) == [
        "technology_bans.csv, line 2, column stages: technology ban know names stage refinin, in which there is no unit "
        "-> did you mean 'refining'?"
    ]


def test_plants_abroad_open_a_year_later(stacks):
    """Proves: with the ban American metal and magnet plants and those at Narva have less capacity in 2027 than without, China's
    as much; in 2030 all are there. Users in America and India pay more; the account closes.
    Without it: a ban on technology would hit whoever has it.
    """
    before, after = stacks.outcome(), stacks.outcome("china-technology-ban")
    names = before.system.grid.names
    base, found = welfare_account(before), welfare_account(after)

    def less(unit, period):
        at = names.index(period)
        return before.total("capacity", unit=unit)[at] - after.total("capacity", unit=unit)[at]

    assert all(less(unit, "2026Q4") > 0.05 for unit in ("metal_usa", "magnet_usa", "magnet_eu"))
    assert less("magnet_chn", "2026Q4") == pytest.approx(0.0, abs=1e-9)
    assert all(less(unit, "2030") == pytest.approx(0.0, abs=1e-9) for unit in ("metal_usa", "magnet_usa", "magnet_eu"))
    assert found["USA", "users"] < base["USA", "users"] - 1.0
    assert found["IND", "users"] < base["IND", "users"] - 1.0
    assert closing_error(after, found) < 1e-9
