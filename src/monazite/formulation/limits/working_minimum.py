"""A store that works as a buffer is not run below the days of use that keep a plant going."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.system import System
from monazite.program import Draft


def working_minimum(draft: Draft, system: System, columns: Columns) -> None:
    """Declare the least that stays in each store.

        level_t >= min(working_days / 365 * base use, initial)

    Rows: stockpile, period.
    Unit: kt.
    Dual: what lending out one kt of the buffer at the end of the period would save, USD/kg times discount.
    Source: days-of-cover rule of stockholding agencies; days are a record's, base use is the base year's.
    """
    stores = [system.world.keyed("stockpiles")[k.stockpile] for k in system.widest.stockpiles]
    least = [min(k.working_days / 365.0 * system.base_use.get((k.commodity, k.region), 0.0), k.initial) for k in stores]
    rows = draft.rows("working_minimum", columns.fill.index, lower=np.repeat(least, len(system.grid)), unit="kt",
                      dual="worth of lending out the buffer, USD/kg, discounted")
    rows.add(columns.level, 1.0, on=("stockpile", "period"))
