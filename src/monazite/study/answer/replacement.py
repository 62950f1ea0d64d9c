"""What the partner and the transit countries buy instead, from whom, and what it costs them."""

from __future__ import annotations

from typing import Any

import numpy as np

from monazite.results.outcome import Floats, Outcome
from monazite.study.answer.material import inflow
from monazite.study.answer.number import TONNES, mean_of_years
from monazite.study.answer.terms import Terms


def replaced(outcome: Outcome, other: Outcome, terms: Terms, first: int, last: int) -> list[dict[str, Any]]:
    """Change of element inflow by buyer and origin, t oxide per year, mean of the years; and of the price there, USD/kg."""
    grid = outcome.system.grid
    rows = []
    for region in (terms.partner, *terms.transit):
        now, before = inflow(outcome, terms, region), inflow(other, terms, region)
        price = mean_of_years(grid, outcome.price(terms.oxide, region) - other.price(terms.oxide, region), first, last)
        for origin in sorted(set(now) | set(before)):
            change = mean_of_years(grid, _of(now, origin, outcome) - _of(before, origin, outcome), first, last) * TONNES
            if abs(change) >= 0.5:
                rows.append({"buyer": region, "origin": origin, "change": change, "price_change": price})
    return rows


def _of(found: dict[str, Floats], origin: str, outcome: Outcome) -> Floats:
    return found.get(origin, np.zeros(len(outcome.system.grid)))


def extra_cost(outcome: Outcome, other: Outcome, terms: Terms, region: str) -> Floats:
    """What a region pays more per year for the oxide and metal it used to take in, at the new prices; MUSD per year.

    The change of the price of the oxide there, times what flowed in before, whatever form it came in.
    """
    before = sum(inflow(other, terms, region).values(), np.zeros(len(outcome.system.grid)))
    return before * (outcome.price(terms.oxide, region) - other.price(terms.oxide, region))
