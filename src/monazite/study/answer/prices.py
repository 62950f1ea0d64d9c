"""Headline prices with the interval that a linear programme leaves open, and how each of them is formed.

A price is a dual and not unique: what one more tonne costs and what one less saves can differ. Both are found by asking for
a tonne a year more and a tonne less at the place and in the year (``solving.one_sided``). A price whose interval is wider
than a step of the curves at its place is degenerate: the model does not tell it. One that no supply forms, because every
way in is shut, is a scarcity value and no market price (``results.scarcity``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from monazite.labels import Positions
from monazite.reading.headline_prices import price_places
from monazite.results.outcome import Floats, Outcome
from monazite.results.scarcity import AVAILABLE, IDLE, RATIONED, formed
from monazite.results.step_gap import StepGaps
from monazite.solving.one_sided import one_sided
from monazite.study.answer.sections import section
from monazite.study.answer.told import place as told_place
from monazite.study.study import Study

NUDGE = 1e-3
"""Kt per year that is asked for more and less: a tonne."""
MARKET, SCARCITY, NO_TRADE, SETTLED = "market price", "scarcity value", "no trade", "settled"
"""What a price is: what supply costs; what those who go without would pay; what one kilogramme would cost or fetch where
nothing is bought; and the price of a year that was over when the last surprise came, which nothing can move any more."""
KINDS = {AVAILABLE: MARKET, RATIONED: SCARCITY, IDLE: NO_TRADE}
MARKS = {SCARCITY: "s", NO_TRADE: "n"}
"""Letters behind a printed price; ``d`` is added for a degenerate one."""
UNIT = "USD/kg"


@dataclass(frozen=True, slots=True)
class HeadlinePrice:
    """The price of a commodity in a region in a calendar year, USD/kg of the commodity's own basis, mean of the year.

    ``low`` and ``high``: what a tonne less saves and a tonne more costs, by kilogramme; None where nobody can take a tonne,
    or give one. ``value`` is their middle; the one that is known; the dual where both are missing. ``step`` is the widest gap between two steps,
    where they stand, of the curves at the place; ``formed`` one of MARKET, SCARCITY, NO_TRADE, SETTLED.
    """

    commodity: str
    region: str
    year: int
    value: float
    low: float | None
    high: float | None
    step: float
    formed: str

    @property
    def degenerate(self) -> bool:
        """Whether the interval is wider than a step, or open at an end."""
        if self.formed == SETTLED:
            return False
        return self.low is None or self.high is None or self.high - self.low > self.step + 1e-6 * abs(self.value)

    @property
    def interval(self) -> tuple[float, float]:
        """Both ends, the value standing in for one that is missing."""
        return (self.value if self.low is None else self.low, self.value if self.high is None else self.high)

    def told(self) -> dict[str, Any]:
        """As plain data, for answer.json."""
        return {**asdict(self), "degenerate": self.degenerate, "unit": UNIT}


def headline_prices(
    outcome: Outcome, places: Sequence[tuple[str, str]], years: Sequence[int]
) -> tuple[HeadlinePrice, ...]:
    """The prices of these places in these calendar years, place by place.

    Earlier decisions stay as they were taken: only periods that were open in the last solve can answer. Raises ``KeyError``
    for a place that has no balance.
    """
    wanted = [(place, year, _open(outcome, year)) for place in places for year in years]
    groups = [_rows(outcome, place, periods) for place, _, periods in wanted]
    asked = [rows for rows in groups if rows.size]
    ends = iter(one_sided(outcome.program, outcome.basis, asked, NUDGE) if asked else ())
    how, gaps = formed(outcome), StepGaps(outcome)
    found = []
    for (place, year, periods), rows in zip(wanted, groups, strict=True):
        if not rows.size:
            found.append(HeadlinePrice(*place, year, outcome.yearly(outcome.price(*place))[year], None, None, 0.0, SETTLED))
            continue
        weight = float(np.sum(outcome.system.weight[periods]))
        low, high = (None if end is None else end / weight for end in next(ends))
        known = [end for end in (low, high) if end is not None] or [float(np.sum(outcome.y[rows])) / weight]
        value = sum(known) / len(known)
        if low is not None and high is not None and low > high:  # rounding, in an interval without width
            low = high = value
        word = _of_the_year([how[place][t] for t in periods], outcome.system.weight[periods])
        found.append(HeadlinePrice(*place, year, value, low, high, gaps.widest(rows), KINDS[word]))
    return tuple(found)


def price_interval(outcome: Outcome, place: tuple[str, str], year: int) -> tuple[float, float]:
    """Lowest and highest price of a commodity in a region in a year, USD/kg."""
    (found,) = headline_prices(outcome, [place], [year])
    return found.interval


def price_years(study: Study) -> tuple[int, ...]:
    """The near and the far year of a study's headline prices: the first and the last but one that ``[answer]`` names, or
    else the first whole year after the as-of date and the last that is printed.
    """
    named = study.folder.settings["answer"].get("years")
    if named:
        return tuple(dict.fromkeys((named[0], named[-2] if len(named) > 1 else named[-1])))
    until = study.folder.settings["periods"]["printed_until"].year
    whole = [y for y in study.grid.whole_years if y < until] or list(study.grid.whole_years)
    later = [y for y in whole if y > study.as_of.year] or whole
    return tuple(dict.fromkeys((later[0], later[-1]))) if later else ()


def places_of(study: Study, also: Sequence[tuple[str, str]] = ()) -> list[tuple[str, str]]:
    """The headline prices of a study, and others that its answer needs."""
    return list(dict.fromkeys((*price_places(study.folder.settings), *also)))


def prices_section(study: Study, prices: Mapping[str, Sequence[HeadlinePrice]]) -> list[dict[str, Any]]:
    """The table of headline prices: a row for each place and year, a column for each option; nothing if none is named."""
    shown = price_places(study.folder.settings)
    rows: dict[tuple[str, str, int], dict[str, Any]] = {}
    for option, found in prices.items():
        for p in found:
            if (p.commodity, p.region) in shown:
                region = told_place(study.folder.world, p.region)
                row = rows.setdefault((p.commodity, p.region, p.year), {
                    "price": f"{p.commodity} in {region}, {p.year}", "commodity": p.commodity, "region": region, "year": p.year})
                row[option] = {**p.told(), "decimals": 1, "mark": MARKS.get(p.formed, "") + "d" * p.degenerate}
    if not rows:
        return []
    note = (
        "range: what a tonne less saves and a tonne more costs; s: scarcity value, formed by those who go without; n: nothing "
        "is bought there, what one kilogramme would cost or fetch; d: degenerate, the range is wider than a step of the curves "
        "there or has no end; without a letter: market price"
    )
    columns = [("price", "price", ""), *((option, option, "") for option in prices)]
    return [section("prices", f"Prices, {UNIT}", note, columns, list(rows.values()))]


def _of_the_year(words: Sequence[str], weights: Floats) -> str:
    """How the mean price of a year is formed: by rationing if there is any in it, for a few weeks of it may be most of the
    mean; idle if that holds for more than half of the year.
    """
    if RATIONED in words:
        return RATIONED
    idle = float(weights @ np.array([word == IDLE for word in words]))
    return IDLE if idle > 0.5 * float(np.sum(weights)) else AVAILABLE


def _open(outcome: Outcome, year: int) -> list[int]:
    """The periods of a calendar year in which the last solve could still decide something."""
    program, grid = outcome.program, outcome.system.grid
    still = np.zeros(len(grid), dtype=bool)
    for name in ("run", "ship", "serve"):
        block = program.column(name)
        loose = program.upper[block.slice] > program.lower[block.slice]
        still[block.index.codes["period"][loose]] = True
    within = [p.start.year <= year < p.end.year or p.start.year == year for p in grid.periods]
    return [t for t, inside in enumerate(within) if inside and still[t]]


def _rows(outcome: Outcome, place: tuple[str, str], periods: Sequence[int]) -> Positions:
    """The balances of a place in some periods, as rows of the programme."""
    if place not in outcome.places():
        raise KeyError(place)
    rows = outcome.program.row("commodity_balance")
    here = rows.index.where(commodity=place[0], region=place[1]) & np.isin(rows.index.codes["period"], periods)
    return rows.start + np.flatnonzero(here)

