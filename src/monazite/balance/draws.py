"""Other pictures that the same reports allow: each keeps every law and every bound.

A draw is the reconciliation of reports that err once more as they are known to err. While laws are linear and no bound
comes in the way, draws have exactly the covariance of the picture; bounds and grades are then obeyed, not cut off.
Source: randomised maximum likelihood, Oliver, He and Reynolds (1996); Bardsley and others, SIAM Journal on Scientific
Computing 36 (2014), randomise then optimise.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from monazite.balance.problem import Problem
from monazite.balance.products import Floats
from monazite.balance.reconciliation import Reconciled, reconcile
from monazite.balance.step import RELEASE
from monazite.balance.uncertainty import KktSystem
from monazite.errors import ModelFault


def draws(found: Reconciled, count: int, seed: int, first: int = 0, *, mirrored: bool = False) -> Floats:
    """``count`` pictures from number ``first`` on, (count, n), in the caller's units; each is a function of the problem, the
    seed and its number alone. ``mirrored`` are those of the opposite errors: a picture and its mirror image lie on both sides
    of the nearest one, so that few pairs tell its middle better than many singles.

    What nobody sees stays as in ``found``. Raises `ModelFault` if a draw cannot be balanced.
    """
    if count < 0:
        raise ModelFault(f"{count} draws cannot be made -> ask for none or more")
    problem = found.problem
    moved = [_redrawn(problem, np.random.default_rng([seed, i]), -1.0 if mirrored else 1.0) for i in range(first, first + count)]
    pictures = np.empty((count, problem.unknowns))
    easy = _linear(found, moved) if problem.is_linear and count else [None] * count
    for i, (reports, picture) in enumerate(zip(moved, easy, strict=True)):
        if picture is None:
            again = replace(problem, reported=reports, start=found.values)
            picture = reconcile(again, held=found.held).values
        pictures[i] = picture
    return pictures


def _redrawn(problem: Problem, draw: np.random.Generator, sign: float) -> Floats:
    error = problem.deviation * draw.standard_normal(problem.reports)
    if problem.shared is not None:
        error = error + problem.shared @ draw.standard_normal(problem.shared.shape[1])
    error = sign * error
    factor = np.exp(np.where(problem.by_factor, error, 0.0))
    return np.where(problem.by_factor, problem.reported * factor, problem.reported + error)


def _linear(found: Reconciled, moved: list[Floats]) -> list[Floats | None]:
    """The new optimum with the bounds as they hold, from one factorisation; None where another bound would hold."""
    problem, system = found.problem, KktSystem(found)
    news = np.array(moved).T - problem.reported[:, None]
    change = system.answer(system.seen.T @ (problem.whitening @ news))
    unit = sp.diags_array(system.unit[system.free])
    values = np.repeat(found.values[:, None], len(moved), axis=1)
    values[system.free] += unit @ change
    room = RELEASE * system.unit[:, None]
    inside = np.all((values >= problem.low[:, None] - room) & (values <= problem.high[:, None] + room), axis=0)
    if np.any((found.held != 0) & ~problem.fixed):
        inside[:] = False  # whether these bounds still hold is seen only by solving again
    values = np.clip(values, problem.low[:, None], problem.high[:, None])
    return [values[:, i] if ok else None for i, ok in enumerate(inside)]
