"""What each process takes and gives of each commodity, as labelled coefficients."""

from __future__ import annotations

import numpy as np

from monazite.formulation.system import System
from monazite.labels import Index
from monazite.program import Coefficients


def recipe_coefficients(system: System) -> Coefficients:
    """Kt of each commodity per kt of driver of each process, inputs negative."""
    entries = [(p, c, x) for p, recipe in system.book.items() for c, x in recipe.amounts.items()]
    index = Index({"process": system.process, "commodity": system.commodity},
                  {"process": system.process.codes([p for p, _, _ in entries]),
                   "commodity": system.commodity.codes([c for _, c, _ in entries])}, len(entries))
    return Coefficients(index, np.array([x for _, _, x in entries]))
