"""How far prices leave welfare open: by hand in the small world, and against the ledger of the shipped study."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import numpy as np
import pytest

from monazite.results.welfare import social_welfare, welfare_account
from monazite.study.price_side import price_sides, slopes


@pytest.fixture
def full(small):
    """A mine that can dig just what users take: 20.05 kt of ore for 8.02 kt of oxide. Any price from 6 to 10 holds."""
    return small.set("units", "mine", capacity=20.05)


def test_where_one_price_holds_nothing_is_open(small):
    """Proves: with capacity to spare the price is cost, 6 USD/kg in the west, and both ends are 0 for both regions.
    Without it: every payoff would carry a range that is not there.
    """
    for below, above in price_sides(small.solve().outcome, 0, ["east", "west"]).values():
        assert (below, above) == pytest.approx((0.0, 0.0), abs=1e-6)


def test_a_full_mine_leaves_its_whole_rent_open(full):
    """Proves: 4 USD/kg on 8.02 kt, 32.08 million, may be the mine's or the users', whichever prices the solver returns:
    from the one end to the other it is 32.08 for both regions, and what the east may gain the west may lose.
    Without it: the split that a solver happens to return would be told as if it were found.
    """
    outcome = full.solve().outcome
    east, west = price_sides(outcome, 0, ["east", "west"]).values()
    account = welfare_account(outcome)

    assert east[1] - east[0] == pytest.approx(32.08, rel=1e-6)
    assert west == pytest.approx((-east[1], -east[0]))
    # Export tax, 0.1 USD/kg, is the east's whatever the price.
    assert social_welfare(account, "east") + east[0] == pytest.approx(0.802, abs=1e-5)
    assert social_welfare(account, "east") + east[1] == pytest.approx(0.802 + 32.08, abs=1e-5)


def test_prices_that_were_paid_are_open_no_more(full):
    """Proves: of two years, each with 32.08 million open, only the second is open if decisions start there.
    Without it: a surprise of today would change what was paid before.
    """
    outcome = full.over("2025-01-01", "2026-01-01", "2027-01-01").solve().outcome
    whole, second = (price_sides(outcome, first, ["east"])["east"] for first in (0, 1))

    assert whole[1] - whole[0] == pytest.approx(64.16, rel=1e-6)
    assert second[1] - second[0] == pytest.approx(32.08, rel=1e-6)


def test_price_and_papers_of_origin_are_open_together(full):
    """Proves: where only what was made in the east may leave it, 32.08 million are open as without that rule: a maker
    is paid for goods and papers, however the two are split.
    Without it: the worth of a paper, which nobody trades apart, would make a price without end.
    """
    below, above = price_sides(full.set("lanes", "out", own_make=True).solve().outcome, 0, ["east"])["east"]

    assert above - below == pytest.approx(32.08, rel=1e-6)


def test_a_price_without_floor_is_open_without_end(full):
    """Proves: a mine that must run full, of which users can take no more, may have to pay for being rid of a kilogramme
    more: no plan exists with less sold, so the lower end is infinite; the upper is at most all that users would pay,
    80.2 million.
    Without it: a search for the end would stop with the message that no plan is possible.
    """
    outcome = full.base(run={"dig": 20.05}).set("units", "mine", must_run=1.0).solve().outcome

    below, above = price_sides(outcome, 0, ["east"])["east"]

    assert below == -inf and 0.0 <= above < 80.21


def test_slopes_are_those_of_the_ledger(shipped):
    """Proves: with every dual of 'keep' changed at random, of whatever row, India's, Japan's and China's social welfare
    changes by the sum of slope times change, to a millionth.
    Without it: a gain that is booked at a price nobody asked for would be missing from the ends.
    """
    outcome = shipped.outcome("today", "keep")
    regions = ["IND", "JPN", "CHN"]
    rng = np.random.default_rng(7)
    change = 0.01 * rng.normal(size=outcome.y.size)
    before, after = welfare_account(outcome), welfare_account(replace(outcome, y=outcome.y + change))

    found = slopes(outcome, regions)

    for region in regions:
        moved = social_welfare(after, region) - social_welfare(before, region)
        assert abs(moved) > 1e-3
        assert found[region] @ change == pytest.approx(moved, rel=1e-6, abs=1e-9)
