"""Sums of products: every law of a mass balance, and whatever a report measures, is one.

    f_r(x) = sum over the terms t of row r of   c_t * prod over its factors k of   x[v_tk] ** p_tk

Tonnes in equal tonnes out has one factor in each term; tonnes times grade has two; a rate law may have a power of one
half. Values, first and second derivatives are exact and sparse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from monazite.errors import ModelFault

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

Term = tuple[int, float, Sequence[tuple[int, float]]]
"""Row, coefficient, and the factors as (unknown, power); no factor is the constant 1."""


@dataclass(frozen=True, eq=False)
class Products:
    """``rows`` sums over ``unknowns`` unknowns; arrays are (terms,) and (terms, most factors), padded with power 0."""

    rows: int
    unknowns: int
    row: Integers
    coefficient: Floats
    unknown: Integers
    power: Floats

    @classmethod
    def of(cls, rows: int, unknowns: int, terms: Sequence[Term]) -> Products:
        """From a list of terms; raises `ModelFault` if a row or an unknown does not exist."""
        width = max((len(factors) for _, _, factors in terms), default=0)
        unknown, power = np.zeros((len(terms), width), dtype=np.int64), np.zeros((len(terms), width))
        for t, (_, _, factors) in enumerate(terms):
            for k, (v, p) in enumerate(factors):
                unknown[t, k], power[t, k] = v, p
        row = np.array([r for r, _, _ in terms], dtype=np.int64)
        coefficient = np.array([c for _, c, _ in terms], dtype=float)
        return cls(rows, unknowns, row, coefficient, unknown, power)

    @classmethod
    def linear(cls, matrix: sp.sparray | Floats, right_side: Floats | None = None) -> Products:
        """Rows ``A x - b`` of a matrix (rows, unknowns) and a right side (rows,)."""
        a = sp.coo_array(matrix)
        k, n = a.shape
        b = np.zeros(0) if right_side is None else -np.asarray(right_side, dtype=float)
        constant = np.flatnonzero(b)
        row = np.concatenate([a.coords[0], constant]).astype(np.int64)
        unknown = np.concatenate([a.coords[1], np.zeros_like(constant)]).astype(np.int64)[:, None]
        power = np.concatenate([np.ones(a.nnz), np.zeros(constant.size)])[:, None]
        return cls(k, n, row, np.concatenate([a.data.astype(float), b[constant]]), unknown, power)

    def __post_init__(self) -> None:
        for name, number, most in (("row", self.row, self.rows), ("unknown", self.unknown, self.unknowns)):
            if number.size and not 0 <= number.min() <= number.max() < max(most, 1):
                raise ModelFault(f"a term names {name} {number.max()}, but there are {most} -> count from 0")

    @cached_property
    def is_linear(self) -> bool:
        """True if no second derivative is ever other than zero."""
        degrees = np.where(self.power != 0.0, 1, 0).sum(axis=1)
        return bool(np.all(degrees <= 1) and np.all((self.power == 0.0) | (self.power == 1.0)))

    def value(self, x: Floats) -> Floats:
        """All rows at ``x`` (unknowns,); not a number where a power of a negative amount does not exist."""
        return self._summed(self.coefficient * self._factors(x).prod(axis=1))

    def size(self, x: Floats) -> Floats:
        """The sum of the absolute terms of each row at ``x``: what a remainder of the row is small against."""
        return self._summed(np.abs(self.coefficient * self._factors(x).prod(axis=1)))

    def jacobian(self, x: Floats) -> sp.csr_array:
        """First derivatives at ``x``, shape (rows, unknowns)."""
        slopes, others = self._slopes(x), self._others(self._factors(x))
        used = self.power != 0.0
        t, k = np.nonzero(used)
        data = self.coefficient[t] * slopes[t, k] * others[t, k]
        return sp.csr_array((data, (self.row[t], self.unknown[t, k])), shape=(self.rows, self.unknowns))

    def curvature(self, x: Floats, weight: Floats) -> sp.csr_array:
        """``sum_r weight_r * second derivatives of f_r`` at ``x``: a symmetric matrix (unknowns, unknowns)."""
        n, width = self.unknowns, self.power.shape[1]
        total = sp.csr_array((n, n))
        if self.is_linear:
            return total
        factors, slopes = self._factors(x), self._slopes(x)
        scale = weight[self.row] * self.coefficient
        for j in range(width):
            with np.errstate(all="ignore"):
                bend = self.power[:, j] * (self.power[:, j] - 1.0) * self._base(x)[:, j] ** (self.power[:, j] - 2.0)
            bend = np.where((self.power[:, j] == 0.0) | (self.power[:, j] == 1.0), 0.0, bend)
            total = total + self._spread(scale * bend * self._others(factors)[:, j], j, j)
            for k in range(width):
                if k != j:
                    rest = np.delete(factors, [j, k], axis=1).prod(axis=1)
                    total = total + self._spread(scale * slopes[:, j] * slopes[:, k] * rest, j, k)
        return sp.csr_array(total)

    def stacked(self, below: Products) -> Products:
        """These rows and then those of ``below``, over the same unknowns."""
        width = max(self.power.shape[1], below.power.shape[1])
        wide = [np.pad(a, ((0, 0), (0, width - a.shape[1]))) for a in (self.unknown, below.unknown)]
        powers = [np.pad(a, ((0, 0), (0, width - a.shape[1]))) for a in (self.power, below.power)]
        row = np.concatenate([self.row, below.row + self.rows])
        coefficient = np.concatenate([self.coefficient, below.coefficient])
        return Products(
            self.rows + below.rows, self.unknowns, row, coefficient, np.concatenate(wide), np.concatenate(powers)
        )

    def _base(self, x: Floats) -> Floats:
        return x[self.unknown] if self.unknowns else np.zeros(self.unknown.shape)

    def _factors(self, x: Floats) -> Floats:
        with np.errstate(all="ignore"):
            return np.where(self.power == 0.0, 1.0, self._base(x) ** self.power)

    def _slopes(self, x: Floats) -> Floats:
        with np.errstate(all="ignore"):
            slope = self.power * self._base(x) ** (self.power - 1.0)
        return np.where(self.power == 0.0, 0.0, np.where(self.power == 1.0, 1.0, slope))

    def _others(self, factors: Floats) -> Floats:
        """For each factor of a term, the product of all others; no division, so that a zero does no harm."""
        width = factors.shape[1]
        before, after = np.ones_like(factors), np.ones_like(factors)
        for k in range(1, width):
            before[:, k] = before[:, k - 1] * factors[:, k - 1]
            after[:, width - 1 - k] = after[:, width - k] * factors[:, width - k]
        return before * after

    def _spread(self, data: Floats, j: int, k: int) -> sp.csr_array:
        live = data != 0.0
        where = (self.unknown[live, j], self.unknown[live, k])
        return sp.csr_array((data[live], where), shape=(self.unknowns, self.unknowns))

    def _summed(self, terms: Floats) -> Floats:
        return np.bincount(self.row, weights=terms, minlength=self.rows)
