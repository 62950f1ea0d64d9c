"""What crossing a lane costs by report: freight, insurance, and the premium of opening a new route."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.system import System
from monazite.program import Draft


def transport(draft: Draft, system: System, columns: Columns) -> None:
    """Charge freight, and the entry premium of lanes without history.

    Term: sum_(l,s,t) weight_t (freight_l + premium_l) ship_lst
    Unit: MUSD, discounted; freight in USD per kg of cargo.
    Source: ``lanes.freight`` and ``lanes.premium`` of the study.
    """
    lanes = [system.world.keyed("lanes")[x.lane] for x in system.widest.lanes]
    new = np.array([system.baseline.flow.get(x.lane, 0.0) <= 0.0 for x in lanes])
    cost = np.array([x.freight for x in lanes]) + np.where(new, [x.premium for x in lanes], 0.0)
    at = columns.ship.index.codes
    draft.cost("transport", columns.ship, cost[at["lane"]] * system.weight[at["period"]])
