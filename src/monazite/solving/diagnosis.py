"""Why a programme has no answer, said in labels: the rules that contradict each other, or what earns without limit."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from monazite.errors import Infeasible, SolveFault, Unbounded
from monazite.program import CompiledProgram, holding
from monazite.solving.highs import BareProgram, Highs, RawAnswer
from monazite.solving.options import SolveOptions
from monazite.solving.solution import Floats

SHOWN = 10
_NOTICEABLE = 1e-7


def diagnose(program: CompiledProgram, highs: Highs, options: SolveOptions) -> SolveFault | None:
    """The error to raise when the programme is proved infeasible or unbounded, or None when neither can be proved."""
    return _conflict(program, highs, options) or _ray(program, highs, options)


def _conflict(program: CompiledProgram, highs: Highs, options: SolveOptions) -> Infeasible | None:
    """Let every row give way at a cost of one per unit and see which do: min sum(s+ + s-), A x + s+ - s- within bounds.

    The duals of that programme weigh the rows and columns that hold the others to their demands.
    """
    width, height = program.c.size, program.row_lower.size
    short, over = (np.flatnonzero(np.isfinite(bound)) for bound in (program.row_lower, program.row_upper))
    unit = sp.eye_array(height, format="csc")
    elastic = BareProgram(
        c=np.concatenate([np.zeros(width), np.ones(short.size + over.size)]),
        lower=np.concatenate([program.lower, np.zeros(short.size + over.size)]),
        upper=np.concatenate([program.upper, np.full(short.size + over.size, np.inf)]),
        row_lower=program.row_lower,
        row_upper=program.row_upper,
        A=sp.hstack([program.A, unit[:, short], -unit[:, over]], format="csc"),
    )
    answer = _optimum(elastic, highs, options)
    if answer is None or answer.x is None or answer.y is None or answer.z is None:
        return None
    change = np.zeros(height)
    change[short] += answer.x[width : width + short.size]
    change[over] -= answer.x[width + short.size :]
    bound = np.where(change > 0.0, program.row_lower, program.row_upper)
    gives = np.abs(change) > _NOTICEABLE * (1.0 + np.abs(np.where(change != 0.0, bound, 0.0)))
    if not gives.any():
        return None
    chosen = np.flatnonzero(gives)
    chosen = chosen[np.argsort(-np.abs(change[chosen]), kind="stable")]
    lines = [f"no plan satisfies all rows at once; the least that must give way is {_rows(chosen.size)}:"]
    for i in chosen[:SHOWN].tolist():
        side, verb = ("lower", "falls short of") if change[i] > 0 else ("upper", "exceeds")
        amount = f"{abs(change[i]):g} {holding(program.rows, i, 'row').unit}".rstrip()
        lines.append(f"  {program.row_label(i)} {verb} its {side} bound {bound[i]:g} by {amount}")
    lines += _more(chosen.size)
    held = _holders(program, answer.y, answer.z[:width], gives)
    if held:
        lines += ["because of:", *held]
    lines.append("-> loosen one of these, or give the rows that fall short a priced slack")
    return Infeasible("\n".join(lines))


def _holders(program: CompiledProgram, y: Floats, z: Floats, gives: NDArray[np.bool_]) -> list[str]:
    """The rows and columns that keep the others from their bounds: those whose price times bound weighs most first."""
    price = np.concatenate([np.where(gives, 0.0, y), z])
    lower = np.concatenate([program.row_lower, program.lower])
    upper = np.concatenate([program.row_upper, program.upper])
    bound = np.where(price > 0.0, lower, upper)
    # Nearly every column may not be negative: a lower bound of zero says nothing. Any other bound does.
    silent = (np.arange(price.size) >= y.size) & (price > 0.0) & (bound == 0.0)
    chosen = np.flatnonzero((np.abs(price) > _NOTICEABLE) & np.isfinite(bound) & ~silent)
    chosen = chosen[np.lexsort((-np.abs(price[chosen]), -np.abs(price[chosen] * bound[chosen])))]
    lines = []
    for k in chosen[:SHOWN].tolist():
        label = program.row_label(k) if k < y.size else program.column_label(k - y.size)
        lines.append(f"  {label}, {'lower' if price[k] > 0.0 else 'upper'} bound {bound[k]:g}")
    return lines + _more(chosen.size)


def _ray(program: CompiledProgram, highs: Highs, options: SolveOptions) -> Unbounded | None:
    """Look for a direction in which one may go for ever and which earns: min c'd, A d and d within their open sides."""

    def open_side(bound: Floats, far: float) -> Floats:
        return np.where(np.isfinite(bound), 0.0, far)

    directions = BareProgram(
        program.c, open_side(program.lower, -1.0), open_side(program.upper, 1.0),
        open_side(program.row_lower, -np.inf), open_side(program.row_upper, np.inf), program.A,
    )  # fmt: skip
    answer = _optimum(directions, highs, options)
    if answer is None or answer.x is None:
        return None
    d = answer.x
    gain = -float(np.sum(program.c * d))
    if gain <= _NOTICEABLE * (1.0 + float(np.sum(np.abs(program.c * d)))):
        return None
    chosen = np.flatnonzero(np.abs(d) > _NOTICEABLE)
    chosen = chosen[np.argsort(-np.abs(d[chosen]), kind="stable")]
    lines = [f"the objective improves for ever, by {gain:g} for each step of the following columns:"]
    lines += [f"  {program.column_label(j)} {d[j]:+g}, cost {program.c[j]:g}" for j in chosen[:SHOWN].tolist()]
    lines += [*_more(chosen.size), "-> give one of them an upper bound, a cost or a rule"]
    return Unbounded("\n".join(lines))


def _optimum(program: BareProgram, highs: Highs, options: SolveOptions) -> RawAnswer | None:
    for route in ("cold", "ipx"):
        answer = highs.run(program, route, options)
        if answer.status == "optimal":
            return answer
    return None


def _rows(count: int) -> str:
    return "one row" if count == 1 else f"{count} rows"


def _more(count: int) -> list[str]:
    return [f"  ... and {count - SHOWN} more"] if count > SHOWN else []
