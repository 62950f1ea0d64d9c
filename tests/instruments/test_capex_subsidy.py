"""A capex subsidy pays part of an investment: it moves money and, as projects are given, no tonne."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.results.outcome import Outcome
from monazite.results.welfare import closing_error, welfare_account
from monazite.world.checks import check
from monazite.world.records import Grant, Project

LINE = Project("line", "plant", 2.0, date(2025, 1, 1), 1.0, 0.0, 10.0)


def account(case):
    """Outcome and welfare account of a small world."""
    answer = case.solve()
    outcome = Outcome("small", answer.system, answer.program, answer.solution.x, answer.solution.y)
    return outcome, welfare_account(outcome)


def test_a_grant_pays_its_share_of_the_yearly_charge(small):
    """Proves: 2 kt/yr at 10 USD per kg/yr are 20 MUSD, charged at 1/20 a year without interest: 1 MUSD in 2025. A grant of
    30 % pays 0.3 of it; with at most 3 MUSD of the 20 it pays 0.15.
    Without it: the owner pays 1, the state nothing.
    """
    built = small.add("projects", LINE)
    _, base = account(built)
    for grant, paid in ((Grant("aid", "line", 0.3), 0.3), (Grant("aid", "line", 0.3, 3.0), 0.15)):
        outcome, found = account(built.add("grants", grant))
        assert found["east", "producers"] - base["east", "producers"] == pytest.approx(paid)
        assert found["east", "government"] - base["east", "government"] == pytest.approx(-paid)
        assert closing_error(outcome, found) < 1e-9


def test_no_tonne_moves(small):
    """Proves: the programme with the grant is the programme without it: the gain is the same.
    Without it: aid for what stands anyway would look like output.
    """
    built = small.add("projects", LINE)

    assert built.add("grants", Grant("aid", "line", 0.3)).solve().gain == pytest.approx(built.solve().gain)


def test_more_than_the_whole_investment_is_refused(small):
    """Proves: 0.7 and 0.5 of one project are refused at the second grant.
    Without it: a plant would be paid for more than it costs.
    """
    twice = small.add("projects", LINE).add("grants", Grant("one", "line", 0.7)).add("grants", Grant("two", "line", 0.5))

    (fault,) = check(twice.world)
    assert (fault.key, fault.column) == ("two", "share")
    assert "1.2 of its investment" in fault.message


def test_an_indian_grant_goes_to_the_plant_and_moves_nothing_else(stacks):
    """Proves: what India's state pays its makers gain, to a cent; no other region gains or loses; all of it is less than
    the cap of 10 million USD.
    Without it: a grant for a given project would seem to make magnets.
    """
    base, found = welfare_account(stacks.outcome()), welfare_account(stacks.outcome("magnet-plant-grant"))
    change = {key: found[key] - base.get(key, 0.0) for key in found if abs(found[key] - base.get(key, 0.0)) > 1e-6}

    assert set(change) == {("IND", "producers"), ("IND", "government")}
    assert change["IND", "producers"] == pytest.approx(-change["IND", "government"])
    assert 0.1 < change["IND", "producers"] < 10.0
