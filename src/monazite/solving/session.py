"""Solve a programme and its variants, each from the same start: the order of the questions never colours an answer.

Each attempt is verified; when in doubt the next road is taken: warm from a basis, cold, interior point with crossover.
"""

from __future__ import annotations

import time

import numpy as np

from monazite.errors import PatternChanged, SolveFault
from monazite.program import CompiledProgram, require_same_pattern
from monazite.solving.checks import Violations, passes, violations
from monazite.solving.diagnosis import diagnose
from monazite.solving.highs import Highs, Route
from monazite.solving.options import SolveOptions
from monazite.solving.solution import Basis, Solution

_HOPELESS = ("infeasible", "unbounded", "unbounded or infeasible")


class Session:
    """A programme and a solver kept at hand, for many variants of the same pattern.

    A solve is a pure function of the variant, the start basis and the options: the solver is cleared before each.
    """

    def __init__(self, program: CompiledProgram, options: SolveOptions = SolveOptions()) -> None:
        self.program = program
        self.options = options
        self._highs = Highs()

    def solve(self, variant: CompiledProgram | None = None, *, start: Basis | None = None) -> Solution:
        """Solve ``variant`` (default: the session's programme), warm when a ``start`` basis is given.

        Raises ``PatternChanged`` when it is no variant, ``Infeasible`` or ``Unbounded`` with the labels concerned, and
        ``SolveFault`` when no attempt gives an answer that passes the checks.
        """
        program = self.program if variant is None else variant
        if program is not self.program:
            require_same_pattern(self.program, program)
        if start is not None and start.shape != (program.c.size, program.row_lower.size):
            raise PatternChanged(
                f"the start basis is for {start.shape[0]} columns and {start.shape[1]} rows, the programme has "
                f"{program.c.size} and {program.row_lower.size} -> start from a solution of the same pattern"
            )
        began = time.perf_counter()
        attempts: list[str] = []
        diagnosed = False
        for route in self._routes(start):
            answer = self._highs.run(program, route, self.options, start)
            if answer.x is not None and answer.y is not None and answer.z is not None:
                found = violations(program, answer.x, answer.y, answer.z)
                residuals = found.residuals()
                if passes(residuals, self.options):
                    return Solution(
                        status="optimal",
                        objective=float(np.sum(program.c * answer.x)) + program.offset,
                        x=answer.x, y=answer.y, z=answer.z, basis=answer.basis, residuals=residuals,
                        iterations=answer.iterations, seconds=time.perf_counter() - began, route=route,
                        columns=program.columns, rows=program.rows,
                    )  # fmt: skip
                attempts.append(f"  {route}: {answer.status}, {_doubt(program, found)}")
            else:
                attempts.append(f"  {route}: {answer.status}, no numbers")
            if not diagnosed and (answer.status in _HOPELESS or not program.c.size):
                diagnosed = True
                fault = diagnose(program, self._highs, self.options)
                if fault is not None:
                    raise fault
        raise SolveFault(
            "\n".join([
                "no attempt gave an answer that passes the checks:",
                *attempts,
                "-> look at the units and bounds of the places named, or raise the iteration limit",
            ])
        )

    def _routes(self, start: Basis | None) -> list[Route]:
        if self.options.method == "ipx":
            return ["ipx", "cold"]
        return ["cold", "ipx"] if start is None else ["warm", "cold", "ipx"]


def solve(
    program: CompiledProgram, *, start: Basis | None = None, options: SolveOptions = SolveOptions()
) -> Solution:
    """Solve one programme; see ``Session.solve`` for the errors."""
    return Session(program, options).solve(start=start)


def _doubt(program: CompiledProgram, found: Violations) -> str:
    """The three residuals, and where the worst quantity and the worst price stand."""
    primal, dual, gap = found.residuals()
    places = []
    for what, column, row in (
        ("quantity", found.column_primal, found.row_primal),
        ("price", found.column_dual, found.row_dual),
    ):
        in_column, in_row = (part.max(initial=0.0) for part in (column, row))
        if max(in_column, in_row) > 0.0:
            label = (
                program.column_label(int(column.argmax()))
                if in_column >= in_row
                else program.row_label(int(row.argmax()))
            )
            places.append(f"worst {what} at {label}")
    return ", ".join([f"primal {primal:.1e}, dual {dual:.1e}, gap {gap:.1e}", *places])
