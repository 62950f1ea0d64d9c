"""Whoever makes what alone may leave is paid for its papers."""

from __future__ import annotations

import pytest

from monazite.results.outcome import Outcome
from monazite.results.welfare import closing_error, welfare_account
from monazite.world.records import Lane, Region, Stockpile


def refilled(small):
    """The small world whose lane takes own make only, a mine for 2 kt/yr of oxide, and 5 kt on a heap in the south for 0.5 USD/kg."""
    heap = Stockpile("heap", "heap", "south", "oxide", "o", initial=5.0, capacity=9.0, working_days=0.0, holding_cost=0.0,
                     terminal_share=0.0)  # fmt: skip
    case = small.set("units", "mine", capacity=5.0).set("lanes", "out", own_make=True).add("regions", Region("south", "South"))
    case = case.add("lanes", Lane("north", "oxide", "south", "east", 0.0, 0.05, freight=0.5)).add("stockpiles", heap)
    answer = case.solve()
    return Outcome("refilled", answer.system, answer.program, answer.solution.x, answer.solution.y)


def test_makers_are_paid_for_their_papers(small):
    """Proves: oxide is to be had in the east at 0.5 USD/kg, under own papers it fetches 9 there: papers are worth 8.5. Makers of 2
    kt/yr get 2 x (0.5 + 1.001 x 8.5) for 2 x 5 of cost: 8.017. Traders, who ship 2.002, gain nothing, and the account closes.
    Without it: 17 of it would be booked to the traders of the west, and makers would lose 9.
    """
    outcome = refilled(small)
    account = welfare_account(outcome)

    assert -outcome.y[outcome.program.row("own_make").slice] == pytest.approx([8.5])
    assert account["east", "producers"] == pytest.approx(8.017)
    assert account["west", "traders"] == pytest.approx(0.0, abs=1e-9)
    assert closing_error(outcome, account) < 1e-9
