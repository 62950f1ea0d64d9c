"""How sure a balanced amount is, what nobody sees, and which report the others do not believe."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from tests.balance.conftest import problem

from monazite.balance import CLASSES, Problem, Products, covariance, draws, gross_errors, reconcile, uncertainty
from monazite.errors import ModelFault

SPLITTER = [[1.0, -1.0, -1.0]]


def names_of(sure):
    return [CLASSES[c] for c in sure.classes]


def test_a_balance_makes_every_flow_surer():
    """Proves: a splitter known to 1, 1, 2 takes 1/6, 1/6 and 4/6 of the gap, and leaves variances 1 - 1/6, 1 - 1/6, 4 - 16/6.
    Without it: the third flow would keep a deviation of 2 instead of 1.155.
    """
    sure = uncertainty(reconcile(problem([10.0, 6.0, 5.0], [1.0, 1.0, 2.0], SPLITTER)))

    assert sure.deviation == pytest.approx(np.sqrt([5 / 6, 5 / 6, 4 - 16 / 6]))
    assert (sure.freedom, names_of(sure)) == (1, ["redundant"] * 3)
    # One gap, one test: all three reports share it, and it is the gap over its own deviation, 1 / sqrt(6).
    assert np.abs(sure.z) == pytest.approx([1 / np.sqrt(6)] * 3)
    assert sure.chance == pytest.approx(stats.chi2.sf(1 / 6, 1))


def test_what_is_not_reported_follows_or_stays_open():
    """Proves: ore = oxide + tailings gives tailings 3 +- sqrt(1 + 4); tailings = pond + road leaves both unobservable, and
    nothing is surplus.
    Without it: 1.5 each for pond and road would be printed as if somebody had measured them.
    """
    laws = [[1.0, -1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 1.0, -1.0, -1.0]]
    asked = problem([10.0, 7.0], [1.0, 2.0], laws, measure=np.eye(2, 5))
    sure = uncertainty(reconcile(asked))

    assert names_of(sure) == ["measured", "measured", "observable", "unobservable", "unobservable"]
    assert sure.deviation[:3] == pytest.approx([1.0, 2.0, np.sqrt(5.0)])
    assert np.isnan(sure.deviation[3:]).all()
    assert sure.freedom == 0
    assert np.isnan(sure.z).all()
    assert np.isnan(sure.chance)


def test_what_is_fixed_or_at_its_bound_says_so():
    """Proves: with the first flow fixed at 10 and the last at its floor of 0 the second is 10, sure beyond its report of +- 2.
    Without it: a fixed flow would be told with a doubt, or the floor as a measurement.
    """
    asked = problem([7.0, -3.0], [2.0, 1.0], SPLITTER, measure=[[0, 1, 0], [0, 0, 1]], floor=[10.0, 0.0, 0.0])
    asked = replace(asked, high=np.array([10.0, np.inf, np.inf]))
    found = reconcile(asked)

    assert found.values == pytest.approx([10.0, 10.0, 0.0])
    assert names_of(uncertainty(found)) == ["fixed", "redundant", "at its bound"]
    assert uncertainty(found).deviation == pytest.approx([0.0, 0.0, 0.0], abs=1e-6)


def test_reports_that_err_together_count_as_less_than_their_number():
    """Proves: two reports of 10, each +- 1 of its own and +- 3 in common, against one of 14 +- 2: their mean has variance
    1/2 + 9 = 9.5, so the flow is (10 / 9.5 + 14 / 4) / (1 / 9.5 + 1 / 4) = 12.815 with variance 1 / (1 / 9.5 + 1 / 4).
    Without it: taken as independent (variance 10 each) they would weigh 1/5 and give 12.22.
    """
    asked = problem([10.0, 10.0, 14.0], [1.0, 1.0, 2.0], measure=[[1.0], [1.0], [1.0]])
    asked = replace(asked, shared=sp.csr_array([[3.0], [3.0], [0.0]]))
    found = reconcile(asked)

    weight = 1 / 9.5 + 1 / 4
    assert found.values == pytest.approx([(10 / 9.5 + 14 / 4) / weight])
    assert uncertainty(found).deviation == pytest.approx([np.sqrt(1 / weight)])
    assert found.adjustment[:2] == pytest.approx((found.values[0] - 10.0) / np.sqrt([10.0, 10.0]))


def test_the_whitening_is_a_root_of_the_inverse_covariance():
    """Proves: W' W (diag(s^2) + G G') is the identity with two groups that share a report and one that stands alone.
    Without it: overlapping groups would be weighed twice.
    """
    shared = sp.csr_array([[1.0, 0.0, 0.0], [2.0, 1.0, 0.0], [0.0, 3.0, 0.0], [0.0, 0.0, 0.5], [0.0, 0.0, 0.0]])
    asked = replace(problem([1.0] * 5, [1.0, 2.0, 3.0, 4.0, 5.0]), shared=shared)
    whole = np.diag([1.0, 4.0, 9.0, 16.0, 25.0]) + (shared @ shared.T).toarray()
    w = asked.whitening.toarray()

    assert w.T @ w @ whole == pytest.approx(np.eye(5), abs=1e-12)


def test_errors_by_a_factor_meet_at_the_geometric_mean():
    """Proves: 100 and 400, each right within a factor, meet at sqrt(100 x 400) = 200, moved by ln 2 / 0.5 up and down.
    Without it: 250 with normal errors of a fixed size, or 118 with errors in proportion to each report.
    """
    asked = problem([100.0, 400.0], [0.5, 0.5], measure=[[1.0], [1.0]], floor=0.0)
    found = reconcile(replace(asked, by_factor=np.array([True, True])))

    assert found.values == pytest.approx([200.0])
    assert found.adjustment == pytest.approx([np.log(2.0) / 0.5, -np.log(2.0) / 0.5])
    assert uncertainty(found).deviation == pytest.approx([200.0 * 0.5 / np.sqrt(2.0)], rel=1e-6)


def test_a_report_that_cannot_be_right_is_found_with_its_size():
    """Proves: in two tanks in a row one flow of 10 is reported as 15; three reports of it say otherwise, and 5 too much is
    about what the search tells, after which nothing more is doubted.
    Without it: the error would be smeared over all four flows as 11.25.
    """
    asked = problem([10.1, 15.0, 9.9, 10.0], [0.2] * 4, [[1, -1, 0, 0], [0, 1, -1, 0], [0, 0, 1, -1]])
    (found,) = gross_errors(asked)

    assert found.report == 1
    assert found.size == pytest.approx(5.0, abs=0.01)
    assert found.gain == pytest.approx(found.z**2)
    assert found.alike == ()


def test_reports_that_nothing_can_tell_apart_are_named_together():
    """Proves: of a splitter that misses by 10 deviations any of the three may be wrong; one is taken, two are named with it.
    Without it: an innocent report would be convicted by the order of the rows.
    """
    (found,) = gross_errors(problem([30.0, 6.0, 5.0], [1.0, 1.0, 1.0], SPLITTER))

    assert {found.report, *found.alike} == {0, 1, 2}


def test_draws_keep_balances_and_bounds_and_have_the_covariance_of_the_picture():
    """Proves: 4,000 draws of a splitter with flows far from zero: every one balances to 1e-9, their covariance is that of the
    closed form within 6 %; near a floor none is below it.
    Without it: an ensemble would run on base years that make metal from nothing.
    """
    found = reconcile(problem([10.0, 6.0, 5.0], [1.0, 1.0, 2.0], SPLITTER, floor=-100.0))
    some = draws(found, 4_000, seed=7)

    assert np.abs(some @ np.array(SPLITTER[0])).max() < 1e-9
    assert np.cov(some.T) == pytest.approx(covariance(found), abs=0.06 * 1.4)
    assert some.mean(axis=0) == pytest.approx(found.values, abs=0.08)
    near = draws(reconcile(problem([10.0, 9.0, 0.5], [1.0, 1.0, 2.0], SPLITTER, floor=0.0)), 200, seed=7)
    assert near.min() >= 0.0
    assert np.abs(near @ np.array(SPLITTER[0])).max() < 1e-9
    assert (near[:, 2] == 0.0).any()


def test_draws_of_grades_keep_the_laws_too():
    """Proves: 50 draws of ore x grade = oxide keep it to 1e-9 of its terms, and the same seed gives the same draws.
    Without it: draws along the tangent would miss by the product of the two errors.
    """
    asked = Problem(
        Products.of(1, 3, [(0, 1.0, [(0, 1.0), (1, 1.0)]), (0, -1.0, [(2, 1.0)])]), Products.linear(np.eye(3)),
        np.array([100.0, 0.06, 5.0]), np.array([10.0, 0.01, 1.0]), np.zeros(3), np.array([np.inf, 1.0, np.inf]),
    )  # fmt: skip
    found = reconcile(asked)
    some = draws(found, 50, seed=1)

    assert np.abs(some[:, 0] * some[:, 1] - some[:, 2]).max() < 1e-9 * 10
    assert np.array_equal(some, draws(found, 50, seed=1))
    assert np.array_equal(some[:20], draws(found, 20, seed=1))


@given(st.integers(0, 10_000))
def test_no_picture_of_a_random_network_is_nearer(seed):
    """Proves: no feasible change of a reconciled network lowers the objective: its slope along every law-keeping direction
    that no bound forbids is zero to 1e-8 per standard deviation.
    Without it: a bound that holds too early would leave a worse picture that balances as well.
    """
    draw = np.random.default_rng(seed)
    laws = draw.choice([-1.0, 0.0, 1.0], size=(4, 10))
    asked = problem(draw.normal(2.0, 3.0, 10), draw.uniform(0.1, 2.0, 10), laws, floor=0.0)
    found = reconcile(asked)

    assert found.kkt < 1e-8 * max(1.0, np.abs(found.adjustment).max())
    assert np.abs(laws @ found.values).max() < 1e-7
    assert found.values.min() >= 0.0


def test_numbers_that_cannot_be_weighed_are_refused():
    """Proves: a report without doubt, one that is no number, a factor of a negative amount and crossed bounds are each named.
    Without it: a division by zero, or an answer that silently ignores a report.
    """
    cases = [
        (dict(deviation=np.array([1.0, 0.0])), "report 1 has the standard deviation 0"),
        (dict(reported=np.array([np.nan, 1.0])), "report 0 is nan"),
        (dict(reported=np.array([1.0, -1.0]), by_factor=np.array([False, True])), "report 1 errs by a factor but is -1"),
        (dict(low=np.array([0.0, 5.0]), high=np.array([1.0, 4.0])), "bounds of unknown 1 cross"),
    ]
    for change, told in cases:
        with pytest.raises(ModelFault, match=told):
            replace(problem([1.0, 2.0], [1.0, 1.0]), **change)
