"""What stood open in the base year and nobody used cost more than it paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from one_year import in_base_year

from monazite.elements import Element
from monazite.formulation.steps import Resolution
from monazite.study.base_year import base_year
from monazite.world.records import (
    Activity,
    Commodity,
    Composition,
    Control,
    Demand,
    Lane,
    Process,
    ReferencePrice,
    Region,
    Unit,
)
from monazite.world.world import World

UNUSED = Lane("aside", "oxide", "east", "south", 0.0, 0.0, freight=1.0, premium=2.0)


@pytest.fixture
def crossing() -> World:
    """4 kt of oxide made in the east for 5 USD/kg and used in the west at 6, 1 USD/kg away; in the south, as far away for
    2 USD/kg of premium, users of 4 kt have a mine of their own and pay 10. Prices are known to a thousandth."""
    made = Process("making", "making", "any", "oxide", "")
    return World(
        regions=tuple(Region(r, r.title()) for r in ("east", "west", "south")),
        elements=(Element("A", "first", "AO", 0.8),),
        commodities=(Commodity("oxide", "oxide", "any", "oxide"),),
        compositions=(Composition("oxide", "A", 1.0, "oxide"),),
        processes=(made,),
        recoveries=(),
        units=(
            Unit("plant", "plant", "east", "any", "o", "east", 20.0),
            Unit("mine", "mine", "south", "any", "o", "south", 20.0),
        ),
        activities=(Activity("make", "plant", "making", 4.0, 0.1, 5.0), Activity("dig", "mine", "making", 4.0, 0.1, 10.0)),
        lanes=(Lane("out", "oxide", "east", "west", 4.0, 0.1, freight=1.0), UNUSED),
        demands=(
            Demand("use", "west", "cars", "oxide", 4.0, 0.1, -0.5, 0.0, 8.0),
            Demand("turn", "south", "cars", "oxide", 4.0, 0.1, -0.5, 0.0, 8.0),
        ),
        prices=tuple(
            ReferencePrice("oxide", region, price, 0.001, "works")
            for region, price in (("east", 5.0), ("west", 6.0), ("south", 10.0))
        ),
        base_year=2025,
        price_year=2025,
        discount_rate=0.0,
    )


def aside(world: World, **changed: object) -> World:
    """The market with the unused lane changed."""
    return replace(world, lanes=tuple(replace(x, **changed) if x.lane == "aside" else x for x in world.lanes))


def test_an_unused_lane_is_charged_what_it_would_have_earned(crossing):
    """Proves: 10 - 5 - 1 of way - 2 of premium: 2 USD/kg kept traders away, and in the programme of the year nothing is shipped
    there.
    Without it: 4 kt and more leave for the south at once, in a year in which nobody did so.
    """
    base, shipped = base_year(crossing), in_base_year(crossing, Resolution())["flow"]

    assert base.lane_margin["aside"] == pytest.approx(2.0, abs=0.01)
    assert shipped == pytest.approx({"out": base.flow["out"], "aside": 0.0}, abs=1e-9)


@pytest.mark.parametrize(
    "changed", [{"premium": 4.5}, {"opens": date(2025, 7, 1)}, {"origin": "west", "destination": "east"}]
)
def test_a_lane_that_did_not_pay_or_was_not_open_is_charged_nothing(crossing, changed):
    """Proves: at a premium of 4.5, opened in July, or downhill from 6 to 5, there is no margin.
    Without it: -0.5 and -4 would pay whoever opens it, and a new lane would bear what nobody could earn.
    """
    assert "aside" not in base_year(aside(crossing, **changed)).lane_margin


def test_a_lane_with_nothing_to_ship_is_charged_nothing(crossing):
    """Proves: oxide that the west has bought could go on to the south, 10 - 6 - 1 - 2 = 1, but not as own make, which the west
    has none of.
    Without it: a region that never made a thing would look as if it had refused to sell it.
    """
    onward = aside(crossing, origin="west")

    assert base_year(onward).lane_margin["aside"] == pytest.approx(1.0, abs=0.01)
    assert "aside" not in base_year(aside(onward, own_make=True)).lane_margin


def test_what_was_forbidden_says_nothing(crossing):
    """Proves: under a ban of the base year the lane has no margin; under one of the year before 2.
    Without it: to lift a ban would open nothing.
    """
    ban = Control("ban", "ban", ("oxide",), ("east",), ("south",), date(2024, 1, 1), None, 0.0)
    earlier = replace(ban, end=date(2025, 1, 1))

    assert "aside" not in base_year(replace(crossing, controls=(ban,))).lane_margin
    assert base_year(replace(crossing, controls=(earlier,))).lane_margin["aside"] == pytest.approx(2.0, abs=0.01)


@pytest.mark.parametrize(("capacity", "charged"), [(5.0, 2.0), (0.0, None)])
def test_an_idle_plant_is_charged_what_it_would_have_earned(crossing, capacity, charged):
    """Proves: a plant that stood in the south, could make at 8 what fetched 10 and did not, has a margin of 2; one that is still to
    be built has none.
    Without it: it would run from the first day of the plan, and push out the mine that did run.
    """
    idle = replace(
        crossing,
        units=(*crossing.units, Unit("idle", "idle", "south", "any", "o", "south", capacity)),
        activities=(*crossing.activities, Activity("rest", "idle", "making", 0.0, 0.0, 8.0)),
    )

    assert base_year(idle).activity_margin.get("rest") == (charged and pytest.approx(charged, abs=0.01))
