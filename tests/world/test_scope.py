"""What a rule of trade covers: each description that it gives narrows it, and traces count only where it lets them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monazite.elements import Element
from monazite.world.records import Commodity, Composition, Control, Lane
from monazite.world.scope import covered, crosses
from monazite.world.world import World

WORLD = World(
    elements=(Element("A", "first", "AO", 0.8), Element("B", "second", "BO", 0.5)),
    commodities=(
        Commodity("ore", "ore", "mine", "gross", hs="2530.90"),
        Commodity("oxide", "oxide", "refining", "oxide", hs="2846.90"),
        Commodity("magnet", "magnet", "magnet", "gross", hs="8505.11"),
    ),
    compositions=(
        Composition("ore", "A", 0.02, "element"),
        Composition("oxide", "A", 1.0, "oxide"),
        Composition("magnet", "A", 0.3, "element"),
        Composition("magnet", "B", 0.04, "element"),
    ),
    **dict.fromkeys(("regions", "processes", "recoveries", "units", "activities", "lanes", "demands", "prices"), ()),
)
RULE = Control("rule", "ban", (), ("east",), ("west",), date(2025, 1, 1), None, 0.0)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"elements": ("A",)}, ("ore", "oxide", "magnet")),
        ({"elements": ("A", "B"), "stages": ("magnet",)}, ("magnet",)),
        ({"elements": ("B",), "stages": ("refining",)}, ()),
        ({"hs": ("2846", "850511")}, ("oxide", "magnet")),
        ({"hs": ("2846.9",), "commodities": ("oxide", "ore")}, ("oxide",)),
        ({}, ()),
    ],
)
def test_what_is_covered_meets_each_description_that_is_given(given, found):
    """Proves: descriptions narrow each other, entries of one description widen it, codes compare without their dots, and a
    rule without any description covers nothing.
    Without it: a rule for oxide of A would cover all oxides and all of A.
    """
    assert covered(WORLD, replace(RULE, **given)) == found


@pytest.mark.parametrize(("least", "found"), [(0.0, ("ore", "oxide", "magnet")), (0.1, ("oxide", "magnet")), (0.3, ("oxide", "magnet")), (0.5, ("oxide",))])
def test_traces_count_unless_a_least_share_is_given(least, found):
    """Proves: of A the ore holds 0.02, the magnet 0.3 and the oxide 0.8 of its mass (an oxide that is all AO); a least share
    of 0.1 leaves the ore out, one of 0.3 keeps the magnet that just reaches it, one of 0.5 the oxide alone.
    Without it: a licence on an element would stop every cargo with a trace of it.
    """
    assert covered(WORLD, replace(RULE, elements=("A",), least_share=least)) == found


def test_transit_is_a_route_of_its_own():
    """Proves: a rule from east to west does not stand on a lane to the south; one to everywhere does, and none from elsewhere.
    Without it: a ban on one country would stop its neighbour too.
    """
    west, south, back = (Lane(x, "oxide", a, b, 0.0, 0.05, 1.0) for x, a, b in (("w", "east", "west"), ("s", "east", "south"), ("b", "west", "east")))

    assert [crosses(RULE, lane) for lane in (west, south, back)] == [True, False, False]
    assert [crosses(replace(RULE, destinations=("*",)), lane) for lane in (west, south, back)] == [True, True, False]
