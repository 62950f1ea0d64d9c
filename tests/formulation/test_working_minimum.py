"""Some of a store never leaves it: the days of use that keep plants going."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monazite.world.records import Stockpile

STORE = Stockpile(
    "store",
    "store",
    "west",
    "oxide",
    "o",
    initial=2.0,
    capacity=9.0,
    working_days=73.0,
    holding_cost=0.0,
    terminal_share=0.0,
)


def closed(small, **changes):
    """No mine; 2 kt in the west, where 4 kt/yr are used, so that 73 days are 0.8 kt."""
    return small.set("units", "mine", capacity=0.0).add("stockpiles", STORE).set("stockpiles", "store", **changes)


def test_the_working_minimum_stays_in_store(small):
    """Proves: of 2 kt, 73/365 x 4 = 0.8 stay and 1.2 are used, gain 1.2 x 10 = 12.
    Without it: all 2 kt are used, gain 20, and the plants of the first day of the next year stand still.
    """
    assert closed(small).solve().gain == pytest.approx(12.0)
    assert closed(small).solve().rate("level") == pytest.approx(0.8)
    assert closed(small).solve(without="working_minimum").gain == pytest.approx(20.0)


def test_a_store_that_begins_below_its_minimum_is_not_asked_to_hold_more(small):
    """Proves: with 0.5 kt found, 0.5 is the minimum; nothing is used.
    Without it: 0.8 kt could not be there, and the programme would have no plan at all.
    """
    answer = closed(small, initial=0.5).solve()

    assert [answer.rate("level"), answer.gain] == pytest.approx([0.5, 0.0])


def test_the_use_of_plants_counts_as_well(small):
    """Proves: ore in the east is used by the plant, 10 kt/yr; 73 days of it are 2 kt.
    Without it: only final users would keep a buffer.
    """
    program = closed(small, commodity="ore", region="east", initial=5.0).program()

    assert program.row_lower[program.row("working_minimum").slice] == pytest.approx([2.0])


def test_where_nothing_is_used_nothing_has_to_stay(small):
    """Proves: metal, which nobody used in the base year, has no working minimum; nor has oxide where the base year
    knows no users.
    Without it: a store would be kept for a kt/yr of use that nobody has.
    """
    unused = [closed(small, commodity="metal", initial=5.0), closed(small)]
    unused[1] = replace(unused[1], baseline=replace(unused[1].baseline, quantity={}))
    idle = closed(small.smelter(), commodity="oxide", region="west")

    for case, least in ((unused[0], 0.0), (unused[1], 0.0), (idle, 0.8)):
        program = case.program()
        assert program.row_lower[program.row("working_minimum").slice] == pytest.approx([least])


def test_the_minimum_is_on_the_level(small, entries):
    """Proves: the level at the end of a period has +1 in the row of that period.
    Without it: the minimum would hold for what is put in, not for what is there.
    """
    program = closed(small).over("2025-01-01", "2026-01-01", "2027-01-01").program()

    assert entries(program, "working_minimum", "level", period="2026-01-01") == {
        "stockpile=store, period=2026-01-01": 1.0
    }


def test_the_dual_is_the_worth_of_lending_out_the_buffer(small):
    """Proves: asking for one kt more in store costs the 10 that users would pay; the dual is +10.
    Without it: a duty would look like a gain.
    """
    answer = closed(small).solve()

    assert answer.duals("working_minimum") == pytest.approx([10.0])
    assert answer.slopes("working_minimum") == pytest.approx([10.0])
