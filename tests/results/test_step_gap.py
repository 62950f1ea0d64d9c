"""How coarse the curves are at a place is the widest gap between neighbouring steps, where they stand."""

from __future__ import annotations

import numpy as np
import pytest

from monazite.results.outcome import Outcome
from monazite.results.step_gap import StepGaps


def gap(case, region):
    """The widest gap at oxide in a region."""
    answer = case.solve()
    outcome = Outcome("option", answer.system, answer.program, answer.solution.x, answer.solution.y)
    rows = answer.program.row("commodity_balance")
    return StepGaps(outcome).widest(rows.start + np.flatnonzero(rows.index.where(commodity="oxide", region=region)))


def test_flat_curves_have_no_gap(small):
    """Proves: every step of a flat curve costs the same: no gap at either end of the lane.
    Without it: an interval of a flat market would pass for a matter of steps.
    """
    assert [gap(small, region) for region in ("east", "west")] == [0.0, 0.0]


def test_the_gap_of_a_lane_with_two_steps(small):
    """Proves: a lane with elasticity 4 to a place with a base price of 10 USD/kg has steps from 0 to 1 and from 1 to 3 times its base flow,
    at -0.5 and +1 of it: 1.5 x 10 / 4 = 3.75 USD/kg apart, at both its ends.
    Without it: the gap of another curve, or of steps that nobody stands on, would be taken.
    """
    sloped = small.set("lanes", "out", elasticity=4.0)

    assert [gap(sloped, region) for region in ("east", "west")] == [pytest.approx(3.75)] * 2


def test_the_gap_of_a_plant_is_told_per_kg_of_what_it_makes(small):
    """Proves: a plant with elasticity 4 and a base cost of 2 USD per kg of ore has steps 0.75 USD apart, and makes 0.4 kg of
    oxide of a kg: 1.875 USD/kg of oxide.
    Without it: a gap per kg of ore would be compared with a price per kg of oxide.
    """
    assert gap(small.set("units", "plant", elasticity=4.0), "east") == pytest.approx(1.875)
