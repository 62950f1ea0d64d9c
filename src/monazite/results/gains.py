"""Who gains and who pays, by region, party and years, read from the account that a run keeps.

    gain of an option = its line of the account less the same line of the reference option
    social = private + government, the unexplained margin beside it

A gain is an interval: captive stock at the horizon is worth nothing, or the most that is thought of. The total is
exact; the split by party follows prices, which are not unique.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from monazite.results.outcome import Floats
from monazite.results.welfare import PARTIES

if TYPE_CHECKING:
    import pandas as pd

ALL = "all"
"""The whole horizon, among spans of years."""
GOVERNMENT, MARGIN = "government", "unexplained margin"
PRIVATE = tuple(party for party in PARTIES if party not in (GOVERNMENT, MARGIN))
SOCIAL = "social = private + government"
BESIDE = "unexplained margin beside it"
LINES: tuple[tuple[str, tuple[str, ...]], ...] = (
    *((party, (party,)) for party in PRIVATE),
    (GOVERNMENT, (GOVERNMENT,)),
    (SOCIAL, (*PRIVATE, GOVERNMENT)),
    (BESIDE, (MARGIN,)),
)
"""The lines of a region, and the parties that each adds up."""
SUMS = tuple(line for line in LINES if line[0] in (SOCIAL, BESIDE))
COLUMNS = frozenset({"as_of", "option", "region", "region_name", "party", "period", "value", "value_at_most"})
"""What an account must have for gains to be read from it."""
REGIONS = 6
"""Regions told one by one; the rest are added up."""
SMALL = 0.05
"""MUSD, discounted, below which a line or region is not told by itself."""

Cube = Mapping[tuple[str, str, str], Floats]
"""By (option, region, party): MUSD with captive stock worth nothing and worth the most, by span; shape (2, spans)."""


def year_spans(periods: Sequence[str]) -> dict[str, str]:
    """The span of years in which each period is told: years that are cut into quarters by themselves, later ones five
    by five as calendars count them, ``2030-2034``.
    """
    whole = [period for period in periods if len(period) == 4]
    spans = {period: period[:4] for period in periods}
    for _, group in groupby(whole, key=lambda period: int(period) // 5):
        years = list(group)
        spans |= dict.fromkeys(years, years[0] if len(years) == 1 else f"{years[0]}-{years[-1]}")
    return spans


def gain_rows(
    account: pd.DataFrame, as_of: str, reference: str, options: Sequence[str], *, by_period: bool = False
) -> list[dict[str, Any]]:
    """Rows as plain data: region, its name, party, and under ``gains`` by option and span its value, low and high,
    MUSD.

    Regions come in the order of the largest gain or loss of their social welfare; those beyond ``REGIONS`` are added
    up, and all regions stand last. Lines on which nothing of ``SMALL`` happens are left out, but never the line
    ``SOCIAL``. ``low`` and ``high`` are None where the run holds one end only.
    """
    held = account[account["as_of"] == as_of]
    spans = year_spans(list(dict.fromkeys(held["period"]))) if by_period else {}
    labels = [ALL, *dict.fromkeys(spans.values())]
    cube = _cube(held, spans, labels)
    names = dict(zip(held["region"], held["region_name"], strict=True))
    rivals = [option for option in options if option != reference]

    def change(option: str, region: str, parties: Sequence[str]) -> Floats:
        nothing = np.zeros((2, len(labels)))
        return sum(
            (cube.get((option, region, p), nothing) - cube.get((reference, region, p), nothing) for p in parties),
            nothing,
        )

    def size(region: str, lines: Sequence[tuple[str, tuple[str, ...]]]) -> float:
        return max((_size(change(o, region, parties)) for o in rivals for _, parties in lines), default=0.0)

    told = [r for r in names if size(r, LINES) >= SMALL]
    told.sort(key=lambda r: (-size(r, SUMS[:1]), -size(r, LINES)))
    rest = tuple(r for r in names if r not in told[:REGIONS])
    rows = []
    for regions, code, name, every in (
        *(((r,), r, names[r], True) for r in told[:REGIONS]),
        *(((rest, "", "other regions", False),) if rest else ()),
        (tuple(names), "", "all regions", False),
    ):
        for line, parties in LINES if every else SUMS:
            found = {o: sum((change(o, r, parties) for r in regions), np.zeros((2, len(labels)))) for o in rivals}
            if line == SOCIAL or any(_size(v) >= SMALL for v in found.values()):
                gains = {o: {label: _range(v[:, i]) for i, label in enumerate(labels)} for o, v in found.items()}
                rows.append({"region": code, "region_name": name, "party": line, "gains": gains})
    return rows


def _size(change: Floats) -> float:
    """The largest change at either end and in any span."""
    return float(np.nanmax(np.abs(change), initial=0.0))


def _range(ends: Floats) -> dict[str, float | None]:
    """The gain with captive stock worth nothing, and the least and most of the two ends."""
    zero, most = (float(end) for end in ends)
    known = not np.isnan(most)
    return {"value": zero, "low": min(zero, most) if known else None, "high": max(zero, most) if known else None}


def _cube(held: pd.DataFrame, spans: Mapping[str, str], labels: Sequence[str]) -> Cube:
    """The account summed by span; a period without a span counts in the whole horizon only."""
    place = {label: i for i, label in enumerate(labels)}
    cube: dict[tuple[str, str, str], Floats] = {}
    for (option, region, party), rows in held.groupby(["option", "region", "party"], sort=False):
        values = rows[["value", "value_at_most"]].to_numpy(dtype=float).T
        table = np.zeros((2, len(labels)))
        table[:, 0] = values.sum(axis=1)
        for i, period in enumerate(rows["period"]):
            if period in spans:
                table[:, place[spans[period]]] += values[:, i]
        cube[option, region, party] = table
    return cube
