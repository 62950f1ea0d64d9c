"""What a process takes and gives, against sums on paper; and that no element appears or vanishes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite.elements import Element
from monazite.errors import ModelFault
from monazite.world.recipes import conservation_error, recipes
from monazite.world.records import Commodity, Composition, Process, Recovery, Region
from monazite.world.world import World


def with_process(world: World, driver: str, *rows: Recovery) -> World:
    """The world with one more process, called ``made``."""
    return replace(
        world,
        processes=(*world.processes, Process("made", "made", "plant", driver, "slag")),
        recoveries=(*world.recoveries, *rows),
    )


def test_a_mine_brings_its_ore_into_the_world(world):
    """Proves: without recoveries a process gives one kt of its driver for each kt of activity, and takes nothing.
    Without it: every ore would need an ore.
    """
    assert recipes(world)["mining"].amounts == {"ore": 1.0}


def test_an_ore_is_taken_apart_element_by_element(world):
    """Proves: 1 kt of ore with 10 % A oxide and 4 % B oxide gives 0.9 x 0.10 = 0.09 and 0.5 x 0.04 = 0.02 kt of oxides.
    Without it: one recovery for both would give 0.036 kt of B oxide, 80 % too much.
    """
    recipe = recipes(world)["split"]

    assert recipe.amounts == pytest.approx({"ore": -1.0, "oxide_a": 0.09, "oxide_b": 0.02})


def test_what_is_not_recovered_is_the_named_loss(world):
    """Proves: of 0.08 kt of element A a tenth is lost, 0.008 kt; of 0.02 kt of element B half, 0.01 kt.
    Without it: losses would have to be typed in, and the balance would close by chance.
    """
    assert recipes(world)["split"].losses == pytest.approx({"A": 0.008, "B": 0.010})


def test_a_metal_asks_for_the_oxide_that_it_needs(world):
    """Proves: 1 kt of metal at 95 % recovery from an oxide with 0.8 metal takes 1 / (0.95 x 0.8) = 1.3158 kt of oxide.
    Without it: counting oxide as metal would ask for 1.0526 kt, a fifth too little.
    """
    recipe = recipes(with_process(world, "metal_a", Recovery("made", "oxide_a", "A", "metal_a", 0.95)))["made"]

    assert recipe.amounts == pytest.approx({"oxide_a": -1 / 0.76, "metal_a": 1.0})
    assert recipe.losses == pytest.approx({"A": 0.05 / 0.95})


def test_an_alloy_asks_for_each_of_its_metals(world):
    """Proves: an alloy with 30 % A and 2 % B at recoveries 0.6 and 0.8 takes 0.5 kt and 0.025 kt of the metals.
    Without it: the scarce metal would not be a bottleneck of the alloy.
    """
    recipe = recipes(
        with_process(
            world,
            "alloy",
            Recovery("made", "metal_a", "A", "alloy", 0.6),
            Recovery("made", "metal_b", "B", "alloy", 0.8),
        )
    )["made"]

    assert recipe.amounts == pytest.approx({"metal_a": -0.5, "metal_b": -0.025, "alloy": 1.0})


def test_scrap_is_a_by_product_of_what_is_made(world):
    """Proves: of 1 / 0.6 x 0.30 = 0.5 kt metal 0.3 go into the alloy and 0.25 x 0.5 come back as oxide.
    Without it: swarf would be lost although it is sold.
    """
    recipe = recipes(
        with_process(
            world,
            "alloy",
            Recovery("made", "metal_a", "A", "alloy", 0.6),
            Recovery("made", "metal_a", "A", "oxide_a", 0.25),
            Recovery("made", "metal_b", "B", "alloy", 0.8),
        )
    )["made"]

    assert recipe.amounts["oxide_a"] == pytest.approx(0.5 * 0.25 / 0.8)
    assert recipe.losses["A"] == pytest.approx(0.5 * 0.15)


def test_a_star_speaks_for_the_elements_that_no_row_names(world):
    """Proves: with `*` at 0.9 and B named at 0.5, A goes at 0.9 and B at 0.5.
    Without it: B would be counted twice, 1.4 of it.
    """
    concentrate = replace(
        world,
        commodities=(*world.commodities, Commodity("mixed", "mixed", "any", "gross")),
        compositions=(
            *world.compositions,
            Composition("mixed", "A", 0.9, "oxide"),
            Composition("mixed", "B", 0.2, "oxide"),
        ),
    )

    recipe = recipes(
        with_process(
            concentrate, "ore", Recovery("made", "ore", "*", "mixed", 0.9), Recovery("made", "ore", "B", "mixed", 0.5)
        )
    )["made"]

    assert recipe.amounts["mixed"] == pytest.approx(0.1)
    assert recipe.losses == pytest.approx({"A": 0.1 * 0.08, "B": 0.5 * 0.02})


def test_a_share_of_zero_is_as_good_as_no_row(world):
    """Proves: a by-product that the ore does not hold, written as 0, changes nothing.
    Without it: the recipe would divide by zero.
    """
    ore = replace(
        world,
        elements=(*world.elements, Element("C", "third", "CO", 0.5)),
        compositions=(
            *world.compositions,
            Composition("ore", "C", 0.0, "oxide"),
            Composition("oxide_a", "C", 0.0, "oxide"),
        ),
    )

    assert recipes(ore)["split"].amounts == pytest.approx(recipes(world)["split"].amounts)
    assert conservation_error(ore, recipes(ore)["split"]) == pytest.approx({"A": 0.0, "B": 0.0})


def test_elements_that_imply_two_amounts_of_an_output_are_refused(world):
    """Proves: A at 0.9 and B at 0.5 into an output of the ore's own basket imply 0.9 and 0.5 kt of it.
    Without it: the output would have a basket of its own, different from that in the tables.
    """
    twin = replace(
        world,
        commodities=(*world.commodities, Commodity("twin", "twin", "any", "gross")),
        compositions=(
            *world.compositions,
            Composition("twin", "A", 0.10, "oxide"),
            Composition("twin", "B", 0.04, "oxide"),
        ),
    )

    with pytest.raises(ModelFault, match=r"different amounts of twin \(A: 0.9, B: 0.5\)"):
        recipes(
            with_process(
                twin, "ore", Recovery("made", "ore", "A", "twin", 0.9), Recovery("made", "ore", "B", "twin", 0.5)
            )
        )


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            [("oxide_a", "A", "metal_a", 0.7), ("oxide_a", "A", "alloy", 0.6), ("metal_b", "B", "alloy", 0.9)],
            "1.3 of the A",
        ),
        ([("metal_a", "A", "alloy", 0.6)], "nothing brings B into alloy"),
        (
            [("metal_a", "A", "alloy", 0.6), ("oxide_a", "A", "alloy", 0.6), ("metal_b", "B", "alloy", 0.9)],
            "two inputs",
        ),
    ],
)
def test_a_recipe_that_makes_no_sense_is_refused(world, rows, message):
    """Proves: more than all recovered, an element from nowhere, and an element from two inputs are refused by name.
    Without it: matter would be made, or the recipe would depend on the order of rows.
    """
    with pytest.raises(ModelFault, match=message):
        recipes(with_process(world, "alloy", *[Recovery("made", *row) for row in rows]))


def test_the_error_of_a_false_recipe_is_seen(world):
    """Proves: a recipe whose output is raised by a tenth is off by 0.09 of the A that enters.
    Without it: a measure that is always zero would pass every recipe.
    """
    recipe = recipes(world)["split"]

    false = replace(recipe, amounts={**recipe.amounts, "oxide_a": 0.099})

    assert conservation_error(world, false)["A"] == pytest.approx(0.09)


@given(data=st.data(), count=st.integers(1, 5))
def test_no_element_appears_or_vanishes(data, count):
    """Proves: for any basket, any oxide factors and any recoveries inputs equal outputs plus losses to 1e-9.
    Without it: a model of ten steps would lose or make some per cent of an element on the way.
    """
    part = st.floats(0.01, 1.0)
    symbols = [f"E{number}" for number in range(count)]
    elements = tuple(Element(symbol, symbol, "", data.draw(part)) for symbol in symbols)
    ore = tuple(Composition("ore", symbol, data.draw(part) / count, "oxide") for symbol in symbols)
    pure = tuple(
        Composition(f"pure_{symbol}", symbol, data.draw(part), data.draw(st.sampled_from(["oxide", "element"])))
        for symbol in symbols
    )
    commodities = tuple(Commodity(name, name, "any", "gross") for name in ("ore", *(row.commodity for row in pure)))
    recoveries = tuple(Recovery("split", "ore", symbol, f"pure_{symbol}", data.draw(part)) for symbol in symbols)
    world = World(
        (Region("r", "r"),),
        elements,
        commodities,
        (*ore, *pure),
        (Process("split", "", "", "ore", ""),),
        recoveries,
        (),
        (),
        (),
        (),
        (),
    )

    recipe = recipes(world)["split"]

    assert max(conservation_error(world, recipe).values()) <= 1e-9
    assert min(recipe.losses.values()) >= 0.0
