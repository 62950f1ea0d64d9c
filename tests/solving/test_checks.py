"""No answer is believed: each is measured against the programme, and what fails is asked again on another road."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from monazite.errors import SolveFault
from monazite.labels import Index
from monazite.program import Draft
from monazite.solving import Session, SolveOptions, solve, violations
from monazite.solving.checks import passes
from monazite.solving.highs import Highs


@pytest.fixture
def answer(transport):
    program = transport()
    solution = solve(program)
    return program, solution.x.copy(), solution.y.copy(), solution.z.copy()


def measured(program, x, y, z):
    return violations(program, x, y, z).residuals()


def test_a_right_answer_passes(answer):
    """Proves: the residuals of the transport problem are below 1e-12.
    Without it: the checks might refuse what is right.
    """
    assert max(measured(*answer)) < 1e-12


def test_a_shipment_too_few_is_seen(answer):
    """Proves: one case less from the second plant leaves a row short by 1, relative to the cases moved: above 1e-3.
    Without it: a broken balance would be a line in the results.
    """
    program, x, y, z = answer
    x[int(np.argmax(x))] -= 1.0

    assert measured(program, x, y, z).primal > 1e-3


def test_a_negative_shipment_is_seen(transport):
    """Proves: -1 case on one lane and one more on another, where no row can tell, breaks a bound by 1 in 2.
    Without it: only rows would be checked, and a plan could ship backwards.
    """
    program = transport(demand=(0.0, 0.0, 0.0))
    x = np.array([-1.0, 0.0, 0.0, 1.0, 0.0, 0.0])

    assert measured(program, x, np.zeros(5), program.c).primal == pytest.approx(0.5)


def test_a_price_that_does_not_add_up_is_seen(answer):
    """Proves: a price of Chicago that is 0.01 too high leaves freight unexplained.
    Without it: a price could be printed that no trader would find.
    """
    program, x, y, z = answer
    y[3] += 0.01

    assert measured(program, x, y, z).dual > 1e-3


def test_a_price_on_a_bound_that_does_not_exist_is_seen(answer):
    """Proves: a positive price on a capacity, which has no lower bound, counts in full even when all else adds up.
    Without it: more capacity would appear to cost money.
    """
    program, x, y, z = answer
    y[0] += 0.2
    z -= program.A.T @ np.array([0.2, 0, 0, 0, 0])

    assert measured(program, x, y, z).dual == pytest.approx(0.2)


def test_a_price_on_a_bound_that_does_not_hold_is_seen(answer):
    """Proves: quantities and prices that are each possible but do not belong together leave a gap.
    Without it: a feasible plan with the prices of another would pass.
    """
    program, x, y, z = answer
    y[:] = 0.0
    z[:] = program.c

    residuals = measured(program, x, y, z)

    assert (residuals.primal, residuals.dual) == (0.0, 0.0)
    assert residuals.gap == pytest.approx(153.675 / 154.675)


def test_a_number_that_is_none_never_passes(answer):
    """Proves: one not-a-number among the quantities fails the checks.
    Without it: comparisons with it are neither true nor false, and it would slip through.
    """
    program, x, y, z = answer
    x[0] = np.nan

    assert not passes(measured(program, x, y, z), SolveOptions())


def spoil(monkeypatch, *roads):
    """Make the solver lie by one unit in the first quantity on the given roads."""
    honest = Highs.run

    def lying(self, program, route, options, start=None):
        said = honest(self, program, route, options, start)
        return replace(said, x=said.x + np.eye(1, said.x.size)[0]) if route in roads else said

    monkeypatch.setattr(Highs, "run", lying)


@pytest.mark.parametrize(("lies", "route"), [((), "warm"), (("warm",), "cold"), (("warm", "cold"), "ipx")])
def test_a_lie_is_asked_again_on_the_next_road(transport, monkeypatch, lies, route):
    """Proves: warm, then cold, then ipx: the first answer that passes is taken, and it is 153.675 each time.
    Without it: the lie would be returned, with one case too many.
    """
    session = Session(transport())
    start = session.solve().basis
    spoil(monkeypatch, *lies)

    solution = session.solve(start=start)

    assert (solution.route, solution.objective) == (route, pytest.approx(153.675))


def test_when_all_roads_lie_the_place_is_named(transport, monkeypatch):
    """Proves: each road is listed with its residuals and the column or row where it is worst; nothing is returned.
    Without it: "solver failed", and no place to look at.
    """
    spoil(monkeypatch, "cold", "ipx")

    with pytest.raises(SolveFault, match=r"(?s)cold: optimal, primal .* worst quantity at \w+\[.*\n  ipx: optimal"):
        solve(transport())


def test_a_small_coefficient_counts():
    """Proves: a need of 1 met by 1e-10 for each unit run takes 1e10 units.
    Without it: the solver drops coefficients up to 1e-9 by itself and calls the programme infeasible.
    """
    draft = Draft()
    run = draft.columns("run", Index.product())
    draft.rows("need", Index.product(), lower=1.0).add(run, 1e-10)
    draft.cost("mining", run, 1.0)

    assert solve(draft.compile()).objective == pytest.approx(1e10)


def test_stored_zeros_make_no_difference(market, same_bytes):
    """Proves: a programme with explicit zeros in its pattern has the answer of the one without, byte for byte.
    Without it: a rule that is switched off could still turn the search another way.
    """
    program = market()
    bare = program.A.copy()
    bare.data = np.where(np.abs(bare.data - 0.98) < 1e-9, 0.0, bare.data)
    with_zeros = replace(program, A=bare)
    thin = bare.copy()
    thin.eliminate_zeros()

    assert with_zeros.A.nnz > thin.nnz
    assert same_bytes(solve(with_zeros), solve(replace(program, A=thin)))
