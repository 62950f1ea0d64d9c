"""When things happen: dated periods of uneven length, and what share of each a policy, a ramp or a fiscal year covers.

All intervals are half-open: ``start`` is the first day that counts, ``end`` the first day that no longer does.
Flows are rates per year, so an amount is a rate times a length; a day is one 365th of a year, in a leap year one
366th, so that the four quarters of any year make exactly one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from monazite.errors import BadInput, Fault, ModelFault

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days [start, end) with a name such as ``2025Q2`` or ``2031``."""

    start: date
    end: date
    name: str

    @property
    def days(self) -> int:
        """Number of days that count; negative if the period runs backwards, which a `Grid` refuses."""
        return (self.end - self.start).days

    @property
    def length(self) -> float:
        """Length in years; see `years_between`."""
        return years_between(self.start, self.end)


class YearAmount(NamedTuple):
    """What happened in one reporting year; ``exact`` is false where part of a period was taken pro rata by days,
    or where the grid holds only a part of the year."""

    amount: float | Floats
    exact: bool


@dataclass(frozen=True)
class Grid:
    """The time axis of a programme: periods that follow each other without gap or overlap.

    Raises `BadInput` naming every period that is empty, runs backwards, overlaps the one before it, leaves a gap
    after it, or repeats a name: in each of these cases material would be counted twice or lost.
    """

    periods: tuple[Period, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "periods", tuple(self.periods))
        faults = _faults(self.periods)
        if faults:
            raise BadInput(faults)

    def __len__(self) -> int:
        return len(self.periods)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the periods in order of time."""
        return tuple(period.name for period in self.periods)

    @property
    def start(self) -> date:
        """First day of the grid."""
        return self.periods[0].start

    @property
    def end(self) -> date:
        """First day after the grid."""
        return self.periods[-1].end

    @cached_property
    def lengths(self) -> Floats:
        """Years in each period, shape (periods,); they multiply rates in every balance. Read-only."""
        return _frozen([period.length for period in self.periods])

    @cached_property
    def mid(self) -> tuple[date, ...]:
        """The day in the middle of each period, rounded down; discounting counts from it."""
        return tuple(period.start + timedelta(days=period.days // 2) for period in self.periods)

    def index_of(self, day: date) -> int:
        """Position of the period that holds ``day``. Raises `ModelFault` outside the grid."""
        if not self.start <= day < self.end:
            raise ModelFault(
                f"{day} lies outside the periods of the study, which run from {self.start} up to, not including, "
                f"{self.end} -> move the date, or lengthen the periods in study.toml"
            )
        return bisect_right(self._edges, day.toordinal()) - 1

    def share(self, start: date | None, end: date | None) -> Floats:
        """Fraction of each period's days that lie in [start, end), shape (periods,), dimensionless in [0, 1].

        ``None`` is open: since ever, or for good. An interval outside the grid gives zeros. Raises `BadInput` if
        ``end`` is before ``start``; if they are equal nothing is covered.
        """
        first = self._edges[0] if start is None else start.toordinal()
        last = self._edges[-1] if end is None else end.toordinal()
        if start is not None and end is not None and last < first:
            raise BadInput([Fault(f"ends on {end}, before it starts on {start}", way_out="exchange the two dates")])
        return _overlap_days(self._edges[:-1], self._edges[1:], first, last) / np.diff(self._edges)

    def linear_share(self, points: Sequence[tuple[date, float]]) -> Floats:
        """Average over each period of a piecewise-linear profile, shape (periods,), in the unit of the values.

        ``points`` are (day, value) in order of time; before the first and after the last the profile is constant.
        Two points on one day are a jump. The integral is exact, so a ramp loses nothing on a coarse grid. Raises
        `BadInput` for no points, for days that run backwards and for values that are not finite.
        """
        _check_points(points)
        knots = np.array([day.toordinal() for day, _ in points], dtype=np.float64)
        values = np.array([value for _, value in points], dtype=np.float64)
        edges = self._edges.astype(np.float64)
        return np.diff(_integral(knots, values, edges)) / np.diff(edges)

    @cached_property
    def whole_years(self) -> tuple[int, ...]:
        """Calendar years that the grid covers from 1 January to 31 December and in whole periods."""
        return tuple(year for year in self._years if self._tiles(date(year, 1, 1), date(year + 1, 1, 1)))

    def calendar_year(self, rates: ArrayLike) -> dict[int, float | Floats]:
        """Amount in each calendar year that the grid touches, from rates per year with shape (..., periods).

        The amounts have the shape of ``rates`` without its last axis and add up to the total over the grid; a year
        that is not in `whole_years` holds only what the grid holds of it.
        """
        amounts = self._by_window(rates, [(date(year, 1, 1), date(year + 1, 1, 1)) for year in self._years])
        return dict(zip(self._years, amounts, strict=True))

    def fiscal_year(self, rates: ArrayLike, start_month: int = 4) -> dict[str, YearAmount]:
        """Amount in each fiscal year that the grid touches, keyed ``FY2025-26``, from rates with shape (..., periods).

        ``start_month`` is 4 for April to March, 7 for July to June, 1 for the calendar year (keyed ``2025``). A year
        is exact where whole periods tile it; otherwise periods are divided pro rata by days and marked. The amounts
        add up to the total over the grid.
        """
        if start_month not in range(1, 13):
            raise BadInput([Fault(f"a fiscal year cannot start in month {start_month}", way_out="give 1 to 12")])
        years = [y for y in (self._years[0] - 1, *self._years) if self._touches(*_fiscal_window(y, start_month))]
        windows = [_fiscal_window(year, start_month) for year in years]
        amounts = self._by_window(rates, windows)
        return {
            fiscal_label(year, start_month): YearAmount(amount, self._tiles(*window))
            for year, window, amount in zip(years, windows, amounts, strict=True)
        }

    @cached_property
    def _edges(self) -> NDArray[np.int64]:
        days = [period.start.toordinal() for period in self.periods] + [self.end.toordinal()]
        edges = np.array(days, dtype=np.int64)
        edges.setflags(write=False)
        return edges

    @property
    def _years(self) -> tuple[int, ...]:
        return tuple(range(self.start.year, (self.end - timedelta(days=1)).year + 1))

    def _touches(self, start: date, end: date) -> bool:
        return start < self.end and self.start < end

    def _tiles(self, start: date, end: date) -> bool:
        return start.toordinal() in self._edges and end.toordinal() in self._edges

    def _by_window(self, rates: ArrayLike, windows: Sequence[tuple[date, date]]) -> list[float | Floats]:
        values = np.asarray(rates, dtype=np.float64)
        if values.ndim == 0 or values.shape[-1] != len(self):
            raise ModelFault(
                f"rates of shape {values.shape} do not fit the {len(self)} periods {self.names[0]} to "
                f"{self.names[-1]} -> the last axis must be the period"
            )
        years = np.array([[_overlap_years(period, *window) for period in self.periods] for window in windows])
        amounts = values @ years.T
        return [float(amount) if np.ndim(amount) == 0 else amount for amount in np.moveaxis(amounts, -1, 0)]


def quarters_then_years(start: date, quarters_until: date, years_until: date) -> Grid:
    """Calendar quarters from ``start`` up to ``quarters_until``, then calendar years up to ``years_until``.

    Quarters stand where dated policies act, years where only growth does. Both ends are exclusive. Raises `BadInput`
    unless ``start`` opens a quarter, ``quarters_until`` opens a year and the three dates are in order.
    """
    faults = []
    if start.day != 1 or start.month not in (1, 4, 7, 10):
        faults.append(Fault(f"start {start} is not the first day of a quarter", way_out=f"use {_quarter_start(start)}"))
    for name, day in (("quarters_until", quarters_until), ("years_until", years_until)):
        if (day.month, day.day) != (1, 1):
            faults.append(Fault(f"{name} {day} is not a 1 January", way_out=f"use {date(day.year + 1, 1, 1)}"))
    if not start <= quarters_until <= years_until or start == years_until:
        faults.append(
            Fault(
                f"start {start}, quarters_until {quarters_until} and years_until {years_until} are not in order",
                way_out="give them from early to late",
            )
        )
    if faults:
        raise BadInput(faults)
    periods = []
    while start < quarters_until:
        month = start.month + 3
        end = date(start.year + month // 12, (month - 1) % 12 + 1, 1)
        periods.append(Period(start, end, f"{start.year}Q{(start.month + 2) // 3}"))
        start = end
    for year in range(quarters_until.year, years_until.year):
        periods.append(Period(date(year, 1, 1), date(year + 1, 1, 1), str(year)))
    return Grid(tuple(periods))


def years_between(start: date, end: date) -> float:
    """Years from ``start`` to ``end``: each day is one 365th, or in a leap year one 366th, of a year."""
    if end < start:
        return -years_between(end, start)
    if start.year == end.year:
        return (end - start).days / _days_of(start.year)
    head = (date(start.year + 1, 1, 1) - start).days / _days_of(start.year)
    tail = (end - date(end.year, 1, 1)).days / _days_of(end.year)
    return head + (end.year - start.year - 1) + tail


def fiscal_label(year: int, start_month: int = 4) -> str:
    """Name of the fiscal year that starts in ``year``: ``FY2025-26``, or ``2025`` if it is the calendar year."""
    return str(year) if start_month == 1 else f"FY{year}-{(year + 1) % 100:02d}"


def _fiscal_window(year: int, start_month: int) -> tuple[date, date]:
    return date(year, start_month, 1), date(year + 1, start_month, 1)


def _days_of(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def _quarter_start(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _overlap_years(period: Period, start: date, end: date) -> float:
    first, last = max(period.start, start), min(period.end, end)
    return years_between(first, last) if first < last else 0.0


def _overlap_days(starts: NDArray[np.int64], ends: NDArray[np.int64], first: int, last: int) -> NDArray[np.int64]:
    return np.maximum(np.minimum(ends, last) - np.maximum(starts, first), 0)


def _integral(knots: Floats, values: Floats, at: Floats) -> Floats:
    """Integral of the profile from the first knot to each day of ``at`` (negative before it), in value-days."""
    gaps = np.diff(knots)
    area = np.concatenate([[0.0], np.cumsum(gaps * (values[1:] + values[:-1]) / 2)])
    # Searching from the right steps over a jump: of two knots on one day the later value counts from there on.
    left = np.clip(np.searchsorted(knots, at, side="right") - 1, 0, len(knots) - 1)
    slope = np.append(np.divide(np.diff(values), gaps, out=np.zeros_like(gaps), where=gaps > 0), 0.0)
    since = at - knots[left]
    bend = np.where(since > 0, slope[left], 0.0)
    return area[left] + since * (values[left] + bend * since / 2)


def _check_points(points: Sequence[tuple[date, float]]) -> None:
    if not points:
        raise BadInput([Fault("a profile has no points", way_out="give at least one date with a value")])
    faults = [
        Fault(f"the profile's value on {day} is {value}, not a finite number", way_out="give a number")
        for day, value in points
        if not np.isfinite(value)
    ]
    faults += [
        Fault(f"the profile goes back from {before} to {after}", way_out="sort the points by date")
        for (before, _), (after, _) in pairwise(points)
        if after < before
    ]
    if faults:
        raise BadInput(faults)


def _faults(periods: tuple[Period, ...]) -> list[Fault]:
    if not periods:
        return [Fault("the study has no periods", way_out="give at least one period with a start and an end")]
    faults = [
        Fault(f"period {p.name!r} from {p.start} to {p.end} holds no day", way_out="its end must lie after its start")
        for p in periods
        if p.days <= 0
    ]
    seen: set[str] = set()
    for period in periods:
        if period.name in seen:
            faults.append(Fault(f"two periods are called {period.name!r}", way_out="give each its own name"))
        seen.add(period.name)
    for before, after in pairwise(periods):
        pair = f"period {after.name!r} (from {after.start})"
        if after.start < before.start:
            faults.append(Fault(f"{pair} comes before {before.name!r}", way_out="sort the periods by date"))
        elif after.start < before.end:
            faults.append(Fault(f"{pair} overlaps {before.name!r} (to {before.end})", way_out="let it start there"))
        elif after.start > before.end:
            faults.append(Fault(f"{pair} leaves a gap after {before.name!r} (to {before.end})", way_out="fill the gap"))
    return faults


def _frozen(values: Sequence[float]) -> Floats:
    array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array
