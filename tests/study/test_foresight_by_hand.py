"""What agents know decides what they store: the small world with a store in the west and a ban that is announced later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from small_study import SmallStudy

from monazite.errors import BadInput
from monazite.solving.highs import Highs
from monazite.study import events_alone
from monazite.study.foresight import realise, stages
from monazite.world.policies import Edit, Policy, as_announced
from monazite.world.records import Control, Stockpile

NEW_YEAR = date(2026, 1, 1)
BAN = Control("ban", "ban", ("oxide",), ("east",), ("west",), NEW_YEAR, None, 0.0)
DUTY = Edit("set", "lanes", "out", {"export_tax": 0.6})
STORE = Stockpile("store", "store", "west", "oxide", "o", initial=0.0, capacity=3.0, working_days=0.0, holding_cost=0.5,
                  terminal_share=0.0)


def ban(announced=NEW_YEAR, own=None):
    """No exports from 2026 on; ``own`` is the day on which the edit itself is announced."""
    return Policy("ban", "no exports from 2026", announced, (Edit("add", "controls", "ban", record=BAN, announced=own),))


@pytest.fixture
def study(small):
    """Two years, a store of 3 kt in the west that costs 0.5 USD/kg and year."""
    return SmallStudy(small.add("stockpiles", STORE).over("2025-01-01", "2026-01-01", "2027-01-01"))


def path(study, *policies, foresight=None):
    """What is in store at the end of each year, what is used, and the gain of both years."""
    outcome = realise(study, "option", policies, foresight=foresight)
    return outcome.total("level").tolist(), outcome.total("serve").tolist(), -outcome.objective


def test_perfect_foresight_hoards_before_a_ban(study):
    """Proves: who knows in 2025 that nothing comes in 2026 fills the store: 3 kt, used in 2026 for 10 less 6 less 0.5
    USD/kg. Gain 8.02 x 4 + 3 x 3.5 = 42.58.
    Without it: perfect foresight would be a word, and the store empty as under a surprise.
    """
    level, use, gain = path(study, ban(), foresight="perfect")

    assert level == pytest.approx([3.0, 0.0])
    assert use == pytest.approx([8.02, 3.0])
    assert gain == pytest.approx(42.58)


def test_a_surprise_finds_the_store_empty(study):
    """Proves: announced on the day on which it begins, the ban leaves users of 2026 nothing: gain 8.02 x 4 = 32.08.
    Without it: agents would act in 2025 on news of 2026, and gain 42.58.
    """
    level, use, gain = path(study, ban())

    assert level == pytest.approx([0.0, 0.0])
    assert use == pytest.approx([8.02, 0.0])
    assert gain == pytest.approx(32.08)


def test_a_study_may_have_perfect_foresight_itself(study):
    """Proves: the study's own foresight holds where none is asked for, and the one that is asked for goes before it.
    Without it: `foresight` in study.toml would change nothing: 32.08 both times.
    """
    perfect = replace(study, foresight="perfect")

    assert path(perfect, ban())[2] == pytest.approx(42.58)
    assert path(perfect, ban(), foresight="surprise")[2] == pytest.approx(32.08)


def test_an_announcement_in_good_time_is_no_surprise(study):
    """Proves: the same ban announced in 2025 is foreseen from the first year: 42.58 with either foresight.
    Without it: every policy would be a surprise, whenever it is announced.
    """
    assert path(study, ban(date(2025, 6, 1)))[2] == pytest.approx(42.58)


def test_each_instrument_of_a_policy_has_its_own_announcement(study):
    """Proves: a policy that doubles the export charge from 2025 on (0.5 USD/kg dearer) and bans exports in 2026: with the
    ban announced apart, in 2026, 2025 knows of the charge alone: gain 8.02 x 3.5 = 28.07. Announced with the policy,
    the store is filled: 3 x (3.5 - 0.5) = 9 more.
    Without it: a policy would be known whole or not at all.
    """
    early = Policy("both", "charge, then ban", date(2025, 1, 1), (*ban().edits, DUTY))
    apart = replace(early, edits=(replace(early.edits[0], announced=NEW_YEAR), DUTY))

    assert path(study, apart)[2] == pytest.approx(28.07)
    assert path(study, early)[2] == pytest.approx(37.07)
    assert [(t, [e.action for p in known for e in p.edits]) for t, known in stages(study, (apart,))] == [
        (0, ["set"]), (1, ["set", "add"])]


def test_what_is_announced_last_has_the_last_word(small):
    """Proves: A sets the freight to 1, and later to 3; B, announced in between, sets it to 2. In the order in which the
    world learns of them the freight ends at 3.
    Without it: A as a whole would come before B, and the freight end at 2.
    """
    def freight(value, own=None):
        return Edit("set", "lanes", "out", {"freight": value}, announced=own)

    a = Policy("a", "", date(2025, 1, 1), (freight(1.0), freight(3.0, date(2025, 9, 1))))
    b = Policy("b", "", date(2025, 5, 1), (freight(2.0),))

    assert [p.policy for p in as_announced((a, b))] == ["a", "b", "a"]
    assert SmallStudy(small).system(as_announced((a, b))).world.lanes[0].freight == 3.0


def test_no_outcome_depends_on_what_was_solved_before(study):
    """Proves: an option solved after others that open alike has, number by number, the quantities and prices that it has
    when it is solved first; what they share is solved once, so that it takes fewer solves.
    Without it: the answer would hang on the order of the options, or each announcement be solved again and again.
    """
    later = Policy("charge", "dearer from 2026", NEW_YEAR, (DUTY,))
    study = replace(study, own=(ban(), later))

    def solved(*policies):
        before = Highs.solved
        return realise(study, "option", policies), Highs.solved - before

    events_alone._MET.clear()
    first, took_first = solved(ban())
    events_alone._MET.clear()
    solved(later)
    after, took_after = solved(ban())

    np.testing.assert_array_equal(after.x, first.x)
    np.testing.assert_array_equal(after.y, first.y)
    assert took_after < took_first


def test_a_foresight_that_there_is_none_of(study):
    """Proves: 'perfekt' is refused, with 'perfect' as the way out.
    Without it: a word with a typing error would silently mean surprise.
    """
    with pytest.raises(BadInput, match="no foresight 'perfekt'.*perfect"):
        realise(study, "option", (ban(),), foresight="perfekt")
