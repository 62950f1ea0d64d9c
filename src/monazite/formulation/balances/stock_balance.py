"""What lies in a store at the end of a period is what lay there before, plus what was put in, less what was taken."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.system import System
from monazite.program import Draft


def stock_balance(draft: Draft, system: System, columns: Columns) -> None:
    """Declare the balance of each stockpile over time, on periods of any length.

        level_t - level_(t-1) - length_t (fill_t - draw_t) = 0,    level_0 = initial

    Rows: stockpile, period.
    Unit: kt.
    Dual: divided by the discount it is minus the worth of one more kt found in store in the period, USD/kg.
    Source: inventory identity; rates times length, so that uneven periods lose nothing.
    """
    stores = system.widest.stockpiles
    found = np.zeros((len(stores), len(system.grid)))
    found[:, 0] = [system.world.keyed("stockpiles")[k.stockpile].initial for k in stores]
    rows = draft.rows("stock_balance", columns.fill.index, lower=found.ravel(), upper=found.ravel(), unit="kt",
                      dual="minus worth in store, USD/kg, times discount")
    key = ("stockpile", "period")
    length = np.tile(system.lengths, len(stores))
    rows.add(columns.level, 1.0, on=key)
    rows.add(columns.level, -1.0, on=key, roles={"period": "next_period"})
    rows.add(columns.fill, -length, on=key)
    rows.add(columns.draw, length, on=key)
