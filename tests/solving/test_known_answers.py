"""Answers that stand in the literature or on a sheet of paper."""

from __future__ import annotations

import numpy as np
import pytest

from monazite.labels import Axis, Index
from monazite.program import Coefficients, Draft
from monazite.solving import SolveOptions, solve


@pytest.mark.parametrize("method", ["dual", "primal", "ipx"])
def test_dantzig_s_transport_problem(transport, method):
    """Proves: freight of 153.675 kUSD; one more case in the three markets costs 0.225, 0.153, 0.126; supply is ample.
    Source: Dantzig, Linear Programming and Extensions (1963), ch. 3.3; GAMS Model Library, trnsport.
    Without it: a sign or a scale could be wrong everywhere and agree with itself. (The shipments are not unique.)
    """
    solution = solve(transport(), options=SolveOptions(method=method))

    assert solution.objective == pytest.approx(153.675, abs=1e-9)
    assert solution.duals("demand") == pytest.approx([0.225, 0.153, 0.126], abs=1e-9)
    assert solution.duals("supply") == pytest.approx([0.0, 0.0], abs=1e-9)
    assert solution.values("ship").reshape(2, 3).sum(axis=0) == pytest.approx([325.0, 300.0, 275.0])


ELEMENT = Axis("element", ("Nd", "La"))
STEPS = Axis("step", tuple(str(i) for i in range(44)))


def ore_with_two_elements(disposal: bool):
    """One unit of ore costs 10 and holds 0.2 Nd and 0.6 La; demands p = 200 - 4q and p = 12 - 2q, cut into steps.

    Steps are 1.125 and 1.25 wide, so that the answer (37.125 Nd and 6.25 La sold) lies on an edge and prices are exact.
    """
    draft = Draft()
    ore = draft.columns("ore", Index.product(), unit="kt/yr")
    sales = Index.product(ELEMENT, STEPS)
    width = np.array([1.125, 1.25])[sales.codes["element"]]
    middle = (sales.codes["step"] + 0.5) * width
    sell = draft.columns("sell", sales, upper=width, unit="kt/yr")
    balance = draft.rows("balance", Index.product(ELEMENT), lower=0.0, upper=0.0, dual="MUSD per kt: the price")
    balance.add(ore, Coefficients(Index.product(ELEMENT), [0.2, 0.6]), on=("element",))
    balance.add(sell, -1.0, on=("element",))
    draft.cost("mining", ore, 10.0)
    draft.cost("benefit", sell, -np.where(sales.codes["element"] == 0, 200 - 4 * middle, 12 - 2 * middle))
    if disposal:
        discard = draft.columns("discard", Index.product(ELEMENT), unit="kt/yr")
        balance.add(discard, -1.0, on=("element",))
        draft.cost("disposal", discard, 0.5)
    return draft.compile()


def test_a_joint_product_nobody_wants_has_the_price_of_its_disposal():
    """Proves: with disposal at 0.5 the price of La is -0.5, of Nd 51.5 (0.2 x 51.5 - 0.6 x 0.5 = 10, the cost of ore);
    185.625 of ore are mined, 6.25 of La sold and 105.125 thrown away.
    Without it: all La must be sold; its price falls to -38.7 (within half a step of 2.5), and 42.3 of ore are mined.
    """
    free, bound = solve(ore_with_two_elements(disposal=True)), solve(ore_with_two_elements(disposal=False))

    assert free.duals("balance") == pytest.approx([51.5, -0.5])
    assert free.values("ore") == pytest.approx([185.625])
    assert free.values("sell").reshape(2, -1).sum(axis=1) == pytest.approx([37.125, 6.25])
    assert free.values("discard") == pytest.approx([0.0, 105.125])
    assert bound.duals("balance")[1] == pytest.approx(-38.727, abs=1.25)
    assert bound.values("ore") == pytest.approx([42.27], abs=1.0)


def test_a_constant_is_in_the_objective_and_changes_no_decision(transport):
    """Proves: 153.675 becomes 163.675 with a sunk cost of 10, at equal prices.
    Without it: the total would not close with the breakdown.
    """
    draft = Draft()
    make = draft.columns("make", Index.product(), lower=3.0)
    draft.cost("mining", make, 2.0)
    before = solve(draft.compile()).objective
    draft.constant("sunk", 10.0)

    assert (before, solve(draft.compile()).objective) == (6.0, 16.0)
