"""What every contender tells the solver: the same as monazite does, so that only the road to it differs."""

from __future__ import annotations

from monazite.solving import SolveOptions

_OURS = SolveOptions()

PEER_OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False, "parallel": "off", "threads": _OURS.threads, "random_seed": 0,
    "solver": "simplex", "simplex_strategy": 1, "presolve": "on",
    "primal_feasibility_tolerance": _OURS.feasibility, "dual_feasibility_tolerance": _OURS.feasibility,
}  # fmt: skip
