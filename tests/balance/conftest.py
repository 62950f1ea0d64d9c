"""Reconciliation told in lists, so that a case reads like the table it is taken from."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from monazite.balance import Balanced, reconcile


@pytest.fixture(scope="session")
def balanced():
    """``balanced(reported, deviation, balances, ...)``: one report on each unknown unless ``measure`` says otherwise;
    balances
    are rows that add up to ``right_side`` (zero), unknowns are free below unless ``floor`` is given."""

    def of(reported, deviation, balances=(), *, measure=None, right_side=None, floor=-np.inf) -> Balanced:
        seen = np.eye(len(reported)) if measure is None else np.array(measure, float)
        rows = np.array(balances, float).reshape(-1, seen.shape[1])
        return reconcile(
            sp.csr_array(seen),
            np.array(reported, float),
            np.array(deviation, float),
            sp.csr_array(rows),
            np.zeros(len(rows)) if right_side is None else np.array(right_side, float),
            np.broadcast_to(np.asarray(floor, float), seen.shape[1:]).copy(),
        )

    return of
