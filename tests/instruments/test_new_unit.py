"""A plant that is not there yet is a unit without capacity; a project opens it, and then it makes what its process makes."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.results.welfare import closing_error, welfare_account
from monazite.world.records import Activity, Project, Unit

SITE = Project("site", "fresh", 10.0, date(2025, 1, 1), 0.5, 0.0, 4.0)


def fresh(small):
    """A site for a refinery at half the old one's cost."""
    case = small.add("units", Unit("fresh", "fresh", "east", "plant", "p", "west", 0.0, elasticity=4.0))
    return case.add("activities", Activity("fresh", "fresh", "refining", 0.0, 0.05, 0.5))


def test_a_site_does_nothing_until_a_project_opens_it(small):
    """Proves: half of 10 kt/yr of ore comes, which makes 2 kt/yr of oxide for 1.25 USD/kg less and is paid off with 5 x 4 / 20 = 1
    a year: 32.08 + 2.5 - 1 = 33.58.
    Without it: 32.08.
    """
    assert fresh(small).add("projects", SITE).solve().gain == pytest.approx(33.58)
    assert fresh(small).solve().gain == pytest.approx(32.08)


@pytest.mark.parametrize(
    ("table", "file", "way_out"),
    [
        ("units", "study.toml", "keep the row in units.csv for all options, without a base flow or capacity, and let the policy set its fields"),
        ("projects", "scenarios/export-ban.toml", "'refinry' is not in units -> did you mean 'refinery'?"),
    ],
)
def test_a_plant_that_only_a_scenario_knows_is_refused(refused, table, file, way_out):
    """Proves: a scenario may open a unit and not invent one: adding a row of units, or a project on a unit that is not there, is
    told with the scenario and the way out.
    Without it: a plant would have no process, no owner and no recovery.
    """
    head = 'title = "a plant is built"\nannounced = 2025-06-30\n[[add]]\n'
    unit = 'table = "units"\nrow = { unit = "new", name = "new", region = "east", stage = "refining", owner_region = "east", capacity = 0 }\n'
    project = 'table = "projects"\nrow = { project = "new", unit = "refinry", size = 1, start = 2026-01-01, delivery_factor = 1, delay_years = 0, capex = 1 }\n'

    line = refused({"scenarios/export-ban.toml": head + (unit if table == "units" else project)})[0]
    assert way_out in line
    assert file in line


def test_a_japanese_magnet_plant_opens_in_india(stacks):
    """Proves: the plant stands in the study without capacity and makes nothing; with its project it makes 500 to 1,100 t/yr of
    magnets in 2030. Indian users gain by it, Japanese users pay more, and the account closes.
    Without it: a plant with new owners would need another study.
    """
    before, after = stacks.outcome(), stacks.outcome("japan-invests")
    at = before.system.grid.names.index("2030")
    base, found = welfare_account(before), welfare_account(after)
    made = [o.total("run", unit="magnet_japan_ind")[at] for o in (before, after)]

    assert made[0] == pytest.approx(0.0, abs=1e-9)
    assert 0.5 < made[1] < 1.1 + 1e-9
    assert found["IND", "users"] > base["IND", "users"] + 50.0
    assert found["JPN", "users"] < base["JPN", "users"] - 10.0
    assert closing_error(after, found) < 1e-9
