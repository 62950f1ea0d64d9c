"""A reservation keeps a volume for users at home, tier by tier, before anything is exported."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.results.welfare import closing_error, welfare_account
from monazite.world.checks import check
from monazite.world.records import Demand, Reservation

FIRST = Reservation("first", "oxide", "east", 1.0, date(2025, 1, 1), None, price=5.0, shortfall_cost=20.0)


def at_home(small):
    """A mine for 4 kt/yr of oxide, and users at home who pay 6 USD/kg for 1 kt/yr, less than the west pays."""
    users = Demand("home", "east", "alloys", "oxide", 1.0, 0.05, float("-inf"), 0.0, 5.0, shape="isoelastic")
    return small.set("units", "mine", capacity=10.0).add("demands", users).base(quantity={"home": 1.0}, price={("oxide", "east"): 6.0})


def test_what_is_reserved_does_not_leave(small):
    """Proves: of 4 kt/yr 1 is reserved at home: 3 leave. Without the reservation all 4 leave, since the west pays more.
    Without it: 4 leave.
    """
    kept = at_home(small).add("reservations", FIRST)

    assert kept.solve().rate("ship") == pytest.approx(3.0)
    assert kept.solve(without="reservation").rate("ship") == pytest.approx(4.0)


def test_tiers_that_contradict_their_costs_are_refused(small):
    """Proves: a second tier that costs more to miss than the first is refused at its shortfall_cost.
    Without it: the second tier would be served before the first.
    """
    second = Reservation("second", "oxide", "east", 1.0, date(2025, 1, 1), None, 5.0, 30.0, tier=2)

    (fault,) = check(small.add("reservations", FIRST).add("reservations", second).world)
    assert (fault.key, fault.column) == ("second", "shortfall_cost")
    assert "would be served before it" in fault.message


def test_reserved_oxide_that_nobody_needs_moves_money_and_no_material(stacks):
    """Proves: with no plant that makes metal the reserved oxide is there and not missed until 2035, the same magnets are
    made, and what India's users lose by the administered price, of 48 USD/kg for what is worth 10, its maker gains.
    Without it: a reservation would look like output.
    """
    before, after = stacks.outcome(), stacks.outcome("reserve-oxide")
    base, found = welfare_account(before), welfare_account(after)
    change = {party: found["IND", party] - base["IND", party] for party in ("users", "producers")}

    printed = before.system.grid.names.index("2035")
    assert after.total("shortfall", reservation=("defence", "magnet_makers"))[: printed + 1] == pytest.approx(0.0, abs=1e-9)
    assert after.total("run", unit="magnet_ind") == pytest.approx(before.total("run", unit="magnet_ind"), abs=1e-3)
    assert change["users"] == pytest.approx(-change["producers"], rel=0.1)
    assert change["users"] < -10.0
    assert closing_error(after, found) < 1e-9
