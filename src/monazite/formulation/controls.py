"""Which lanes a control stands on and how much it lets through in each period."""

from __future__ import annotations

import numpy as np

from monazite.formulation.system import Floats, System
from monazite.world.records import Control

EVERYWHERE = "*"
"""In a control's origins or destinations: every region."""


def lanes_in_scope(system: System, control: Control) -> dict[str, list[str]]:
    """The lanes of each controlled commodity between the control's origins and destinations."""
    found: dict[str, list[str]] = {}
    for lane in system.widest.lanes:
        if (lane.commodity in control.commodities and _names(control.origins, lane.origin)
                and _names(control.destinations, lane.destination)):
            found.setdefault(lane.commodity, []).append(lane.lane)
    return found


def _names(regions: tuple[str, ...], region: str) -> bool:
    return EVERYWHERE in regions or region in regions


def allowed(system: System, name: str, lanes: list[str]) -> Floats:
    """Kt per year that a control lets through on these lanes, by period; infinite where it does not hold; (periods,).

    The days of first clearance are taken from what the control would let through from its onset on, never below nothing;
    what leaves before the onset is not touched, and what does not fit into the first period is taken from the next.
    """
    limit = np.full(len(system.grid), np.inf)
    control = system.world.keyed("controls").get(name)
    if control is None:
        return limit
    covered = system.grid.share(control.start, control.end)
    reference = np.zeros(len(system.grid))
    growth = {x.lane: x.growth for x in system.world.lanes}
    for lane in lanes:
        reference = reference + system.baseline.flow.get(lane, 0.0) * system.growth(growth[lane])
    holds = covered > 0.0
    limit[holds] = (reference * (1.0 - covered * (1.0 - control.share)))[holds]
    lost = control.delay_days / 365.0 * float(reference[holds][0]) if holds.any() else 0.0
    passes = reference * covered * control.share
    for t in np.flatnonzero(holds):
        taken = min(lost / system.lengths[t], passes[t])
        limit[t] -= taken
        lost -= taken * system.lengths[t]
        if lost <= 1e-12:
            break
    return limit
