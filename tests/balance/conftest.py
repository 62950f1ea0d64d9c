"""Reconciliation told in lists, so that a case reads like the table it is taken from."""

from __future__ import annotations

import numpy as np
import pytest

from monazite.balance import Problem, Products, Reconciled, reconcile


@pytest.fixture(scope="session")
def balanced():
    """``balanced(reported, deviation, balances, ...)``: one report on each unknown unless ``measure`` says otherwise;
    balances
    are rows that add up to ``right_side`` (zero), unknowns are free below unless ``floor`` is given."""

    def of(reported, deviation, balances=(), *, measure=None, right_side=None, floor=-np.inf) -> Reconciled:
        return reconcile(problem(reported, deviation, balances, measure, right_side, floor))

    return of


def problem(reported, deviation, balances=(), measure=None, right_side=None, floor=-np.inf, ceiling=np.inf) -> Problem:
    """A linear problem in lists: one report on each unknown, balances that add up to zero, no bounds, unless given."""
    seen = np.eye(len(reported)) if measure is None else np.array(measure, float)
    rows = np.array(balances, float).reshape(-1, seen.shape[1])
    return Problem(
        laws=Products.linear(rows, right_side),
        measured=Products.linear(seen),
        reported=np.array(reported, float),
        deviation=np.array(deviation, float),
        low=np.broadcast_to(np.asarray(floor, float), seen.shape[1:]).copy(),
        high=np.broadcast_to(np.asarray(ceiling, float), seen.shape[1:]).copy(),
    )
