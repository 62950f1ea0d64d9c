"""How much of an agreement is in force in each period, from the dated states it is in, and what its parties owe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from monazite.formulation.system import Floats, System
from monazite.world.agreement_life import share_on
from monazite.world.records import Agreement


def in_force(system: System, name: str, since: date = date.min, until: date | None = None) -> Floats:
    """Average share of an agreement's volumes in force in each period; zeros in a world without it; shape (periods,).

    Each state holds from its start to its end at a share that runs linearly from ``share_start`` to ``share_end``; an
    agreement is in force only between its own start and end. Only days from ``since`` up to, not including, ``until``
    count.
    """
    total = np.zeros(len(system.grid))
    agreement = system.world.keyed("agreements").get(name)
    if agreement is None:
        return total
    for state in (s for s in system.world.agreement_states if s.agreement == name):
        start = max(state.start, agreement.start, since)
        end = min((d for d in (state.end, agreement.end, until) if d is not None), default=None)
        if end is not None and end <= start:
            continue
        if state.end is None or state.share_start == state.share_end:
            total = total + state.share_start * system.grid.share(start, end)
            continue
        assert end is not None  # the state has an end, so the earlier of the two is a date
        ramp = [(start, 0.0), (start, share_on(state, start)), (end, share_on(state, end)), (end, 0.0)]
        total = total + system.grid.linear_share(ramp)
    return total


@dataclass(frozen=True)
class Volumes:
    """What the agreements of the pattern oblige and allow, in the order of their axis; arrays have shape (agreements, periods).

    ``agreements`` are the records of the option's own world, or of the pattern where it has none (then all is zero).
    ``least`` and ``most`` may and must be delivered, ``taken`` must be taken or paid for; kt/yr.
    """

    agreements: tuple[Agreement, ...]
    force: Floats
    least: Floats
    most: Floats
    taken: Floats

    @property
    def may_be_missed(self) -> Floats:
        """Room to miss a minimum: none where nothing is owed or no penalty is agreed, else what the penalty makes of it."""
        priced = np.array([g.penalty for g in self.agreements])[:, None] > 0.0
        return np.where((self.least > 0.0) & priced, np.inf, 0.0)

    @property
    def may_be_untaken(self) -> Floats:
        """Room not to take: none where nothing has to be taken, else what the deficiency price makes of it."""
        return np.where(self.taken > 0.0, np.inf, 0.0)


def volumes(system: System) -> Volumes:
    """Minimum, maximum and take-or-pay volume of each agreement, times the share in force."""
    own = system.world.keyed("agreements")
    agreements = tuple(own.get(g.agreement, g) for g in system.widest.agreements)
    force = np.array([in_force(system, g.agreement) for g in agreements]).reshape(len(agreements), len(system.grid))
    least, most, taken = (
        np.array(volume)[:, None] * force
        for volume in (
            [g.minimum for g in agreements],
            [g.maximum for g in agreements],
            [g.take_or_pay * g.maximum for g in agreements],
        )
    )
    return Volumes(agreements, force, least, most, taken)
