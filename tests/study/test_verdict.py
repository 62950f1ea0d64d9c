"""When an answer is decided: one sign at both values of captive stock, and over what the estimates leave open."""

from __future__ import annotations

import pytest

from monazite.study.answer.rests_on import Influence
from monazite.study.answer.verdict import Doubt, Gain, doubt_of, judge

LOSS = Gain("suspend", -42.0, -20.0, 0.5)
KEEP = Gain("keep", 0.0, 0.0, 0.0)


def test_a_loss_of_one_sign_is_decided_and_tells_both_ranges():
    """Proves: -42 to -20, moved down by 20 and up by 15, is decided: by 20 to 42, and over the estimates by 5 to 62.
    Without it: a range of two numbers would look like all that is not known.
    """
    verdict = judge([KEEP, LOSS], "suspend", "keep", "India", Doubt(300, 20.0, 15.0))

    assert verdict.decided
    assert "'keep' is better for India than 'suspend', by 20 to 42" in verdict.sentence
    assert "with the 300 estimates tried moved over their ranges, by 5 to 62" in verdict.sentence


def test_estimates_that_turn_the_sign_leave_it_undecided():
    """Proves: moved up by 30 the same loss becomes +10 at one end: not decided, and the sentence gives both ends.
    Without it: a contract price that nobody has published would decide the question in silence.
    """
    verdict = judge([KEEP, LOSS], "suspend", "keep", "India", Doubt(300, 20.0, 30.0))

    assert not verdict.decided
    assert "looks better" in verdict.sentence
    assert "-62 to +10" in verdict.sentence


def test_a_sign_that_turns_with_the_value_of_stock_is_not_decided():
    """Proves: -42 and +5 are two signs: not decided, whatever the estimates.
    Without it: the better of two conventions could be chosen.
    """
    assert not judge([KEEP, Gain("suspend", -42.0, 5.0, 0.0)], "suspend", "keep", "India").decided


def test_the_doubt_adds_squares_side_by_side():
    """Proves: changes of -3..0, -4..+6 and 0..+8 give 5 down and 10 up.
    Without it: three hundred small doubts would be added as if all were wrong on one side.
    """
    assert doubt_of([(-3.0, 0.0), (-4.0, 6.0), (0.0, 8.0)]) == Doubt(3, 5.0, 10.0)
    assert doubt_of([]) == Doubt()


def test_an_estimate_can_do_nothing_at_its_own_value():
    """Proves: an estimate whose two ends both lower the gain raises it by 0, not by its smaller loss.
    Without it: the range of the headline would not contain the headline.
    """
    assert Influence("A", 7.0, -28.0, 2.0, 19.0).ends == (-28.0, 19.0)
    assert Influence("A", 7.0, -4.0, 2.0, -1.0).ends == (-4.0, 0.0)
    assert Influence("A", 7.0, -0.1).ends == (pytest.approx(-0.1), 0.0)
