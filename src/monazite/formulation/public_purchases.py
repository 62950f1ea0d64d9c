"""What a state buys, and when: which pairs of purchase and commodity there are, and what share of each period counts."""

from __future__ import annotations

import numpy as np

from monazite.formulation.system import Floats, System
from monazite.world.records import Purchase


def bought(system: System) -> list[tuple[str, str]]:
    """(purchase, commodity) pairs of the widest world, purchase by purchase."""
    return [(p.purchase, c) for p in system.widest.purchases for c in p.commodities]


def own(system: System) -> list[Purchase | None]:
    """For each pair the purchase as this world has it; None where only another option buys that commodity."""
    records = system.world.keyed("purchases")
    held = [(records.get(name), c) for name, c in bought(system)]
    return [record if record is not None and c in record.commodities else None for record, c in held]


def buying(system: System, name: str) -> Floats:
    """Share of each period in which a state buys; zeros in a world without the purchase; shape (periods,)."""
    record = system.world.keyed("purchases").get(name)
    return np.zeros(len(system.grid)) if record is None else system.grid.share(record.start, record.end)


def selling(system: System, record: Purchase | None) -> Floats:
    """Share of each period in which it sells again; shape (periods,)."""
    if record is None or record.release_start is None:
        return np.zeros(len(system.grid))
    return system.grid.share(record.release_start, record.release_end)
