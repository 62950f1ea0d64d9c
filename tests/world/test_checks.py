"""A world is checked without files; the fault names table and key, so that its line can be looked up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monazite.world.checks import check
from monazite.world.records import Activity, Composition, Process, Recovery


def places(faults):
    """Table, key and column of each fault."""
    return [(fault.table, fault.key, fault.column) for fault in faults]


def test_a_world_without_contradiction_passes(world, contract, state, ban):
    """Proves: agreements whose states follow each other, and a ban on everybody, are no faults.
    Without it: a check that always finds something would be switched off.
    """
    full = replace(
        world,
        agreements=(contract(),),
        controls=(ban(destinations=("*",)),),
        agreement_states=(state(date(2020, 1, 1), date(2025, 1, 1)), state(date(2025, 1, 1))),
    )

    assert check(full) == ()


def test_a_curve_has_an_elasticity_and_a_fixed_amount_has_none(world):
    """Proves: isoelastic or linear without elasticity, and fixed with one, are faults of that cell; the other way is none.
    Without it: an elasticity that nothing follows would look like one that matters.
    """

    def use(shape: str, elasticity: float | None):
        (demand,) = world.demands
        return replace(world, demands=(replace(demand, shape=shape, elasticity=elasticity),))

    for shape, elasticity in (("isoelastic", -0.3), ("linear", -0.3), ("fixed", None)):
        assert check(use(shape, elasticity)) == ()
    for shape, elasticity in (("isoelastic", None), ("linear", None), ("fixed", -0.3)):
        assert places(check(use(shape, elasticity))) == [("demands", "a_abroad", "elasticity")]


def test_shares_may_add_up_to_one_and_a_rounding(world):
    """Proves: 0.1 + 0.2 + 0.7, which is more than 1 in binary, passes; 1.001 does not.
    Without it: a basket of ten sourced shares would be refused for its last bit.
    """

    def ore(last: float):
        return replace(
            world,
            compositions=(
                *world.compositions[2:],
                Composition("ore", "A", 0.3 + 0.1, "oxide"),
                Composition("ore", "B", last, "oxide"),
            ),
        )

    assert check(ore(0.6 + 1e-12)) == ()
    assert places(check(ore(0.601))) == [("compositions", ("ore", "B"), "share")]


def test_an_agreement_of_a_policy_may_not_end_before_it_starts(world, contract):
    """Proves: what a reader would have refused in a file is refused in a world made by a policy too.
    Without it: an agreement that ends in 2019 and starts in 2020 would deliver a negative share of a year.
    """
    late = replace(world, agreements=(contract(end=date(2019, 1, 1)),))

    assert places(check(late)) == [("agreements", "contract", "end")]


def test_a_minimum_above_the_maximum(world, contract):
    """Proves: a contract that must deliver 2 kt and may deliver 1 is refused by name.
    Without it: the programme would be infeasible, and say so in rows.
    """
    assert places(check(replace(world, agreements=(contract(minimum=2.0),)))) == [("agreements", "contract", "minimum")]


@pytest.mark.parametrize(
    ("column", "names"), [("commodities", ("oxide_x",)), ("origins", ("hom",)), ("destinations", ("away",))]
)
def test_a_control_on_what_does_not_exist(world, ban, column, names):
    """Proves: forms, origins and destinations of a control are looked up.
    Without it: a ban on 'oxide_x' would ban nothing, and pass for free trade.
    """
    assert places(check(replace(world, controls=(ban(**{column: names}),)))) == [("controls", "ban", column)]


def test_a_captive_commodity_may_be_made_and_used_up(world):
    """Proves: a link into the captive oxide, and a metal made from it, are no cycle.
    Without it: reserving oxide for a use at home could not be modelled at all.
    """
    reserved = replace(
        world,
        processes=(
            *world.processes,
            Process("reserve", "", "plant", "oxide_a", ""),
            Process("smelt", "", "plant", "metal_a", ""),
        ),
        recoveries=(
            *world.recoveries,
            Recovery("reserve", "oxide_a", "*", "captive_a", 1.0),
            Recovery("smelt", "captive_a", "A", "metal_a", 0.95),
        ),
        activities=(
            *world.activities,
            Activity("reserve", "plant", "reserve", 0.0, 0.0, 0.0),
            Activity("smelt", "plant", "smelt", 0.0, 0.0, 1.0),
        ),
    )

    assert check(reserved) == ()


def test_a_link_back_to_the_market_is_found(world):
    """Proves: the same with a link out of the captive oxide is refused, and both links are named.
    Without it: the model frees the captive oxide and exports it at once.
    """
    links = {"reserve": ("oxide_a", "captive_a"), "free": ("captive_a", "oxide_a")}
    freed = replace(
        world,
        processes=(*world.processes, *(Process(name, "", "plant", ends[0], "") for name, ends in links.items())),
        recoveries=(*world.recoveries, *(Recovery(name, ends[0], "*", ends[1], 1.0) for name, ends in links.items())),
        activities=(*world.activities, *(Activity(name, "plant", name, 0.0, 0.0, 0.0) for name in links)),
    )

    faults = check(freed)

    assert places(faults) == [("commodities", "captive_a", "captive")]
    assert "free, reserve" in faults[0].message


def test_a_recovery_of_zero_into_a_product(world):
    """Proves: a metal made with recovery 0 is refused instead of asking for infinitely much oxide.
    Without it: the recipe would divide by zero.
    """
    zero = replace(
        world,
        processes=(*world.processes, Process("smelt", "", "plant", "metal_a", "")),
        recoveries=(*world.recoveries, Recovery("smelt", "oxide_a", "A", "metal_a", 0.0)),
    )

    assert places(check(zero)) == [("recoveries", ("smelt", "oxide_a", "A", "metal_a"), "recovery")]


def test_a_star_that_speaks_for_nothing(world):
    """Proves: `*` between two commodities that share no element is refused.
    Without it: the whole input would be lost without a word.
    """
    nothing = replace(
        world,
        recoveries=(
            *world.recoveries,
            Recovery("split", "ore", "*", "ore", 0.0),
            Recovery("split", "oxide_b", "*", "oxide_a", 0.5),
        ),
    )

    assert ("recoveries", ("split", "oxide_b", "*", "oxide_a"), "element") in places(check(nothing))
