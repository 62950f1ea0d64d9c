"""A programme that leaves as a file is still the same programme."""

from __future__ import annotations

import highspy
import pytest

from monazite.labels import Axis, Index
from monazite.program import Draft
from monazite.program.mps import write_mps
from monazite.solving import solve


def read_and_solved(path):
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    assert highs.readModel(str(path)) == highspy.HighsStatus.kOk
    highs.run()
    return highs.getInfo().objective_function_value


def test_the_transport_problem_read_back_has_the_same_objective(transport, tmp_path):
    """Proves: HiGHS reads the file and finds 153.675.
    Without it: an export would be a second formulation.
    """
    write_mps(transport(), tmp_path / "transport.mps")

    assert read_and_solved(tmp_path / "transport.mps") == pytest.approx(153.675, abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_a_market_read_back_has_the_same_objective(market, tmp_path, seed):
    """Proves: equal objectives to 1e-9 for markets with thousands of columns.
    Without it: only what fits on a page would be known to survive.
    """
    program = market(seed, closed=(3,), tariff=1.0)
    write_mps(program, tmp_path / "market.mps")

    assert read_and_solved(tmp_path / "market.mps") == pytest.approx(solve(program).objective, rel=1e-9)


def test_every_kind_of_bound_survives(tmp_path):
    """Proves: ranges, negative upper bounds, free and fixed columns, open rows and a constant give the answer by hand:
    a column below -2 goes to -3 where twice it meets -6; a free one to 4, at cost 2; fixed 1.5; -3 + 8 + 1.5 + 10.
    Without it: a reader's default (a lower bound of zero) would change the programme unseen.
    """
    draft = Draft()
    one = Index.product(Axis("case", ("x",)))
    below = draft.columns("below", one, lower=float("-inf"), upper=-2.0)
    free = draft.columns("free", one, lower=float("-inf"))
    fixed = draft.columns("fixed", one, lower=1.5, upper=1.5)
    draft.rows("range", one, lower=-6.0, upper=9.0).add(below, 2.0, on=("case",))
    draft.rows("least", one, lower=4.0).add(free, on=("case",))
    draft.rows("open", one).add(fixed, on=("case",))
    draft.cost("one", below, 1.0)
    draft.cost("two", free, 2.0)
    draft.cost("three", fixed, 1.0)
    draft.constant("sunk", 10.0)
    program = draft.compile()
    write_mps(program, tmp_path / "bounds.mps")

    assert solve(program).objective == pytest.approx(16.5)
    assert read_and_solved(tmp_path / "bounds.mps") == pytest.approx(16.5)
