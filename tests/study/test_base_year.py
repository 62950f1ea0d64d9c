"""Contradictory reports of one year become flows that add up and prices that explain them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest
from one_year import in_base_year

from monazite.elements import Element
from monazite.errors import ModelFault
from monazite.formulation.steps import Resolution
from monazite.reading import read_study
from monazite.study.base_year import base_year
from monazite.world.records import (
    Activity,
    Agreement,
    Commodity,
    Composition,
    Demand,
    Disposal,
    Lane,
    Process,
    Recovery,
    ReferencePrice,
    Region,
    Stockpile,
    Unit,
)
from monazite.world.world import World


@pytest.fixture
def chain() -> World:
    """Ore with two elements is mined and split in the east; the oxide of A goes west, that of B has no use.

    10 kt of ore (+- 1) mined, 10 (+- 1) split into 0.4 A and 0.1 B each, 5 (+- 0.5) shipped, 5 (+- 0.5) used.
    """
    names = {"ore": (("A", 0.5), ("B", 0.125)), "oxide_a": (("A", 1.0),), "oxide_b": (("B", 1.0),)}
    return World(
        regions=(Region("east", "East"), Region("west", "West")),
        elements=(Element("A", "first", "AO", 0.8), Element("B", "second", "BO", 0.5)),
        commodities=tuple(Commodity(name, name, "any", "oxide") for name in names),
        compositions=tuple(Composition(name, e, share, "oxide") for name, parts in names.items() for e, share in parts),
        processes=(
            Process("mining", "mining", "any", "ore", ""),
            Process("splitting", "splitting", "any", "ore", "slag"),
        ),
        recoveries=(
            Recovery("splitting", "ore", "A", "oxide_a", 0.8),
            Recovery("splitting", "ore", "B", "oxide_b", 0.8),
        ),
        units=(
            Unit("mine", "mine", "east", "any", "o", "east", 20.0),
            Unit("plant", "plant", "east", "any", "o", "east", 20.0),
        ),
        activities=(
            Activity("dig", "mine", "mining", 10.0, 0.1, 1.0),
            Activity("split", "plant", "splitting", 10.0, 0.1, 1.0),
        ),
        lanes=(Lane("out", "oxide_a", "east", "west", 5.0, 0.1, freight=0.7, duty=0.2, export_tax=0.1),),
        demands=(Demand("use", "west", "cars", "oxide_a", 5.0, 0.1, -0.5, 0.0, 8.0),),
        prices=(ReferencePrice("oxide_a", "west", 10.0, 0.05, "delivered"),),
        disposals=(Disposal("oxide_b", "east", 0.5), Disposal("ore", "east", 0.5)),
        base_year=2025,
        price_year=2025,
        discount_rate=0.0,
    )


@pytest.fixture
def shop() -> World:
    """Oxide is made at 5 USD/kg in the east, priced 5 (+- 0.25) there, and 10 (+- 0.5) in the west, 1 USD/kg away."""
    return World(
        regions=(Region("east", "East"), Region("west", "West")),
        elements=(Element("A", "first", "AO", 0.8),),
        commodities=(Commodity("oxide", "oxide", "any", "oxide"),),
        compositions=(Composition("oxide", "A", 1.0, "oxide"),),
        processes=(Process("making", "making", "any", "oxide", ""),),
        recoveries=(),
        units=(Unit("plant", "plant", "east", "any", "o", "east", 20.0),),
        activities=(Activity("make", "plant", "making", 4.0, 0.1, 5.0),),
        lanes=(Lane("out", "oxide", "east", "west", 4.0, 0.1, freight=1.0),),
        demands=(Demand("use", "west", "cars", "oxide", 4.0, 0.1, -0.5, 0.0, 8.0),),
        prices=(
            ReferencePrice("oxide", "east", 5.0, 0.05, "works"),
            ReferencePrice("oxide", "west", 10.0, 0.05, "delivered"),
        ),
        base_year=2025,
        price_year=2025,
        discount_rate=0.0,
    )


def test_flows_meet_where_their_reports_weigh_equal(chain):
    """Proves: t kt of ore minimise 2 (t - 10)^2 + 2 ((0.4 t - 5) / 0.5)^2 + (0.1 t / 1)^2, the last for the 0.1 t of
    oxide B that are thrown away (reported as 0, +- all that is made of it), so that t = (2 x 10 + 2 x 0.4 x 5 / 0.25) /
    (2 + 2 x 0.16 / 0.25 + 0.01) = 36 / 3.29 = 10.942; the lane is moved by -1.25 deviations.
    Without it: 10 kt of ore give 4 kt of oxide, of which 5 kt are shipped.
    """
    base = base_year(replace(chain, disposals=(Disposal("oxide_b", "east", 0.5),)))
    ore = 36 / 3.29

    assert [base.run["dig"], base.run["split"], base.flow["out"], base.quantity["use"]] == pytest.approx(
        [ore, ore, 0.4 * ore, 0.4 * ore]
    )
    assert base.moved["lanes", "out"] == pytest.approx((5.0, 0.4 * ore, (0.4 * ore - 5.0) / 0.5))


def test_what_has_no_use_is_thrown_away_in_full(chain):
    """Proves: all 0.1 kt of oxide B per kt of ore is thrown away, in balance with what is split.
    Without it: joint production would force the other oxide down to zero.
    """
    base = base_year(chain)

    assert base.discarded["oxide_b", "east"] == pytest.approx(0.1 * base.run["split"])


def test_what_has_a_use_is_not_thrown_away(chain):
    """Proves: ore may be thrown away, but reports bend before it: 12 kt mined and 10 split meet at one number.
    Without it: disposal would be where every contradiction disappears, and at its price nobody would do it.
    """
    more = replace(chain, activities=(replace(chain.activities[0], base_run=12.0), chain.activities[1]))
    base = base_year(more)

    assert ("ore", "east") not in base.discarded
    assert base.run["dig"] == pytest.approx(base.run["split"])


def test_margins_are_what_prices_leave_over(chain):
    """Proves: at every price that was fitted, price gap = freight + duty + export tax + margin on the lane, and revenue
    = inputs + cost + margin in the plants, to rounding.
    Without it: the programme would start from prices at which its own base year makes a loss.
    """
    base, p = base_year(chain), base_year(chain).price

    assert p["oxide_a", "west"] - p["oxide_a", "east"] == pytest.approx(1.0 + base.lane_margin["out"])
    assert p["ore", "east"] == pytest.approx(1.0 + base.activity_margin["dig"])
    assert 0.4 * p["oxide_a", "east"] + 0.1 * p["oxide_b", "east"] == pytest.approx(
        p["ore", "east"] + 1.0 + base.activity_margin["split"]
    )


def test_prices_meet_where_their_reports_weigh_equal(shop):
    """Proves: 5 here and 10 there with a way of 1 leave a gap of 4. Works (+- 0.25, and a cost of 5 +- 0.75: variance
    0.05625), user (variance 0.25) and way (5 % of 7.5: variance 0.1406) share it by variance: 5.50, 7.76, and 1.26 that
    nothing explains. (The weak pull to the usual price of 7.5 moves this by less than 0.01.)
    Without it: a fitted margin of 4, or a price 4 USD off its quotation.
    """
    base = base_year(shop)
    share = 4.0 / (0.05625 + 0.25 + 0.140625)

    assert base.price["oxide", "east"] == pytest.approx(5.0 + 0.05625 * share, abs=0.01)
    assert base.price["oxide", "west"] == pytest.approx(10.0 - 0.25 * share, abs=0.01)
    assert base.lane_margin["out"] == pytest.approx(0.140625 * share, abs=0.01)


def test_a_royalty_is_part_of_the_way(shop):
    """Proves: with a royalty of a tenth the fitted margin is 0.9 p_west - p_east - 0.9 x 1: the way is freight and a
    tenth of what is left of the price.
    Without it: the royalty would be a margin that nothing explains, and be charged a second time.
    """
    base = base_year(replace(shop, lanes=(replace(shop.lanes[0], royalty=0.1),)))
    east, west = base.price["oxide", "east"], base.price["oxide", "west"]

    assert base.lane_margin["out"] == pytest.approx(west - east - 1.0 - 0.1 * (west - 1.0))


def test_what_is_thrown_away_is_worth_minus_its_disposal(chain):
    """Proves: oxide B, all of it thrown away at 0.5 USD/kg, has the price -0.5.
    Without it: the plant would be credited with a by-product that nobody buys.
    """
    assert base_year(chain).price["oxide_b", "east"] == pytest.approx(-0.5, abs=0.01)


def test_no_price_falls_below_what_throwing_away_costs(chain):
    """Proves: where nothing may be thrown away no price is negative; where it may, none is below minus its cost.
    Without it: a plant with a high reported cost would push the price of its product below zero.
    """
    dear = replace(chain, activities=tuple(replace(a, cost=30.0) for a in chain.activities))
    prices = base_year(dear).price

    assert min(v for node, v in prices.items() if node != ("oxide_b", "east") and node != ("ore", "east")) >= 0.0
    assert min(prices.values()) >= -0.5


def test_an_agreement_and_a_filling_store_take_part_in_the_balance(shop):
    """Proves: of what is made a delivery to the west and 0.5 kt put into store are taken before the lane.
    Without it: the agreement's tonnes would be shipped twice.
    """
    deal = Agreement(
        "deal",
        "deal",
        "s",
        "b",
        "oxide",
        "east",
        "oxide",
        "west",
        0.0,
        2.0,
        "fixed",
        5.0,
        date(2020, 1, 1),
        base_delivery=1.0,
    )
    store = Stockpile("store", "store", "east", "oxide", "o", 0.0, 9.0, 0.0, 0.0, 0.0, base_change=0.5)
    base = base_year(replace(shop, agreements=(deal,), stockpiles=(store,)))

    assert base.run["make"] == pytest.approx(base.flow["out"] + base.delivery["deal"] + base.stock_change["store"])
    assert base.quantity["use"] == pytest.approx(base.flow["out"] + base.delivery["deal"])
    assert 0.0 < base.stock_change["store"] < 0.5 and 0.9 < base.delivery["deal"] < 1.1
    assert base.delivery_margin["deal"] == pytest.approx(base.price["oxide", "west"] - base.price["oxide", "east"])


def test_what_nobody_has_observed_is_not_in_the_base_year(chain):
    """Proves: an activity that was only announced has neither a run nor a margin.
    Without it: plants without history would be calibrated on a guess.
    """
    planned = Activity("planned", "plant", "splitting", 5.0, 0.5, 1.0, observed=False)
    base = base_year(replace(chain, activities=(*chain.activities, planned)))

    assert "planned" not in base.run and "planned" not in base.activity_margin


def test_a_report_without_doubt_is_refused(chain):
    """Proves: a lane with a flow and a standard deviation of 0 cannot be weighed.
    Without it: division by zero.
    """
    sure = replace(chain, lanes=(replace(chain.lanes[0], relative_sd=0.0),))

    with pytest.raises(ModelFault, match="standard deviation 0"):
        base_year(sure)


@pytest.mark.parametrize("resolution", [Resolution(4, 4, 9), Resolution(8, 8, 29)])
def test_the_programme_of_the_base_year_gives_it_back(chain, shop, resolution):
    """Proves: solved for the base year alone, the programme runs, ships and serves what was balanced, to 0.02 %.
    Without it: the first difference between two options would be the error of the calibration.
    """
    for world in (chain, shop):
        base, found = base_year(world), in_base_year(world, resolution)

        for part in ("run", "flow", "quantity"):
            assert found[part] == pytest.approx(getattr(base, part), rel=2e-4)


def test_the_shipped_starter_gives_its_base_year_back():
    """Proves: the study from which others begin reproduces its balanced base year to 0.02 %.
    Without it: whoever starts from it would look for the fault in his own numbers.
    """
    world = read_study(files("monazite") / "studies" / "starter", date(2025, 6, 30)).world
    base, found = base_year(world), in_base_year(world, Resolution(4, 4, 9))

    for part in ("run", "flow", "quantity"):
        assert found[part] == pytest.approx(getattr(base, part), rel=2e-4)
