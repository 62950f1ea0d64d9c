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

RELEASE = 1e-9
"""A floor holds, or lets go, beyond this many standard deviations."""
UNOBSERVED = 1e-12
"""Weight of what no report sees, where a report weighs 1: it keeps the system solvable and decides nothing."""
UNBALANCED = 1e-7
"""A balance is open if it misses by more than this share of its terms ..."""
RELATIVE_TO_DOUBT = 1e-6
"""... and by more than this many standard deviations of its flows; less is rounding, also where every flow is nearly zero."""
SHARED_LOAD = 1e-14
"""How far a balance may give way, per unit of its worth, while the system is taken apart."""
REFINEMENTS = 3
"""How often what has given way is put back."""
HASTY_ROUNDS, ROUNDS = 3, 40
"""For each unknown: how often a floor is taken up or let go with the worst first, and how often in all."""


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
    all in the caller's units. Raises ``ModelFault`` if a deviation is not positive, or if balances contradict each other
    or the floors; both say which report or balance, counted from 0.
    """
    bad = np.flatnonzero(~(deviation > 0.0))
    if bad.size:
        raise ModelFault(
            f"report {bad[0]} has the standard deviation {deviation[bad[0]]:g} ({bad.size} such); a report without "
            "doubt cannot be weighed -> give it a range"
        )
    weighted = sp.csr_array(sp.diags_array(1.0 / deviation) @ measure)
    target = reported / deviation
    curvature = np.asarray((weighted.multiply(weighted)).sum(axis=0)).ravel()
    # Unknowns are told in their own standard deviation, balances in that of their terms: tonnes and grammes weigh alike.
    # What no report sees is told in the largest of these units, so that its balances are not out of all proportion.
    seen = curvature > 0.0
    unit = np.full(curvature.size, 1.0 / np.sqrt(np.min(curvature[seen], initial=np.inf)) if seen.any() else 1.0)
    unit[seen] = 1.0 / np.sqrt(curvature[seen])
    scaled = sp.csr_array(weighted @ sp.diags_array(unit))
    rows = sp.csr_array(balances @ sp.diags_array(unit))
    size = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    size[size == 0.0] = 1.0
    rows = sp.csr_array(sp.diags_array(1.0 / size) @ rows)
    hessian = sp.csc_array(scaled.T @ scaled + UNOBSERVED * sp.eye_array(unit.size))
    scaled_values, rounds = _settled(hessian, scaled.T @ target, rows, right_side / size, floor / unit)
    values = np.maximum(unit * scaled_values, floor)
    residual = np.abs(balances @ values - right_side)
    terms = abs(balances) @ np.abs(values) + np.abs(right_side)
    broken = np.flatnonzero((residual > UNBALANCED * terms) & (residual > RELATIVE_TO_DOUBT * size))
    if broken.size:
        worst = broken[np.argmax(residual[broken] / terms[broken])]
        raise ModelFault(
            f"balance {worst} stays open by {residual[worst]:.6g} ({broken.size} such): balances contradict each "
            "other or the floors -> look for a flow with an end but no beginning, or a place told twice"
        )
    return Balanced(values, weighted @ values - target, float(np.max(residual, initial=0.0)), rounds)


def _settled(
    hessian: sp.csc_array, gradient0: Floats, balances: sp.csr_array, right_side: Floats, floor: Floats
) -> tuple[Floats, int]:
    """The optimum over the floors: hold what sinks below its floor, let go what is pulled up, until nothing moves.

    At first the worst goes first, which is fast but may go round in circles; after that the first in order goes first,
    which cannot (Murty, Note on a Bard-type scheme for solving the complementarity problem, Opsearch 11, 1974).
    """
    floored = np.zeros(floor.size, dtype=bool)
    hasty, most = (10 + times * floor.size for times in (HASTY_ROUNDS, ROUNDS))
    for rounds in range(1, most + 1):
        values, multipliers = _equality_solution(hessian, gradient0, balances, right_side, floor, floored)
        depth = np.where(floored, 0.0, values - floor)
        pull = np.where(floored, hessian @ values - gradient0 - balances.T @ multipliers, 0.0)
        wrong = np.flatnonzero((depth < -RELEASE) | (pull < -RELEASE))
        if not wrong.size:
            return values, rounds
        if rounds > hasty:
            worst = wrong[0]
        else:
            worst = int(np.argmin(depth if (depth < -RELEASE).any() else pull))
        floored[worst] = not floored[worst]
    raise ModelFault(
        f"nothing balances: after {most} rounds floors and balances still contradict each other "
        "-> look for a commodity that is made but has no use, or used but never made"
    )


def _equality_solution(
    hessian: sp.csc_array,
    gradient0: Floats,
    balances: sp.sparray,
    right_side: Floats,
    floor: Floats,
    floored: NDArray[np.bool_],
) -> tuple[Floats, Floats]:
    """Solve with the floored unknowns held at their floor: one sparse symmetric system."""
    free = np.flatnonzero(~floored)
    held = np.flatnonzero(floored)
    values = floor.copy()
    values[free] = 0.0
    inner = hessian[free][:, free]
    rows = sp.csr_array(balances)[:, free]
    # A balance of which little is free is told in what is free of it, so that it weighs like the others.
    size = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    size[size == 0.0] = 1.0
    rows = sp.csr_array(sp.diags_array(1.0 / size) @ rows)
    right = np.concatenate(
        [
            gradient0[free] - (hessian[free][:, held] @ floor[held] if held.size else 0.0),
            (right_side - (sp.csr_array(balances)[:, held] @ floor[held] if held.size else 0.0)) / size,
        ]
    )
    k = rows.shape[0]
    # The small block lets balances that say the same thing twice share the load instead of failing ...
    system = sp.block_array([[inner, -rows.T], [rows, SHARED_LOAD * sp.eye_array(k)]], format="csc")
    factors = spla.splu(system)
    solution = factors.solve(right)
    for _ in range(REFINEMENTS):  # ... and is taken out of the answer again, so that they hold exactly.
        x, worth = solution[: free.size], solution[free.size :]
        solution = solution + factors.solve(right - np.concatenate([inner @ x - rows.T @ worth, rows @ x]))
    values[free] = solution[: free.size]
    return values, solution[free.size :] / size
