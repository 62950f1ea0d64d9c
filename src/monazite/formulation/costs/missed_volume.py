"""What the parties to an agreement pay each other for volume that is owed and not delivered, or not taken."""

from __future__ import annotations

import numpy as np

from monazite.formulation.agreements import volumes
from monazite.formulation.columns import Columns
from monazite.formulation.system import System
from monazite.program import Draft


def missed_volume(draft: Draft, system: System, columns: Columns) -> None:
    """Charge penalties to the seller and deficiency payments to the buyer.

    Term: sum_(g,t) weight_t (penalty_g undelivered_gt + deficiency_price_g untaken_gt)
    Unit: MUSD, discounted; both in USD/kg. A transfer: the account gives to one party what the other pays.
    Source: ``agreements.penalty`` and ``agreements.deficiency_price`` of the study.
    """
    agreements, periods = volumes(system).agreements, len(system.grid)
    for block, prices in (
        (columns.undelivered, [g.penalty for g in agreements]),
        (columns.untaken, [g.deficiency_price for g in agreements]),
    ):
        draft.cost("missed_volume", block, np.repeat(prices, periods) * np.tile(system.weight, len(agreements)))
