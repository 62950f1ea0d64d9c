"""What a slump or a mandate does to users: while it lasts they want so many times what their growth says."""

from __future__ import annotations

import numpy as np

from monazite.formulation.system import Floats, System
from monazite.world.records import Demand, DemandShock

EVERYWHERE = "*"


def shocked(system: System, demand: Demand) -> Floats:
    """What a demand's quantity is multiplied by in each period, shape (periods,): the product over all shocks of

        1 + (factor - 1) * share of the period

    so that prices at which a given share of the quantity is wanted stay what they were.
    """
    factor = np.ones(len(system.grid))
    for shock in system.world.demand_shocks:
        if _hits(shock, demand):
            factor = factor * (1.0 + (shock.factor - 1.0) * system.grid.share(shock.start, shock.end))
    return factor


def _hits(shock: DemandShock, demand: Demand) -> bool:
    return (
        (EVERYWHERE in shock.regions or demand.region in shock.regions)
        and (EVERYWHERE in shock.commodities or demand.commodity in shock.commodities)
        and shock.end_use in ("", demand.end_use)
    )
