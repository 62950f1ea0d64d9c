"""What follows from the states of an agreement: prices that change on their day, and claims for what notice would have given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monazite.world.agreement_life import Priced, claims, price_terms, share_on, states_of, stopped
from monazite.world.records import AgreementState

START, STOP, LATER = date(2020, 1, 1), date(2025, 1, 1), date(2025, 2, 1)
NEVER_BEFORE = date(2000, 1, 1)


@pytest.fixture
def told(world, contract):
    """``told(states, **changes)``: the world with the contract over 1 kt/yr, 6 months of notice, 2 USD/kg, in these states."""

    def make(*states, **changes):
        signed = contract(**{"notice_months": 6.0, "penalty": 2.0, **changes})
        return replace(world, agreements=(signed,), agreement_states=states)

    return make


def state(name, start, end=None, first=1.0, last=None, **more):
    return AgreementState("contract", name, start, end, first, first if last is None else last, **more)


def claimed(world, since=NEVER_BEFORE):
    (agreement,) = world.agreements
    return [(c.day, c.amount) for c in claims(world, agreement, since)]


def test_a_stop_without_notice_owes_the_volume_of_the_notice(told):
    """Proves: 1 kt/yr over 6 months at 2 USD/kg are 1 MUSD, on the day of the stop; ended or suspended alike.
    Without it: an agreement could be left for nothing.
    """
    for word in ("ended", "suspended"):
        world = told(state("running", START, STOP), state(word, STOP, first=0.0))

        assert claimed(world) == [(STOP, pytest.approx(1.0))]


def test_notice_that_was_kept_costs_nothing(told):
    """Proves: with notice from 1 July 2024 the end on 1 January 2025 owes nothing; with notice from 1 October 2024 90 of
    its 182 days are left: 90/182 MUSD.
    Without it: notice would be a word without consequence.
    """
    for day, owed in ((date(2024, 7, 1), []), (date(2024, 10, 1), [(STOP, pytest.approx(90 / 182))])):
        world = told(state("running", START, day), state("notice", day, STOP), state("ended", STOP, first=0.0))

        assert claimed(world) == owed


def test_what_both_agree_on_needs_no_notice(told):
    """Proves: a wind-down, and a renegotiation to less, owe nothing, nor does the end of the wind-down.
    Without it: a change that the buyer accepts would be paid for as a breach.
    """
    taper = told(state("running", START, STOP), state("wound down", STOP, date(2027, 1, 1), 1.0, 0.0),
                 state("ended", date(2027, 1, 1), first=0.0))  # fmt: skip
    less = told(state("running", START, STOP), state("renegotiated", STOP, first=0.5))

    assert [claimed(taper), claimed(less)] == [[], []]


def test_a_suspension_that_ends_within_the_notice_owes_its_own_days(told):
    """Proves: suspended for the 31 days of January only, 31 of the 181 days of notice, 31/181 MUSD are owed.
    Without it: a month without deliveries would cost as much as half a year.
    """
    world = told(state("running", START, STOP), state("suspended", STOP, LATER, 0.0), state("running", LATER))

    assert claimed(world) == [(STOP, pytest.approx(31 / 181))]


def test_a_return_to_more_than_before_repays_nothing(told):
    """Proves: deliveries at twice the volume after a suspension of 31 days leave the claim for the 31 days as it is.
    Without it: what is delivered later would be taken for what was owed then.
    """
    world = told(state("running", START, STOP), state("suspended", STOP, LATER, 0.0), state("running", LATER, first=2.0))

    assert claimed(world) == [(STOP, pytest.approx(31 / 181))]


def test_deliveries_that_come_back_evenly_are_counted_as_they_come(told):
    """Proves: a suspension over which the share climbs from 0 to 2 in 100 days misses 25 days of the whole volume: half of
    the first 50 days, nothing after.
    Without it: the average share of 1 would hide what was missing at first.
    """
    world = told(state("running", START, STOP), state("suspended", STOP, date(2025, 4, 11), 0.0, 2.0),
                 state("running", date(2025, 4, 11)))  # fmt: skip

    assert claimed(world) == [(STOP, pytest.approx(25 / 181))]


def test_nothing_is_owed_after_the_agreement_has_run_out(told):
    """Proves: of a contract that ends on 1 February 2025 a stop on 1 January misses 31 days, not six months.
    Without it: a claim could be larger than what was ever promised.
    """
    world = told(state("running", START, STOP), state("suspended", STOP, first=0.0), end=LATER)

    assert claimed(world) == [(STOP, pytest.approx(31 / 181))]


def test_months_of_notice_are_those_of_the_calendar(told):
    """Proves: two months from 31 December end on 28 February; one and a half from 1 January on 16 February, 15 days after 1
    February. Whoever keeps them owes nothing.
    Without it: notice kept to the day would miss half a day, or one.
    """
    for months, day, last in ((2.0, date(2024, 12, 31), date(2025, 2, 28)), (1.5, STOP, date(2025, 2, 16))):
        kept = [state("running", START, day), state("notice", day, last), state("ended", last, first=0.0)]
        late = [kept[0], state("notice", day, date(2025, 2, 10)), state("ended", date(2025, 2, 10), first=0.0)]

        assert claimed(told(*kept, notice_months=months)) == []
        assert len(claimed(told(*late, notice_months=months))) == 1


def test_half_a_volume_owes_half(told):
    """Proves: of an agreement that runs at half its volume the stop owes 0.5 MUSD.
    Without it: the volume on paper would be paid for, not the one in force.
    """
    assert claimed(told(state("running", START, STOP, 0.5), state("ended", STOP, first=0.0))) == [(STOP, pytest.approx(0.5))]


def test_stops_before_the_first_day_that_counts_are_history(told):
    """Proves: a stop of 2025 is no claim in a study that begins in 2026, nor is one without a penalty.
    Without it: the past would be paid for again.
    """
    states = (state("running", START, STOP), state("ended", STOP, first=0.0))

    assert claimed(told(*states), since=date(2026, 1, 1)) == []
    assert claimed(told(*states, penalty=0.0)) == []


def test_a_new_price_holds_from_its_day_and_keeps_what_it_does_not_set(told):
    """Proves: fixed at 50, then indexed, then indexed with another part: three spans that follow each other without a gap.
    Without it: a renegotiated price would hold for the past, or be forgotten at the next state.
    """
    world = told(
        state("running", START, STOP),
        state("renegotiated", STOP, LATER, price_rule="indexed"),
        state("renegotiated", LATER, date(2025, 3, 1), price=3.0),
        state("suspended", date(2025, 3, 1), first=0.0),
    )

    assert price_terms(world, world.agreements[0]) == [
        Priced(START, STOP, "fixed", 50.0),
        Priced(STOP, LATER, "indexed", 50.0),
        Priced(LATER, None, "indexed", 3.0),
    ]


def test_a_world_in_which_it_is_stopped_ends_on_that_day(told):
    """Proves: a ramp is cut where it stands, what would have come later is gone, and other agreements stay.
    Without it: a stop on paper would leave deliveries running.
    """
    world = told(state("running", START, STOP), state("wound down", STOP, date(2025, 4, 11), 1.0, 0.0),
                 state("ended", date(2025, 4, 11), first=0.0))  # fmt: skip
    other = AgreementState("other", "running", START, None, 1.0, 1.0)
    cut = stopped(replace(world, agreement_states=(*world.agreement_states, other)), "contract", date(2025, 1, 21))

    assert [(s.state, s.end, s.share_end) for s in states_of(cut, "contract")] == [
        ("running", STOP, 1.0), ("wound down", date(2025, 1, 21), pytest.approx(0.8)), ("ended", None, 0.0),
    ]  # fmt: skip
    assert states_of(cut, "other") == [other]


def test_the_share_of_a_day_lies_on_the_line(told):
    """Proves: 20 of 100 days into a ramp from 1 to 0 the share is 0.8; a state without an end keeps its first share.
    Without it: a wind-down would count by its first day.
    """
    assert share_on(state("wound down", STOP, date(2025, 4, 11), 1.0, 0.0), date(2025, 1, 21)) == pytest.approx(0.8)
    assert share_on(state("running", STOP, None, 0.7), LATER) == 0.7
