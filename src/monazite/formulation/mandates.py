"""How much stock a mandate asks for at the end of each period."""

from __future__ import annotations

from datetime import date

import numpy as np

from monazite.formulation.system import Floats, System
from monazite.world.records import Mandate


def required(system: System, mandate: Mandate) -> Floats:
    """Kt that have to lie in the store at the end of each period; shape (periods,)."""
    store = system.world.keyed("stockpiles")[mandate.stockpile]
    use = system.base_use.get((store.commodity, store.region), 0.0)
    whole = mandate.tonnes + mandate.days / 365.0 * use
    build_up = max((mandate.full - mandate.start).days, 1)
    ends = [period.end for period in system.grid.periods]
    return np.array([
        whole * min(1.0, (day - mandate.start).days / build_up)
        if _within(day, mandate.start, mandate.end) and not _released(day, mandate) else 0.0
        for day in ends
    ])


def _within(day: date, start: date, end: date | None) -> bool:
    return start < day and (end is None or day <= end)


def _released(day: date, mandate: Mandate) -> bool:
    return mandate.release_start is not None and _within(day, mandate.release_start, mandate.release_end)
