"""For how much public and mandated stock is let go: below that price nothing is drawn."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.mandates import release_charge
from monazite.formulation.public_purchases import own
from monazite.formulation.system import System
from monazite.program import Draft


def release_price(draft: Draft, system: System, columns: Columns) -> None:
    """Charge the least price for which stock of the state, or under a mandate, is let go.

    Term: sum_(p,c,t) weight_t release_price_p sell_pct + sum_(m,t) weight_t charge_mt let_go_mt
        charge_mt = trigger_m + what keeping it on would cost - what it would be worth then; see ``release_charge``
    Unit: MUSD, discounted; prices in USD per kg. A transfer: what buyers pay goes to the holder of the stock, so that social
        welfare adds it back.
    Source: ``purchases.release_price`` and ``mandates.trigger``: release rules of strategic stockpiles.
    """
    least = np.array([0.0 if r is None else r.release_price for r in own(system)])
    held = [system.world.keyed("mandates").get(m.mandate) for m in system.widest.mandates]
    charge = np.array([np.zeros(len(system.grid)) if m is None else release_charge(system, m) for m in held])
    draft.cost("release_price", columns.sell, np.repeat(least, len(system.grid)) * np.tile(system.weight, least.size))
    draft.cost("release_price", columns.let_go, charge.ravel() * np.tile(system.weight, len(held)))
