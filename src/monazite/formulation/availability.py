"""How much of what is installed may run: outages take a share of it, a right of another owner all of it."""

from __future__ import annotations

import numpy as np

from monazite.formulation.system import Floats, System


def available(system: System, name: str) -> Floats:
    """Share of a unit's installed capacity that may run in each period; shape (periods,).

        max(0, 1 - sum of shares lost) * share of the period in which the unit may run at all

    Outages of one unit on one day add up. A unit under a right may run if its owner holds the right, else from the day on
    which the right is opened.
    """
    unit = system.world.keyed("units")[name]
    lost = np.zeros(len(system.grid))
    for outage in system.world.outages:
        if outage.unit == name:
            lost = lost + outage.lost * system.grid.share(outage.start, outage.end)
    return np.maximum(1.0 - lost, 0.0) * _permitted(system, unit.right, unit.owner)


def _permitted(system: System, right: str, owner: str) -> Floats:
    """Share of each period in which an owner may run units under a right."""
    record = system.world.keyed("rights").get(right)
    if record is None or record.holder == owner:
        return np.ones(len(system.grid))
    return np.zeros(len(system.grid)) if record.opened is None else system.grid.share(record.opened, None)
