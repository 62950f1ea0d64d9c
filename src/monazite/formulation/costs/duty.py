"""Customs duty at the border of the buyer; a cost to traders, revenue to the state."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.system import System
from monazite.formulation.tariffs import tariff_charges
from monazite.program import Draft


def duty(draft: Draft, system: System, columns: Columns) -> None:
    """Charge import duty as a fixed amount per kg at base prices, and the import tariffs that policies add.

    Term: sum_(l,s,t) weight_t (duty_l + tariff_lt) ship_lst
    Unit: MUSD, discounted. A transfer: social welfare adds it back to the importing region.
    Source: ``lanes.duty`` (ad valorem rate times base price, told per kg) and ``tariffs`` of the study; what a tariff takes
        by value follows the price by fixed point.
    """
    duty = np.array([system.world.keyed("lanes")[x.lane].duty for x in system.widest.lanes])
    tariff, none = tariff_charges(system, "import"), np.zeros(len(system.grid))
    taken = np.array([tariff.get(x.lane, none) for x in system.widest.lanes]).reshape(-1, len(system.grid))
    at = columns.ship.index.codes
    paid = duty[at["lane"]] + taken[at["lane"], at["period"]]
    draft.cost("duty", columns.ship, paid * system.weight[at["period"]])
