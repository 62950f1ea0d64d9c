"""How sure the balanced picture is, and which reports it does not believe.

    C = covariance of x: the reports' errors seen through the laws;    K = [H J'; J 0],   C = upper left of K^-1
    d = V^-1 r,   var d = V^-1 - V^-1 M C M' V^-1                       the measurement test: z = d / sqrt(var d)

``H`` is the curvature that the reports give, ``J`` the laws, ``M`` the measurements, all at the solution; amounts at a
bound are held there. A report whose test has no variance is not checked by anything else and cannot be tested.
Source: Mah and Tamhane, AIChE Journal 28 (1982), measurement test; Narasimhan and Jordache (2000), chapters 3 and 7.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp
import scipy.sparse.linalg as spla
from numpy.typing import NDArray
from scipy import stats

from monazite.balance.observability import open_directions
from monazite.balance.products import Floats
from monazite.balance.reconciliation import Reconciled, law_scales
from monazite.balance.step import FACTORING, SHARED_LOAD

AT_ONCE = 512
"""Columns of the covariance that are worked out together."""
UNCHECKED = 1e-7
"""A report of whose variance the others explain less than this share is checked by nothing."""

CLASSES = ("fixed", "at its bound", "redundant", "measured", "observable", "unobservable")
"""What is known of an amount: given; held by a bound; reported and checked by others; reported and not checked;
not reported but determined; neither."""


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """``deviation`` (n,): standard deviation of each amount, not a number where it is unobservable; ``variance_share``
    (m,): what is left for the test of a report, as a share of its variance; ``z`` (m,): the test, not a number where
    nothing else checks the report; ``freedom``: how many reports are surplus; ``open`` (n, directions): what nobody sees.
    """

    found: Reconciled
    deviation: Floats
    variance_share: Floats
    z: Floats
    test_variance: Floats
    freedom: int
    open: sp.csr_array

    @cached_property
    def classes(self) -> NDArray[np.int64]:
        """Of each amount, its place in ``CLASSES``; (n,)."""
        problem = self.found.problem
        direct, unknown, _ = problem.direct_reports
        found = np.full(problem.unknowns, 4)
        found[unknown] = 3
        found[unknown[self.variance_share[direct] > UNCHECKED]] = 2
        found[np.flatnonzero(np.diff(self.open.indptr))] = 5
        found[self.found.held != 0] = 1
        found[problem.fixed] = 0
        return found

    @property
    def chance(self) -> float:
        """How often honest reports would contradict each other this much or more; not a number if nothing is surplus."""
        return float(stats.chi2.sf(self.found.objective, self.freedom)) if self.freedom > 0 else float("nan")

    def critical(self, level: float = 0.05) -> float:
        """The |z| beyond which a report is doubted, so that all honest ones pass together with 1 - ``level`` (Sidak)."""
        tested = max(int(np.isfinite(self.z).sum()), 1)
        return float(stats.norm.isf(0.5 * (1.0 - (1.0 - level) ** (1.0 / tested))))


def uncertainty(found: Reconciled) -> Uncertainty:
    """Standard deviations, classes and tests of a reconciled picture; sparse, a block of columns at a time."""
    problem, system = found.problem, KktSystem(found)
    n = problem.unknowns
    inverse = problem.whitening.T
    slopes = sp.csr_array(inverse @ system.seen)  # V^-1 M in scaled amounts, free ones only
    variance, explained, trace = np.zeros(system.free.size), np.zeros(problem.reports), 0.0
    by_report, by_seen = slopes.tocsc(), system.seen.tocsc()
    for start in range(0, system.free.size, AT_ONCE):
        block = np.arange(start, min(start + AT_ONCE, system.free.size))
        columns = system.covariance(block)
        variance[block] = columns[block, np.arange(block.size)]
        explained += _row_dots(slopes @ columns, by_report[:, block])
        trace += _row_dots(system.seen @ columns, by_seen[:, block]).sum()
    whole = np.asarray(inverse.multiply(inverse).sum(axis=1)).ravel()
    left = whole - explained
    weighed = inverse @ (problem.whitening @ problem.errors(found.values))
    share = left / whole
    checked = share > UNCHECKED
    with np.errstate(all="ignore"):
        z = np.where(checked, weighed / np.sqrt(np.where(checked, left, 1.0)), np.nan)
    deviation = np.zeros(n)
    deviation[system.free] = system.unit[system.free] * np.sqrt(np.maximum(variance, 0.0))
    deviation[np.flatnonzero(np.diff(system.open.indptr))] = np.nan
    return Uncertainty(found, deviation, share, z, left, round(problem.reports - trace), system.open)


def _row_dots(dense: Floats, sparse: sp.csc_array) -> Floats:
    return np.asarray(sparse.multiply(dense).sum(axis=1)).ravel()


class KktSystem:
    """The optimality conditions at a solution, taken apart once: what an error of the reports does to the amounts.

    ``free``: amounts not at a bound; ``unit`` (n,): in which they are told; ``seen`` (m, free): whitened measurements.
    """

    def __init__(self, found: Reconciled) -> None:
        problem, x = found.problem, found.values
        self.unit, size = law_scales(problem, x)
        unit = sp.diags_array(self.unit)
        self.free = np.flatnonzero(found.held == 0)
        seen = sp.csr_array(problem.whitening @ problem.slopes(x) @ unit)
        laws = sp.csr_array(sp.diags_array(1.0 / size) @ problem.laws.jacobian(x) @ unit)
        plain = sp.csr_array(sp.diags_array(1.0 / problem.deviation) @ problem.slopes(x) @ unit)
        self.open = open_directions(sp.csr_array(sp.vstack([plain, laws])), found.held == 0)
        self.seen, laws, across = seen[:, self.free], laws[:, self.free], self.open[self.free]
        # What nobody sees is given a curvature of its own; it stands at right angles to all else and changes nothing there.
        inner = self.seen.T @ self.seen + across @ across.T
        k = laws.shape[0]
        system = sp.block_array([[inner, -laws.T], [laws, SHARED_LOAD * sp.eye_array(k)]], format="csc")
        self._factors, self._rows = spla.splu(system, **FACTORING), system.shape[0]
        self._across = across

    def covariance(self, columns: NDArray[np.int64]) -> Floats:
        """Columns of the covariance of the free amounts, told in ``unit``, (free, columns); open directions left out."""
        right = np.zeros((self._rows, columns.size))
        right[columns, np.arange(columns.size)] = 1.0
        found = self._factors.solve(right)[: self.free.size]
        return found - self._across @ (self._across[columns].T.toarray()) if self._across.shape[1] else found

    def answer(self, pull: Floats) -> Floats:
        """How the free amounts, told in ``unit``, follow a pull (free, cases) of the reports; open directions stay."""
        right = np.zeros((self._rows, pull.shape[1]))
        right[: self.free.size] = pull
        return self._factors.solve(right)[: self.free.size]


def covariance(found: Reconciled, which: NDArray[np.int64] | None = None) -> Floats:
    """Covariance of the amounts ``which`` (all if None), in the caller's units; 0 for amounts at a bound."""
    system = KktSystem(found)
    which = np.arange(found.values.size) if which is None else np.asarray(which, dtype=np.int64)
    place = np.full(found.values.size, -1)
    place[system.free] = np.arange(system.free.size)
    mine = np.flatnonzero(place[which] >= 0)
    total = np.zeros((which.size, which.size))
    for start in range(0, mine.size, AT_ONCE):
        block = mine[start : start + AT_ONCE]
        columns = system.covariance(place[which[block]])
        total[np.ix_(mine, block)] = columns[place[which[mine]]]
    unit = system.unit[which]
    return total * unit[:, None] * unit[None, :]
