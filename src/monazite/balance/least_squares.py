"""The picture nearest to all reports, in their standard deviations, that balances and is nowhere below its floor.

    minimise  sum_i ((a_i x - b_i) / s_i)^2   subject to   E x = f,   x >= floor

Each report i is a linear measurement a_i x of the unknowns with value b_i and standard deviation s_i. Solved from its
optimality conditions with an active set for the floors: sparse, exact, no iteration but for the floors.

Source: weighted least-squares data reconciliation as in Narasimhan and Jordache, Data Reconciliation and Gross Error
Detection (2000), chapters 3 and 7; the active-set rule is the textbook one for convex quadratic programmes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
import scipy.sparse.linalg as spla
from numpy.typing import NDArray

from monazite.errors import ModelFault

Floats = NDArray[np.float64]

RELEASE = 1e-7
"""A floor holds, or lets go, beyond this many standard deviations."""
UNOBSERVED = 1e-12
"""Weight, relative to the best known unknown, of what no report sees: it keeps the system solvable and decides nothing."""
MAX_ROUNDS = 400


@dataclass(frozen=True)
class Balanced:
    """The reconciled unknowns, shape (n,), how far each report was moved in standard deviations, shape (m,), and
    the largest violation of a balance, in the unit of the balances."""

    values: Floats
    adjustment: Floats
    imbalance: float
    rounds: int


def reconcile(
    measure: sp.sparray, reported: Floats, deviation: Floats, balances: sp.sparray, right_side: Floats, floor: Floats
) -> Balanced:
    """Least-squares reconciliation of m reports on n unknowns under k balances and floors.

    ``measure`` (m, n), ``reported`` and ``deviation`` (m,), ``balances`` (k, n), ``right_side`` (k,), ``floor`` (n,),
    all in the caller's units. Raises ``ModelFault`` if a deviation is not positive, or if floors and balances contradict
    each other so that no round settles.
    """
    if not (deviation > 0.0).all():
        raise ModelFault("a report has no positive standard deviation -> give each report a range")
    weighted = sp.csr_array(sp.diags_array(1.0 / deviation) @ measure)
    target = reported / deviation
    curvature = np.asarray((weighted.multiply(weighted)).sum(axis=0)).ravel()
    # Unknowns are told in their own standard deviation, balances in that of their terms: tonnes and grammes weigh alike.
    unit = 1.0 / np.sqrt(np.maximum(curvature, UNOBSERVED * max(float(np.max(curvature, initial=0.0)), 1e-300)))
    scaled = sp.csr_array(weighted @ sp.diags_array(unit))
    rows = sp.csr_array(balances @ sp.diags_array(unit))
    size = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    size[size == 0.0] = 1.0
    rows = sp.csr_array(sp.diags_array(1.0 / size) @ rows)
    hessian = sp.csc_array(scaled.T @ scaled + UNOBSERVED * sp.eye_array(unit.size))
    scaled_values, rounds = _settled(hessian, scaled.T @ target, rows, right_side / size, floor / unit)
    values = np.maximum(unit * scaled_values, floor)
    residual = balances @ values - right_side
    return Balanced(values, weighted @ values - target, float(np.max(np.abs(residual), initial=0.0)), rounds)


def _settled(
    hessian: sp.csc_array, gradient0: Floats, balances: sp.csr_array, right_side: Floats, floor: Floats
) -> tuple[Floats, int]:
    """The optimum over the floors: hold what sinks below its floor, let go what is pulled up, until nothing moves."""
    floored = np.zeros(floor.size, dtype=bool)
    for rounds in range(1, MAX_ROUNDS + 1):
        values, multipliers = _equality_solution(hessian, gradient0, balances, right_side, floor, floored)
        below = ~floored & (values < floor - RELEASE)
        pull = np.where(floored, hessian @ values - gradient0 - balances.T @ multipliers, 0.0)
        if below.any():
            floored[int(np.argmin(np.where(below, values - floor, 0.0)))] = True
        elif (pull < -RELEASE).any():
            floored[int(np.argmin(pull))] = False
        else:
            return values, rounds
    raise ModelFault(
        f"the base year does not balance: after {MAX_ROUNDS} rounds floors and balances still contradict each other "
        "-> look for a commodity that is made but has no use, or used but never made"
    )


def _equality_solution(
    hessian: sp.csc_array, gradient0: Floats, balances: sp.sparray, right_side: Floats, floor: Floats,
    floored: NDArray[np.bool_],
) -> tuple[Floats, Floats]:
    """Solve with the floored unknowns held at their floor: one sparse symmetric system."""
    free = np.flatnonzero(~floored)
    held = np.flatnonzero(floored)
    values = floor.copy()
    values[free] = 0.0
    inner = hessian[free][:, free]
    rows = sp.csr_array(balances)[:, free]
    k = rows.shape[0]
    # The small block lets balances that say the same thing twice share the load instead of failing.
    system = sp.block_array([[inner, -rows.T], [rows, 1e-14 * sp.eye_array(k)]], format="csc")
    right = np.concatenate([
        gradient0[free] - (hessian[free][:, held] @ floor[held] if held.size else 0.0),
        right_side - (sp.csr_array(balances)[:, held] @ floor[held] if held.size else 0.0),
    ])
    solution = spla.splu(system).solve(right)
    values[free] = solution[: free.size]
    return values, solution[free.size:]
