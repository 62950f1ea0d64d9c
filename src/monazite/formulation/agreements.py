"""How much of an agreement is in force in each period, from the dated states it is in."""

from __future__ import annotations

import numpy as np

from monazite.formulation.system import Floats, System


def in_force(system: System, name: str) -> Floats:
    """Average share of an agreement's volumes in force in each period; zeros in a world without it; shape (periods,).

    Each state holds from its start to its end at a share that runs linearly from ``share_start`` to ``share_end``; an
    agreement is in force only between its own start and end.
    """
    total = np.zeros(len(system.grid))
    agreement = system.world.keyed("agreements").get(name)
    if agreement is None:
        return total
    for state in (s for s in system.world.agreement_states if s.agreement == name):
        start = max(state.start, agreement.start)
        end = min((d for d in (state.end, agreement.end) if d is not None), default=None)
        if end is not None and end <= start:
            continue
        if state.end is None or state.share_start == state.share_end:
            total = total + state.share_start * system.grid.share(start, end)
            continue
        ramp = [(state.start, 0.0), (state.start, state.share_start), (state.end, state.share_end), (state.end, 0.0)]
        total = total + system.grid.linear_share(ramp)
    return total
