"""What a little more and a little less of something costs: the two ends of a price that a linear programme leaves open.

A dual is the price at one basis. Where the plan stands in a corner, one unit more and one unit less have different
prices, and the dual is any number between them. Most bases stay optimal on both sides: then the dual is both ends, and
no pivot is needed to know it. The others are solved again with the bounds moved, from the same start.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from monazite.program import CompiledProgram
from monazite.solving.highs import Codes64, Highs, RawAnswer
from monazite.solving.options import SolveOptions
from monazite.solving.solution import Basis, Floats

SLACK = 1e-9
"""How far a variable may pass its bound, in its own unit: what the solver takes for zero."""


def one_sided(
    program: CompiledProgram,
    start: Basis | None,
    groups: Sequence[Codes64],
    step: float,
    options: SolveOptions = SolveOptions(),
) -> list[tuple[float | None, float | None]]:
    """For each group of rows, what the least objective gains per unit when their bounds fall and when they rise by ``step``.

    ``start`` is the basis of the solution. Returns (f(0) - f(-step), f(step) - f(0)) / step for each group, f being the
    least objective with all bounds of the group moved; None for a side on which there is no plan. The first is never
    larger than the second but for rounding: f is convex. Raises ``SolveFault`` if the programme itself has no optimum.
    """
    highs = Highs()
    objective, answer = highs.stand(program, options, start)
    basis = answer.basis
    assert basis is not None
    activity = program.A @ answer.x
    stays = [_stays(highs, program, answer, activity, rows, step) for rows in groups]
    return [
        (
            _side(highs, program, answer, rows, -step, objective, basis) if not below else _dual(answer, rows),
            _side(highs, program, answer, rows, step, objective, basis) if not above else _dual(answer, rows),
        )
        for rows, (below, above) in zip(groups, stays, strict=True)
    ]


def _dual(answer: RawAnswer, rows: Codes64) -> float:
    assert answer.y is not None
    return float(answer.y[rows].sum())


def _side(
    highs: Highs, program: CompiledProgram, answer: RawAnswer, rows: Codes64, by: float, objective: float, basis: Basis
) -> float | None:
    found = highs.moved(program, rows, by, basis)
    return None if found is None else (found - objective) / by


def _stays(
    highs: Highs, program: CompiledProgram, answer: RawAnswer, activity: Floats, rows: Codes64, step: float
) -> tuple[bool, bool]:
    """Whether the basis stays feasible, and so optimal, when the bounds of these rows fall, and when they rise."""
    direction = np.zeros(program.row_lower.size)
    direction[rows] = 1.0
    basic, gains = highs.response(direction)
    column, row = basic >= 0, -1 - basic
    assert answer.x is not None
    of_column, of_row = np.where(column, basic, 0), np.where(column, 0, row)

    def chosen(columns: Floats, rows_: Floats) -> Floats:
        return np.where(column, columns[of_column], rows_[of_row])

    now = chosen(answer.x, activity)
    low, high = chosen(program.lower, program.row_lower), chosen(program.upper, program.row_upper)
    # The bounds of a basic row of the group move with it.
    shift = np.where(column, 0.0, direction[of_row])

    def within(by: float) -> bool:
        then = now + by * (gains - shift)
        return bool(((then >= low - SLACK) & (then <= high + SLACK)).all())

    return within(-step), within(step)
