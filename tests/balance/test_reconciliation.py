"""Contradictory reports become one picture that balances, each moved as far as it is doubtful."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from monazite.errors import ModelFault

SPLITTER = [[1.0, -1.0, -1.0]]


def test_two_reports_of_one_flow_are_weighed_by_their_doubt(balanced):
    """Proves: 10 +- 1 and 13 +- 2 give (10 / 1 + 13 / 4) / (1 + 1 / 4) = 10.6; they are moved by 0.6 and -1.2
    deviations.
    Without it: 11.5, the mean of a good report and a poor one.
    """
    found = balanced([10.0, 13.0], [1.0, 2.0], measure=[[1.0], [1.0]])

    assert found.values == pytest.approx([10.6])
    assert found.adjustment == pytest.approx([0.6, -1.2])


def test_a_splitter_shares_its_gap_by_variance(balanced):
    """Proves: 10 = 6 + 5 misses by -1; with deviations 1, 1, 2 the variances 1, 1, 4 take 1/6, 1/6 and 4/6 of it.
    Without it: a third each, and the good reports pay for the poor one.
    """
    found = balanced([10.0, 6.0, 5.0], [1.0, 1.0, 2.0], SPLITTER)

    assert found.values == pytest.approx([10 + 1 / 6, 6 - 1 / 6, 5 - 4 / 6])
    assert found.adjustment == pytest.approx([1 / 6, -1 / 6, -2 / 6])
    assert found.imbalance < 1e-12


def test_a_flow_that_would_be_negative_stays_at_its_floor_and_the_others_bend(balanced):
    """Proves: 1 +- 1 = 3 +- 0.1 + 1 +- 1 asks for -0.49 in the last flow; held at 0, the other two meet at
    (1 + 3 / 0.01) / (1 + 1 / 0.01) = 301/101.
    Without it: -0.4925, and 2.4925 for the first.
    """
    free = balanced([1.0, 3.0, 1.0], [1.0, 0.1, 1.0], SPLITTER)
    held = balanced([1.0, 3.0, 1.0], [1.0, 0.1, 1.0], SPLITTER, floor=0.0)

    assert held.values == pytest.approx([301 / 101, 301 / 101, 0.0])
    assert [free.values[0], free.values[2]] == pytest.approx([1 + 3 / 2.01, 1 - 3 / 2.01])


def test_a_floor_may_be_another_number_than_zero(balanced):
    """Proves: a price reported at -2 +- 1 with a floor of -0.5 (it costs 0.5 to throw away) stands at -0.5.
    Without it: something would be worth less than what it costs to get rid of it.
    """
    assert balanced([-2.0], [1.0], floor=-0.5).values == pytest.approx([-0.5])


def test_a_floor_above_zero_leaves_its_share_to_the_others(balanced):
    """Proves: in 1 +- 1 = 3 +- 0.1 + 1 +- 1 with at least 0.2 in the last flow, the second is (0.8 + 3 / 0.01) / (1 + 1
    / 0.01) = 300.8 / 101 and the first 0.2 more.
    Without it: the 0.2 would be missing from the balance.
    """
    found = balanced([1.0, 3.0, 1.0], [1.0, 0.1, 1.0], SPLITTER, floor=[0.0, 0.0, 0.2])

    assert found.values == pytest.approx([300.8 / 101 + 0.2, 300.8 / 101, 0.2])


def test_a_floor_counts_in_the_sums_that_are_reported(balanced):
    """Proves: mines report -5 and 4, the ministry 9 for both (+- 1 each); the first at its floor of 0.5 leaves the
    second between 4 and 9 - 0.5: 6.25.
    Without it: 6.5, halfway to all of the 9, or 6.75.
    """
    found = balanced([-5.0, 4.0, 9.0], [1.0, 1.0, 1.0], measure=[[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]], floor=[0.5, 0.0])

    assert found.values == pytest.approx([0.5, 6.25])


def test_a_floor_that_is_no_longer_needed_lets_go(balanced):
    """Proves: of 0, 3, -3 (+- 2) and 1 (+- 1) with x2 = x4 and x3 = 2 x1 + x2 the third sinks first and is held at 0;
    once the first is held as well, the third is pulled up again: x2 = x3 = x4 = (3/4 - 3/4 + 1) / (1/4 + 1/4 + 1) =
    2/3.
    Without it: what is held once stays held, and all four flows are 0.
    """
    found = balanced(
        [0.0, 3.0, -3.0, 1.0], [2.0, 2.0, 2.0, 1.0], [[0.0, 1.0, 0.0, -1.0], [2.0, 1.0, -1.0, 0.0]], floor=0.0
    )

    assert found.values == pytest.approx([0.0, 2 / 3, 2 / 3, 2 / 3])
    assert found.rounds == 3  # all wrong ones at once, and once to see that nothing is wrong


def test_a_balance_that_is_told_twice_changes_nothing(balanced):
    """Proves: the splitter once, twice, and once more in tonnes gives the same flows.
    Without it: a singular system, or a place that counts double.
    """
    once = balanced([10.0, 6.0, 5.0], [1.0, 1.0, 2.0], SPLITTER)
    thrice = balanced([10.0, 6.0, 5.0], [1.0, 1.0, 2.0], [*SPLITTER, *SPLITTER, [1000.0, -1000.0, -1000.0]])

    assert thrice.values == pytest.approx(once.values, rel=1e-9)


def test_what_nobody_measured_follows_from_the_balance(balanced):
    """Proves: of 10 that come in 6 are seen to go out on one way, so 4 go the other; no report is moved.
    Without it: an unknown without report would be zero.
    """
    found = balanced([10.0, 6.0], [1.0, 1.0], SPLITTER, measure=[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])

    assert found.values == pytest.approx([10.0, 6.0, 4.0])
    assert found.adjustment == pytest.approx([0.0, 0.0], abs=1e-9)


def test_what_cannot_be_known_is_split_evenly_and_moves_no_report(balanced):
    """Proves: 10 in, two ways out, neither seen: 5 and 5, and the report stays at 10.
    Without it: the system has no single answer and the solver stops.
    """
    found = balanced([10.0], [1.0], SPLITTER, measure=[[1.0, 0.0, 0.0]])

    assert found.values == pytest.approx([10.0, 5.0, 5.0])
    assert found.adjustment == pytest.approx([0.0], abs=1e-9)


def test_a_report_may_speak_of_a_sum(balanced):
    """Proves: two mines report 3 +- 1 and 4 +- 1, the ministry 9 +- 1 for both: each mine moves up by 2/3, the ministry
    down.
    Without it: a total could not stand beside its parts.
    """
    found = balanced([3.0, 4.0, 9.0], [1.0, 1.0, 1.0], measure=[[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])

    assert found.values == pytest.approx([3 + 2 / 3, 4 + 2 / 3])
    assert found.adjustment == pytest.approx([2 / 3, 2 / 3, -2 / 3])


def test_a_balance_may_add_up_to_a_number(balanced):
    """Proves: shares reported as 0.6 and 0.6 (+- 0.1) that must add up to 1 are 0.5 and 0.5.
    Without it: shares could not be reconciled.
    """
    assert balanced([0.6, 0.6], [0.1, 0.1], [[1.0, 1.0]], right_side=[1.0]).values == pytest.approx([0.5, 0.5])


def test_a_balance_weighs_by_coefficient_and_variance(balanced):
    """Proves: 2 x + 3 y = 12 with 1 +- 0.5 and 1 +- 2 misses by 7; with V = (0.25, 4) and 2^2 x 0.25 + 3^2 x 4 = 37 the
    flows move by 0.25 x 2 x 7/37 and 4 x 3 x 7/37.
    Without it: each would move alike.
    """
    found = balanced([1.0, 1.0], [0.5, 2.0], [[2.0, 3.0]], right_side=[12.0])

    assert found.values == pytest.approx([1 + 3.5 / 37, 1 + 84 / 37])


def test_reports_without_doubt_are_refused_by_number(balanced):
    """Proves: the second report with deviation 0 is named.
    Without it: division by zero, and not-a-number in every flow.
    """
    with pytest.raises(ModelFault, match="report 1 has the standard deviation 0"):
        balanced([1.0, 2.0], [1.0, 0.0])


def test_a_deviation_that_is_not_a_number_is_refused(balanced):
    """Proves: not-a-number is not positive.
    Without it: it would pass every comparison and spread.
    """
    with pytest.raises(ModelFault, match="report 0"):
        balanced([1.0], [np.nan])


@pytest.mark.parametrize(
    ("balances", "right_side", "floor"),
    [
        ([[1.0, 0.0], [1.0, 0.0]], [1.0, 2.0], -np.inf),
        ([[1.0, 1.0]], [-1.0], 0.0),
    ],
)
def test_balances_that_contradict_each_other_or_the_floors_are_refused(balanced, balances, right_side, floor):
    """Proves: x = 1 with x = 2, and x + y = -1 with both at least 0, are errors that name a balance.
    Without it: 1.5, and 0 + 0, would come back as balanced.
    """
    with pytest.raises(ModelFault, match="balance 0 stays open by"):
        balanced([1.0, 1.0], [1.0, 1.0], balances, right_side=right_side, floor=floor)


def test_a_search_that_goes_round_in_circles_is_led_out(balanced):
    """Proves: for these six flows taking up or letting go the worst floor first never ends; after 28 rounds the first
    in order is taken, and 34 rounds settle the flows at which all conditions of an optimum hold.
    Without it: an error about a contradiction, where there is none.
    """
    seen = np.eye(6)[[0, 2, 3, 4, 5]]
    found = balanced(
        [26.51, 59.44, 0.03, 12.51, 0.03],
        [4.704, 16.474, 0.005, 2.734, 0.022],
        [[0, 0, -1, 0, 1, 0], [0, -2, 0, 2.5, -1, -1], [-2, 1, 0, 2.5, 0, 0]],
        measure=seen,
        floor=0.0,
    )

    assert found.rounds > 28
    assert found.values == pytest.approx([0.0376941, 0.0, 0.0463012, 0.0301553, 0.0463012, 0.0290870], abs=1e-6)


def test_hundreds_of_floors_may_hold_at_once(balanced):
    """Proves: 450 flows reported below zero all stand at 0.
    Without it: a search of 400 rounds, one floor at a time, would call this a contradiction.
    """
    assert balanced([-1.0] * 450, [1.0] * 450, floor=0.0).values == pytest.approx(np.zeros(450))


@st.composite
def networks(draw):
    """A random network: unknowns, some reported twice, some not at all, balances with coefficients, floors at zero."""
    n, k, extra = draw(st.integers(2, 12)), draw(st.integers(0, 5)), draw(st.integers(0, 4))
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    rows = np.where(chance.random((k, n)) < 0.4, chance.choice([-2.0, -1.0, 1.0, 2.5], (k, n)), 0.0)
    seen = np.eye(n)[np.concatenate([np.flatnonzero(chance.random(n) < 0.8), chance.integers(0, n, extra)]).astype(int)]
    seen = seen if len(seen) else np.eye(n)
    reported = 10.0 ** chance.uniform(-2, 3, len(seen)) * chance.choice([1.0, 1.0, 1.0, -0.3], len(seen))
    return reported, np.abs(reported) * chance.uniform(0.02, 1.0, len(seen)), rows, seen


@settings(max_examples=200)
@given(networks())
def test_every_answer_satisfies_the_conditions_of_an_optimum(balanced, network):
    """Proves (Karush, Kuhn, Tucker): the answer balances and keeps its floors, and there are worths of the balances
    that carry the pull of the reports on each free unknown and leave those at a floor pulled down. The problem is
    convex: this is it.
    Without it: an active-set search that stops too early still returns plausible numbers.
    """
    reported, deviation, rows, seen = network
    found = balanced(reported, deviation, rows, measure=seen, floor=0.0)
    x = found.values
    sharpness = np.sqrt((seen**2 / deviation[:, None] ** 2).sum(axis=0))
    unit = 1.0 / np.where(sharpness > 0.0, sharpness, sharpness[sharpness > 0.0].min())
    pull = unit * (seen.T @ ((seen @ x - reported) / deviation**2))

    assert (x >= 0.0).all()
    assert found.imbalance <= 1e-7 * (np.abs(rows) @ (unit + x)).max(initial=0.0)
    assert _unexplained(pull, rows * unit, x > 1e-6 * unit) <= 1e-5 * (1.0 + np.abs(pull).max())


def _unexplained(pull, carried, free):
    """The least t for which some worths w give |pull - carried' w| <= t where free, and pull - carried' w >= -t
    elsewhere."""
    ones = np.ones((pull.size, 1))
    above, below = (
        np.hstack([carried.T, -ones]),
        np.hstack([-carried.T, -ones])[free],
    )  # carried' w - t, -carried' w - t
    cost = [*np.zeros(len(carried)), 1.0]
    answer = linprog(
        cost,
        A_ub=np.vstack([above, below]),
        b_ub=np.concatenate([pull, -pull[free]]),
        bounds=[(None, None)] * len(carried) + [(0.0, None)],
    )
    assert answer.success, answer.message
    return answer.fun


@settings(max_examples=60)
@given(networks(), st.floats(1e-6, 1e6))
def test_tonnes_and_grammes_give_the_same_picture(balanced, network, factor):
    """Proves: telling everything in another unit of mass tells the answer in that unit, and moves each report as far.
    Without it: the fit of a small flow would depend on the unit of a large one.
    """
    reported, deviation, rows, seen = network
    here = balanced(reported, deviation, rows, measure=seen, floor=0.0)
    there = balanced(factor * reported, factor * deviation, rows, measure=seen, floor=0.0)

    assert there.adjustment == pytest.approx(here.adjustment, rel=1e-5, abs=1e-5)
