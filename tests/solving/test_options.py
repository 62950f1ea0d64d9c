"""A short way from a known solution ends where the long way ends; what nobody knows is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monazite.errors import SolveFault
from monazite.solving import NEARBY, Session, SolveOptions, solve

CHANGES = ({"closed": (1, 3, 5, 7, 9)}, {"tariff": 2.0}, {"efficiency": 0.5}, {"closed": (2,), "tariff": 5.0})


@pytest.mark.parametrize("change", CHANGES)
def test_the_short_way_ends_where_the_long_way_ends(market, change):
    """Proves: without scaling and with Devex pricing, from the base's basis, each variant has the least cost of a cold
    solve to 1e-9, with its proof.
    Without it: variants would be fast and wrong.
    """
    session = Session(market(seed=2), NEARBY)
    variant = market(seed=2, **change)

    near = session.solve(variant, start=session.solve().basis)

    assert near.route == "warm"
    assert near.objective == pytest.approx(solve(variant).objective, rel=1e-9)
    assert max(near.residuals) < 1e-9


def test_the_order_of_short_ways_leaves_no_trace(market, same_bytes):
    """Proves: variants forwards, backwards, and after a solve with other options, give equal bytes.
    Without it: an option set for one solve would stay set for the next.
    """
    variants = [market(seed=2, **change) for change in CHANGES]
    session = Session(market(seed=2), NEARBY)
    start = session.solve().basis

    forwards = [session.solve(variant, start=start) for variant in variants]
    session.options = SolveOptions()
    session.solve(variants[0], start=start)
    session.options = NEARBY
    backwards = [session.solve(variant, start=start) for variant in reversed(variants)][::-1]

    assert all(same_bytes(a, b) for a, b in zip(forwards, backwards, strict=True))


def test_without_a_start_scaling_and_pricing_are_as_always(market, same_bytes):
    """Proves: a cold solve has the same bytes with the options for short ways.
    Without it: the base of many variants would be another solution than the one that is printed.
    """
    program = market(seed=4)

    assert same_bytes(solve(program, options=NEARBY), solve(program))


@pytest.mark.parametrize(("option", "value"), [("method", "guess"), ("pricing", "dear"), ("threads", 0), ("iteration_limit", -1)])
def test_what_is_no_option_is_refused(option, value):
    """Proves: a method, a pricing, a number of threads or a limit that does not exist is refused.
    Without it: the solver would silently do something else.
    """
    with pytest.raises(SolveFault, match=option):
        replace(SolveOptions(), **{option: value})
