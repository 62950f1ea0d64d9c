"""One step of a reconciliation: the nearest point of a quadratic picture that keeps the laws and stays within bounds.

    minimise  d' H d / 2 + g' d     subject to    J d = -c,    low <= d <= high

Solved from its optimality conditions with an active set: what sinks below its bound is held there, what pulls away from
a bound is let go. At first all at once, which settles most networks in a few rounds; if that comes back to where it was,
the worst alone; and in the end the first in order, which cannot go round in circles.
Source: Hintermueller, Ito and Kunisch, SIAM Journal on Optimization 13 (2002), for all at once; Murty, Opsearch 11
(1974), for the order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
import scipy.sparse.linalg as spla
from numpy.typing import NDArray

from monazite.balance.products import Floats
from monazite.errors import ModelFault

Held = NDArray[np.int8]
"""For each unknown -1 at its lower bound, +1 at its upper bound, 0 free; shape (n,)."""

RELEASE = 1e-9
"""A bound holds, or lets go, beyond this many standard deviations."""
SHARED_LOAD = 1e-14
"""How far a law may give way, per unit of its worth, while the system is taken apart."""
REFINEMENTS = 3
"""How often what has given way is put back."""
FACTORING = {"permc_spec": "MMD_AT_PLUS_A", "diag_pivot_thresh": 0.01, "options": {"SymmetricMode": True}}
"""The order of elimination of a symmetric system; on networks it fills in five times less than the default."""
AT_ONCE = 12
"""Rounds in which all wrong bounds change together."""
WORST_FIRST, ROUNDS = 3, 40
"""For each unknown: how often a bound is taken up or let go with the worst first, and how often in all."""


@dataclass(frozen=True, eq=False)
class Step:
    """``d`` (n,), worth of each law (k,), worth of each bound (n,), which bounds hold, and after how many rounds."""

    d: Floats
    worth: Floats
    pull: Floats
    held: Held
    rounds: int


def step(
    hessian: sp.csc_array, gradient: Floats, jacobian: sp.csr_array, gap: Floats, low: Floats, high: Floats, held: Held
) -> Step:
    """The optimum, beginning with the bounds ``held``; raises `ModelFault` if laws and bounds contradict each other."""
    held = np.where(low == high, -1, held).astype(np.int8)
    held = np.where(((held < 0) & ~np.isfinite(low)) | ((held > 0) & ~np.isfinite(high)), 0, held).astype(np.int8)
    never = low == high
    seen: set[bytes] = set()
    worst_first, most = (10 + times * low.size for times in (WORST_FIRST, ROUNDS))
    all_at_once = True
    for rounds in range(1, most + 1):
        d, worth, pull = _with_held(hessian, gradient, jacobian, gap, low, high, held)
        below, above = np.where(held == 0, low - d, 0.0), np.where(held == 0, d - high, 0.0)
        loose = np.where(never, 0.0, np.where(held < 0, -pull, np.where(held > 0, pull, 0.0)))
        wrong = np.maximum(np.maximum(below, above), loose)
        where = np.flatnonzero(wrong > RELEASE)
        if not where.size:
            return Step(np.clip(d, low, high), worth, pull, held, rounds)
        if all_at_once and (rounds > AT_ONCE or held.tobytes() in seen):
            all_at_once = False
        seen.add(held.tobytes())
        if not all_at_once:
            outside = np.maximum(below, above)
            worst = where[0] if rounds > worst_first else np.argmax(outside if outside.max() > RELEASE else loose)
            where = np.array([worst])
        held = held.copy()
        held[where] = np.where(held[where] != 0, 0, np.where(below[where] > above[where], -1, 1))
    raise ModelFault(
        f"nothing balances: after {most} rounds bounds and balances still contradict each other "
        "-> look for a commodity that is made but has no use, or used but never made"
    )


def _with_held(
    hessian: sp.csc_array, gradient: Floats, jacobian: sp.csr_array, gap: Floats, low: Floats, high: Floats, held: Held
) -> tuple[Floats, Floats, Floats]:
    """The optimum if exactly these bounds hold: one sparse symmetric system."""
    free, fixed = np.flatnonzero(held == 0), np.flatnonzero(held)
    d = np.where(held < 0, low, np.where(held > 0, high, 0.0))
    rows = jacobian[:, free]
    # A law of which little is free is told in what is free of it, so that it weighs like the others.
    size = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    size[size == 0.0] = 1.0
    rows = sp.csr_array(sp.diags_array(1.0 / size) @ rows)
    right_gap = -gap - (jacobian[:, fixed] @ d[fixed] if fixed.size else 0.0)
    towards = -gradient[free] - (hessian[free][:, fixed] @ d[fixed] if fixed.size else 0.0)
    inner, k = hessian[free][:, free], rows.shape[0]
    right = np.concatenate([towards, right_gap / size])
    # The small block lets laws that say the same thing twice share the load instead of failing ...
    system = sp.block_array([[inner, -rows.T], [rows, SHARED_LOAD * sp.eye_array(k)]], format="csc")
    factors = spla.splu(system, **FACTORING)
    solution = factors.solve(right)
    for _ in range(REFINEMENTS):  # ... and is taken out of the answer again, so that they hold exactly.
        x, worth = solution[: free.size], solution[free.size :]
        solution = solution + factors.solve(right - np.concatenate([inner @ x - rows.T @ worth, rows @ x]))
    d[free] = solution[: free.size]
    worth = solution[free.size :] / size
    return d, worth, hessian @ d + gradient - jacobian.T @ worth
