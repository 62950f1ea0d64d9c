"""What missing a reserved volume costs its holder."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.system import System
from monazite.program import Draft


def shortfall(draft: Draft, system: System, columns: Columns) -> None:
    """Charge shortfalls of reservations.

    Term: sum_(r,t) weight_t shortfall_cost_r shortfall_rt
    Unit: MUSD, discounted; cost in USD/kg.
    Source: ``reservations.shortfall_cost`` of the study.
    """
    held = [system.world.keyed("reservations").get(r.reservation) for r in system.widest.reservations]
    cost = np.array([0.0 if r is None else r.shortfall_cost for r in held])
    draft.cost("shortfall", columns.shortfall, np.repeat(cost, len(system.grid)) * np.tile(system.weight, cost.size))
