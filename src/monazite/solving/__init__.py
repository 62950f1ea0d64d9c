"""From a programme to a verified answer; the only package that knows a solver.

    solution = solve(program)
    variant = Session(program).solve(other_program, start=solution.basis)
"""

from monazite.solving.checks import violations
from monazite.solving.options import NEARBY, SolveOptions
from monazite.solving.session import Session, solve
from monazite.solving.solution import Basis, Residuals, Solution

__all__ = ["NEARBY", "Basis", "Residuals", "Session", "Solution", "SolveOptions", "solve", "violations"]
