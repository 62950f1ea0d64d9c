"""The one place that knows the solver HiGHS: arrays go in, arrays come out, nothing is remembered in between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

import highspy
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from monazite.errors import SolveFault
from monazite.solving.options import SolveOptions
from monazite.solving.solution import Basis, Codes, Floats

Route = Literal["warm", "cold", "ipx"]
Codes64 = NDArray[np.int64]

_STATUS = tuple(highspy.HighsBasisStatus(code) for code in range(5))
_ENDINGS = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kModelEmpty: "optimal",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
    highspy.HighsModelStatus.kUnbounded: "unbounded",
    highspy.HighsModelStatus.kUnboundedOrInfeasible: "unbounded or infeasible",
    highspy.HighsModelStatus.kIterationLimit: "iteration limit",
}
# The smallest that HiGHS allows; it would otherwise drop coefficients up to 1e-9 without being asked.
_SMALLEST_COEFFICIENT = 1e-12
_PRICING = {"steepest": -1, "devex": 1}
_SCALING = {True: 2, False: 0}


class Arrays(Protocol):
    """What a solver needs of a programme: minimise c'x, row_lower <= A x <= row_upper, lower <= x <= upper."""

    @property
    def c(self) -> Floats: ...
    @property
    def lower(self) -> Floats: ...
    @property
    def upper(self) -> Floats: ...
    @property
    def row_lower(self) -> Floats: ...
    @property
    def row_upper(self) -> Floats: ...
    @property
    def A(self) -> sp.csc_array: ...


class BareProgram(NamedTuple):
    """A programme without labels, for questions about a programme such as which rows give way first."""

    c: Floats
    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats
    A: sp.csc_array


@dataclass(frozen=True, eq=False)
class RawAnswer:
    """What the solver said, not yet verified; ``x``, ``y``, ``z`` are None when it gave no numbers."""

    status: str
    iterations: int
    x: Floats | None = None
    y: Floats | None = None
    z: Floats | None = None
    basis: Basis | None = None


class Stand(NamedTuple):
    """A vertex on which the solver stands: the objective there, and the rest of what it said."""

    objective: float
    answer: RawAnswer


