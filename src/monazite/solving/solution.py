"""The answer to a programme: quantities, prices, and the proof that they belong together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from monazite.labels import read_only
from monazite.program import Block, named

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]


class Residuals(NamedTuple):
    """How far an answer is from a proof of optimality; all three relative, zero is perfect.

    ``primal``: broken bounds and rows; ``dual``: prices that do not add up or have the wrong sign; ``gap``: what the
    quantities cost less what the prices say they are worth.
    """

    primal: float
    dual: float
    gap: float


class KeptBasis(Protocol):
    """A basis in the solver's own form, which can be read as codes when somebody asks."""

    def codes(self) -> tuple[Codes, Codes]: ...


class Basis:
    """Where each column and row of a solution stands: 0 at its lower bound, 1 basic, 2 upper, 3 at zero, 4 unknown.

    Most bases only start another solve. So the solver's own form is kept, and read into codes when these are asked for;
    a pickle holds the codes.
    """

    def __init__(self, columns: Codes, rows: Codes) -> None:
        self.shape = (columns.size, rows.size)
        self._codes: tuple[Codes, Codes] | None = (read_only(columns), read_only(rows))
        self._kept: KeptBasis | None = None

    @classmethod
    def of_solver(cls, kept: KeptBasis, shape: tuple[int, int]) -> Basis:
        """The basis as the solver left it, for a programme of ``shape`` (columns, rows)."""
        basis = cls.__new__(cls)
        basis.shape, basis._codes, basis._kept = shape, None, kept
        return basis

    @property
    def columns(self) -> Codes:
        """One code for each column, shape (columns,)."""
        return self._read()[0]

    @property
    def rows(self) -> Codes:
        """One code for each row, shape (rows,)."""
        return self._read()[1]

    def kept(self, translate: Callable[[Codes, Codes], KeptBasis]) -> KeptBasis:
        """The solver's own form, translated from the codes once if it was not kept."""
        if self._kept is None:
            self._kept = translate(*self._read())
        return self._kept

    def _read(self) -> tuple[Codes, Codes]:
        if self._codes is None:
            assert self._kept is not None
            columns, rows = self._kept.codes()
            self._codes = (read_only(columns), read_only(rows))
        return self._codes

    def __reduce__(self) -> tuple[type[Basis], tuple[Codes, Codes]]:
        return (Basis, self._read())


@dataclass(frozen=True, eq=False)
class Solution:
    """A verified optimum of a compiled programme.

    ``x`` has shape (columns,), in each family's unit. ``y`` has shape (rows,): y_i is what the minimal objective gains
    when the active bound of row i is raised by one unit (positive at a lower bound, negative at an upper bound, so that
    the worth of capacity is -y). ``z`` are the reduced costs, the same for the bounds of columns. ``route`` says which
    attempt passed: "warm", "cold" or "ipx". ``seconds`` is wall time; it alone may differ between equal solves.
    """

    status: str
    objective: float
    x: Floats
    y: Floats
    z: Floats
    basis: Basis | None
    residuals: Residuals
    iterations: int
    seconds: float
    route: str
    columns: tuple[Block, ...]
    rows: tuple[Block, ...]

    def __post_init__(self) -> None:
        for array in (self.x, self.y, self.z):
            read_only(array)

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.__post_init__()

    def __repr__(self) -> str:
        return f"Solution({self.status}, objective {self.objective:.9g}, {self.route}, {self.iterations} iterations)"

    def values(self, name: str) -> Floats:
        """Quantities of one family of columns, in the order of its index."""
        return self.x[named(self.columns, name, "columns").slice]

    def duals(self, name: str) -> Floats:
        """Row duals of one family of rows: d objective / d active bound."""
        return self.y[named(self.rows, name, "rows").slice]

    def reduced_costs(self, name: str) -> Floats:
        """Reduced costs of one family of columns: d objective / d active column bound."""
        return self.z[named(self.columns, name, "columns").slice]

