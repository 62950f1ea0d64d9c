"""Which lanes a control stands on and how much it lets through in each period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from monazite.formulation.system import Floats, System
from monazite.world.records import Control
from monazite.world.scope import covered, crosses


def lanes_in_scope(system: System, control: Control) -> dict[str, list[str]]:
    """The lanes of each controlled commodity between the control's origins and destinations."""
    found: dict[str, list[str]] = {}
    forms = covered(system.world, control)
    for lane in system.widest.lanes:
        if lane.commodity in forms and crosses(control, lane):
            found.setdefault(lane.commodity, []).append(lane.lane)
    return found


def limited(system: System, control: Control) -> list[list[str]]:
    """The lanes that share an amount under a control: those of each commodity, or all of them if it counts them together."""
    scopes = list(lanes_in_scope(system, control).values())
    return [[lane for scope in scopes for lane in scope]] if control.together and scopes else scopes


def allowed(system: System, name: str, lanes: list[str]) -> Floats:
    """Kt per year that a control lets through on these lanes, by period; infinite where it does not hold, or on no lane.

    In the part of a period in which it does not hold, what other controls on all of these lanes let through then counts,
    and the base flow where there is none: of a ban that a quota follows in mid-quarter the days of the ban let nothing
    pass. The days of first clearance are taken from what the control would let through from its onset on, never below
    nothing; what leaves before the onset is not touched, and what does not fit into the first period is taken from the
    next.
    """
    limit = np.full(len(system.grid), np.inf)
    control = system.world.keyed("controls").get(name)
    if control is None or not lanes:
        return limit
    covered = system.grid.share(control.start, control.end)
    reference = _reference(system, lanes)
    passes = covered * (control.share * reference + control.tonnes)
    holds = covered > 0.0
    limit[holds] = (passes + _around(system, control, lanes, reference))[holds]
    lost = control.delay_days / 365.0 * float(reference[holds][0]) if holds.any() else 0.0
    for t in np.flatnonzero(holds):
        taken = min(lost / system.lengths[t], passes[t])
        limit[t] -= taken
        lost -= taken * system.lengths[t]
        if lost <= 1e-12:
            break
    return limit


def _reference(system: System, lanes: Sequence[str]) -> Floats:
    """Base flow of these lanes together, grown as each lane's calibration is, kt/yr; (periods,)."""
    reference = np.zeros(len(system.grid))
    growth = {x.lane: x.growth for x in system.world.lanes}
    for lane in lanes:
        reference = reference + system.baseline.flow.get(lane, 0.0) * system.growth(growth[lane])
    return reference


def _around(system: System, control: Control, lanes: list[str], reference: Floats) -> Floats:
    """What may pass on these lanes while the control does not hold, as a rate over the whole period; (periods,)."""
    others = [
        (other, least)
        for other in system.world.controls
        if other.control != control.control
        for scope in limited(system, other)
        if set(lanes) <= set(scope)
        for least in [np.minimum(reference, other.share * _reference(system, scope) + other.tonnes)]
    ]
    total = np.zeros(len(system.grid))
    for first, last in _spans(system, [control, *(other for other, _ in others)]):
        if _holds(control, first):
            continue
        least = np.minimum.reduce([reference, *(least for other, least in others if _holds(other, first))])
        total = total + system.grid.share(first, last) * least
    return total


def _spans(system: System, controls: Sequence[Control]) -> list[tuple[date, date]]:
    """The days of the horizon, cut wherever one of these controls begins or ends."""
    start, end = system.grid.start, system.grid.end
    cuts = {day for c in controls for day in (c.start, c.end) if day is not None and start < day < end}
    days = sorted({start, end, *cuts})
    return list(pairwise(days))


def _holds(control: Control, day: date) -> bool:
    return control.start <= day and (control.end is None or day < control.end)
