"""What the base year says beyond reported cost: fitted margins, and curves that rise away from the base flow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monazite.world.records import Agreement, AgreementState

START = date(2020, 1, 1)


def test_a_fitted_margin_keeps_the_base_year_where_it_was(small):
    """Proves: with the lane's margin of 4 USD/kg and sloped curves users take their base 4 kt/yr at 10.00.
    Without it: 32.08 would be gained on 8.02 kt/yr, twice the flow of the base year.
    """
    answer = small.calibrated().solve()

    assert answer.rates("serve") + answer.rates("run", activity="dig") == pytest.approx([4.0, 10.0])
    assert answer.price("oxide", "west") == pytest.approx([10.0], rel=2e-4)
    assert small.solve().rates("serve") == pytest.approx([8.02])


def test_the_bill_of_a_run_step(small, charges):
    """Proves: refining sells 0.4 kg at 5 per kg of ore, revenue 2; with elasticity 4 its cost rises by 2 / 4 for each
    base flow, so that the step [0, 1] costs 0.5 x (0.5 - 1) and the step [1, 3] costs 0.5 x (2 - 1) beyond report and
    margin 0.3.
    Without it: supply is flat, and the base flow is a matter of chance.
    """
    program = small.calibrated().base(activity_margin={"refine": 0.3}).program()
    found = [charges(program, "run", activity="refine", supply_step=step, period="2025") for step in ("1", "2")]

    assert found[0] == pytest.approx({"operating": 1.0, "unexplained_margin": 0.3 - 0.25})
    assert found[1] == pytest.approx({"operating": 1.0, "unexplained_margin": 0.3 + 0.5})


def test_the_bill_of_a_lane_step(small, charges):
    """Proves: a lane with margin 4 and elasticity 4 at a price of 10: 4 + 10 / 4 x (0.5 - 1) = 2.75 below its base
    flow, 4 + 10 / 4 x (2 - 1) = 6.5 above.
    Without it: one origin would take the whole market for a cent.
    """
    program = small.calibrated().program()
    found = [
        charges(program, "ship", lane="out", lane_step=step, period="2025")["unexplained_margin"] for step in ("1", "2")
    ]

    assert found == pytest.approx([2.75, 6.5])


def test_nobody_is_paid_for_producing(small, charges):
    """Proves: a mine with elasticity 0.25 sells at 1, so that its cost falls by 1 / 0.25 x 0.5 = 2 below the base; its
    reported cost is 1, of which nothing is left, and no more: 1 - 1 = 0. With a margin of 0.5 it is 0.5 - 1.5, again 0
    in all.
    Without it: 1 - 2 = -1, a mine that digs for the sake of digging.
    """
    stiff = small.calibrated().set("units", "mine", elasticity=0.25)
    found = [
        charges(case.program(), "run", activity="dig", supply_step="1", period="2025")
        for case in (stiff, stiff.base(activity_margin={"dig": 0.5}))
    ]

    assert found[0] == pytest.approx({"operating": 1.0, "unexplained_margin": -1.0})
    assert found[1] == pytest.approx({"operating": 1.0, "unexplained_margin": 0.5 - 1.5})


def test_what_is_made_at_a_loss_is_made_no_cheaper_below_the_base(small, charges):
    """Proves: a mine with a fitted margin of -1.5 against a reported cost of 1 is charged -1.5 at its first step and no
    less.
    Without it: -1.5 - 2: a loss in the reports would be a reason to dig at any price.
    """
    stiff = small.calibrated().set("units", "mine", elasticity=0.25).base(activity_margin={"dig": -1.5})

    assert charges(stiff.program(), "run", activity="dig", supply_step="1", period="2025") == pytest.approx(
        {"operating": 1.0, "unexplained_margin": -1.5}
    )


def test_a_quarter_is_charged_for_its_length(small, charges):
    """Proves: in 92 days a rate of 1 kt/yr on the first step is charged -0.25 x 92/365 in the plant, 2.75 x 92/365 on
    the lane.
    Without it: the curves of quarters would be four times as steep as those of years.
    """
    program = small.calibrated().over("2025-10-01", "2026-01-01").program()
    found = [
        charges(program, block, period="2025-10-01", **labels)["unexplained_margin"]
        for block, labels in (
            ("run", {"activity": "refine", "supply_step": "1"}),
            ("ship", {"lane": "out", "lane_step": "1"}),
        )
    ]

    assert found == pytest.approx([-0.25 * 92 / 365, 2.75 * 92 / 365])


def test_small_flows_have_curves_too(small, charges):
    """Proves: at a hundredth of the flows of the base year the bill of a step is the same.
    Without it: below a kt a year supply would be flat.
    """
    tiny = small.calibrated().base(run={"dig": 0.1, "refine": 0.1}, flow={"out": 0.04}, quantity={"use": 0.04})
    steps = (("run", {"activity": "refine", "supply_step": "2"}), ("ship", {"lane": "out", "lane_step": "2"}))

    for block, labels in steps:
        assert charges(tiny.program(), block, period="2025", **labels) == charges(
            small.calibrated().program(), block, period="2025", **labels
        )


def test_what_has_no_history_has_no_fitted_cost(small, charges):
    """Proves: a smelter that did not run is charged its reported 2 USD/kg and nothing else, though its metal has a
    price; a lane without flow is charged no margin either.
    Without it: a plant that nobody has built would inherit the profits of those that run.
    """
    new = small.calibrated().smelter().base(price={("metal", "west"): 20.0})
    new = replace(new, baseline=replace(new.baseline, flow={}, lane_margin={}))

    assert charges(new.program(), "run", activity="smelt", supply_step="1", period="2025") == pytest.approx(
        {"operating": 2.0}
    )
    assert "unexplained_margin" not in charges(new.program(), "ship", lane="out", lane_step="1", period="2025")


def test_a_negative_revenue_does_not_turn_a_curve_upside_down(small, charges):
    """Proves: ore that is worth -1 gives its mine no slope, at either step.
    Without it: the more is mined the cheaper it would be, and the programme would no longer be convex.
    """
    program = small.calibrated().base(price={("ore", "east"): -1.0}).program()

    for step in ("1", "2"):
        assert charges(program, "run", activity="dig", supply_step=step, period="2025") == pytest.approx(
            {"operating": 1.0}
        )


def test_what_an_agreement_hands_over_is_charged_the_gap_that_nothing_explains(small, charges):
    """Proves: a kt handed over in the base year from 5 to 10 USD/kg is charged 5, and in 92 days 5 x 92/365: at base prices
    nobody gains by a kt more.
    Without it: the contract would be filled to its maximum in the first period, 3 in place of 1 kt.
    """
    contract = Agreement("contract", "contract", "s", "b", "oxide", "east", "oxide", "west", 0.0, 3.0, "fixed", 5.0, START)
    running = AgreementState("contract", "running", START, None, 1.0, 1.0)
    handed = small.calibrated().add("agreements", contract).add("agreement_states", running)
    handed = handed.base(delivery={"contract": 1.0}, delivery_margin={"contract": 5.0})
    quarter = handed.over("2025-10-01", "2026-01-01")

    assert charges(handed.program(), "deliver", agreement="contract", period="2025") == {"unexplained_margin": 5.0}
    assert charges(quarter.program(), "deliver", agreement="contract", period="2025-10-01") == pytest.approx(
        {"unexplained_margin": 5.0 * 92 / 365}
    )
