"""How far a region's welfare is left open because the prices of a linear programme are not unique.

Quantities are decided, the sum of all gains is exact, but who gets how much of it follows prices, and where several
sets of prices support the same plan a seller may be told more at the buyer's expense. The ends are found without
looking at the other prices: by letting the region's own trade grow or shrink a little everywhere at once, and solving
again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import inf

import numpy as np

from monazite.errors import Infeasible
from monazite.results.outcome import Floats, Outcome
from monazite.results.welfare import welfare_ledger
from monazite.solving import Session

MARGIN = "unexplained margin"
NUDGE = 1e-3
"""Share of its own trade by which a region sells and buys more or less."""
PRICED = {
    "commodity_balance": ("commodity", "region"),
    "export_control": ("control", "commodity"),
    "shared_quota": ("control",),
    "own_make": ("commodity", "region"),
}
"""Families of rows whose duals are booked as prices and rents, and the labels of a place; what is left is the period."""


def price_sides(outcome: Outcome, first: int, regions: Sequence[str]) -> dict[str, tuple[float, float]]:
    """By region the least and most, MUSD discounted, that other prices of the same plan would change its social welfare
    by.

        W(y) = K + g y        g = dW/dy, kt/yr: what the region sells less what it buys at each price
        most  = lim (V(b + e g) - V(b)) / e - g y        least = -lim (V(b - e g) - V(b)) / e - g y

    with V the least cost as a function of the right-hand sides b: its slope in a direction is the largest worth of that
    direction over all optimal prices y. With e = ``NUDGE`` the ends lie a little too far out. Only prices of periods
    from ``first`` on can be others; earlier ones were paid. An end at which no plan exists is infinite. Source:
    Rockafellar (1970), section 23: a directional derivative is the most that any subgradient gives.
    """
    free = _open_rows(outcome, first)
    session = Session(outcome.program)
    return {region: _ends(outcome, session, np.where(free, g, 0.0)) for region, g in slopes(outcome, regions).items()}


def _ends(outcome: Outcome, session: Session, slope: Floats) -> tuple[float, float]:
    ends, program = [], outcome.program
    for sign in (-1.0, 1.0):
        step = sign * NUDGE * slope
        nudged = replace(program, row_lower=program.row_lower + step, row_upper=program.row_upper + step)
        try:
            gained = session.solve(nudged, start=outcome.basis).objective - outcome.objective
            ends.append(sign * gained / NUDGE - float(slope @ outcome.y))
        except Infeasible:
            ends.append(sign * inf)
    return min(ends[0], 0.0), max(ends[1], 0.0)


def slopes(outcome: Outcome, regions: Sequence[str]) -> dict[str, Floats]:
    """What 1 USD/kg more at each place brings each region, kt/yr by row; shape (rows,).

    Asked of the ledger itself, place by place and in all periods at once, so that it holds for whatever is booked
    there.
    """
    weight, before = outcome.system.weight, _social(outcome, regions)
    found = {region: np.zeros(outcome.y.size) for region in regions}
    for family, labels in PRICED.items():
        rows = outcome.program.row(family)
        places = rows.index.key(list(labels))
        periods = rows.index.codes["period"]
        for place in np.unique(places):
            here = places == place
            at = rows.start + np.flatnonzero(here)
            prices = outcome.y.copy()
            prices[at] += weight[periods[here]]
            after = _social(replace(outcome, y=prices), regions)
            for region in regions:
                found[region][at] = ((after[region] - before[region]) / weight)[periods[here]]
    return found


def _social(outcome: Outcome, regions: Sequence[str]) -> dict[str, Floats]:
    """Social welfare by period, MUSD discounted; shape (periods,)."""
    found = {region: np.zeros(len(outcome.system.grid)) for region in regions}
    for (region, party), line in welfare_ledger(outcome).items():
        if region in found and party != MARGIN:
            found[region] = found[region] + line
    return found


def _open_rows(outcome: Outcome, first: int) -> np.ndarray:
    """Rows whose prices may be others; shape (rows,)."""
    free = np.zeros(outcome.y.size, dtype=bool)
    for family in PRICED:
        rows = outcome.program.row(family)
        free[rows.slice] = rows.index.codes["period"] >= first
    return free
