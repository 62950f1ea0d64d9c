"""``monazite backtest STUDY``: scores, the worst misses and every series, on a page and as JSON."""

from __future__ import annotations

import json


def test_the_page_tells_scores_the_worst_and_every_series(monazite_says, here):
    """Proves: three sections in this order; the ten worst stand in their table; 118 series follow.
    Without it: a bad score could be left out of the page.
    """
    text = monazite_says("backtest", "lanes-2019").stdout

    scores, worst, series = (text.index(f"\n{title}\n") for title in ("Scores", "Worst misses", "Series by series"))
    assert scores < worst < series
    assert "118 series against what was observed" in text
    assert text[series:].count("China to Japan") == 8


def test_the_document_holds_model_and_observation_of_each_series(monazite_says, here):
    """Proves: 118 series with both numbers, scores of 8 groups, and the names of ten worst.
    Without it: a spreadsheet could not be filled with them.
    """
    told = json.loads(monazite_says("backtest", "lanes-2019", "--json").stdout)

    assert len(told["series"]) == 118
    assert all(row["model"] >= 0.0 and row["observed"] >= 0.0 for row in told["series"])
    assert len({score["group"] for score in told["scores"]}) == 8
    assert len(told["worst"]) == 10
