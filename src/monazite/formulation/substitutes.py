"""How far users have learnt to do with another grade, or with none, by period."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from monazite.formulation.system import Floats, System


def reached(system: System, name: str) -> Floats:
    """Share of what a demand is served that can be replaced, by period; zeros in a world without it; shape (periods,).

    It grows evenly from nothing on the start to the whole share ``lead_years`` later.
    """
    record = system.world.keyed("substitutions").get(name)
    if record is None:
        return np.zeros(len(system.grid))
    whole = record.start + timedelta(days=round(record.lead_years * 365.25))
    return system.grid.linear_share([(record.start, 0.0), (whole, record.share)])
