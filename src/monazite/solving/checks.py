"""Whether quantities and prices prove each other optimal, computed from the programme alone and not from the solver.

For  min c'x  s.t.  row_lower <= A x <= row_upper, lower <= x <= upper  an answer (x, y, z) is optimal when x keeps all
bounds (primal), c = A'y + z with each y_i, z_j of the sign of a bound that exists (dual), and
c'x = sum y_i (active bound of row i) + sum z_j (active bound of column j)  (gap).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from monazite.solving.highs import Arrays
from monazite.solving.options import SolveOptions
from monazite.solving.solution import Floats, Residuals


class Violations(NamedTuple):
    """Relative violations, column by column and row by row, and the relative gap."""

    column_primal: Floats
    row_primal: Floats
    column_dual: Floats
    row_dual: Floats
    gap: float

    def residuals(self) -> Residuals:
        return Residuals(
            max(_largest(self.column_primal), _largest(self.row_primal)),
            max(_largest(self.column_dual), _largest(self.row_dual)),
            self.gap,
        )


def violations(program: Arrays, x: Floats, y: Floats, z: Floats) -> Violations:
    """Measure an answer against the programme.

    Each number is relative to one plus the size of what was added up in it: quantities |a_ij x_j| for rows, prices
    |c_j| + |a_ij y_i| for columns, money |c_j x_j| for the gap; a price on a bound that does not exist counts in full.
    """
    matrix = program.A
    size = abs(matrix)
    activity = matrix @ x
    unexplained = program.c - matrix.T @ y - z
    row_worth, row_wrong = _worth(y, program.row_lower, program.row_upper)
    column_worth, column_wrong = _worth(z, program.lower, program.upper)
    price_scale = 1.0 + np.abs(program.c) + size.T @ np.abs(y)
    money = program.c * x
    gap = abs(money.sum() - row_worth.sum() - column_worth.sum()) / (1.0 + np.abs(money).sum())
    return Violations(
        _outside(x, program.lower, program.upper) / (1.0 + np.abs(x)),
        _outside(activity, program.row_lower, program.row_upper) / (1.0 + size @ np.abs(x)),
        np.maximum(np.abs(unexplained), column_wrong) / price_scale,
        row_wrong,
        float(gap),
    )


def passes(residuals: Residuals, options: SolveOptions) -> bool:
    """Whether the proof is good enough; not-a-number never is."""
    return residuals.primal <= options.primal and residuals.dual <= options.dual and residuals.gap <= options.gap


def _worth(price: Floats, lower: Floats, upper: Floats) -> tuple[Floats, Floats]:
    """Price times active bound, and the size of prices whose bound is infinite."""
    bound = np.where(price > 0.0, lower, upper)
    real = np.isfinite(bound)
    return np.where(real, price * np.where(real, bound, 0.0), 0.0), np.where(real, 0.0, np.abs(price))


def _outside(value: Floats, lower: Floats, upper: Floats) -> Floats:
    return np.maximum(np.maximum(lower - value, value - upper), 0.0)


def _largest(part: Floats) -> float:
    return float(part.max()) if part.size else 0.0
