"""What other base years leave open is laid around the printed number, and never mistaken for it."""

from __future__ import annotations

import numpy as np
import pytest

from monazite.study.answer.number import Number
from monazite.study.answer.other_base_years import MIDDLE, drawn, on_base_year, spread, with_other_base_years
from monazite.study.answer.verdict import Doubt, Gain, doubt_of, judge
from monazite.study.answer.work import other_need, terms_of

KEY = ("stop", "gain")


def test_the_spread_holds_the_middle_of_the_draws():
    """Proves: changes of -10 ... +10 in steps of 2: the middle 80 % run from -8 to +8; a value of -5 keeps its sign on 8 of 11
    draws (all below +5).
    Without it: one draw far out would make the interval.
    """
    left = spread([{KEY: float(change)} for change in range(-10, 11, 2)])

    assert MIDDLE == 0.8
    assert left.ends[KEY] == pytest.approx((-8.0, 8.0))
    assert left.share_of_sign(*KEY, value=-5.0) == pytest.approx(8 / 11)


def test_the_nearest_base_year_lies_in_its_own_interval():
    """Proves: where all draws change a number by -9 to -3 the interval runs from -8.4 to 0.
    Without it: a printed number would lie outside its range.
    """
    assert spread([{KEY: change} for change in (-9.0, -7.0, -5.0, -3.0)]).ends[KEY] == pytest.approx((-8.4, 0.0))


def test_no_draws_leave_nothing_open():
    """Proves: without draws numbers keep their ranges, and the verdict's doubt is that of the estimates alone.
    Without it: a run without draws would print an interval of no width.
    """
    left, numbers = spread([]), {"stop": {"gain": Number("gain", 1.0, "t")}}

    assert (left.count, left.ends, with_other_base_years(numbers, left)) == (0, {}, numbers)
    assert doubt_of([(-3.0, 4.0)], 0, None) == Doubt(1, 3.0, 4.0, 0)


def test_ranges_hold_what_the_draws_leave_open():
    """Proves: a number of 100 with changes of 30 is told as 70..130, one that already had a range of 90..120 as 60..150; one of 100
    with changes of a hundred-thousandth has none, nor has a text.
    Without it: the range would be that of one base year, or every number would have one that says nothing.
    """
    numbers = {"stop": {
        "gain": Number("gain", 100.0, "t"), "price": Number("price", 100.0, "t", 90.0, 120.0), "fixed": Number("fixed", 100.0, "t"),
        "first": Number("first use", "never", ""),
    }}  # fmt: skip
    moved = (-30.0, -30.0, 30.0, 30.0)
    left = spread([{KEY: d, ("stop", "price"): d, ("stop", "fixed"): 1e-3 * d / 30.0} for d in moved])
    told = {key: (n.low, n.high) for key, n in with_other_base_years(numbers, left)["stop"].items()}

    assert told == {
        "gain": pytest.approx((70.0, 130.0)), "price": pytest.approx((60.0, 150.0)), "fixed": (None, None), "first": (None, None),
    }  # fmt: skip


def test_the_base_year_is_one_more_doubt_of_the_verdict():
    """Proves: an estimate of -3..+4 and a base year of -4..+3 leave 5 down and 5 up; a loss of 4 to 20 is then not decided, and
    the sentence names both.
    Without it: contradictory sources would leave the verdict as sure as one source.
    """
    doubt = doubt_of([(-3.0, 4.0)], 20, (-4.0, 3.0))
    verdict = judge([Gain("keep", 0.0, 0.0, 0.0), Gain("stop", -20.0, -4.0, 0.0)], "stop", "keep", "Home", doubt)

    assert doubt == Doubt(1, 5.0, 5.0, 20)
    assert not verdict.decided
    assert "with the 1 estimates tried moved over their ranges and 20 other base years drawn" in verdict.sentence


def test_every_option_stands_on_the_same_draw(shipped):
    """Proves: the same draw changes the same numbers by the same amounts twice; of the reference gains nothing changes, and what
    leaves India changes as its deliveries do.
    Without it: two options would be compared on two base years, and their difference would be noise.
    """
    study = shipped.study("today")
    terms = terms_of(study)
    need, options = other_need(study, terms), (study.reference, "suspend")
    beside = on_base_year(study, terms, options, need)
    once, again = (drawn(study, terms, options, need, beside, 0) for _ in range(2))

    assert once == again
    assert once[study.reference, "welfare_IND"] == 0.0
    assert once[study.reference, "leaving_2026"] != 0.0
    assert np.isfinite(list(once.values())).all()
