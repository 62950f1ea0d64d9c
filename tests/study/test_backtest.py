"""The model against history: which number of the model a series is, and how misses are scored."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from monazite.errors import BadInput
from monazite.reading.observed import Observation
from monazite.study.backtest import Compared, backtest, model_number, scores, worst

SERIES = Observation(
    "exports", "exports", "trade", "shipped", ("oxide", "metal"), ("east", "west"), (), ("2025Q1", "2026"), "now", "keep", (),
    observed=100.0, nothing_changes=80.0, pro_rata=None, pro_rata_buyer=None,
)  # fmt: skip


class Outcome:
    """Two quarters and a year; price 10, 30, 20 USD/kg, and 4, 0, 2 kt/yr of everything."""

    def __init__(self):
        periods = [SimpleNamespace(length=length) for length in (0.25, 0.25, 1.0)]
        self.system = SimpleNamespace(grid=SimpleNamespace(names=("2025Q1", "2025Q2", "2026"), periods=periods))
        self.asked = []

    def price(self, commodity, region):
        return np.array([10.0, 30.0, 20.0])

    def total(self, block, **place):
        self.asked.append((block, place))
        return np.array([4.0, 0.0, 2.0])


@pytest.fixture
def outcome_of():
    """An outcome with other prices at some places."""

    def made(**prices):
        outcome = Outcome()
        usual = outcome.price
        outcome.price = lambda commodity, region: np.array(prices[region]) if region in prices else usual(commodity, region)
        return outcome

    return made


def test_a_price_is_the_mean_over_time():
    """Proves: a quarter at 10 and a year at 20 USD/kg are (10/4 + 20) / 1.25 = 18.
    Without it: the mean of periods, 15, would weigh a quarter like a year.
    """
    one = replace(SERIES, what="price", commodities=("oxide",), regions=("east",))

    assert model_number(one, Outcome()) == pytest.approx(18.0)


def test_a_price_ratio_is_that_of_two_means(outcome_of):
    """Proves: 18 USD/kg in the east over 12 in the west, each the mean over a quarter and a year, are 1.5.
    Without it: the mean of 10/20 and 20/10, weighed by time, would be 1.7.
    """
    one = replace(SERIES, what="price-ratio", commodities=("oxide",), regions=("east",), destinations=("west",))

    assert model_number(one, outcome_of(west=(20.0, 0.0, 10.0))) == pytest.approx(1.5)


def test_a_ratio_to_a_price_of_nothing_is_refused_by_name(outcome_of):
    """Proves: where the other price is 0 the series is told by name, with the region, and the way out.
    Without it: infinity would stand in a document that no reader of JSON takes.
    """
    one = replace(SERIES, what="price-ratio", commodities=("oxide",), regions=("east",), destinations=("west",))

    with pytest.raises(BadInput, match="series exports: the model's price of oxide in west is nothing"):
        model_number(one, outcome_of(west=(0.0, 0.0, 0.0)))


def test_tonnes_are_added_over_time_commodities_and_regions():
    """Proves: 4 kt/yr for a quarter and 2 kt/yr for a year are 3,000 t; of two commodities from two regions 12,000 t.
    Without it: a rate per year would stand beside tonnes of a quarter.
    """
    assert model_number(SERIES, Outcome()) == pytest.approx(12_000.0)


def test_destinations_narrow_what_is_shipped():
    """Proves: the lanes to the south alone are asked for; without destinations all lanes are.
    Without it: what went to one buyer would be compared with what went to all.
    """
    all_lanes, one_buyer = Outcome(), Outcome()

    model_number(SERIES, all_lanes)
    model_number(replace(SERIES, destinations=("south",)), one_buyer)

    assert all_lanes.asked[0] == ("ship", {"commodity": "oxide", "origin": "east"})
    assert one_buyer.asked[0][1]["destination"] == ("south",)


def test_scores_by_hand():
    """Proves: observed 100 and 50 from 80 and 50; the model says 110 and 60. It misses 20 of 150, a mean of (10 + 20) / 2 = 15 %; the
    guess misses 20 as well, so the skill is 0; one series moved, and was moved to the right side.
    Without it: a score could be of the wrong total.
    """
    still = replace(SERIES, series="still", observed=50.0, nothing_changes=50.0)

    model, guess = scores([Compared(SERIES, 110.0), Compared(still, 60.0)])

    assert (model.by, guess.by) == ("model", "nothing_changes")
    assert [model.weighted, model.mean, model.median] == pytest.approx([20 / 150, 0.15, 0.15])
    assert (model.skill, model.hits, model.moved) == (pytest.approx(0.0), 1, 1)
    assert (guess.weighted, guess.skill) == (pytest.approx(20 / 150), None)


def test_what_was_observed_as_nothing_has_no_share():
    """Proves: two lanes that fell from 80 t to nothing, foretold as 10 t: no share can be told, and the skill is 1 - 20/160.
    Without it: a division by zero would stand in the document as a number that no reader of JSON takes.
    """
    gone = replace(SERIES, observed=0.0)

    model, guess = scores([Compared(gone, 10.0), Compared(gone, 10.0)])

    assert (model.weighted, model.mean, model.median) == (None, None, None)
    assert model.skill == pytest.approx(0.875)
    assert (model.hits, model.moved, guess.skill) == (2, 2, None)


def test_a_guess_that_was_right_leaves_no_skill():
    """Proves: 80 t observed and 80 t before: the guess misses nothing, so the model has no skill against it.
    Without it: any miss over none would be told as minus infinity.
    """
    (model, _) = scores([Compared(replace(SERIES, observed=80.0), 90.0)])

    assert (model.skill, model.moved) == (None, 0)
    assert model.weighted == pytest.approx(0.125)


def test_a_guess_is_scored_only_where_all_series_of_the_group_have_it():
    """Proves: with pro rata for one of two series the group has scores of two, with both of three.
    Without it: guesses would be compared with the model over different series.
    """
    guessed = replace(SERIES, pro_rata=90.0)

    assert len(scores([Compared(SERIES, 1.0), Compared(guessed, 1.0)])) == 2
    assert len(scores([Compared(guessed, 1.0), Compared(guessed, 1.0)])) == 3


def test_the_worst_are_large_series():
    """Proves: a series of 0.5 beside one of 100 is left out though the model says 5; of the rest the larger share comes first.
    Without it: ten trickles would hide the misses that matter.
    """
    small, other = replace(SERIES, series="small", observed=0.5), replace(SERIES, series="other", observed=90.0)

    named = [one.observation.series for one in worst([Compared(SERIES, 150.0), Compared(small, 5.0), Compared(other, 190.0)])]

    assert named == ["other", "exports"]


def test_a_study_without_observations_is_refused():
    """Proves: the starter study has no observed.csv, and is told so by the name of the file.
    Without it: an empty page would look like a perfect score.
    """
    with pytest.raises(BadInput) as refused:
        backtest("starter")

    (fault,) = refused.value.faults
    assert fault.file == "observed.csv"
    assert "nothing to compare" in fault.message
    assert "docs/learn/backtest.md" in fault.way_out


@pytest.fixture(scope="module")
def lanes():
    """The lanes of 2022 from those of 2019."""
    return backtest("lanes-2019")


def test_what_exporters_are_known_to_have_sold_they_sell(lanes):
    """Proves: Vietnam sold metals to Japan alone: 2,059 t of pro rata by seller, and the model stays within 1 %.
    Without it: the option would not know what its title says.
    """
    one = next(x for x in lanes if x.observation.series == "metals_vnm_jpn_known")

    assert one.model == pytest.approx(one.observation.pro_rata, rel=0.01)


def test_magnets_are_foretold_better_than_by_the_guess_that_nothing_changes(lanes):
    """Proves: with what was mined, made and paid in 2022 the model's skill for lanes of magnets is above 0; for compounds it is below,
    and the page says so.
    Without it: a change of the model that loses what it could foretell would pass unseen.
    """
    skill = {s.group: s.skill for s in scores(lanes) if s.by == "model"}

    assert skill["permanent magnets of metal, forecast [t]"] > 0.1
    assert skill["permanent magnets of metal, exporters-known [t]"] > 0.3
    assert skill["other rare-earth compounds, forecast [t]"] < 0.0
