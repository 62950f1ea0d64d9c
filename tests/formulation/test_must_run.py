"""A by-product is raised whether or not anybody wants it."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.world.records import Disposal, Project


def unwanted(small, **changes):
    """Users pay 1, so that nothing is worth refining; the mine must run at 0.8 of its 10 kt/yr, ore is thrown away at
    0.5."""
    forced = small.set("units", "mine", must_run=0.8, **changes).add("disposals", Disposal("ore", "east", 0.5))
    return forced.base(price={("oxide", "west"): 1.0})


def test_what_must_run_runs_at_a_loss(small):
    """Proves: 8 kt/yr of ore are raised at 1 and thrown away at 0.5: a loss of 12.
    Without it: the mine stands still and nothing is lost.
    """
    assert unwanted(small).solve().gain == pytest.approx(-12.0)
    assert unwanted(small).solve(without="must_run").gain == pytest.approx(0.0)


def test_the_duty_grows_with_the_unit_and_not_with_its_projects(small):
    """Proves: at 10 % a year 8 kt/yr are 8 x 1.1^(366/365.25) = 8.80 in the middle of 2026; 6 kt/yr of a project may
    stand still.
    Without it: 8 for ever, or 13.6 as soon as the mine is enlarged.
    """
    project = Project("shaft", "mine", 6.0, date(2020, 1, 1), 1.0, 0.0, 0.0)
    program = unwanted(small, growth=0.1).add("projects", project).over("2026-01-01", "2027-01-01").program()

    assert program.row_lower[program.row("must_run").slice] == pytest.approx([8.0 * 1.1 ** (366 / 365.25), 0.0])


def test_what_did_not_run_need_not_run(small):
    """Proves: a new smelter has no duty, whatever its share.
    Without it: it would have to run as if it had made a kt in the base year.
    """
    program = small.smelter().set("units", "smelter", must_run=0.8).program()

    assert list(program.row_lower[program.row("must_run").slice]) == [0.0, 0.0, 0.0]


def test_all_steps_of_the_unit_count(small, entries):
    """Proves: each kt run in the unit is +1, at every step.
    Without it: the duty could be met by the cheap steps only.
    """
    program = unwanted(small).program()

    for step in ("1", "2"):
        assert entries(program, "must_run", "run", activity="dig", supply_step=step, period="2025") == {
            "unit=mine, period=2025": 1.0
        }


def test_the_dual_is_what_one_less_forced_kilogramme_saves(small):
    """Proves: one kt more costs 1 + 0.5 = 1.5: the dual is +1.5, and 0 for the plant, which may stand still.
    Without it: the burden of a by-product would be hidden in its price.
    """
    answer = unwanted(small).solve()

    assert answer.duals("must_run") == pytest.approx([1.5, 0.0])
    assert answer.slopes("must_run", unit="mine") == pytest.approx([1.5])
