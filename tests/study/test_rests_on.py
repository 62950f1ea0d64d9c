"""Every estimate can be moved, in tables and in policies, and moving it gives the world that its formula would."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monazite.study.answer.rests_on import candidates, estimates, headline, influence
from monazite.study.answer.work import terms_of
from monazite.study.reworked import rework


@pytest.fixture(scope="module")
def june(shipped):
    return shipped.study("june-2025")


def moved_to(study, name, to):
    known = {e.id: e for e in study.folder.evidence}
    return rework(study.folder, estimates(study)[name], {**known, name: replace(known[name], value=to)})


def test_a_number_of_a_table_follows_its_estimate(june):
    """Proves: the contract price MZ212, moved from 4 to 7 USD/kg, is 7 in the agreement, and no other table changes.
    Without it: an effect would be told of a move that was never made.
    """
    world = moved_to(june, "MZ212", 7.0).world

    assert world.keyed("agreements")["trei_2012"].price == pytest.approx(7.0)
    assert world.lanes == june.folder.world.lanes


def test_a_number_that_a_policy_adds_follows_its_estimate(june):
    """Proves: the share that passes under Chinese licences, moved from 0.6 to 0.25, is 0.25 in that policy's record, and
    the policy beside it keeps 0.95.
    Without it: the figures in scenarios/ would be beyond doubt.
    """
    edits = moved_to(june, "MZ420", 0.25).policies["china-licences-2025"].edits

    assert [edit.record.share for edit in edits] == pytest.approx([0.25, 0.95])


def test_only_what_the_comparison_rests_on_is_tried(june):
    """Proves: for 'suspend' against 'keep' the licences are among those tried, the capex of the magnet scheme is not, and
    nothing without a range is.
    Without it: half of the work would move what no side of the comparison holds.
    """
    tried = candidates(june, terms_of(june), "suspend")
    known = {e.id: e for e in june.folder.evidence}

    assert {"MZ212", "MZ420", "MZ228"} <= set(tried) <= set(estimates(june))
    assert "MZ432" not in tried
    assert "MZ432" in candidates(june, terms_of(june), "suspend+build")
    assert all(known[name].low != known[name].high or known[name].low is None for name in tried)


def test_the_contract_price_moves_the_headline_as_reckoned_by_hand(june):
    """Proves: 3 USD/kg more for 1,171 t of REO a year lose India by a stop, discounted at 7 % over 15.5 years from July 2025
    (factor 9.02 to the middle of 2024), 31.7 million USD; the other end, 2 USD/kg less, gains two thirds of that.
    Without it: a wrong factor in the account would pass for economics.
    """
    terms = terms_of(june)
    found = influence(june, terms, "suspend", "MZ212", headline(june, terms, "suspend"))

    factor = sum(1.07 ** -(year + 0.5 - 2024.5) for year in range(2026, 2041)) + 0.55 * 1.07 ** -1.23
    assert found.effect == pytest.approx(-3.0 * june.baseline.delivery["trei_2012"] * factor, rel=0.02)
    assert found.other_effect == pytest.approx(-2.0 / 3.0 * found.effect, rel=0.01)
