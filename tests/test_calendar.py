"""Periods of uneven length: what a dated policy covers, what a ramp averages, what a fiscal year adds up to."""

from __future__ import annotations

import pickle
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite.calendar import Grid, Period, quarters_then_years, years_between
from monazite.errors import BadInput, ModelFault

Q2 = Period(date(2025, 4, 1), date(2025, 7, 1), "2025Q2")
Q3 = Period(date(2025, 7, 1), date(2025, 10, 1), "2025Q3")

days = st.dates(date(2015, 1, 1), date(2045, 12, 31))


@st.composite
def grids(draw):
    """Any grid of 1 to 12 periods of 1 to 900 days, with no regard to quarters."""
    start = draw(days)
    lengths = draw(st.lists(st.integers(1, 900), min_size=1, max_size=12))
    edges = [start + timedelta(days=int(d)) for d in np.concatenate([[0], np.cumsum(lengths)])]
    return Grid(tuple(Period(a, b, f"p{i}") for i, (a, b) in enumerate(pairwise(edges))))


@st.composite
def grids_with_rates(draw):
    """A grid and one rate per period."""
    grid = draw(grids())
    rates = draw(st.lists(st.floats(0, 1e3), min_size=len(grid), max_size=len(grid)))
    return grid, np.array(rates)


@st.composite
def profiles(draw):
    """One to six points in order of time; two on the same day are a jump."""
    points = draw(st.lists(st.tuples(days, st.floats(-10, 10)), min_size=1, max_size=6))
    return sorted(points, key=lambda point: point[0])


# --- lengths ------------------------------------------------------------------------------------------------------


def test_four_quarters_make_one_year_and_a_leap_day_changes_nothing():
    """Proves: quarters are 90/365, 91/365, 92/365, 92/365, or 91/366 and so on, and sum to 1.
    Without it: quarters of 0.25 would put 1.4 % too much into a first quarter; 91/365.25 would make years of 0.9993.
    """
    grid = quarters_then_years(date(2027, 1, 1), date(2029, 1, 1), date(2029, 1, 1))

    assert grid.lengths[:4] == pytest.approx([90 / 365, 91 / 365, 92 / 365, 92 / 365], abs=1e-15)
    assert grid.lengths[4] == pytest.approx(91 / 366, abs=1e-15)
    assert [grid.lengths[:4].sum(), grid.lengths[4:].sum()] == pytest.approx([1.0, 1.0], abs=1e-15)


@given(a=days, b=days, c=days)
def test_years_add_up_whatever_day_divides_them(a, b, c):
    """Proves: years from a to c are years from a to b plus years from b to c, also backwards.
    Without it: splitting a period in two would create or destroy material.
    """
    assert years_between(a, c) == pytest.approx(years_between(a, b) + years_between(b, c), abs=1e-12)


def test_quarters_round_policy_dates_then_years(grid):
    """Proves: names, ends and number of periods of the usual grid.
    Without it: a label in a result would not say which days it means.
    """
    assert grid.names == (
        *("2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2", "2026Q3", "2026Q4"),
        *("2027", "2028", "2029", "2030"),
    )
    assert (grid.start, grid.end, len(grid)) == (date(2025, 4, 1), date(2031, 1, 1), 11)
    assert grid.periods[6] == Period(date(2026, 10, 1), date(2027, 1, 1), "2026Q4")
    assert grid.mid[0] == date(2025, 5, 16)


def test_a_grid_is_the_same_after_it_was_sent_to_another_process(grid):
    """Proves: pickling keeps periods and lengths; arrays of the grid cannot be written to.
    Without it: an ensemble's workers would run on another calendar than the one who sums up.
    """
    assert pickle.loads(pickle.dumps(grid)) == grid
    with pytest.raises(ValueError, match="read-only"):
        grid.lengths[0] = 1.0


# --- share of a period that a dated policy covers ----------------------------------------------------------------------


def test_a_ban_in_the_middle_of_a_quarter_covers_the_days_that_are_left(grid):
    """Proves: a ban from 13 June 2025 covers 18 of the 91 days of the quarter, 19.8 %, and all later ones.
    Without it: rounding to whole periods would make it 0 % or 100 %.
    """
    share = grid.share(date(2025, 6, 13), None)

    assert share[0] == pytest.approx(18 / 91)
    assert (share[1:] == 1.0).all()


def test_an_open_interval_covers_everything_and_a_day_covers_one_day(grid):
    """Proves: None means since ever and for good; the end day itself does not count.
    Without it: an agreement of one day would last two, or none.
    """
    assert (grid.share(None, None) == 1.0).all()
    assert grid.share(date(2027, 3, 1), date(2027, 3, 2))[7] == pytest.approx(1 / 365)
    assert (grid.share(date(2027, 3, 1), date(2027, 3, 1)) == 0.0).all()
    assert (grid.share(date(2040, 1, 1), None) == 0.0).all()


