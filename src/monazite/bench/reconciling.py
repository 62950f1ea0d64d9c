"""A made-up network of reports, reconciled by monazite and by the closed form in dense matrices that a textbook prints.

    x = b - V E' (E V E')^-1 E b,    C = V - V E' (E V E')^-1 E V

The closed form knows no bounds and no amount without a report, so both are given a network without; monazite also does it
with every flow at least zero, which holds hundreds of them there.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import scipy.linalg as la
import scipy.sparse as sp

from monazite.balance import Problem, Products, reconcile, uncertainty

SEED = 2024


def network(processes: int, flows: int) -> tuple[sp.csr_array, np.ndarray, np.ndarray]:
    """Balances (processes, flows), reports (flows,) of log-normal flows known to a tenth, and their deviations."""
    draw = np.random.default_rng(SEED)
    origin, destination = draw.integers(0, processes, flows), draw.integers(-1, processes, flows)
    origin[: flows // 20] = -1
    real = origin != destination
    rows = np.concatenate([origin[real & (origin >= 0)], destination[real & (destination >= 0)]])
    columns = np.concatenate([np.flatnonzero(real & (origin >= 0)), np.flatnonzero(real & (destination >= 0))])
    signs = np.concatenate([-np.ones((real & (origin >= 0)).sum()), np.ones((real & (destination >= 0)).sum())])
    size = draw.lognormal(2.0, 1.0, flows)
    deviation = 0.1 * size
    balances = sp.csr_array((signs, (rows, columns)), shape=(processes, flows))
    return balances, size + deviation * draw.standard_normal(flows), deviation


def reconciling(contender: str, processes: int, flows: int) -> dict[str, Any]:
    """Seconds for the balanced flows, and for them with all standard deviations; the objective shows that both agree."""
    balances, reported, deviation = network(processes, flows)
    if contender == "closed form":
        return _closed(balances.toarray(), reported, deviation)
    free = np.full(flows, np.inf)
    laws, measured = Products.linear(balances), Products.linear(sp.eye_array(flows))
    problem = Problem(laws, measured, reported, deviation, -free, free)
    began = time.perf_counter()
    found = reconcile(problem)
    known = time.perf_counter()
    uncertainty(found)
    both = time.perf_counter()
    floored = reconcile(Problem(laws, measured, reported, deviation, np.zeros(flows), free))
    return {
        "values": known - began, "covariance": both - began, "objective": found.objective,
        "floors": time.perf_counter() - both, "held": int(np.sum(floored.held != 0)),
    }  # fmt: skip


def _closed(e: np.ndarray, reported: np.ndarray, deviation: np.ndarray) -> dict[str, Any]:
    began = time.perf_counter()
    spread = deviation[:, None] ** 2 * e.T
    # Processes without any flow say nothing, and would make the matrix singular.
    used = np.abs(e).sum(axis=1) > 0.0
    e, spread = e[used], spread[:, used]
    factor = la.cho_factor(e @ spread)
    moved = -spread @ la.cho_solve(factor, e @ reported)
    known = time.perf_counter()
    np.sqrt(np.maximum(np.diag(np.diag(deviation**2) - spread @ la.cho_solve(factor, spread.T)), 0.0))
    done = time.perf_counter()
    objective = float(np.sum((moved / deviation) ** 2))
    return {
        "values": known - began, "covariance": done - began, "objective": objective, "floors": None, "held": None,
    }  # fmt: skip
