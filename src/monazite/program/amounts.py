"""One number for all, or one number each: every bound, cost and coefficient enters the programme through here.

What would make a solver answer nonsense (no number, infinite coefficients, crossed bounds) is refused with its label.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from monazite.errors import ProgramFault
from monazite.labels import Index, read_only

Floats = NDArray[np.float64]

# Sums with such a number lose what everything else weighs, and solvers read it as infinite.
TOO_LARGE = 1e15


@dataclass(frozen=True, eq=False)
class Coefficients:
    """Numbers with labels of their own, for example the recipe coefficient of each (process, commodity).

    ``values`` has shape (index.size,), or is one number for all; finite, otherwise ``ProgramFault``.
    """

    index: Index
    values: Floats

    def __init__(self, index: Index, values: ArrayLike) -> None:
        object.__setattr__(self, "index", index)
        object.__setattr__(self, "values", read_only(aligned(values, index, "coefficients")))


def aligned(values: ArrayLike, index: Index, what: str, *, infinite: bool = False) -> Floats:
    """A fresh float64 array of shape (index.size,) from a number or an aligned array; refuses NaN and the like."""
    array = np.array(values, dtype=np.float64)
    if array.ndim == 0:
        array = np.full(index.size, array)
    if array.shape != (index.size,):
        raise ProgramFault(f"{what}: {array.shape} numbers for {index.size} labels -> give one number, or one for each")
    good = np.abs(array) < TOO_LARGE
    if infinite:
        good |= np.isinf(array)
    if not good.all():
        first = int(np.argmin(good))
        raise ProgramFault(
            f"{what}: {array[first]:g} at [{index.label(first)}] ({int((~good).sum())} such); "
            f"{'a bound is below 1e15 or infinite' if infinite else 'a coefficient is finite and below 1e15'} "
            "-> look for a missing value or a division by zero in its source, or write numpy.inf for no limit"
        )
    return array + 0.0  # -0.0 becomes 0.0: equal numbers shall be equal bytes


def bounds(lower: ArrayLike, upper: ArrayLike, index: Index, what: str) -> tuple[Floats, Floats]:
    """Lower and upper bounds aligned to ``index``; refuses crossed bounds and bounds that nothing can meet."""
    low = aligned(lower, index, f"{what}, lower bound", infinite=True)
    high = aligned(upper, index, f"{what}, upper bound", infinite=True)
    bad = (low > high) | (low == np.inf) | (high == -np.inf)
    if bad.any():
        i = int(np.argmax(bad))
        raise ProgramFault(
            f"{what}: lower bound {low[i]:g} and upper bound {high[i]:g} at [{index.label(i)}] leave no value "
            f"({int(bad.sum())} such) -> raise the upper bound or drop the lower one"
        )
    return low, high
