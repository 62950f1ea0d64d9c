"""Whoever makes what alone may leave is paid for its papers, however price and papers share the worth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from monazite.results.outcome import Outcome
from monazite.results.welfare import closing_error, welfare_account


def marked(small):
    """The small world whose lane takes own make only, a plant for 15 kt/yr of ore: 6 kt/yr of oxide leave."""
    case = small.set("lanes", "out", own_make=True).set("units", "plant", capacity=15.0)
    answer = case.solve()
    return Outcome("marked", answer.system, answer.program, answer.solution.x, answer.solution.y)


def split(outcome, papers):
    """The same outcome with ``papers`` USD/kg of the worth of oxide in the east told as worth of its papers."""
    y, program = outcome.y.copy(), outcome.program
    rows, balance = program.row("own_make"), program.row("commodity_balance")
    price = outcome.price("oxide", "east") - outcome.y[rows.slice] / outcome.system.weight
    y[rows.slice] = -papers * outcome.system.weight
    at = balance.start + np.flatnonzero(balance.index.where(commodity="oxide", region="east"))
    y[at] = (price - papers) * outcome.system.weight
    return replace(outcome, y=y)


def test_the_account_is_the_same_however_price_and_papers_are_split(small):
    """Proves: with 0, 1 or 3 of the 9 USD/kg that oxide is worth in the east told as worth of its papers, all of them duals of
    this programme, producers in the east gain 24 and traders nothing.
    Without it: with 3 on paper 18 of the 24 would be booked to the traders of the west.
    """
    outcome = marked(small)

    for papers in (0.0, 1.0, 3.0):
        account = welfare_account(split(outcome, papers))
        assert account["east", "producers"] == pytest.approx(24.0)
        assert account["west", "traders"] == pytest.approx(0.0, abs=1e-9)
        assert closing_error(outcome, account) < 1e-9
