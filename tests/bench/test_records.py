"""Reconciliation and import are measured beside a naive way on the same work."""

from __future__ import annotations

import pytest

from monazite.bench.comparison import Plan, compared
from monazite.bench.drawing import drawing
from monazite.bench.importing import FORMS, importing
from monazite.bench.reconciling import network, reconciling
from monazite.errors import SolveFault


def test_both_ways_of_reconciling_find_the_same_objective():
    """Proves: on 40 processes and 160 flows the sparse steps and the closed form of dense matrices agree to 1e-9.
    Without it: a ratio of two different answers would be printed.
    """
    ours, closed = (reconciling(name, 40, 160) for name in ("monazite", "closed form"))

    assert ours["objective"] == pytest.approx(closed["objective"], rel=1e-9)
    assert ours["floors"] > 0.0 and closed["floors"] is None


def test_the_network_balances_at_every_process_and_is_the_same_again():
    """Proves: each flow leaves at most one process and enters at most one, and the seed fixes the reports.
    Without it: figures of two days would be of two networks.
    """
    balances, reported, _ = network(40, 160)

    assert set(balances.data) == {-1.0, 1.0}
    assert abs(balances).sum(axis=0).max() <= 2.0
    assert (network(40, 160)[1] == reported).all()


@pytest.mark.parametrize("form", FORMS)
def test_both_ways_of_reading_keep_the_same_rows(form):
    """Proves: of 60,000 rows both keep the same number and value of the wanted codes, in the form of each publisher.
    Without it: a fast reader that loses rows would win.
    """
    ours, pandas = (importing(name, form, 60_000) for name in ("monazite", "pandas"))

    assert ours["kept"] == pandas["kept"] > 0
    assert ours["value"] == pytest.approx(pandas["value"])


def test_a_draw_from_one_reconciliation_is_the_draw_begun_anew():
    """Proves: over two draws of the starter study the flows of both ways add up to the same.
    Without it: a quick draw of something else would be praised.
    """
    ours, anew = (drawing(name, "starter", 2) for name in ("monazite", "anew"))

    assert ours["value"] == pytest.approx(anew["value"], rel=1e-9)
    assert ours["value"] > 0.0


def test_a_naive_way_that_finds_something_else_is_no_comparison(measurements):
    """Proves: if pandas keeps other rows the comparison is refused with both numbers.
    Without it: a ratio without meaning.
    """
    _, state = measurements

    def spoil(task, result):
        if task["kind"] == "importing" and task["contender"] == "pandas":
            result["kept"] = 11

    state["change"] = spoil
    with pytest.raises(SolveFault, match="importing: kept is 10 of monazite and 11 of pandas"):
        compared(Plan((), sizes=(13_000,)))
