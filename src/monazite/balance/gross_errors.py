"""Reports that cannot be right: the worst is left out, the rest is reconciled again, until no test objects.

A report is doubted if its measurement test is beyond what the worst of that many honest reports would show once in
twenty times. Reports that err together in all that can be seen share the same test; no arithmetic can tell them apart,
and they are named together. Source: Rosenberg, Mah and Iordache, Industrial & Engineering Chemistry Research 26 (1987),
serial elimination; Narasimhan and Jordache (2000), chapter 8.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from monazite.balance.problem import Problem
from monazite.balance.products import Products
from monazite.balance.reconciliation import reconcile
from monazite.balance.uncertainty import uncertainty
from monazite.errors import ModelFault

ALIKE = 1e-6
"""Tests that differ by less than this share cannot be told apart."""


@dataclass(frozen=True, slots=True)
class GrossError:
    """Report ``report`` (from 0) is off by about ``size``, in its own unit or, if it errs by a factor, in the logarithm.

    ``z``: its test when it was the worst; ``gain``: by how much leaving it out lowers the chi-square; ``alike``: other
    reports that the same evidence could convict.
    """

    report: int
    z: float
    size: float
    gain: float
    alike: tuple[int, ...] = ()


def without(problem: Problem, left_out: NDArray[np.int64]) -> tuple[Problem, NDArray[np.int64]]:
    """The problem without some reports, and the numbers of those that stay."""
    stay = np.setdiff1d(np.arange(problem.reports), left_out)
    place = np.full(problem.reports, -1)
    place[stay] = np.arange(stay.size)
    m = problem.measured
    terms = np.flatnonzero(place[m.row] >= 0)
    measured = Products(
        stay.size, m.unknowns, place[m.row[terms]], m.coefficient[terms], m.unknown[terms], m.power[terms]
    )
    return replace(
        problem,
        measured=measured,
        reported=problem.reported[stay],
        deviation=problem.deviation[stay],
        by_factor=problem.by_factor[stay],
        shared=None if problem.shared is None else sp.csr_array(problem.shared)[stay],
    ), stay


def gross_errors(problem: Problem, *, level: float = 0.05, most: int = 20) -> list[GrossError]:
    """Serial elimination at the family-wise ``level``; at most ``most`` reports are taken out. Worst first."""
    found: list[GrossError] = []
    out: list[int] = []
    rest, stay = problem, np.arange(problem.reports)
    now = uncertainty(reconcile(rest))
    while len(found) < most and np.isfinite(now.z).any():
        size = np.where(np.isfinite(now.z), np.abs(now.z), 0.0)
        worst = int(np.argmax(size))
        if size[worst] <= now.critical(level):
            break
        alike = np.flatnonzero(np.abs(size - size[worst]) <= ALIKE * size[worst])
        off = now.z[worst] / np.sqrt(now.test_variance[worst])
        # The measurement errs in the other direction than the picture moves it.
        others = tuple(int(stay[i]) for i in alike if i != worst)
        out.append(int(stay[worst]))
        rest, stay = without(problem, np.array(out))
        try:
            then = uncertainty(reconcile(rest))
        except ModelFault:
            break
        gain = now.found.objective - then.found.objective
        found.append(GrossError(out[-1], float(now.z[worst]), -float(off), gain, others))
        now = then
    return found
