"""What lies in store when the horizon ends, valued only as far as it may be sold."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.system import System
from monazite.program import Draft


def terminal_value(draft: Draft, system: System, columns: Columns) -> None:
    """Credit stocks at the end of the last period.

    Term: - sum_k discount_T terminal_share_k base price_k level_kT
    Unit: MUSD, discounted.
    Source: ``stockpiles.terminal_share``; captive stocks are answered with zero and with 0.9, both printed.
    """
    stores = [system.world.keyed("stockpiles")[k.stockpile] for k in system.widest.stockpiles]
    worth = np.array([system.terminal_share(k) * max(system.price(k.commodity, k.region), 0.0) for k in stores])
    at = columns.level.index.codes
    last = at["period"] == len(system.grid) - 1
    draft.cost("terminal_value", columns.level, np.where(last, -worth[at["stockpile"]] * system.discount[-1], 0.0))
