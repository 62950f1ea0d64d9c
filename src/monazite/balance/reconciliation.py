"""The picture nearest to all reports that keeps every law: one step if all is linear, Gauss-Newton steps if not.

Each step is the quadratic picture of ``monazite.balance.step`` at the present point; its length is chosen so that
distance to the reports plus what the laws miss goes down. Near the end the curvature of laws and measurements is taken
in, which makes the last steps quadratic. Where tonnes meet grades the problem has hills and valleys: several starts.
Source: Nocedal and Wright, Numerical Optimization (2006), chapters 10 and 18.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from monazite.balance.problem import Problem
from monazite.balance.products import Floats
from monazite.balance.step import Held, Step, step
from monazite.errors import ModelFault

UNSEEN = 1e-12
"""Weight of what no report sees, where a report weighs 1: it keeps the step solvable and decides nothing."""
UNBALANCED = 1e-7
"""A law is open if it misses by more than this share of its terms ..."""
RELATIVE_TO_DOUBT = 1e-6
"""... and by more than this many standard deviations of its amounts; less is rounding, also where all are nearly zero."""
OPTIMAL = 1e-10
"""A picture is the nearest if no amount would gain more than this, per standard deviation, beside the worst report."""
UNSETTLED = 1e-6
"""A start that still gains this much per standard deviation, beside the worst report, has not settled."""
ITERATIONS = 200
"""Steps before a start is given up."""
ENOUGH = 1e-4
"""Share of the foretold gain that a step must bring."""
SHORTEST = 1e-10
"""A step this short brings nothing any more."""
NEAR = 1e-2
"""From this far of the optimum on, curvature is taken in."""


@dataclass(frozen=True, eq=False)
class Reconciled:
    """The balanced amounts and how they were found; all in the caller's units unless said otherwise.

    ``values`` (n,); ``adjustment`` (m,): how far each report was moved, in its own standard deviations;
    ``objective``: r' V^-1 r, the chi-square; ``imbalance``: the largest remainder of a law; ``kkt``: the largest
    slope that is left, per standard deviation of an amount; ``worth`` (k,): by how much half the objective rises for
    each unit by which a law is opened; ``held`` (n,): -1 at the lower, 1 at the upper bound; ``objectives``: of every start.
    """

    problem: Problem
    values: Floats
    adjustment: Floats
    objective: float
    imbalance: float
    kkt: float
    worth: Floats
    held: Held
    rounds: int
    objectives: tuple[float, ...] = ()


def reconcile(
    problem: Problem, *, starts: int = 1, seed: int = 0, held: Held | None = None, names: Sequence[str] = ()
) -> Reconciled:
    """The best picture of ``starts`` tries; the first begins at the reports, the others near them, by ``seed``.

    ``held`` may name bounds that are expected to hold, ``names`` what the laws are called. Raises `ModelFault` if laws
    contradict each other or the bounds (it names the law, or counts it from 0), or if no start settles.
    """
    found: list[Reconciled] = []
    fault: ModelFault | None = None
    for guess in _starts(problem, 1 if problem.is_linear else starts, seed):
        try:
            found.append(_from(problem, guess, held, names))
        except ModelFault as bad:
            fault = fault or bad
    if not found:
        raise fault or ModelFault("no start settles -> give better first values or wider bounds")
    best = min(found, key=lambda one: one.objective)
    return Reconciled(**{**_fields(best), "objectives": tuple(sorted(one.objective for one in found))})


def _fields(one: Reconciled) -> dict:
    return {name: getattr(one, name) for name in Reconciled.__dataclass_fields__}


def _starts(problem: Problem, count: int, seed: int) -> list[Floats]:
    first = problem.first_guess()
    draw = np.random.default_rng(seed)
    moved = [
        np.clip(first * np.exp(0.5 * draw.standard_normal(first.size)), problem.low, problem.high)
        for _ in range(count - 1)
    ]
    return [first, *moved]


@dataclass(frozen=True, eq=False)
class _Picture:
    """The problem at one point, told in standard deviations of the unknowns."""

    x: Floats
    whitened: Floats
    gap: Floats
    slopes: sp.csr_array
    jacobian: sp.csr_array

    @property
    def gradient(self) -> Floats:
        return self.slopes.T @ self.whitened

    @property
    def half(self) -> float:
        return 0.5 * float(self.whitened @ self.whitened)


def law_scales(problem: Problem, x: Floats) -> tuple[Floats, Floats]:
    """Amounts in their own standard deviation (n,), laws in that of their terms (k,): tonnes and grammes weigh alike."""
    seen_by = sp.csr_array(problem.whitening @ problem.slopes(x))
    curvature = np.asarray(seen_by.multiply(seen_by).sum(axis=0)).ravel()
    seen = curvature > 0.0
    # What no report sees is told in the largest of these units, so that its laws are not out of all proportion;
    # but where tonnes meet grades the largest is tonnes, and a grade is told in itself.
    unit = np.full(x.size, 1.0 / np.sqrt(np.min(curvature[seen], initial=np.inf)) if seen.any() else 1.0)
    unit[seen] = 1.0 / np.sqrt(curvature[seen])
    if not problem.is_linear:
        unit[~seen] = np.maximum(np.abs(x[~seen]), 1e-3)
    rows = sp.csr_array(problem.laws.jacobian(x) @ sp.diags_array(unit))
    size = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    size[~(size > 0.0)] = 1.0
    return unit, size


class _Scales:
    """One way of telling the problem, kept through all steps of a start."""

    def __init__(self, problem: Problem, x: Floats) -> None:
        self.problem = problem
        self.unit, self.size = law_scales(problem, x)

    def picture(self, x: Floats) -> _Picture:
        unit = sp.diags_array(self.unit)
        return _Picture(
            x,
            self.problem.whitening @ self.problem.errors(x),
            self.problem.laws.value(x) / self.size,
            sp.csr_array(self.problem.whitening @ self.problem.slopes(x) @ unit),
            sp.csr_array(sp.diags_array(1.0 / self.size) @ self.problem.laws.jacobian(x) @ unit),
        )

    def bend(self, x: Floats, whitened: Floats, worth: Floats) -> sp.csr_array:
        weight = self.problem.whitening.T @ whitened
        inner = self.problem.bend(x, weight) - self.problem.laws.curvature(x, worth / self.size)
        return sp.csr_array(sp.diags_array(self.unit) @ inner @ sp.diags_array(self.unit))


def _from(problem: Problem, x: Floats, held: Held | None, names: Sequence[str]) -> Reconciled:
    scales = _Scales(problem, x)
    here = scales.picture(x)
    held = np.zeros(x.size, dtype=np.int8) if held is None else held
    damping, rounds, penalty, curved = UNSEEN, 0, 0.0, False
    worth = np.zeros(problem.laws.rows)
    kkt = np.inf
    for _ in range(ITERATIONS):
        taken = _step(problem, scales, here, held, damping, worth if curved else None)
        rounds, held, worth = rounds + taken.rounds, taken.held, taken.worth
        penalty = max(penalty, 2.0 * float(np.abs(worth).max(initial=0.0)))
        before = here
        here, length = _along(problem, scales, here, taken, penalty)
        if here is before:
            if length == 0.0 or damping > 1e8:
                break
            damping, curved = max(100.0 * damping, 1e-6), False
            continue
        damping = UNSEEN if length == 1.0 else damping
        kkt = _slope_left(here, worth, held)
        done = kkt <= OPTIMAL * max(1.0, float(np.abs(here.whitened).max(initial=0.0)))
        if done and float(np.abs(here.gap).max(initial=0.0)) <= OPTIMAL:
            break
        curved = not problem.is_linear and kkt < NEAR * max(1.0, float(np.abs(here.whitened).max(initial=0.0)))
        if problem.is_linear and float(np.abs(taken.d).max(initial=0.0)) <= 1e-7:
            break
    return _told(problem, scales, here, worth, held, rounds, names)


def _step(
    problem: Problem, scales: _Scales, here: _Picture, held: Held, damping: float, worth: Floats | None
) -> Step:
    hessian = here.slopes.T @ here.slopes + damping * sp.eye_array(here.x.size)
    if worth is not None:
        hessian = hessian + scales.bend(here.x, here.whitened, worth)
    low, high = (problem.low - here.x) / scales.unit, (problem.high - here.x) / scales.unit
    return step(sp.csc_array(hessian), here.gradient, here.jacobian, here.gap, low, high, held)


def _along(problem: Problem, scales: _Scales, here: _Picture, taken: Step, penalty: float) -> tuple[_Picture, float]:
    """As far along the step as distance to reports plus open laws goes down; the same picture if it never does."""
    most = float(np.abs(taken.d).max(initial=0.0))
    if most == 0.0:
        return here, 0.0
    missed = float(np.abs(here.gap).sum())
    foretold = float(here.gradient @ taken.d) - penalty * missed
    merit = here.half + penalty * missed
    length = 1.0
    while length > SHORTEST:
        x = np.clip(here.x + length * scales.unit * taken.d, problem.low, problem.high)
        with np.errstate(all="ignore"):
            there = scales.picture(x) if np.all(np.isfinite(problem.errors(x))) else None
        if there is not None and np.all(np.isfinite(there.gap)) and np.all(np.isfinite(there.slopes.data)):
            if problem.is_linear:
                return there, 1.0
            now = there.half + penalty * float(np.abs(there.gap).sum())
            slack = 1e-13 * max(1.0, merit)
            if now <= merit + ENOUGH * length * min(foretold, 0.0) + slack:
                return there, length
        length *= 0.5
    return here, length


def _slope_left(here: _Picture, worth: Floats, held: Held) -> float:
    """The largest gain in half the objective, per standard deviation, that no bound forbids."""
    slope = here.gradient - here.jacobian.T @ worth
    allowed = np.where(held < 0, np.minimum(slope, 0.0), np.where(held > 0, np.maximum(slope, 0.0), slope))
    return float(np.abs(allowed).max(initial=0.0))


def _told(
    problem: Problem, scales: _Scales, here: _Picture, worth: Floats, held: Held, rounds: int, names: Sequence[str]
) -> Reconciled:
    remainder = np.abs(problem.laws.value(here.x))
    terms = problem.laws.size(here.x)
    open_laws = np.flatnonzero((remainder > UNBALANCED * terms) & (remainder > RELATIVE_TO_DOUBT * scales.size))
    if open_laws.size:
        worst = open_laws[np.argmax(remainder[open_laws] / terms[open_laws])]
        raise ModelFault(
            f"balance {names[worst] if names else worst} stays open by {remainder[worst]:.6g} ({open_laws.size} such): "
            "balances contradict each other or the bounds -> look for a flow with an end but no beginning, or a place told twice"
        )
    left, size = _slope_left(here, worth, held), max(1.0, float(np.abs(here.whitened).max(initial=0.0)))
    if not problem.is_linear and left > UNSETTLED * size:
        raise ModelFault(
            f"nothing settles: after {rounds} rounds an amount would still gain {left:.3g} for each standard deviation "
            "-> give first values where nothing is reported, or narrower bounds"
        )
    moved = problem.errors(here.x) / problem.total_deviation
    return Reconciled(
        problem,
        here.x,
        moved,
        2.0 * here.half,
        float(remainder.max(initial=0.0)),
        left,
        worth / scales.size,
        held,
        rounds,
    )
