"""Curves cut into steps keep their area, their corner at the base flow and their centre at the base price."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from monazite.errors import ModelFault
from monazite.formulation.steps import (
    DEMAND_CENTRE,
    DEMAND_REACH,
    FIXED,
    ISOELASTIC,
    LINEAR,
    NARROW,
    Resolution,
    demand_edges,
    demand_widths,
    demand_worth,
    isoelastic_worth,
    lane_edges,
    linear_premium,
    linear_worth,
    supply_edges,
)

sides = st.integers(1, 30)
elasticities = st.floats(-4.0, -0.05)
chokes = st.floats(1.5, 60.0)


@given(st.integers(2, 60))
def test_a_supply_curve_has_a_corner_exactly_at_its_base_flow(steps):
    """Proves: 0 < ... < 1 < ... < 3 times the base flow, with 1 among the edges for every number of steps.
    Without it: the base year would slide along a step and reproduce by chance.
    """
    edges = supply_edges(steps)

    assert (edges.size, edges[0], edges[-1]) == (steps + 1, 0.0, 3.0)
    assert 1.0 in edges and (np.diff(edges) > 0.0).all()


@given(st.integers(6, 60), st.floats(0.05, 50.0))
def test_the_steps_beside_the_base_are_narrow(steps, elasticity):
    """Proves: from six steps on they reach to 0.999 and 1.001 of the base flow, so that between what the last kg below and the
    first above cost there lies a thousandth of (price / elasticity).
    Without it: 5 %, and along a chain of plants whose prices no user pins the gaps add up.
    """
    for edges in (supply_edges(steps), lane_edges(steps, elasticity)):
        base = int(np.flatnonzero(edges == 1.0)[0])
        below, above = linear_premium(edges)[base - 1 : base + 1]

        assert list(edges[base - 1 : base + 2]) == pytest.approx([0.999, 1.0, 1.001])
        assert above - below == pytest.approx(NARROW)


def test_steps_grow_away_from_the_base():
    """Proves: after a narrow step to 0.999 or 1.001 the next reach to 5 %, those at the ends to 0 and 3, or 2.005; with eight
    steps the middle ones on a side are geometric means, sqrt(0.05 x 1) = 0.224 below and sqrt(0.05 x 2) = 0.316 above.
    Without it: steps of one width would be too coarse where the answer lies, or too many.
    """
    assert supply_edges(4) == pytest.approx([0.0, 0.95, 1.0, 1.05, 3.0])
    assert supply_edges(6) == pytest.approx([0.0, 0.95, 0.999, 1.0, 1.001, 1.05, 3.0])
    assert supply_edges(8) == pytest.approx([0.0, 1 - 0.05**0.5, 0.95, 0.999, 1.0, 1.001, 1.05, 1 + 0.1**0.5, 3.0])
    assert demand_edges(5) == pytest.approx([0.0, 0.995 * 0.95, 0.995, 1.005, 1.055, 2.005])


@given(sides)
def test_a_demand_curve_has_a_narrow_step_around_its_base_quantity(side):
    """Proves: the middle step runs from 0.995 to 1.005 of the base; the curve from 0 to 2.005.
    Without it: a corner at the base on both sides of the market would leave the price open.
    """
    edges = demand_edges(2 * side + 1)

    assert (edges.size, edges[0]) == (2 * side + 2, 0.0) and (np.diff(edges) > 0.0).all()
    assert list(edges[[side, side + 1, -1]]) == pytest.approx(
        [1.0 - DEMAND_CENTRE, 1.0 + DEMAND_CENTRE, 1.0 + DEMAND_CENTRE + DEMAND_REACH]
    )


@given(st.integers(6, 40), st.floats(0.6, 50.0))
def test_a_lane_answers_to_a_tenth_of_the_price_as_its_elasticity_says(steps, elasticity):
    """Proves: filled as far as a tenth more (less) at the destination pays for, a lane of elasticity e carries e / 10 of its
    base flow more (less, down to nothing), to rounding, for any number of steps from six on.
    Without it: at elasticity 4 six steps answer by 0.05 in place of 0.4, eight by 0.316, at 50 by 2 in place of 5.
    """
    edges = lane_edges(steps, elasticity)
    worth, widths = linear_premium(edges) / elasticity, np.diff(edges)

    assert widths[worth <= 0.1].sum() == pytest.approx(1.0 + 0.1 * elasticity)
    assert widths[worth <= -0.1].sum() == pytest.approx(max(1.0 - 0.1 * elasticity, 0.0))


@given(st.integers(2, 40), st.floats(0.05, 500.0) | st.just(np.inf))
def test_a_lane_keeps_its_corner_and_its_reach(steps, elasticity):
    """Proves: edges rise from 0 over 1 to 3 whatever the elasticity, or to twice what a tenth leads to (11 at 50, 3 again beyond),
    and the steps next to the base stay as they were.
    Without it: a stiff lane (0.05) would get a step of no width, a slack one (50) carry 2 in place of 5 times the base more.
    """
    edges, plain = lane_edges(steps, elasticity), supply_edges(steps)
    base = steps // 2

    assert (np.diff(edges) > 0.0).all()
    assert list(edges[[0, base - 1, base]]) == list(plain[[0, base - 1, base]])
    assert edges[-1] == pytest.approx(max(3.0, 1.0 + 0.2 * elasticity) if elasticity <= 50.0 else 3.0)


@given(st.integers(2, 40))
def test_rising_cost_adds_up_to_the_triangle_below_and_above_the_base(steps):
    """Proves: over the steps below the base the premium adds up to -1/2, above to 2 x 2 / 2 = 2, however finely it is
    cut.
    Without it: refining the steps would change what a run costs.
    """
    edges = supply_edges(steps)
    area = linear_premium(edges) * np.diff(edges)

    assert [area[edges[1:] <= 1.0].sum(), area[edges[1:] > 1.0].sum()] == pytest.approx([-0.5, 2.0])


@given(sides, elasticities, chokes)
def test_demand_steps_keep_the_area_under_the_curve(side, elasticity, choke):
    """Proves: mean worth times width of each step is the integral of min(choke, q^(1/elasticity)) over it, by
    quadrature.
    Without it: the benefit of users, and so every comparison of options, would depend on the number of steps.
    """
    edges = demand_edges(2 * side + 1)
    worth = isoelastic_worth(edges, elasticity, choke)
    knee = choke**elasticity  # the quantity at which the price reaches the choke

    for low, high, mean in zip(edges, edges[1:], worth, strict=False):
        flat = max(min(high, knee) - low, 0.0) * choke
        # Over the logarithm of the quantity the curve is smooth, however steep it is near zero.
        ends = np.log([max(low, knee), max(high, knee)])
        curved = quad(lambda u: np.exp(u * (1.0 / elasticity + 1.0)), *ends, epsabs=0.0, epsrel=1e-10)[0]
        assert mean * (high - low) == pytest.approx(flat + curved, rel=1e-8)


@given(sides, elasticities, chokes)
def test_users_who_pay_more_come_first(side, elasticity, choke):
    """Proves: worth falls from step to step, from at most the choke.
    Without it: the programme would serve the last users first, and would not be convex.
    """
    worth = isoelastic_worth(demand_edges(2 * side + 1), elasticity, choke)

    assert (np.diff(worth) <= 1e-12).all()
    assert worth[0] <= choke * (1.0 + 1e-12)


@given(sides, elasticities, chokes)
def test_the_middle_step_is_worth_the_base_price(side, elasticity, choke):
    """Proves: whoever buys the base quantity pays the base price. The mean over 0.995 ... 1.005 is a little more, with
    a = 1 / elasticity 1 + a (a - 1) 0.005^2 / 6, 1.000025 at elasticity -0.5: 2.5e-7 of what is bought.
    Without it: every user would be offered half a percent more at a gain, and small lanes would move a step for it.
    """
    mean = isoelastic_worth(demand_edges(2 * side + 1), -0.5, 60.0)[side]

    assert demand_worth(2 * side + 1, ISOELASTIC, elasticity, choke)[side] == 1.0
    assert mean == pytest.approx(1.0 + 6.0 * DEMAND_CENTRE**2 / 6.0, abs=1e-8)


@given(sides, elasticities, chokes)
def test_with_its_middle_at_the_base_price_a_curve_still_falls(side, elasticity, choke):
    """Proves: the steps beside the middle are worth more and less than 1.
    Without it: the middle would be served after what lies beyond it.
    """
    assert (np.diff(demand_worth(2 * side + 1, ISOELASTIC, elasticity, choke)) <= 1e-12).all()


def test_unit_elasticity_is_no_exception():
    """Proves: at elasticity -1 the area is a logarithm: from 0.25 (choke 4) to 0.995 it is ln(0.995 / 0.25), beside 1
    for the choke; neighbours at -1 +- 1e-7 agree to 1e-6.
    Without it: division by zero, at the elasticity that is guessed most often.
    """
    edges = demand_edges(3)
    exact = isoelastic_worth(edges, -1.0, 4.0)

    assert exact[0] == pytest.approx((1.0 + np.log(0.995 / 0.25)) / 0.995)
    for near in (-1.0 - 1e-7, -1.0 + 1e-7):
        assert isoelastic_worth(edges, near, 4.0) == pytest.approx(exact, rel=1e-6)


def test_below_the_knee_every_step_is_worth_the_choke():
    """Proves: with choke 4 and elasticity -1 users of the first quarter pay 4.
    Without it: the first kilogramme would be worth infinitely much.
    """
    edges = demand_edges(29)
    worth = isoelastic_worth(edges, -1.0, 4.0)

    assert worth[edges[1:] <= 0.25] == pytest.approx(4.0)


@given(sides, elasticities, chokes)
def test_a_straight_line_keeps_its_area_and_its_middle(side, elasticity, choke):
    """Proves: mean worth times width of each step is the integral of min(choke, 1 + (q - 1) / elasticity) over it, by
    quadrature; the middle step is worth the base price, to rounding.
    Without it: a linear market would clear beside its textbook price.
    """
    edges = demand_edges(2 * side + 1)
    worth = linear_worth(edges, elasticity, choke)
    knee = 1.0 + elasticity * (choke - 1.0)

    for low, high, mean in zip(edges, edges[1:], worth, strict=False):
        area = quad(lambda q: min(choke, 1.0 + (q - 1.0) / elasticity), low, high, points=[np.clip(knee, low, high)])[0]
        assert mean * (high - low) == pytest.approx(area, rel=1e-8, abs=1e-12)
    assert worth[side] == pytest.approx(min(1.0, choke), rel=1e-12)
    assert (np.diff(worth) <= 1e-12).all()


def test_a_straight_line_by_hand():
    """Proves: at elasticity -0.5 the line is 3 - 2 q: it meets the axis of prices at 3, of quantities at 1.5; three steps
    [0, 0.995, 1.005, 2.005] are worth its values in their middles, 2.005, 1 and -0.01; a choke of 2 cuts the first at
    q = 0.5: (2 x 0.5 + 0.495 x (2 + 1.01) / 2) / 0.995. Isoelastic, the last would be worth 0.5.
    Without it: whoever is paid to take a by-product would take nothing.
    """
    assert list(demand_worth(3, LINEAR, -0.5, 3.0)) == pytest.approx([2.005, 1.0, -0.01])
    assert demand_worth(3, LINEAR, -0.5, 2.0)[0] == pytest.approx((1.0 + 0.495 * 1.505) / 0.995)
    assert demand_worth(3, ISOELASTIC, -0.5, 9.0)[2] == pytest.approx((1 / 1.005 - 1 / 2.005))


@given(sides, chokes)
def test_a_fixed_amount_is_one_step_at_the_choke(side, choke):
    """Proves: the first step is the whole amount, exactly, the others nothing; every step is worth the choke.
    Without it: 0.995 or 1.005 of what is wanted would be served, whichever edge is nearest.
    """
    steps = 2 * side + 1

    assert list(demand_widths(steps, FIXED)) == [1.0] + [0.0] * (steps - 1)
    assert set(demand_worth(steps, FIXED, None, choke)) == {choke}
    assert list(demand_widths(steps, LINEAR)) == list(np.diff(demand_edges(steps)))


@pytest.mark.parametrize(("shape", "elasticity"), [("straight", -0.5), (LINEAR, None), (ISOELASTIC, None)])
def test_what_is_no_curve_is_refused(shape, elasticity):
    """Proves: an unknown shape, and a curve without elasticity, are refused by name.
    Without it: worth of nothing, and nobody would be served.
    """
    with pytest.raises(ModelFault, match=f"{shape!r} with elasticity {elasticity}"):
        demand_worth(9, shape, elasticity, 4.0)


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ({"lanes": 1}, "1 step for lanes"),
        ({"activities": 0}, "0 step for activities"),
        ({"demands": 1}, "1 steps for demands"),
        ({"demands": 8}, "8 steps for demands"),
    ],
)
def test_a_resolution_without_corner_or_centre_is_refused(steps, said):
    """Proves: one step for a lane and an even number for a demand are refused by name, with the way out.
    Without it: one step would offer a lane nothing below its base flow, a demand 1 % of its quantity.
    """
    with pytest.raises(ModelFault, match=said) as caught:
        Resolution(**steps)

    assert "-> give" in str(caught.value)
