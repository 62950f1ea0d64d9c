"""Reports of sums, and numbers that rest on one piece of evidence, are weighed for what they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monazite.elements import Element
from monazite.study.base_year import balance_flows, base_year, common_doubt, drawn_base_year, with_room
from monazite.study.base_year.common_doubt import Part
from monazite.world.evidence import Evidence, Input
from monazite.world.recipes import recipes
from monazite.world.records import (
    Activity,
    Agreement,
    Commodity,
    Composition,
    Demand,
    Lane,
    Process,
    ReferencePrice,
    Region,
    Report,
    Unit,
)
from monazite.world.world import World


@pytest.fixture
def pair() -> World:
    """Two mines of one oxide, 6 kt (+- 1) and 4 kt (+- 1), at home; all is used there, which nobody has counted well."""
    return World(
        regions=(Region("east", "East"),),
        elements=(Element("A", "first", "AO", 0.8),),
        commodities=(Commodity("oxide", "oxide", "any", "oxide"),),
        compositions=(Composition("oxide", "A", 1.0, "oxide"),),
        processes=(Process("digging", "digging", "any", "oxide", ""),),
        recoveries=(),
        lanes=(),
        prices=(ReferencePrice("oxide", "east", 5.0, 0.05, "works"),),
        units=tuple(Unit(u, u, "east", "any", "o", "east", 10.0) for u in ("old", "new")),
        activities=(Activity("old", "old", "digging", 6.0, 1 / 6, 1.0), Activity("new", "new", "digging", 4.0, 1 / 4, 1.0)),
        demands=(Demand("use", "east", "cars", "oxide", 10.0, 100.0, -0.5, 0.0, 8.0),),
        base_year=2025,
        price_year=2025,
    )


def total(value: float, sd: float, **more) -> Report:
    """A report of what both mines put out together, kt/yr."""
    return Report("total", "made", ("oxide",), (), (), (), (), value, sd / value, **more)


def test_a_report_of_a_sum_moves_what_it_counts(pair):
    """Proves: 6 + 4 against a total of 13 +- 1: of the 3 that are open each number bears the share of its variance, a third:
    7 + 5 = 12.
    Without it: 6 + 4, as if nobody had counted the whole.
    """
    base = base_year(replace(pair, reports=(total(13.0, 1.0),)))

    assert [base.run["old"], base.run["new"]] == pytest.approx([7.0, 5.0], abs=1e-3)
    assert base.reports["total"] == pytest.approx((13.0, 12.0, -1.0), abs=1e-3)


def test_a_report_that_does_not_count_moves_nothing(pair):
    """Proves: set aside, or left out for once, the same total leaves 6 + 4.
    Without it: a figure known to be wrong would pull until somebody deletes it, and its reason with it.
    """
    aside = replace(pair, reports=(total(13.0, 1.0, counts=False),))
    counted = replace(pair, reports=(total(13.0, 1.0),))

    for base in (base_year(aside), base_year(counted, left_out=("total",))):
        assert [base.run["old"], base.run["new"]] == pytest.approx([6.0, 4.0], abs=1e-3)
        assert base.reports == {}


def test_what_a_report_counts_besides_takes_up_the_difference(pair):
    """Proves: 13 counted, scrap besides, which nobody reports: 6 + 4 stay and the scrap is 3; with two reports of it, 13 and
    14, it is between.
    Without it: goods of other kinds under one customs code would be dug by the mines.
    """
    one = total(13.0, 1.0, besides="scrap")
    base = base_year(replace(pair, reports=(one,)))
    both = base_year(replace(pair, reports=(one, replace(one, report="again", value=14.0, relative_sd=1 / 14))))

    assert base.besides == pytest.approx({"scrap": 3.0}, abs=1e-3)
    assert base.run["old"] == pytest.approx(6.0, abs=1e-3)
    assert both.besides == pytest.approx({"scrap": 3.5}, abs=1e-3)


def test_reports_of_elements_count_what_is_held(pair):
    """Proves: a mineral of 0.4 kt oxide in each kt counts 0.4 of it: 10 kt against a report of 4.4 kt of oxide.
    Without it: tonnes of mineral would be set against tonnes of oxide.
    """
    lean = replace(pair, compositions=(Composition("oxide", "A", 0.4, "oxide"),))
    report = replace(total(4.4, 0.01), elements=("A",))
    base = base_year(replace(lean, reports=(report,)))

    assert base.run["old"] + base.run["new"] == pytest.approx(11.0, abs=0.01)


def chain(value: float) -> World:
    """4 kt are made, shipped and used, each said to +- 1/4; users say something else, to +- 1/4 of it."""
    return World(
        regions=(Region("east", "East"), Region("west", "West")),
        elements=(Element("A", "first", "AO", 0.8),),
        commodities=(Commodity("oxide", "oxide", "any", "oxide"),),
        compositions=(Composition("oxide", "A", 1.0, "oxide"),),
        processes=(Process("making", "making", "any", "oxide", ""),),
        recoveries=(),
        prices=(ReferencePrice("oxide", "east", 5.0, 0.05, "works"),),
        units=(Unit("plant", "plant", "east", "any", "o", "east", 20.0),),
        activities=(Activity("make", "plant", "making", 4.0, 0.25, 5.0),),
        lanes=(Lane("out", "oxide", "east", "west", 4.0, 0.25, freight=1.0),),
        demands=(Demand("use", "west", "cars", "oxide", value, 1.0 / value, -0.5, 0.0, 8.0),),
        base_year=2025,
        price_year=2025,
    )


def test_two_numbers_from_one_report_are_one(pair):
    """Proves: output and cargo are both 4 +- 1, users say 7 +- 1. Read from two reports they outvote the users, 5; read from
    one, a third of a deviation each their own, they are 4 +- sqrt(1 + 1/18) together: all meet at (4 x 18/19 + 7) / (37/19) = 5.54.
    Without it: whoever derives a second number from a report doubles its weight.
    """
    world = chain(7.0)
    common = {("activities", "make"): (Part("E", 0.25),), ("lanes", "out"): (Part("E", 0.25),)}

    assert base_year(world).flow["out"] == pytest.approx(5.0)
    assert base_year(world, common).flow["out"] == pytest.approx((4.0 * 18 / 19 + 7.0) / (37 / 19))


def test_numbers_that_rest_on_opposite_ends_of_one_report_part(pair):
    """Proves: with shares of +0.25 and -0.25 what is made and what is shipped cannot both follow one error: they meet where
    they are said to be, at 4 +- sqrt(1/18), and the users give way: (4 x 18 + 7) / 19 = 4.16.
    Without it: a share of a split, and one less the share, would be moved the same way.
    """
    common = {("activities", "make"): (Part("E", 0.25),), ("lanes", "out"): (Part("E", -0.25),)}

    assert base_year(chain(7.0), common).flow["out"] == pytest.approx((4.0 * 18 + 7.0) / 19)


def _input(table: str, row: str, column: str, value: float, formula: str, *ids: str) -> Input:
    return Input(table, row, column, value, value, value, "high", formula, ids)


def _evidence(name: str, value: float, low: float, high: float) -> Evidence:
    return Evidence(name, "", "", value, low, high, "t", "", "", "high", None)


def test_parts_follow_from_formulas():
    """Proves: 10 x 0.6 and 10 x 0.4 over a share of 0.6 (0.5 to 0.7): half the range is 0.1 x 10 = 1, which is +1/6 of the one
    and -1/4 of the other; what stands in one number only, or in a recipe as well, has no part.
    Without it: a split would move both halves up, and a yield would move flows against the law that holds it.
    """
    inputs = [
        _input("lanes", "heavy", "base_flow", 6.0, "{ALL}*{SHARE}", "ALL", "SHARE"),
        _input("lanes", "light", "base_flow", 3.6, "{ALL}*(1-{SHARE})*{YIELD}", "ALL", "SHARE", "YIELD"),
        _input("activities", "use", "base_run", 9.0, "{ALL}*{YIELD}", "ALL", "YIELD"),
        _input("activities", "alone", "base_run", 5.0, "{ALONE}", "ALONE"),
        _input("recoveries", "r", "recovery", 0.9, "{YIELD}", "YIELD"),
    ]
    evidence = [_evidence("ALL", 10.0, 10.0, 10.0), _evidence("SHARE", 0.6, 0.5, 0.7), _evidence("YIELD", 0.9, 0.8, 1.0),
                _evidence("ALONE", 5.0, 4.0, 6.0)]  # fmt: skip
    found = common_doubt(inputs, evidence)

    assert set(found) == {("lanes", "heavy"), ("lanes", "light")}
    assert found["lanes", "heavy"] == (Part("SHARE", pytest.approx(1 / 6)),)
    assert found["lanes", "light"] == (Part("SHARE", pytest.approx(-0.9 / 3.6)),)


def test_draws_come_in_pairs_around_the_nearest_base_year(pair):
    """Proves: of a linear balance the mean of a draw and its mirror is the nearest one, and the same number is the same draw.
    Without it: six draws could all lie on one side of the number that they are told around.
    """
    world = replace(pair, reports=(total(13.0, 1.0),))
    base = base_year(world).run["old"]
    balance = balance_flows(world, recipes(world))
    first, mirror, again = (drawn_base_year(world, balance, i, 7).run["old"] for i in (2, 3, 2))

    assert first == again != pytest.approx(base)
    assert 0.5 * (first + mirror) == pytest.approx(base, abs=1e-3)


def test_what_happened_can_happen_again(pair):
    """Proves: a mine of 10 kt that ran 12 gets room for 12, a contract of 1 kt that delivered 1.5 for 1.5; what is larger stays.
    Without it: the programme could not give back the year that it was calibrated on.
    """
    from datetime import date

    deal = Agreement("deal", "deal", "s", "b", "oxide", "east", "oxide", "east", 0.0, 1.0, "fixed", 5.0, date(2020, 1, 1))
    world = replace(pair, agreements=(deal,))
    base = replace(base_year(pair), run={"old": 12.0, "new": 3.0}, delivery={"deal": 1.5})
    roomy = with_room(world, base)

    assert [u.capacity for u in roomy.units] == [12.0, 10.0]
    assert roomy.agreements[0].maximum == 1.5
