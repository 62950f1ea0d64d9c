"""Customs duty at the border of the buyer; a cost to traders, revenue to the state."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.system import System
from monazite.program import Draft


def duty(draft: Draft, system: System, columns: Columns) -> None:
    """Charge import duty as a fixed amount per kg at base prices.

    Term: sum_(l,s,t) weight_t duty_l ship_lst
    Unit: MUSD, discounted. A transfer: social welfare adds it back to the importing region.
    Source: ``lanes.duty`` of the study (ad valorem rate times base price, told per kg).
    """
    duty = np.array([system.world.keyed("lanes")[x.lane].duty for x in system.widest.lanes])
    at = columns.ship.index.codes
    draft.cost("duty", columns.ship, duty[at["lane"]] * system.weight[at["period"]])
