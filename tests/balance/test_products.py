"""Sums of products: values by hand, derivatives by the rule of Euler and by small differences."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from monazite.balance import Products
from monazite.errors import ModelFault


def test_value_and_derivatives_of_flow_times_grade():
    """Proves: f = 3 x y^2 - 5 at (2, 4) is 91; its slopes are 3 y^2 = 48 and 6 x y = 48; its curvature 0, 6 y = 24, 6 x = 12.
    Without it: a grade would be balanced with the slope of a tonne.
    """
    f = Products.of(1, 2, [(0, 3.0, [(0, 1.0), (1, 2.0)]), (0, -5.0, [])])
    x = np.array([2.0, 4.0])

    assert f.value(x) == pytest.approx([91.0])
    assert f.size(x) == pytest.approx([101.0])
    assert f.jacobian(x).toarray() == pytest.approx(np.array([[48.0, 48.0]]))
    assert f.curvature(x, np.array([1.0])).toarray() == pytest.approx(np.array([[0.0, 24.0], [24.0, 12.0]]))
    assert not f.is_linear


def test_a_zero_factor_does_not_spoil_the_slope_of_the_others():
    """Proves: the slope of x y z along x at (0, 2, 3) is 6, and at (0, 0, 3) it is 0, without dividing by zero.
    Without it: 0 / 0 at every flow that starts at nothing.
    """
    f = Products.of(1, 3, [(0, 1.0, [(0, 1.0), (1, 1.0), (2, 1.0)])])

    assert f.jacobian(np.array([0.0, 2.0, 3.0])).toarray() == pytest.approx(np.array([[6.0, 0.0, 0.0]]))
    assert f.jacobian(np.array([0.0, 0.0, 3.0])).toarray() == pytest.approx(np.zeros((1, 3)))


def test_a_matrix_is_a_linear_sum_of_products():
    """Proves: A x - b with A = [[1, -2], [0, 3]], b = (4, 0) at (5, 1) is (-1, 3), and its slopes are A.
    Without it: networks and grades would need two machines.
    """
    f = Products.linear(sp.csr_array([[1.0, -2.0], [0.0, 3.0]]), np.array([4.0, 0.0]))

    assert f.value(np.array([5.0, 1.0])) == pytest.approx([-1.0, 3.0])
    assert f.jacobian(np.array([5.0, 1.0])).toarray() == pytest.approx(np.array([[1.0, -2.0], [0.0, 3.0]]))
    assert f.is_linear


def test_a_term_of_an_unknown_that_does_not_exist_is_refused():
    """Proves: unknown 2 of 2, counted from 0, is refused.
    Without it: an index error far from the cause, or the last unknown by wrapping round.
    """
    with pytest.raises(ModelFault, match=r"a term names unknown 2, but there are 2"):
        Products.of(1, 2, [(0, 1.0, [(2, 1.0)])])


factors = st.lists(st.tuples(st.integers(0, 3), st.sampled_from([0.5, 1.0, 2.0, -1.0])), max_size=3, unique_by=lambda f: f[0])
terms = st.lists(st.tuples(st.integers(0, 1), st.floats(-5.0, 5.0), factors), min_size=1, max_size=6)
points = st.lists(st.floats(0.5, 3.0), min_size=4, max_size=4).map(np.array)


@given(terms, points)
def test_derivatives_are_those_of_small_differences(some, x):
    """Proves: slopes and curvature agree with central differences of values and slopes, whatever the powers.
    Without it: a wrong sign in one of the mixed terms would only slow the steps down, and nobody would look.
    """
    f = Products.of(2, 4, some)
    h, weight = 1e-6, np.array([1.0, -2.0])
    slopes = np.array([(f.value(x + h * e) - f.value(x - h * e)) / (2 * h) for e in np.eye(4)]).T
    bend = np.array([weight @ (f.jacobian(x + h * e) - f.jacobian(x - h * e)).toarray() / (2 * h) for e in np.eye(4)])

    assert f.jacobian(x).toarray() == pytest.approx(slopes, abs=1e-4, rel=1e-5)
    assert f.curvature(x, weight).toarray() == pytest.approx(bend, abs=1e-4, rel=1e-5)


@given(terms, points)
def test_two_blocks_stacked_are_both(some, x):
    """Proves: the rows of one block above those of another, of other width, have the values of both.
    Without it: laws of mass and laws of grade could not stand in one problem.
    """
    f, g = Products.of(2, 4, some), Products.linear(np.eye(4))

    assert f.stacked(g).value(x) == pytest.approx(np.concatenate([f.value(x), x]))
