"""What a state pays for what it buys; a gain to the seller, a cost to the state."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.public_purchases import own
from monazite.formulation.system import System
from monazite.program import Draft


def public_purchase_price(draft: Draft, system: System, columns: Columns) -> None:
    """Credit what the state pays to sellers.

    Term: - sum_(p,c,t) weight_t price_p buy_pct
    Unit: MUSD, discounted; price in USD per kg. A transfer: social welfare takes it back.
    Source: ``purchases.price`` of the study.
    """
    price = np.array([0.0 if r is None else r.price for r in own(system)])
    draft.cost("public_purchase_price", columns.buy, -np.repeat(price, len(system.grid)) * np.tile(system.weight, price.size))
