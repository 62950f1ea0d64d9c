"""The yearly charge by which a plant is paid off, from the day it stands to the end of the horizon."""

from __future__ import annotations

import numpy as np

from monazite.formulation.system import Floats, System

LIFE = 20
"""Years over which a plant is paid off."""


def annuity(system: System) -> Floats:
    """What a dollar of capex that is built in each period is charged until the horizon, discounted; shape (periods,)."""
    interest = system.world.discount_rate
    recovery = interest / -np.expm1(-LIFE * np.log1p(interest)) if interest else 1.0 / LIFE
    remaining: Floats = np.cumsum(system.weight[::-1])[::-1]
    return recovery * remaining
