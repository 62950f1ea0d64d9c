"""A price is a market price where somebody would make more, a scarcity value where somebody would have to go without."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monazite.results.outcome import Outcome
from monazite.results.scarcity import AVAILABLE, IDLE, RATIONED, formed
from monazite.world.records import Activity, Control, Lane, Purchase, Region, Stockpile, Unit

WEST, EAST = ("oxide", "west"), ("oxide", "east")


def outcome(case):
    """A solved small world."""
    answer = case.solve()
    return Outcome("option", answer.system, answer.program, answer.solution.x, answer.solution.y, basis=answer.solution.basis)


def how(case, place=WEST):
    """How the price at a place is formed, in the one period."""
    (word,) = formed(outcome(case))[place]
    return word


def quota(tonnes, start="2025-01-01"):
    """So many kt/yr may leave the east."""
    return Control("quota", "quota", ("oxide",), ("east",), ("west",), date.fromisoformat(start), None, 0.0, tonnes=tonnes)


def test_where_supply_has_room_there_is_a_market(small):
    """Proves: mine, plant and lane have room: ore, oxide in the east and in the west are available, at 1, 5 and 6 USD/kg.
    Without it: every price would be told as a scarcity.
    """
    found = formed(outcome(small))

    assert found == {("ore", "east"): [AVAILABLE], EAST: [AVAILABLE], WEST: [AVAILABLE]}


def test_behind_a_quota_oxide_is_rationed_and_before_it_it_is_not(small):
    """Proves: 1 kt/yr may leave: users in the west pay 10 for what costs 6, a scarcity value; in the east it costs 5.
    Without it: the rent of a licence would look like the price of a market.
    """
    case = small.add("controls", quota(1.0))

    assert [how(case, WEST), how(case, EAST)] == [RATIONED, AVAILABLE]
    assert outcome(case).price(*WEST) == pytest.approx(10.0)


def test_a_quota_that_does_not_bind_makes_no_scarcity(small):
    """Proves: 9 kt/yr may leave and 8.02 do: a market.
    Without it: the word would tell of a rule, and not of what it does.
    """
    assert how(small.add("controls", quota(9.0))) == AVAILABLE


def test_a_ban_with_users_behind_it_is_the_hardest_rationing(small):
    """Proves: nothing may leave: users in the west wait for what nobody brings, a scarcity value.
    Without it: a place without flow would be called a place without trade.
    """
    assert how(small.add("controls", quota(0.0))) == RATIONED


def test_what_a_short_mine_makes_scarce_is_scarce_all_the_way_down(small):
    """Proves: a mine of 10 kt of ore, 4 kt of oxide, for users who want 8.02: ore, oxide here and oxide there are rationed,
    though plant and lane have room.
    Without it: scarcity would stop at the next step of the chain.
    """
    found = formed(outcome(small.set("units", "mine", capacity=10.0)))

    assert set(map(tuple, found.values())) == {(RATIONED,)}


def test_another_way_in_ends_the_rationing(small):
    """Proves: behind a quota of 1 kt/yr a second lane at 3 USD/kg, not under the quota, brings the rest: users pay 8, a market
    price, although the quota has a rent of 2.
    Without it: a dear supplier would be no supplier.
    """
    around = small.add("regions", Region("north", "North"))
    around = around.add("lanes", Lane("up", "oxide", "east", "north", 0.0, 0.05, freight=1.0),
                        Lane("down", "oxide", "north", "west", 0.0, 0.05, freight=2.0))
    case = around.add("controls", quota(1.0))

    assert how(case) == AVAILABLE
    assert outcome(case).price(*WEST) == pytest.approx(8.0)


def test_what_is_exported_to_a_market_is_no_scarcity_at_home(small):
    """Proves: the plant is full with 4 kt of ore and sells what it makes to the west, where a second source of users' oxide
    has room: one kg more kept at home would be made up there. Without that source it would be taken from users.
    Without it: every small producer in a large market would sell at a "scarcity value".
    """
    full = small.set("units", "plant", capacity=10.0)
    open_west = full.add("units", *_other_plant(full)[0]).add("activities", *_other_plant(full)[1])

    assert how(full, EAST) == RATIONED
    assert [how(open_west, EAST), how(open_west, WEST)] == [AVAILABLE, AVAILABLE]


def _other_plant(small):
    """A mine and a plant in the west, at 8 USD/kg of oxide."""
    return (
        (Unit("mine_w", "mine", "west", "mine", "o", "west", 100.0), Unit("plant_w", "plant", "west", "plant", "o", "west", 100.0)),
        (Activity("dig_w", "mine_w", "mining", 0.0, 0.05, 1.6), Activity("refine_w", "plant_w", "refining", 0.0, 0.05, 1.6)),
    )


def test_nothing_flows_where_nobody_would_pay(small):
    """Proves: metal in the west, which a smelter could make and nobody uses, is idle: no market and no scarcity.
    Without it: a place without trade would be told to have one.
    """
    assert how(small.smelter(), ("metal", "west")) == IDLE


def test_a_store_moves_scarcity_in_time_and_does_not_end_it(small):
    """Proves: before a ban of 2026 and 2027 a store of 12 kt is filled, and users take 8.02 kt/yr: part of it lies there at
    the end of 2026, and yet both years are rationed, for nothing comes after. For a ban of 2026 alone
    8.02 kt are laid in, and the store has room for more: a kg more would have been made in 2025, a market throughout.
    Without it: oxide in a store would be plenty until the last kg.
    """
    store = Stockpile("store", "store", "west", "oxide", "o", 0.0, 12.0, 0.0, 0.001, 0.0)
    years = small.add("stockpiles", store).over("2025-01-01", "2026-01-01", "2027-01-01", "2028-01-01")
    years = years.set("lanes", "out", base_flow=20.0).base(flow={"out": 20.0}, run={"dig": 50.0, "refine": 50.0})
    forever = years.add("controls", quota(0.0, "2026-01-01"))
    one_year = years.add("controls", replace(quota(0.0, "2026-01-01"), end=date(2027, 1, 1)))
    kept = outcome(forever).total("level")

    assert 0.0 < kept[1] < kept[0] == pytest.approx(12.0)
    assert formed(outcome(forever))[WEST] == [AVAILABLE, RATIONED, RATIONED]
    assert formed(outcome(one_year))[WEST] == [AVAILABLE, AVAILABLE, AVAILABLE]


def test_a_state_that_buys_at_a_floor_is_no_scarcity(small):
    """Proves: a plant that is full with 10 kt of oxide serves users with 8.02, and the state, at a floor of 5.5 USD/kg, with the
    rest: the price of 5.5 has a rent of 0.5 for the plant, and yet a kg more for users is one less in the public store.
    When the state may buy 20 kt and the plant makes 8, users go without: 10 - 1 = 9 USD/kg, a scarcity value.
    Without it: a price that a state supports would be told as a scarcity.
    """
    floor = Purchase("floor", "floor", "east", ("oxide",), "", 5.5, 20.0, 0.0, date(2025, 1, 1), None)
    full = small.add("purchases", floor).set("units", "plant", capacity=25.0)

    assert (how(full, EAST), outcome(full).price(*EAST)) == (AVAILABLE, pytest.approx(5.5))
    assert how(full.set("units", "plant", capacity=20.0), EAST) == RATIONED
