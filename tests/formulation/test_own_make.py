"""Under rules of origin a region ships what it makes, not what it bought."""

from __future__ import annotations

import pytest

from monazite.world.records import Lane, Region, Stockpile

FOUND = Stockpile(
    "heap",
    "heap",
    "south",
    "oxide",
    "o",
    initial=5.0,
    capacity=9.0,
    working_days=0.0,
    holding_cost=0.0,
    terminal_share=0.0,
)
AT_HOME = Stockpile(
    "store",
    "store",
    "east",
    "oxide",
    "o",
    initial=0.0,
    capacity=9.0,
    working_days=0.0,
    holding_cost=0.0,
    terminal_share=0.0,
)


def refilled(small):
    """The east makes 2 kt/yr of oxide and may buy 5 kt from a heap in the south; its lane to the west is for own
    make."""
    case = (
        small.set("units", "mine", capacity=5.0)
        .set("lanes", "out", own_make=True)
        .add("regions", Region("south", "South"))
    )
    return case.add("lanes", Lane("north", "oxide", "south", "east", 0.0, 0.05, freight=0.5)).add("stockpiles", FOUND)


def test_imports_are_not_shipped_on(small):
    """Proves: 2 kt/yr of own make leave, and a thousandth of it under the same papers: gain 2 x 4 + 0.002 x 8.5 = 8.017.
    Without it: 5 kt from the south go on to the west as well, gain 8 + 5 x (10 - 1 - 0.5) = 50.5.
    """
    assert refilled(small).solve().gain == pytest.approx(8.017)
    assert refilled(small).solve(without="own_make").gain == pytest.approx(50.5)


def test_a_store_does_not_turn_imports_into_own_make(small):
    """Proves: with a store in the east still 2.002 kt/yr leave.
    Without it: 5 kt are filled and drawn in the same year and count as own: 50.5 again.
    """
    assert refilled(small).add("stockpiles", AT_HOME).solve().gain == pytest.approx(8.017)


def test_a_lane_that_is_not_marked_is_free(small):
    """Proves: without the mark there is no row and all 7 kt leave.
    Without it: every country would be forbidden to trade on.
    """
    free = refilled(small).set("lanes", "out", own_make=False)

    assert len(free.program().row("own_make")) == 0
    assert free.solve().rate("ship", lane="out") == pytest.approx(7.0)


def test_marked_cargo_counts_against_what_is_made(small, entries):
    """Proves: a kt on the marked lane is +1, on the lane that brings imports nothing; a kt of ore refined is -0.4 x 1.001.
    Without it: ore would be counted as oxide.
    """
    program = refilled(small).program()
    row = "commodity=oxide, region=east, period=2025"

    assert entries(program, "own_make", "ship", lane="out", lane_step="1", period="2025") == {row: 1.0}
    assert entries(program, "own_make", "ship", lane="north", lane_step="1", period="2025") == {}
    assert entries(program, "own_make", "run", activity="refine", supply_step="1", period="2025") == pytest.approx(
        {row: -0.4004}
    )


def test_the_dual_is_minus_the_worth_of_foreign_cargo_under_own_papers(small):
    """Proves: one kt of foreign oxide more on the marked lane gains 10 - 1 - 0.5 = 8.5; the dual is -8.5.
    Without it: the temptation to relabel would have no number.
    """
    answer = refilled(small).solve()

    assert answer.duals("own_make") == pytest.approx([-8.5])
    assert answer.slopes("own_make") == pytest.approx([-8.5])


def test_where_all_that_is_made_leaves_the_price_is_what_it_fetches(small):
    """Proves: with 2 kt/yr made, nothing brought in and all of it shipped, oxide in the east costs what it fetches in the west
    less the way, 10 - 1 = 9, and papers nothing.
    Without it: price and papers are one sum of 9, and oxide came out at 0 with papers worth 9 where the solver chose so.
    """
    answer = small.set("units", "mine", capacity=5.0).set("lanes", "out", own_make=True).solve()

    assert answer.duals("own_make") == pytest.approx([0.0])
    assert answer.price("oxide", "east") == pytest.approx([answer.price("oxide", "west")[0] - 1.0])
