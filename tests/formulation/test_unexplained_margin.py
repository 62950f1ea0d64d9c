"""What the base year says beyond reported cost: fitted margins, and curves that rise away from the base flow."""

from __future__ import annotations

import pytest


def test_a_fitted_margin_keeps_the_base_year_where_it_was(small):
    """Proves: with the lane's margin of 4 USD/kg and sloped curves users take their base 4 kt/yr at 10.00.
    Without it: 32.08 would be gained on 8.02 kt/yr, twice the flow of the base year.
    """
    answer = small.calibrated().solve()

    assert answer.rates("serve") + answer.rates("run", activity="dig") == pytest.approx([4.0, 10.0])
    assert answer.price("oxide", "west") == pytest.approx([10.0], rel=2e-4)
    assert small.solve().rates("serve") == pytest.approx([8.02])


def test_the_bill_of_a_run_step(small, charges):
    """Proves: refining sells 0.4 kg at 5 per kg of ore, revenue 2; with elasticity 4 its cost rises by 2 / 4 for each base
    flow, so that the step [0, 1] costs 0.5 x (0.5 - 1) and the step [1, 3] costs 0.5 x (2 - 1) beyond report and margin 0.3.
    Without it: supply is flat, and the base flow is a matter of chance.
    """
    program = small.calibrated().base(activity_margin={"refine": 0.3}).program()
    found = [charges(program, "run", activity="refine", supply_step=step, period="2025") for step in ("1", "2")]

    assert found[0] == pytest.approx({"operating": 1.0, "unexplained_margin": 0.3 - 0.25})
    assert found[1] == pytest.approx({"operating": 1.0, "unexplained_margin": 0.3 + 0.5})


def test_the_bill_of_a_lane_step(small, charges):
    """Proves: a lane with margin 4 and elasticity 4 at a price of 10: 4 + 10 / 4 x (0.5 - 1) = 2.75 below its base flow,
    4 + 10 / 4 x (2 - 1) = 6.5 above.
    Without it: one origin would take the whole market for a cent.
    """
    program = small.calibrated().program()
    found = [charges(program, "ship", lane="out", lane_step=step, period="2025")["unexplained_margin"] for step in ("1", "2")]

    assert found == pytest.approx([2.75, 6.5])


def test_nobody_is_paid_for_producing(small, charges):
    """Proves: a mine with elasticity 0.25 sells at 1, so that its cost falls by 1 / 0.25 x 0.5 = 2 below the base; its reported
    cost is 1, of which nothing is left, and no more: 1 - 1 = 0. With a margin of 0.5 it is 0.5 - 1.5, again 0 in all.
    Without it: 1 - 2 = -1, a mine that digs for the sake of digging.
    """
    stiff = small.calibrated().set("units", "mine", elasticity=0.25)
    found = [charges(case.program(), "run", activity="dig", supply_step="1", period="2025")
             for case in (stiff, stiff.base(activity_margin={"dig": 0.5}))]

    assert found[0] == pytest.approx({"operating": 1.0, "unexplained_margin": -1.0})
    assert found[1] == pytest.approx({"operating": 1.0, "unexplained_margin": 0.5 - 1.5})


def test_what_has_no_history_has_no_fitted_cost(small, charges):
    """Proves: a smelter that did not run is charged its reported 2 USD/kg and nothing else; a lane without flow neither.
    Without it: a plant that nobody has built would inherit the profits of those that run.
    """
    new = small.calibrated().smelter().set("lanes", "out", base_flow=0.0)
    new = new.base(flow={"out": 0.0}, lane_margin={"out": 0.0})

    assert charges(new.program(), "run", activity="smelt", supply_step="1", period="2025") == pytest.approx({"operating": 2.0})
    assert "unexplained_margin" not in charges(new.program(), "ship", lane="out", lane_step="1", period="2025")


def test_a_negative_revenue_does_not_turn_a_curve_upside_down(small, charges):
    """Proves: ore that is worth -1 gives its mine no slope, at either step.
    Without it: the more is mined the cheaper it would be, and the programme would no longer be convex.
    """
    program = small.calibrated().base(price={("ore", "east"): -1.0}).program()

    for step in ("1", "2"):
        assert charges(program, "run", activity="dig", supply_step=step, period="2025") == pytest.approx({"operating": 1.0})
