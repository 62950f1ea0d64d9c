"""How much of an agreement is in force in each period, from the dated states it is in."""

from __future__ import annotations

from datetime import date

import numpy as np

from monazite.formulation.system import Floats, System
from monazite.world.records import AgreementState


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
        assert end is not None  # the state has an end, so the earlier of the two is a date
        ramp = [(start, 0.0), (start, _share_on(state, start)), (end, _share_on(state, end)), (end, 0.0)]
        total = total + system.grid.linear_share(ramp)
    return total


def _share_on(state: AgreementState, day: date) -> float:
    """Share of the volumes on a day of a state whose share changes evenly."""
    assert state.end is not None
    passed = (day - state.start).days / (state.end - state.start).days
    return state.share_start + (state.share_end - state.share_start) * passed