@given(grid=grids(), cuts=st.lists(days, min_size=1, max_size=4))
def test_shares_of_consecutive_intervals_sum_to_one(grid, cuts):
    """Proves: if rules follow each other without a gap, each day of each period is under exactly one of them.
    Without it: on the day of change both tariffs would apply, or neither.
    """
    edges = [None, *sorted(cuts), None]

    total = sum(grid.share(a, b) for a, b in pairwise(edges))

    assert total == pytest.approx(np.ones(len(grid)), abs=1e-12)


def test_an_interval_that_ends_before_it_starts_is_refused(grid):
    """Proves: both dates stand in the message.
    Without it: exchanged dates would silently mean a policy that never acts.
    """
    with pytest.raises(BadInput, match="ends on 2025-04-01, before it starts on 2026-04-01"):
        grid.share(date(2026, 4, 1), date(2025, 4, 1))


# --- profiles ---------------------------------------------------------------------------------------------------


def test_a_ramp_of_one_year_has_half_its_height_on_average():
    """Proves: 0 on 1 January 2027, 1 on 1 January 2028 is 0.5 over 2027 and 1 after it.
    Without it: reading the value at the start of a period gives 0, at its end 1.
    """
    grid = quarters_then_years(date(2026, 1, 1), date(2026, 1, 1), date(2029, 1, 1))

    share = grid.linear_share([(date(2027, 1, 1), 0.0), (date(2028, 1, 1), 1.0)])

    assert share == pytest.approx([0.0, 0.5, 1.0], abs=1e-12)


@given(grid=grids(), day=days)
def test_a_jump_is_the_share_of_days_after_it(grid, day):
    """Proves: a profile that jumps from 0 to 1 agrees with `share` from that day on.
    Without it: a tariff written as a profile and one written as an interval would differ.
    """
    assert grid.linear_share([(day, 0.0), (day, 1.0)]) == pytest.approx(grid.share(day, None), abs=1e-9)


@given(grid=grids(), points=profiles())
def test_period_averages_times_days_are_the_integral_of_the_profile(grid, points):
    """Proves: days times average, summed over the grid, is the sum over days of the profile at each midday.
    Without it: a coarse grid would build more or less capacity than a fine one.
    """
    knots = [(day.toordinal(), value) for day, value in points]
    noons = np.arange(grid.start.toordinal(), grid.end.toordinal()) + 0.5
    by_day = np.interp(noons, [k for k, _ in knots], [v for _, v in knots]).sum()

    by_period = sum(p.days * v for p, v in zip(grid.periods, grid.linear_share(points), strict=True))

    assert by_period == pytest.approx(by_day, abs=1e-6 * max(1, len(noons)))


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ([], "no points"),
        ([(date(2026, 1, 1), 1.0), (date(2025, 1, 1), 0.0)], "goes back from 2026-01-01 to 2025-01-01"),
        ([(date(2026, 1, 1), float("nan"))], "value on 2026-01-01 is nan"),
    ],
)
def test_a_profile_that_cannot_be_is_refused(grid, points, words):
    """Proves: an empty, unsorted or undefined profile is named with its dates.
    Without it: interpolation over unsorted dates returns numbers all the same.
    """
    with pytest.raises(BadInput, match=words):
        grid.linear_share(points)


# --- reporting years --------------------------------------------------------------------------------------------------


def test_a_fiscal_year_of_quarters_is_exact_and_one_of_years_is_marked(grid):
    """Proves: at 100 t a year, April 2025 to March 2026 is 100 t exactly; a fiscal year that cuts a year is marked.
    Without it: the two would look alike, although the second assumes an even flow over the year.
    """
    amounts = grid.fiscal_year(np.full(len(grid), 100.0))

    assert amounts["FY2025-26"] == (pytest.approx(100.0), True)
    assert not amounts["FY2026-27"].exact
    assert not amounts["FY2029-30"].exact
    assert amounts["FY2030-31"] == (pytest.approx(100 * 275 / 365), False)


def test_a_fiscal_year_takes_its_own_quarters():
    """Proves: with 40 t/yr until December 2025 and 80 from then on, the fiscal year has 40 x 275/365 + 80 x 90/365.
    Without it: the calendar year's 40 t would be printed for a year that really had 49.9 t.
    """
    grid = quarters_then_years(date(2025, 1, 1), date(2027, 1, 1), date(2027, 1, 1))
    rates = np.array([40.0] * 4 + [80.0] * 4)

    assert grid.fiscal_year(rates)["FY2025-26"] == (pytest.approx(40 * 275 / 365 + 80 * 90 / 365), True)
    assert grid.calendar_year(rates) == {2025: pytest.approx(40.0), 2026: pytest.approx(80.0)}


