"""What is to be reconciled: unknown amounts, the laws that they obey, and reports that contradict each other.

    minimise   r(x)' V^-1 r(x)     over x
    subject to f(x) = 0  (laws)    and    low <= x <= high  (bounds; equal ends fix an amount)

    r_i(x) = h_i(x) - b_i             a report b_i of what h_i(x) measures, with standard deviation s_i, or
    r_i(x) = ln h_i(x) - ln b_i       one that errs by a factor: log-normal, s_i of the logarithm

    V = diag(s^2) + G G'              reports that err together: column g of G holds how much each report takes part in
                                      the common error of group g

Laws and measurements are sums of products (``monazite.balance.products``): linear for mass, bilinear for grades.
Source: Narasimhan and Jordache, Data Reconciliation and Gross Error Detection (2000), chapters 3, 5 and 7.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.linalg import solve_triangular

from monazite.balance.products import Floats, Products
from monazite.errors import ModelFault

Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Problem:
    """n unknowns, k laws, m reports; ``low``, ``high``, ``start`` (n,), ``reported``, ``deviation``, ``by_factor`` (m,).

    ``shared`` is G, (m, groups), in the unit of each report (of its logarithm where ``by_factor``). ``start`` may be not
    a number where nothing is known. Amounts are in the caller's units. Raises `ModelFault` if a deviation is not
    positive, a report that errs by a factor is not positive, or bounds cross; it says which, counted from 0.
    """

    laws: Products
    measured: Products
    reported: Floats
    deviation: Floats
    low: Floats
    high: Floats
    by_factor: Flags = field(default_factory=lambda: np.zeros(0, dtype=bool))
    shared: sp.csr_array | None = None
    start: Floats = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        m, n = self.reports, self.unknowns
        object.__setattr__(self, "by_factor", self.by_factor if self.by_factor.size else np.zeros(m, dtype=bool))
        object.__setattr__(self, "start", self.start if self.start.size else np.full(n, np.nan))
        shapes = {"deviation": (self.deviation.size, m), "reported": (self.reported.size, m), "low": (self.low.size, n)}
        shapes |= {"high": (self.high.size, n), "by_factor": (self.by_factor.size, m), "start": (self.start.size, n)}
        shapes |= {"unknowns of laws": (self.laws.unknowns, n)}
        for name, (have, want) in shapes.items():
            if have != want:
                raise ModelFault(f"{name} has {have} entries, not {want} -> give one for each")
        _refuse(
            ~((self.deviation > 0.0) & np.isfinite(self.deviation)),
            "report {0} has the standard deviation {1:g}; a report without doubt cannot be weighed -> give it a range",
            self.deviation,
        )
        _refuse(~np.isfinite(self.reported), "report {0} is {1}, no number -> leave it out", self.reported)
        _refuse(
            self.by_factor & ~(self.reported > 0.0),
            "report {0} errs by a factor but is {1:g}; only what is positive can -> give it a normal error",
            self.reported,
        )
        _refuse(
            ~(self.low <= self.high), "the bounds of unknown {0} cross or are no numbers: at least {1:g}", self.low
        )

    @property
    def unknowns(self) -> int:
        """How many amounts are looked for."""
        return self.measured.unknowns

    @property
    def reports(self) -> int:
        """How many reports there are."""
        return self.measured.rows

    @property
    def is_linear(self) -> bool:
        """True if one step solves it: laws and measurements linear, and no error by a factor."""
        return self.laws.is_linear and self.measured.is_linear and not self.by_factor.any()

    @cached_property
    def fixed(self) -> Flags:
        """Amounts whose two bounds are equal."""
        return self.low == self.high

    @cached_property
    def total_deviation(self) -> Floats:
        """Standard deviation of each report, its own and its shared error together, (m,)."""
        common = 0.0 if self.shared is None else np.asarray(self.shared.multiply(self.shared).sum(axis=1)).ravel()
        return np.sqrt(self.deviation**2 + common)

    @cached_property
    def whitening(self) -> sp.csr_array:
        """W with W'W = V^-1, (m, m): what turns errors of reports into independent ones of size 1.

        Of reports that share an error, ``V = D (I + B B') D`` with ``B = D^-1 G``, so ``W = L^-1 D^-1`` with the Cholesky
        factor ``L L' = I + B B'``. Groups that share no report are taken one by one, so W stays sparse.
        """
        scale = sp.diags_array(1.0 / self.deviation)
        if self.shared is None or not self.shared.nnz:
            return sp.csr_array(scale)
        b = sp.csr_array(scale @ self.shared)
        touched = np.unique(b.nonzero()[0])
        count, block = sp.csgraph.connected_components(b[touched] @ b[touched].T, directed=False)
        parts = [sp.eye_array(self.reports, format="csr")]
        for one in range(count):
            rows = touched[block == one]
            part = b[rows].toarray()
            factor = np.linalg.cholesky(np.eye(rows.size) + part @ part.T)
            pull = solve_triangular(factor, np.eye(rows.size), lower=True) - np.eye(rows.size)
            i, j = np.tril_indices(rows.size)
            parts.append(sp.csr_array((pull[i, j], (rows[i], rows[j])), shape=(self.reports, self.reports)))
        return sp.csr_array(sum(parts[1:], parts[0]) @ scale)

    def errors(self, x: Floats) -> Floats:
        """``r(x)``, (m,), in the unit of each report or of its logarithm; not a number outside of the domain."""
        seen = self.measured.value(x)
        if not self.by_factor.any():
            return seen - self.reported
        with np.errstate(all="ignore"):
            factor = np.log(seen / np.where(self.by_factor, self.reported, 1.0))
        return np.where(self.by_factor, factor, seen - self.reported)

    def slopes(self, x: Floats) -> sp.csr_array:
        """Derivatives of ``r`` at ``x``, (m, n)."""
        jacobian = self.measured.jacobian(x)
        if not self.by_factor.any():
            return jacobian
        seen = np.where(self.by_factor, self.measured.value(x), 1.0)
        with np.errstate(divide="ignore"):
            return sp.csr_array(sp.diags_array(1.0 / seen) @ jacobian)

    def bend(self, x: Floats, weight: Floats) -> sp.csr_array:
        """``sum_i weight_i * second derivatives of r_i`` at ``x``, (n, n)."""
        if not self.by_factor.any():
            return self.measured.curvature(x, weight)
        seen = np.where(self.by_factor, self.measured.value(x), 1.0)
        inner = self.measured.curvature(x, weight / seen)
        jacobian = self.measured.jacobian(x)
        outer = sp.diags_array(np.where(self.by_factor, -weight / seen**2, 0.0))
        return sp.csr_array(inner + jacobian.T @ outer @ jacobian)

    def first_guess(self) -> Floats:
        """Where to begin: what is reported alone, what was given, the middle of bounds; 0 if linear, else 1."""
        guess = self.start.copy()
        direct, unknown, per_unit = self.direct_reports
        weight = 1.0 / (self.total_deviation[direct] / np.abs(per_unit)) ** 2
        value = self.reported[direct] / per_unit
        total = np.bincount(unknown, weights=weight, minlength=self.unknowns)
        mean = np.bincount(unknown, weights=weight * value, minlength=self.unknowns) / np.where(total > 0, total, 1.0)
        guess = np.where(np.isnan(guess) & (total > 0.0), mean, guess)
        both = np.isnan(guess) & np.isfinite(self.low) & np.isfinite(self.high)
        guess = np.where(both, 0.5 * (np.where(both, self.low, 0.0) + np.where(both, self.high, 0.0)), guess)
        guess = np.where(np.isnan(guess), 0.0 if self.is_linear else 1.0, guess)
        return np.clip(guess, self.low, self.high)

    @cached_property
    def direct_reports(self) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
        """Reports of one amount alone: number of the report, of the amount, and how many it counts for each."""
        m = self.measured
        terms = np.bincount(m.row, minlength=m.rows)
        alone = (terms[m.row] == 1) & ((m.power != 0.0).sum(axis=1) == 1) & (m.power.max(axis=1, initial=0.0) == 1.0)
        alone &= (m.power.min(axis=1, initial=0.0) >= 0.0) & (m.coefficient != 0.0)
        t = np.flatnonzero(alone)
        k = m.power[t].argmax(axis=1) if t.size else np.zeros(0, dtype=np.int64)
        return m.row[t], m.unknown[t, k], m.coefficient[t]


def _refuse(bad: Flags, message: str, value: Floats) -> None:
    where = np.flatnonzero(bad)
    if where.size:
        more = f" ({where.size} such)" if where.size > 1 else ""
        raise ModelFault(message.format(where[0], value[where[0]]) + more)
