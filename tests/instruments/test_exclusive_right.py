"""A right keeps others from a mine or a plant until it is opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monazite.results.element_balance import element_balance_error
from monazite.results.welfare import closing_error, welfare_account
from monazite.world.records import Activity, Right, Unit

CROWN = Right("ores", "ores of the state", "o", None)


def rival(small, **changes):
    """A private line beside the refinery at half its cost, under a right of the refinery's owner, for 10 kt/yr of ore."""
    case = small.add("units", Unit("private", "private", "east", "plant", "p", "east", 10.0, elasticity=4.0, right="ores"))
    case = case.add("activities", Activity("private", "private", "refining", 0.0, 0.05, 0.5)).set("units", "plant", right="ores")
    return case.add("rights", CROWN).set("rights", "ores", **changes)


def test_only_the_holder_runs_until_the_right_is_opened(small):
    """Proves: closed, the holder alone refines, gain 32.08; open, 4 kt/yr of oxide cost 1.25 USD/kg less: 37.08; opened for the
    last 73 of 365 days, 0.8 kt/yr: 33.08.
    Without it: the private line would run from the first day, 37.08.
    """
    assert rival(small).solve().gain == pytest.approx(32.08)
    assert rival(small, opened=date(2025, 1, 1)).solve().gain == pytest.approx(37.08)
    assert rival(small, opened=date(2025, 10, 20)).solve().gain == pytest.approx(33.08)


UNITS = (
    "unit,name,region,stage,owner,owner_region,capacity,right\n"
    "mine,Eastland mine,east,mining,Eastland Mining,east,100000,ores\n"
    "refinery,Eastland refinery,east,refining,Eastland Refining,east,100000,{}\n"
)
RIGHTS = "right,name,holder,opened\nores,ores of the state,{},\n"


def test_a_right_that_nobody_recorded_is_refused(refused):
    """Proves: a unit under a right that does not stand in `rights` is told with file, line, column and the nearest name.
    Without it: a misspelt right would let anybody run.
    """
    assert refused({"units.csv": UNITS.format("orse"), "rights.csv": RIGHTS.format("Eastland Mining")}) == [
        "units.csv, line 3, column right: 'orse' is not in rights -> did you mean 'ores'?"
    ]


def test_a_right_of_a_holder_without_a_unit_is_refused(refused):
    """Proves: a holder who owns no unit under the right is told with file, line, column and the nearest owner.
    Without it: a misspelt holder would shut every plant.
    """
    assert refused({"units.csv": UNITS.format(""), "rights.csv": RIGHTS.format("Eastland Minning")}) == [
        "rights.csv, line 2, column holder: right ores is held by Eastland Minning, who owns no unit under it "
        "-> did you mean 'Eastland Mining'?"
    ]


def test_a_private_miner_digs_and_refines_once_india_opens_its_rights(stacks):
    """Proves: from 2030 a private firm makes 80 to 200 t/yr of NdPr oxide from monazite of its own, and none before; with its
    plants but with the rights closed none at all. India gains; elements and account add up.
    Without it: a right would be a word in a table.
    """
    before, after = stacks.outcome(), stacks.outcome("open-monazite")
    opening = stacks.study.folder.policies["open-monazite"]
    projects = replace(opening, policy="plants alone", edits=tuple(e for e in opening.edits if e.action == "add"))
    closed = stacks.variants.solve([projects]).outcome
    names = before.system.grid.names
    base, found = welfare_account(before), welfare_account(after)
    made = after.amounts("ndpr_oxide", "IND", 1)["refine_private_ind"]

    assert 0.08 < made[names.index("2031")] < 0.2
    assert made[: names.index("2029")].max() == pytest.approx(0.0, abs=1e-9)
    assert closed.total("capacity", unit="mine_private_ind")[names.index("2031")] > 1.0
    assert closed.total("run", unit="mine_private_ind").max() == pytest.approx(0.0, abs=1e-9)
    assert sum(found["IND", p] - base["IND", p] for p in ("users", "producers")) > 5.0
    assert closing_error(after, found) < 1e-9
    assert max(element_balance_error(after).values()) < 1e-9
