"""How much stock a mandate asks for at the end of each period, and what letting it go is charged."""

from __future__ import annotations

from datetime import date

import numpy as np

from monazite.errors import BadInput, Fault
from monazite.formulation.system import Floats, System
from monazite.world.records import Mandate

SLACK = 1e-6
"""How far days of use may exceed a store: rounding of a capacity that was reckoned from the same use."""


def required(system: System, mandate: Mandate) -> Floats:
    """Kt that have to lie in the store at the end of each period; shape (periods,).

    Raises ``BadInput`` where days of use come to more than the store takes.
    """
    store = system.world.keyed("stockpiles")[mandate.stockpile]
    use = system.base_use.get((store.commodity, store.region), 0.0)
    whole = mandate.tonnes + mandate.days / 365.0 * use
    if whole > store.capacity * (1.0 + SLACK):
        raise BadInput([Fault(
            f"mandate {mandate.mandate} asks for {1000.0 * whole:,.0f} t in a store for {1000.0 * store.capacity:,.0f} t: "
            f"{mandate.days:g} days of a use of {1000.0 * use:,.0f} t/yr and {1000.0 * mandate.tonnes:,.0f} t",
            "mandates.csv", column="days", way_out=f"enlarge {mandate.stockpile}, or ask for less")])  # fmt: skip
    build_up = max((mandate.full - mandate.start).days, 1)
    ends = [period.end for period in system.grid.periods]
    return np.array([
        whole * min(1.0, (day - mandate.start).days / build_up)
        if _within(day, mandate.start, mandate.end) and not _released(day, mandate) else 0.0
        for day in ends
    ])


def release_charge(system: System, mandate: Mandate) -> Floats:
    """USD/kg that a kilogramme let go is charged, so that it is let go just where its price reaches the trigger; (periods,).

        trigger + (keeping_t - worth_t) / discount_t, but no less than 0

    Who draws a kilogramme in ``t`` gains its price, saves ``keeping_t``, what storing it would cost from then until it is
    next free, and gives up ``worth_t``, what it would be worth then: its price in the first later period at whose end nothing
    has to be held, or its terminal value. With both in the charge, what is left to decide on is price against trigger.

    The price on that later day is the system's ``sale_price`` (a fixed point found outside the programme), or the base price.
    """
    store = system.world.keyed("stockpiles")[mandate.stockpile]
    place, periods = (store.commodity, store.region), len(system.grid)
    price = system.sale_price.get(place, np.full(periods, max(system.price(*place), 0.0)))
    free = free_again(system, mandate)
    inside = free < periods
    later = np.minimum(free, periods - 1)
    last = system.terminal_share(store) * max(system.price(*place), 0.0) * system.discount[-1]
    worth = np.where(inside, system.discount[later] * price[later], last)
    passed = np.concatenate([[0.0], np.cumsum(system.weight)])
    keeping = store.holding_cost * (passed[free] - passed[:-1])
    charge: Floats = np.maximum(mandate.trigger + (keeping - worth) / system.discount, 0.0)
    return charge if mandate.trigger > 0.0 else np.zeros(periods)


def free_again(system: System, mandate: Mandate) -> Floats:
    """For each period the next one at whose end nothing has to be held, or the number of periods; shape (periods,)."""
    free = required(system, mandate) <= 0.0
    periods = free.size
    after = np.arange(1, periods + 1)
    nearest_first = np.minimum.accumulate(np.where(free, np.arange(periods), periods)[::-1])[::-1]
    return np.append(nearest_first, periods)[after]


def _within(day: date, start: date, end: date | None) -> bool:
    return start < day and (end is None or day <= end)


def _released(day: date, mandate: Mandate) -> bool:
    return mandate.release_start is not None and _within(day, mandate.release_start, mandate.release_end)
