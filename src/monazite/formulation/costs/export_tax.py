"""Export duty, or value added tax that the seller's state does not refund."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.system import System
from monazite.program import Draft


def export_tax(draft: Draft, system: System, columns: Columns) -> None:
    """Charge export tax as a fixed amount per kg at base prices.

    Term: sum_(l,s,t) weight_t export_tax_l ship_lst
    Unit: MUSD, discounted. A transfer: social welfare adds it back to the exporting region.
    Source: ``lanes.export_tax`` of the study.
    """
    tax = np.array([system.world.keyed("lanes")[x.lane].export_tax for x in system.widest.lanes])
    at = columns.ship.index.codes
    draft.cost("export_tax", columns.ship, tax[at["lane"]] * system.weight[at["period"]])
