"""What a price says: the change of the least cost when the bound that holds is raised by one unit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite.labels import Axis, Index
from monazite.program import Draft
from monazite.solving import Session, solve

ONE = Index.product()


def refinery(*, capacity=4.0, need=1.0, ore=10.0, open_plant=6.0):
    """A cheap plant (cost 2, limited by a row) and a dear one (cost 5, limited by its column); metal sells at 9."""
    draft = Draft()
    cheap = draft.columns("cheap", ONE, unit="kt/yr")
    dear = draft.columns("dear", ONE, upper=open_plant, unit="kt/yr")
    sell = draft.columns("sell", ONE, upper=7.0, unit="kt/yr")
    metal = draft.rows("metal", ONE, lower=0.0, upper=0.0)
    metal.add(cheap)
    metal.add(dear)
    metal.add(sell, -1.0)
    draft.rows("capacity", ONE, upper=capacity).add(cheap)
    draft.rows("contract", ONE, lower=need).add(dear)
    total = draft.rows("ore", ONE, lower=-5.0, upper=ore)
    total.add(cheap)
    total.add(dear)
    draft.cost("refining", cheap, 2.0)
    draft.cost("refining", dear, 5.0)
    draft.cost("revenue", sell, -9.0)
    return draft.compile()


def test_prices_of_a_small_refinery():
    """Proves: 4 from the cheap plant and 3 from the dear one, 7 sold: cost 8 + 15 - 63 = -40. One more unit of metal to
    be delivered costs 5 (dear plant), one more of cheap capacity saves 3 (2 in place of 5), one more of sales earns 4.
    Without it: a limit's dual would have the sign of a need's.
    """
    solution = solve(refinery())

    assert solution.objective == pytest.approx(-40.0)
    prices = [solution.duals(name)[0] for name in ("metal", "capacity", "contract", "ore")]
    assert prices == pytest.approx([5, -3, 0, 0])
    assert [solution.reduced_costs(name)[0] for name in ("cheap", "dear", "sell")] == pytest.approx([0, 0, -4])


def test_a_minimum_that_holds_has_a_positive_price():
    """Proves: a contract for 5 from the dear plant costs 3 for its last unit, with 2 less from the cheap plant;
    without the contract 3 come from the dear plant and the objective is -40 in place of -34.
    Without it: the burden of an agreement would look like a gain.
    """
    free, bound = solve(refinery(need=1.0)), solve(refinery(need=5.0))

    assert bound.duals("contract") == pytest.approx([3.0])
    assert (free.objective, bound.objective) == pytest.approx((-40.0, -34.0))
    assert (free.values("dear")[0], bound.values("dear")[0]) == pytest.approx((3.0, 5.0))


def test_of_two_bounds_on_one_row_the_one_that_holds_has_the_price():
    """Proves: with 5 of ore the upper bound of a row between -5 and 5 holds; one more earns 9 - 5 = 4: the dual is -4.
    Without it: the sum of prices times bounds would be off by 4 x 10.
    """
    solution = solve(refinery(ore=5.0))

    assert solution.duals("ore") == pytest.approx([-4.0])
    assert solution.residuals.gap < 1e-12


@given(st.sampled_from(["capacity", "contract", "ore"]), st.integers(0, 2))
def test_a_dual_is_the_slope_of_the_objective(row, level):
    """Proves: raising the bound by 0.01 changes the least cost by 0.01 times the dual, wherever the bound is put.
    Without it: sign and scale would be a matter of belief.
    """
    bound = {"capacity": [1.5, 4.25, 6.5], "contract": [0.5, 3.5, 5.5], "ore": [2.5, 5.5, 7.5]}[row][level]
    name = {"capacity": "capacity", "contract": "need", "ore": "ore"}[row]

    here, there = solve(refinery(**{name: bound})), solve(refinery(**{name: bound + 0.01}))

    assert there.objective - here.objective == pytest.approx(0.01 * here.duals(row)[0], abs=1e-9)


def test_a_closed_column_has_a_price_too():
    """Proves: with the dear plant held to 1 the next unit of it saves 4; with room for 6 it is worth nothing.
    Without it: what a project would earn could be read only by building it.
    """
    held, free = solve(refinery(open_plant=1.0)), solve(refinery())

    assert (held.reduced_costs("dear")[0], free.reduced_costs("dear")[0]) == pytest.approx((-4.0, 0.0))


def test_quantities_and_prices_prove_each_other(market):
    """Proves: c'x = sum y x (active row bound) + sum z x (active column bound), written out once more for a market.
    Without it: the check after each solve would be checked by nothing.
    """
    program = market(seed=3)
    solution = solve(program)

    y, z = solution.y, solution.z
    rows = sum(y[y > 0] * program.row_lower[y > 0]) + sum(y[y < 0] * program.row_upper[y < 0])
    columns = sum(z[z > 0] * program.lower[z > 0]) + sum(z[z < 0] * program.upper[z < 0])

    assert rows + columns == pytest.approx(program.c @ solution.x, rel=1e-12)
    assert np.abs(program.c - program.A.T @ y - z).max() < 1e-9


@given(st.integers(0, 50), st.floats(0.01, 100))
def test_scaling_money_scales_the_objective_and_nothing_else(seed, factor):
    """Proves: costs times k give the objective times k with the same quantities at their value, for random costs and k.
    Without it: the choice between USD and million USD would be a modelling decision.
    """
    random = np.random.default_rng(seed)
    plants = Index.product(Axis("plant", ("a", "b", "c", "d")))
    worth, need = random.uniform(-5, 5, 4), random.uniform(0, 6)

    def written(scale):
        draft = Draft()
        run = draft.columns("run", plants, upper=[1.0, 2.0, 3.0, 4.0])
        draft.rows("need", ONE, lower=need).add(run)
        draft.cost("mining", run, scale * worth)
        return draft.compile()

    one, scaled = solve(written(1.0)), solve(written(factor))

    assert scaled.objective == pytest.approx(factor * one.objective, rel=1e-9, abs=1e-9)
    assert scaled.x == pytest.approx(one.x, abs=1e-7)


def test_warm_and_cold_agree(market):
    """Proves: eighteen variants solved from the base's basis have the objective of a solve from nothing, to 1e-9.
    Without it: the answer would depend on where the search began.
    """
    differences = []
    for seed in range(6):
        session = Session(market(seed))
        start = session.solve().basis
        for change in ({"closed": (1, 3, 5, 7, 9)}, {"tariff": 2.0}, {"efficiency": 0.5}):
            variant = market(seed, **change)
            warm, cold = session.solve(variant, start=start), solve(variant)
            assert (warm.route, cold.route) == ("warm", "cold")
            differences.append(abs(warm.objective - cold.objective) / abs(cold.objective))

    assert max(differences) < 1e-9
