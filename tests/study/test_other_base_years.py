"""What other base years leave open is laid around the printed number, and never mistaken for it."""

from __future__ import annotations

import numpy as np
import pytest

from monazite.study.answer.number import Number
from monazite.study.answer.other_base_years import MIDDLE, drawn, on_base_year, open_numbers, spread
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


def test_no_draws_leave_nothing_open():
    """Proves: without draws there are no ends, no rows, and the verdict's doubt is that of the estimates alone.
    Without it: a run without draws would print an interval of no width.
    """
    left = spread([])

    assert (left.count, left.ends, open_numbers({"stop": {"gain": Number("gain", 1.0, "t")}}, left)) == (0, {}, [])
    assert doubt_of([(-3.0, 4.0)], 0, None) == Doubt(1, 3.0, 4.0, 0)


def test_numbers_that_do_not_move_are_left_out():
    """Proves: a number of 100 with changes of 30 is told as 70..130; one of 100 with changes of a hundred-thousandth is not.
    Without it: a page of intervals would hide the ones that matter.
    """
    numbers = {"stop": {"gain": Number("gain", 100.0, "t"), "fixed": Number("fixed", 100.0, "t")}}
    left = spread([{KEY: d, ("stop", "fixed"): 1e-3 * d / 30.0} for d in (-30.0, -30.0, 30.0, 30.0)])
    rows = open_numbers(numbers, left)

    assert [row["key"] for row in rows] == ["gain"]
    assert (rows[0]["stop"]["low"], rows[0]["stop"]["high"]) == pytest.approx((70.0, 130.0))


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
