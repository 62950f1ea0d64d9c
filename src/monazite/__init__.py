"""What a decision does to a critical-mineral supply chain, before the decision is taken.

    import monazite
    study = monazite.open_study("india-japan", as_of="june-2025")
    outcome = monazite.solve(study, "suspend")
    table = monazite.compare(study, ["keep", "suspend"])
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from monazite.results.outcome import Outcome
    from monazite.study.ask import compare, solve
    from monazite.study.balanced import Balance, reconcile
    from monazite.study.study import Study, open_study
    from monazite.world.world import World

__version__ = "0.1.0"

__all__ = ["Balance", "Outcome", "Study", "World", "compare", "open_study", "reconcile", "solve"]

_HOME = {
    "Outcome": "monazite.results.outcome", "Study": "monazite.study.study", "World": "monazite.world.world",
    "Balance": "monazite.study.balanced", "reconcile": "monazite.study.balanced", "compare": "monazite.study.ask", "open_study": "monazite.study.study", "solve": "monazite.study.ask",
}


def __getattr__(name: str) -> Any:
    # Public names are looked up when they are first used, so that ``monazite --help`` does not wait for the solver.
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'monazite' has no attribute {name!r}")