class Highs:
    """One HiGHS object, used again and again; every run starts from a cleared solver and a whole new model."""

    solved = 0
    """How many programmes this process has had solved, those included whose answer was not trusted."""
    # HiGHS has one crew of threads for the whole process and refuses to run with another number.
    _crew = 1

    def __init__(self) -> None:
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self._set("output_flag", False)
        self._set("parallel", "off")
        self._set("random_seed", 0)
        self._set("run_crossover", "on")
        self._set("small_matrix_value", _SMALLEST_COEFFICIENT)

    def run(self, program: Arrays, route: Route, options: SolveOptions, start: Basis | None = None) -> RawAnswer:
        """Solve once: "warm" from ``start`` without presolve, "cold" from nothing, "ipx" interior point, crossover."""
        if not self.load(program, route, options):
            return RawAnswer("refused by the solver", 0)
        if route == "warm" and (start is None or not self._start(start)):
            return RawAnswer("start basis refused", 0)
        return self.answer()

    def load(self, program: Arrays, route: Route, options: SolveOptions) -> bool:
        """Clear the solver, set every option and hand over all arrays; False if the solver does not take them."""
        self._highs.clearSolver()
        if options.threads != Highs._crew:
            highspy.Highs.resetGlobalScheduler(True)
            Highs._crew = options.threads
        self._set("threads", options.threads)
        self._set("solver", "ipx" if route == "ipx" else "simplex")
        self._set("simplex_strategy", 4 if options.method == "primal" else 1)
        warm = route == "warm"
        self._set("presolve", "off" if warm or not options.presolve else "on")
        self._set("simplex_dual_edge_weight_strategy", _PRICING[options.pricing if warm else "steepest"])
        self._set("simplex_scale_strategy", _SCALING[options.scaled or not warm])
        self._set("simplex_iteration_limit", options.iteration_limit)
        self._set("ipm_iteration_limit", min(options.iteration_limit, 1000))
        self._set("primal_feasibility_tolerance", max(options.feasibility, 1e-10))
        self._set("dual_feasibility_tolerance", max(options.feasibility, 1e-10))
        return self._pass(program)

    def answer(self) -> RawAnswer:
        """Solve what was loaded and read what the solver says."""
        highs = self._highs
        Highs.solved += 1
        highs.run()
        info, solution = highs.getInfo(), highs.getSolution()
        status = highs.getModelStatus()
        said = _ENDINGS.get(status, highs.modelStatusToString(status).lower())
        iterations = sum(
            max(0, count)
            for count in (info.simplex_iteration_count, info.ipm_iteration_count, info.crossover_iteration_count)
        )
        width, height = highs.getNumCol(), highs.getNumRow()
        if not (solution.value_valid and solution.dual_valid) and width:
            return RawAnswer(said, iterations)
        # The solver hands out lists; reading them number by number is several times faster than np.array on a list.
        x, z = (np.fromiter(part, np.float64, width) for part in (solution.col_value, solution.col_dual))
        y = np.fromiter(solution.row_dual, np.float64, height) if width else np.zeros(height)
        record = highs.getBasis()  # a copy: the next solve leaves it as it is
        basis = Basis.of_solver(_HighsBasis(record), (width, height)) if record.valid else None
        return RawAnswer(said, iterations, x + 0.0, y + 0.0, z + 0.0, basis)

    def stand(self, program: Arrays, options: SolveOptions, start: Basis | None) -> Stand:
        """Solve and stay there, so that ``response`` and ``moved`` can be asked. Raises ``SolveFault`` without an optimum."""
        route: Route = "cold" if start is None else "warm"
        found = self.run(program, route, options, start)
        if found.status != "optimal" or found.basis is None or found.y is None:
            raise SolveFault(f"no vertex to stand on: {found.status} -> solve the programme first")
        return Stand(float(self._highs.getInfo().objective_function_value), found)

    def response(self, direction: Floats) -> tuple[Codes64, Floats]:
        """How the basic variables move when the bounds of the rows move by ``direction``, shape (rows,), from here.

        Returns for each basic variable its column i, or -1 - i for row i, and what it gains.
        """
        basic = np.array(self._highs.getBasicVariables()[1], dtype=np.int64)
        gains = np.array(self._highs.getBasisSolve(direction)[1], dtype=np.float64)
        # The solver has a row in its basis with the opposite sign.
        return basic, np.where(basic < 0, -gains, gains)

    def moved(self, program: Arrays, rows: Codes64, by: float, start: Basis) -> float | None:
        """The objective when both bounds of some rows move, solved from ``start``; None without a plan. The rows are put back."""
        for i in rows.tolist():
            self._highs.changeRowBounds(i, program.row_lower[i] + by, program.row_upper[i] + by)
        self._start(start)
        Highs.solved += 1
        self._highs.run()
        status = _ENDINGS.get(self._highs.getModelStatus(), "")
        objective = float(self._highs.getInfo().objective_function_value)
        for i in rows.tolist():
            self._highs.changeRowBounds(i, program.row_lower[i], program.row_upper[i])
        if status not in ("optimal", "infeasible", "unbounded or infeasible"):
            raise SolveFault(f"rows moved by {by:g} were not solved: {status} -> raise the iteration limit")
        return objective if status == "optimal" else None

    def _start(self, basis: Basis) -> bool:
        kept = basis.kept(_in_highs)
        assert isinstance(kept, _HighsBasis)
        return bool(self._highs.setBasis(kept.record) == highspy.HighsStatus.kOk)

    def _set(self, option: str, value: bool | int | float | str) -> None:
        if self._highs.setOptionValue(option, value) != highspy.HighsStatus.kOk:
            raise SolveFault(f"the solver refuses option {option}={value!r} -> install highspy >= 1.15.1, < 1.16")

    def _pass(self, program: Arrays) -> bool:
        width, height = program.c.size, program.row_lower.size
        matrix = program.A
        # Stored zeros, which hold the pattern of a family of variants, are dropped by HiGHS with a warning.
        status = self._highs.passModel(
            width, height, matrix.nnz, int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMinimize), 0.0,
            program.c, program.lower, program.upper, program.row_lower, program.row_upper,
            matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32), matrix.data, np.zeros(width, np.int32),
        )  # fmt: skip
        return bool(status != highspy.HighsStatus.kError)


class _HighsBasis:
    """HiGHS' own record of a basis; reading it out takes longer than handing it back."""

    def __init__(self, record: highspy.HighsBasis) -> None:
        self.record = record

    def codes(self) -> tuple[Codes, Codes]:
        columns, rows = self.record.col_status, self.record.row_status
        return np.fromiter(map(int, columns), np.int8, len(columns)), np.fromiter(map(int, rows), np.int8, len(rows))


def _in_highs(columns: Codes, rows: Codes) -> _HighsBasis:
    made = highspy.HighsBasis()
    made.col_status = [_STATUS[code] for code in columns.tolist()]
    made.row_status = [_STATUS[code] for code in rows.tolist()]
    made.valid = True
    made.alien = False  # as in a record that the solver kept: both start in the same way
    return _HighsBasis(made)
