"""How far an option moves the world price, with the interval that the prices of a linear programme leave open.

A price is a dual and not unique: the cost of one more tonne and the saving of one less can differ. Both are found by
asking for a little more and a little less at the place and time and solving again.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from monazite.results.outcome import Outcome
from monazite.solving import Session

NUDGE = 1e-3
"""Kt per year that is asked for more and less: a tonne."""


def price_interval(outcome: Outcome, place: tuple[str, str], year: int) -> tuple[float, float]:
    """Lowest and highest price of a commodity in a region in a year, USD/kg, by one-sided re-solves.

    Earlier decisions stay as they were taken: only periods that were open in the last solve can answer.
    """
    grid, program = outcome.system.grid, outcome.program
    rows = program.row("commodity_balance")
    here = rows.index.where(commodity=place[0], region=place[1])
    periods = [i for i, p in enumerate(grid.periods) if p.start.year <= year < p.end.year or p.start.year == year]
    at = rows.start + np.flatnonzero(here & np.isin(rows.index.codes["period"], periods))
    weight = float(np.sum(outcome.system.weight[periods]))
    session = Session(program)
    found = []
    for sign in (-1.0, 1.0):
        lower, upper = program.row_lower.copy(), program.row_upper.copy()
        lower[at] += sign * NUDGE
        upper[at] += sign * NUDGE
        nudged = session.solve(replace(program, row_lower=lower, row_upper=upper), start=outcome.basis)
        found.append(sign * (nudged.objective - outcome.objective) / (NUDGE * weight))
    return min(found), max(found)
