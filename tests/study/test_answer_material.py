"""Where the material goes: each option of the study does what its title says, on its dates."""

from __future__ import annotations

import numpy as np
import pytest

from monazite.study.answer.magnets import made_at_home
from monazite.study.answer.material import leaving, total_leaving
from monazite.study.answer.number import in_year
from monazite.study.answer.work import terms_of

DATES = ("june-2025", "today")
AFTER = "2025Q2"


def later(outcome, values):
    return values[outcome.system.grid.names.index(AFTER) + 1:]


def oxide_leaving(outcome, terms):
    return sum((v for (_, form), v in leaving(outcome, terms).items() if form == "oxide"), np.zeros(len(outcome.system.grid)))


@pytest.mark.parametrize("date", DATES)
def test_a_stop_counts_from_its_day(shipped, date):
    """Proves: from 13 June 2025 nothing is delivered; in that quarter 73 of 91 days count: of 1,171 t a year in the base year as known in
    June, 940.
    Without it: a stop in mid-quarter would begin in April or in July.
    """
    outcome = shipped.outcome(date, "suspend")
    delivered = outcome.total("deliver", agreement="trei_2012")
    usual = shipped.study(date).baseline.delivery["trei_2012"]

    assert delivered[:2] == pytest.approx([usual, usual * 73 / 91], rel=1e-6)
    assert np.all(later(outcome, delivered) <= 1e-6)


@pytest.mark.parametrize("date", DATES)
def test_with_the_stop_exports_of_oxide_end(shipped, date):
    """Proves: after June 2025 no NdPr leaves India as oxide; under 'keep' 239 to 264 t a year do.
    Without it: captive oxide of IREL would be sold abroad in place of what was stopped.
    """
    terms = terms_of(shipped.study(date))
    stop, keep = shipped.outcome(date, "suspend"), shipped.outcome(date, "keep")

    assert np.all(later(stop, oxide_leaving(stop, terms)) <= 1e-9)
    assert 220.0 < in_year(keep.system.grid, oxide_leaving(keep, terms), 2026) * 1000.0 < 280.0


@pytest.mark.parametrize("date", DATES)
def test_a_wind_down_lies_between(shipped, date):
    """Proves: what leaves in 2026 is less than under 'keep' and more than under 'suspend', and has ended by 2028.
    Without it: a taper could be told as a stop.
    """
    study = shipped.study(date)
    terms = terms_of(study)
    keep, slow, stop = (in_year(study.grid, oxide_leaving(shipped.outcome(date, o), terms), 2026)
                        for o in ("keep", "wind-down", "suspend"))
    ended = in_year(study.grid, shipped.outcome(date, "wind-down").total("deliver", agreement="trei_2012"), 2028)

    assert stop + 0.05 < slow < keep - 0.05
    assert ended == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("date", DATES)
def test_a_stop_for_japan_alone_leaks(shipped, date):
    """Proves: nothing goes from India to Japan any more, and as much as before leaves in all: by Vietnam and Thailand.
    Without it: a stop that names one country would look like a stop.
    """
    terms = terms_of(shipped.study(date))
    keep, narrow = shipped.outcome(date, "keep"), shipped.outcome(date, "suspend-japan-only")
    to = {place for (place, _), v in leaving(narrow, terms).items() if np.max(later(narrow, v)) > 1e-6}

    assert "JPN" not in to
    assert to >= set(terms.transit)
    assert in_year(keep.system.grid, total_leaving(narrow, terms), 2028) == pytest.approx(in_year(keep.system.grid, total_leaving(keep, terms), 2028), rel=0.01)


@pytest.mark.parametrize("date", DATES)
def test_the_second_leg_of_the_swap_follows_the_first(shipped, date):
    """Proves: from 2026 Japan delivers 0.19 t of magnets for each tonne of chloride, exactly: 197.9 t a year.
    Without it: the magnets could be promised and the chloride not, or the other way round.
    """
    outcome = shipped.outcome(date, "swap")
    first, second = (outcome.total("deliver", agreement=g) for g in ("trei_2012", "swap_magnets"))
    running = np.array([p.start.year >= 2026 for p in outcome.system.grid.periods])

    np.testing.assert_allclose(second[running], 0.19 * first[running], rtol=1e-9, atol=1e-12)
    assert np.all(second[~running] == 0.0)


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("place", [("ndpr_oxide", "CHN"), ("ndpr_oxide", "JPN"), ("ndpr_oxide", "VNM")])
def test_a_stop_makes_no_oxide_cheaper(shipped, date, place):
    """Proves: in each printed year neither the world price nor the price in Japan or Vietnam falls, beyond 0.05 USD/kg, the
    width that prices of a linear programme leave open.
    Without it: taking supply away could relieve a market.
    """
    study = shipped.study(date)
    gap = shipped.outcome(date, "suspend").price(*place) - shipped.outcome(date, "keep").price(*place)

    assert min(in_year(study.grid, gap, year) for year in range(2025, 2036)) > -0.05
    assert max(in_year(study.grid, gap, year) for year in range(2025, 2036)) > 0.05


@pytest.mark.parametrize("date", DATES)
def test_magnets_are_made_while_the_incentive_is_paid_or_prices_carry_them(shipped, date):
    """Proves: with the scheme 2,437.5 t a year are made from 2030 to 2034; in 2035, without incentive, under a fifth of it;
    and whatever is made unpaid sells for at least its inputs and reported cost.
    Without it: a plant that loses on every kg would run on for ever.
    """
    outcome = shipped.outcome(date, "keep+build")
    terms, grid = terms_of(shipped.study(date)), outcome.system.grid
    made = [in_year(grid, made_at_home(outcome, terms), year) * 1000.0 for year in range(2030, 2036)]
    unpaid = np.array([p.start.year >= 2035 or p.start.year < 2030 for p in grid.periods])
    region = outcome.system.widest.region_of_unit

    assert made[:5] == pytest.approx([2437.5] * 5)
    assert made[5] < 0.2 * made[4]
    for a in outcome.system.world.activities:
        recipe = outcome.system.book[a.process].amounts
        if region[a.unit] == terms.home and any(recipe.get(m) == 1.0 for m in terms.magnets):
            sold = sum(x * outcome.price(c, terms.home) for c, x in recipe.items())
            runs = (outcome.total("run", activity=a.activity) > 1e-6) & unpaid
            assert np.all(sold[runs] >= a.cost - 1e-6)
