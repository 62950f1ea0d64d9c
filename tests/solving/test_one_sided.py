"""The two ends of a price: what a little less saves and a little more costs, with pivots only where a basis gives way."""

from __future__ import annotations

import numpy as np
import pytest
from small_world import nudged

from monazite.solving import solve
from monazite.solving.highs import Highs
from monazite.solving.one_sided import one_sided

STEP = 1e-3


def ends(case, start=True):
    """The two ends of the price of oxide in the west, USD/kg, and how many programmes were solved for them."""
    program = case.program()
    solution = solve(program)
    rows = program.row("commodity_balance")
    at = rows.start + np.flatnonzero(rows.index.where(commodity="oxide", region="west"))
    before = Highs.solved
    ((below, above),) = one_sided(program, solution.basis if start else None, [at], STEP)
    return below, above, Highs.solved - before


@pytest.mark.parametrize("start", [True, False])
def test_a_price_without_a_corner_has_no_width_and_costs_no_pivot(small, start):
    """Proves: users take all they want, supply is flat: both ends are 6 USD/kg, and the programme is stood on once.
    Without it: every price of a run would be solved for twice more.
    """
    assert ends(small, start) == (pytest.approx(6.0), pytest.approx(6.0), 1)


def test_at_the_corner_of_a_capacity_the_price_lies_between_cost_and_worth(small):
    """Proves: a plant of 20.05 kt of ore makes the 8.02 kt that users take at most, and no more: a kg less saves 6 USD,
    what it costs, a kg more takes it from users who pay 10: two programmes besides the first.
    Without it: the dual would be told as the price: 6, or 10, as the solver likes.
    """
    below, above, solved = ends(small.set("units", "plant", capacity=20.05))

    assert (below, above) == (pytest.approx(6.0), pytest.approx(10.0))
    assert 2 <= solved <= 3


def test_what_nobody_can_give_has_no_upper_end(small):
    """Proves: without a mine and without users nothing can be brought to the west, nor taken there: no end at all. With
    users and no mine a kg more cannot be had, and one less would be worth 10.
    Without it: the programme would be called infeasible, and the run would end.
    """
    empty = small.set("units", "mine", capacity=0.0)

    assert ends(empty)[:2] == (pytest.approx(10.0), None)
    assert ends(empty.drop("demands"))[:2] == (None, None)


def test_the_ends_are_the_slopes_of_the_optimum(small):
    """Proves: in a calibrated world with a quota the two ends of every balance equal two cold solves with bounds moved,
    to 1e-6 USD/kg.
    Without it: a basis that gives way could be taken for one that stays.
    """
    case = small.calibrated().set("units", "plant", capacity=9.0)
    program = case.program()
    solution, rows = solve(program), program.row("commodity_balance")
    groups = [np.array([rows.start + i]) for i in range(len(rows))]
    found = one_sided(program, solution.basis, groups, STEP)
    moved = [
        [(solve(nudged(program, int(at[0]), by)).objective - solution.objective) / by for by in (-STEP, STEP)] for at in groups
    ]

    np.testing.assert_allclose(found, moved, atol=1e-6)

