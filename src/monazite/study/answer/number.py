"""A printed number with its label, unit, range and note; the one shape in which every answer is told."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from monazite.calendar import Grid
from monazite.results.outcome import Floats

TONNES = 1000.0


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the answer. ``value`` is a number, a text such as "never within the horizon", or None."""

    label: str
    value: float | str | None
    unit: str
    low: float | None = None
    high: float | None = None
    decimals: int = 0
    note: str = ""
    group: str = ""

    def told(self) -> dict[str, Any]:
        """As plain data, for answer.json."""
        return asdict(self)


def series(label: str, unit: str, grid: Grid, values: Floats, until: int) -> dict[str, Any]:
    """A path over the printed periods, as plain data."""
    return {
        "label": label,
        "unit": unit,
        "periods": list(grid.names[:until]),
        "values": [float(v) for v in values[:until]],
    }


def in_year(grid: Grid, rates: Floats, year: int) -> float:
    """Amount in a calendar year from rates per year."""
    return float(grid.calendar_year(np.asarray(rates))[year])


def mean_of_years(grid: Grid, rates: Floats, first: int, last: int) -> float:
    """Average per year over calendar years, both included."""
    by_year = grid.calendar_year(np.asarray(rates))
    return float(sum(by_year[y] for y in range(first, last + 1)) / (last - first + 1))