def test_a_fiscal_year_may_start_in_july_or_in_january(grid):
    """Proves: July to June is exact from quarters; from January it is the calendar year under its plain name.
    Without it: Australian figures would be compared with Indian ones three months apart.
    """
    rates = np.arange(float(len(grid)))

    july = grid.fiscal_year(rates, start_month=7)
    january = grid.fiscal_year(rates, start_month=1)

    assert list(july)[:2] == ["FY2024-25", "FY2025-26"]
    assert (july["FY2024-25"].exact, july["FY2025-26"].exact) == (False, True)
    assert {int(label): amount for label, (amount, _) in january.items()} == pytest.approx(grid.calendar_year(rates))
    with pytest.raises(BadInput, match="month 13"):
        grid.fiscal_year(rates, start_month=13)


def test_a_calendar_year_that_starts_before_the_grid_is_not_whole(grid):
    """Proves: 2025, of which the grid lacks the first quarter, is not listed as whole.
    Without it: 75 t would be printed for a year of 100 t.
    """
    assert grid.whole_years == (2026, 2027, 2028, 2029, 2030)
    assert grid.calendar_year(np.full(len(grid), 100.0))[2025] == pytest.approx(100 * 275 / 365)


@given(case=grids_with_rates(), start_month=st.integers(1, 12))
def test_reporting_years_sum_to_the_total_of_the_grid(case, start_month):
    """Proves: nothing is lost or counted twice between calendar years, nor between fiscal years of any start.
    Without it: the rows of a table would not add up to its last line.
    """
    grid, rates = case
    total = pytest.approx(float(rates @ grid.lengths), abs=1e-6)

    assert sum(grid.calendar_year(rates).values()) == total
    assert sum(amount for amount, _ in grid.fiscal_year(rates, start_month).values()) == total


def test_many_rows_are_summed_at_once(grid):
    """Proves: rates of shape (rows, periods) give one amount per row; a wrong last axis is refused with both sizes.
    Without it: a transposed table would be summed over the wrong axis.
    """
    rates = np.outer([1.0, 2.0], np.ones(len(grid)))

    assert grid.calendar_year(rates)[2027] == pytest.approx([1.0, 2.0])
    with pytest.raises(ModelFault, match=r"\(11, 2\) do not fit the 11 periods"):
        grid.calendar_year(rates.T)


# --- which period, and refusals ----------------------------------------------------------------------------------------


@given(grid=grids(), share=st.floats(0, 1, exclude_max=True))
def test_each_day_lies_in_the_period_that_holds_it(grid, share):
    """Proves: `index_of` finds the one period with start <= day < end.
    Without it: a policy on the first day of a period would act one period early.
    """
    day = grid.start + timedelta(days=int(share * (grid.end - grid.start).days))

    period = grid.periods[grid.index_of(day)]

    assert period.start <= day < period.end


def test_a_day_outside_the_grid_is_refused_with_its_limits(grid):
    """Proves: the last day counts, the end does not, and the message names both limits.
    Without it: a late project would silently fall into the last period.
    """
    assert grid.index_of(date(2030, 12, 31)) == 10
    with pytest.raises(ModelFault, match="2031-01-01 lies outside.*2025-04-01.*2031-01-01"):
        grid.index_of(date(2031, 1, 1))


@pytest.mark.parametrize(
    ("periods", "words"),
    [
        ((), "no periods"),
        ((Period(date(2025, 4, 1), date(2025, 4, 1), "2025Q2"),), "'2025Q2' .* holds no day"),
        ((Q2, Period(date(2025, 6, 1), date(2025, 10, 1), "late")), "'late' .* overlaps '2025Q2'"),
        ((Q2, Period(date(2025, 8, 1), date(2025, 10, 1), "late")), "'late' .* leaves a gap after '2025Q2'"),
        ((Q3, Q2), "'2025Q2' .* comes before '2025Q3'"),
        ((Q2, Period(date(2025, 7, 1), date(2025, 10, 1), "2025Q2")), "two periods are called '2025Q2'"),
    ],
)
def test_a_grid_that_would_count_twice_or_not_at_all_is_refused(periods, words):
    """Proves: empty, overlapping, gaping, unordered and namesake periods are refused by name.
    Without it: an overlap of one month would count that month's output twice.
    """
    with pytest.raises(BadInput, match=words):
        Grid(periods)


def test_quarters_that_do_not_meet_years_are_refused_all_at_once():
    """Proves: a start inside a quarter and a change in July are both named, with dates that would do.
    Without it: one would be mended only to meet the other.
    """
    with pytest.raises(BadInput) as refusal:
        quarters_then_years(date(2025, 4, 2), date(2026, 7, 1), date(2030, 1, 1))

    assert [fault.way_out for fault in refusal.value.faults] == ["use 2025-04-01", "use 2027-01-01"]
