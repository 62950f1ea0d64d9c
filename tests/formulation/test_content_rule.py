"""The rows of a content rule: what arrives, less what is fined, against the allowed share of what is used."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.world.records import ContentRule

HALF = ContentRule("half", "west", ("east",), 0.5, 1.0, date(2025, 1, 1), None, commodities=("oxide",))


def test_the_bill_of_a_content_rule(small, entries):
    """Proves: a kt/yr on a lane from the origin counts 1, one served in the region counts -0.5, one fined -1.
    Without it: use abroad would allow more imports.
    """
    program = small.add("content_rules", HALF).program()
    row = "rule=half, commodity=oxide, period=2025"

    assert entries(program, "content_rule", "ship", lane="out", lane_step="1") == {row: 1.0}
    assert entries(program, "content_rule", "serve", demand="use", demand_step="2") == {row: -0.5}
    assert entries(program, "content_rule", "excess", rule="half") == {row: -1.0}


def test_a_smelter_counts_with_what_it_takes_in(small, entries):
    """Proves: a kt of metal takes in 1.25 kt of oxide, of which 0.625 may be imported.
    Without it: a region that works up what it buys could buy nothing.
    """
    program = small.smelter().add("content_rules", HALF).program()

    found = entries(program, "content_rule", "run", activity="smelt", supply_step="1")
    assert found == pytest.approx({"rule=half, commodity=oxide, period=2025": -0.625})


def test_an_option_without_the_rule_stands_on_the_same_pattern_unbound(small):
    """Proves: on the pattern of a world with the rule the world without it gains its 32.08, and its rows bind nothing.
    Without it: an option would pay the fine of another.
    """
    free = small.with_pattern_of(small.add("content_rules", HALF)).solve()

    assert free.gain == pytest.approx(32.08)
    assert free.program.row("content_rule").index.size == 1


def test_the_dual_is_minus_the_fine_that_one_more_kilogramme_saves(small):
    """Proves: one kt/yr more that may come saves its fine of 1; the dual is -1.
    Without it: the worth of a looser rule could not be read.
    """
    answer = small.add("content_rules", HALF).solve()

    assert answer.duals("content_rule") == pytest.approx([-1.0])
    assert answer.slopes("content_rule") == pytest.approx([-1.0])
