"""How much metal is in an oxide: the tracked elements, each with the kilogrammes of metal in one kilogramme of oxide.

Which elements a study tracks, one by one or as a pair, is data of the study; this module knows none by name.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from monazite.errors import BadInput, Fault

Mass = float | NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Element:
    """An element, a pair at a stated ratio, or a named rest, that every process conserves.

    ``symbol`` is the label in tables, ``oxide`` the formula of the oxide in which it is traded, ``metal_in_oxide``
    the kg metal per kg oxide in (0, 1] (1 for what is never an oxide), ``group`` a family such as light or heavy.
    Raises `BadInput` naming the element if the symbol is empty or ``metal_in_oxide`` lies outside (0, 1].
    """

    symbol: str
    name: str
    oxide: str
    metal_in_oxide: float
    group: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        faults = []
        if not self.symbol.strip():
            faults.append(Fault(f"element {self.name!r} has no symbol", column="symbol", way_out="give it one"))
        if not (math.isfinite(self.metal_in_oxide) and 0.0 < self.metal_in_oxide <= 1.0):
            faults.append(
                Fault(
                    f"element {self.symbol!r} has {self.metal_in_oxide} kg metal/kg oxide, outside (0, 1]",
                    column="metal_in_oxide",
                    way_out="give the metal's share of the oxide's mass; its inverse is kg oxide/kg metal",
                )
            )
        if faults:
            raise BadInput(faults)


def metal_from_oxide(element: Element, oxide: Mass) -> Mass:
    """Mass of metal contained in ``oxide``; same unit of mass, basis metal instead of oxide."""
    return oxide * element.metal_in_oxide


def oxide_from_metal(element: Element, metal: Mass) -> Mass:
    """Mass of oxide that contains ``metal``; same unit of mass, basis oxide instead of metal."""
    return metal / element.metal_in_oxide
