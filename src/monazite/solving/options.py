"""How carefully and by which road a programme is solved; the same options and inputs give the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from monazite.errors import SolveFault

Method = Literal["dual", "primal", "ipx"]
Pricing = Literal["steepest", "devex"]


@dataclass(frozen=True, slots=True)
class SolveOptions:
    """Options of one solve; limits count iterations, never seconds, because a clock is not reproducible.

    ``feasibility`` is asked of the solver (absolute, in the programme's units); ``primal``, ``dual`` and ``gap`` are
    the relative residuals that an answer must pass afterwards in NumPy. ``presolve`` concerns solves without a start
    basis; ``pricing`` (how the dual simplex method chooses a row) and ``scaled`` (whether rows and columns are scaled
    first) concern solves with one.
    """

    method: Method = "dual"
    threads: int = 1
    iteration_limit: int = 2_000_000
    presolve: bool = True
    pricing: Pricing = "steepest"
    scaled: bool = True
    feasibility: float = 1e-9
    primal: float = 1e-7
    dual: float = 1e-7
    gap: float = 1e-8

    def __post_init__(self) -> None:
        if self.method not in ("dual", "primal", "ipx"):
            raise SolveFault(f"method {self.method!r} is unknown -> use 'dual', 'primal' or 'ipx'")
        if self.pricing not in ("steepest", "devex"):
            raise SolveFault(f"pricing {self.pricing!r} is unknown -> use 'steepest' or 'devex'")
        if self.iteration_limit < 0 or self.threads < 1:
            raise SolveFault("iteration_limit is at least 0 and threads at least 1 -> correct the options")


NEARBY = SolveOptions(pricing="devex", scaled=False)
"""For programmes that differ from a solved one in few numbers: a few hundred pivots take a quarter to a half less time.

Steepest edge and scaling pay off over thousands of pivots, and cost before the first one.
"""
