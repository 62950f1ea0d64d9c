"""Agreements oblige and allow for the days on which they are in force."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.formulation.agreements import in_force
from monazite.world.records import Agreement, AgreementState

CONTRACT = Agreement(
    "contract",
    "contract",
    "s",
    "b",
    "oxide",
    "east",
    "oxide",
    "west",
    minimum=0.0,
    maximum=3.0,
    price_rule="fixed",
    price=5.0,
    start=date(2020, 1, 1),
)
RUNNING = AgreementState("contract", "running", date(2020, 1, 1), None, 1.0, 1.0)
JANUARY, NEXT = date(2025, 1, 1), date(2026, 1, 1)


def contract(small, *states, **changes):
    """No lane; an agreement over 3 kt/yr of oxide to the west, where each kg gains 10 - 5 = 5 USD."""
    signed = small.drop("lanes").add("agreements", CONTRACT).add("agreement_states", *(states or (RUNNING,)))
    return signed.set("agreements", "contract", **changes)


def test_the_maximum_holds(small):
    """Proves: 3 kt/yr are handed over, gain 15.
    Without it: users get all 8.02 kt/yr that they want, gain 40.1.
    """
    assert contract(small).solve().gain == pytest.approx(15.0)
    assert contract(small).solve(without="agreement_volume").gain == pytest.approx(40.1)


def test_the_minimum_holds_at_a_loss(small):
    """Proves: where users pay 3 for what costs 5, a minimum of 2 kt/yr costs 4.
    Without it: nothing is handed over and nothing lost.
    """
    loss = contract(small, minimum=2.0).base(price={("oxide", "west"): 3.0})

    assert loss.solve().gain == pytest.approx(-4.0)
    assert loss.solve(without="agreement_volume").gain == pytest.approx(0.0)


def test_a_duty_is_broken_where_that_is_cheaper_than_its_penalty(small):
    """Proves: where a kg is delivered at a loss of 2, a penalty of 1.5 is paid on the minimum of 2 kt/yr instead: 3 in all.
    Without it (a minimum that has to be delivered, no penalty): 2 kt/yr at a loss of 4.
    """
    loss = contract(small, minimum=2.0, penalty=1.5).base(price={("oxide", "west"): 3.0})
    broken = loss.solve()

    assert (broken.rate("deliver"), broken.rate("undelivered")) == pytest.approx((0.0, 2.0))
    assert broken.gain == pytest.approx(-3.0)
    assert loss.set("agreements", "contract", penalty=0.0).solve().gain == pytest.approx(-4.0)


def test_a_duty_is_kept_where_its_penalty_is_dearer(small):
    """Proves: with a penalty of 2.5 on a kg that is delivered at a loss of 2 both kt are delivered, at a loss of 4.
    Without it: whoever owes could always buy himself out, here for 5, or for nothing.
    """
    kept = contract(small, minimum=2.0, penalty=2.5).base(price={("oxide", "west"): 3.0}).solve()

    assert (kept.rate("deliver"), kept.rate("undelivered")) == pytest.approx((2.0, 0.0))
    assert kept.gain == pytest.approx(-4.0)


def test_what_is_missed_leaves_the_maximum_alone(small):
    """Proves: of a contract over 2 to 3 kt/yr that is worth 5 a kg, all 3 are delivered and none of it is missed.
    Without it: a penalty would lower the volume that may be delivered.
    """
    worth = contract(small, minimum=2.0, penalty=1.5).solve()

    assert (worth.rate("deliver"), worth.rate("undelivered")) == pytest.approx((3.0, 0.0))


def test_no_more_can_be_missed_than_is_owed(small):
    """Proves: with the agreement in force for 182 of 365 days and a penalty of 1.5, 2 x 182/365 kt/yr are missed at most.
    Without it: a penalty would be paid for days after the end.
    """
    stop = contract(small, minimum=2.0, penalty=1.5, end=date(2025, 7, 2)).base(price={("oxide", "west"): 3.0}).solve()

    assert stop.rate("undelivered") == pytest.approx(2.0 * 182 / 365)
    assert stop.gain == pytest.approx(-3.0 * 182 / 365)


def test_an_agreement_that_ends_in_mid_period_counts_for_its_days(small):
    """Proves: ended on 2 July it runs 182 of 365 days: 3 x 182/365 = 1.496 kt/yr, by its own end or by its state's.
    Without it: 3 kt/yr, half of them after the end.
    """
    stop = date(2025, 7, 2)
    by_end = contract(small, end=stop).solve()
    by_state = contract(small, AgreementState("contract", "running", date(2020, 1, 1), stop, 1.0, 1.0)).solve()

    assert [by_end.rate("deliver"), by_state.rate("deliver")] == pytest.approx([3.0 * 182 / 365] * 2)


def test_a_wind_down_counts_with_its_average(small):
    """Proves: from all to nothing over 2025, 3 x 1/2 = 1.5 kt/yr are handed over; told in halves 1 - 91/365 of it in
    the first (its share in the middle, day 91) and 91.5/365 in the second.
    Without it: the first day's share would hold for the year: 3 kt/yr.
    """
    ramp = AgreementState("contract", "wound down", JANUARY, NEXT, 1.0, 0.0)
    halves = contract(small, ramp).over("2025-01-01", "2025-07-02", "2026-01-01").solve()

    assert contract(small, ramp).solve().rate("deliver") == pytest.approx(1.5)
    assert halves.rates("deliver") == pytest.approx([3.0 * (1 - 91 / 365), 3.0 * 91.5 / 365])


def test_a_wind_down_ends_with_its_agreement(small):
    """Proves: an agreement that ends on 2 July is not wound down any further: 182 days at 1 - 91/365 on average, shared
    over 365, are 0.3743.
    Without it: the ramp runs on after the end, 0.5.
    """
    ramp = AgreementState("contract", "wound down", JANUARY, NEXT, 1.0, 0.0)
    cut = contract(small, ramp, end=date(2025, 7, 2))

    assert in_force(cut.system, "contract") == pytest.approx([182 / 365 * (1 - 91 / 365)])
    assert cut.solve().rate("deliver") == pytest.approx(3.0 * 182 / 365 * (1 - 91 / 365))


def test_a_ramp_counts_from_its_first_day_to_its_last(small):
    """Proves: all to nothing from 1 April to 1 July is half of 91 of 365 days; before and after nothing is in force.
    Without it: a wind-down would be in force from the beginning of the grid, or after its end.
    """
    ramp = AgreementState("contract", "wound down", date(2025, 4, 1), date(2025, 7, 1), 1.0, 0.0)
    other = AgreementState("contract", "renegotiated", date(2025, 4, 1), date(2025, 7, 1), 0.0, 1.0)

    for state in (ramp, other):
        assert in_force(contract(small, state).system, "contract") == pytest.approx([0.5 * 91 / 365])


def test_states_follow_each_other(small):
    """Proves: running to 1 April, suspended to 1 July, running again at half: 90 days of 1 and 184 of 0.5 out of 365.
    Without it: the last state, or the first, would hold for the year.
    """
    april, july = date(2025, 4, 1), date(2025, 7, 1)
    states = (
        AgreementState("contract", "running", JANUARY, april, 1.0, 1.0),
        AgreementState("contract", "suspended", april, july, 0.0, 0.0),
        AgreementState("contract", "renegotiated", july, None, 0.5, 0.5),
    )

    assert in_force(contract(small, *states).system, "contract") == pytest.approx([(90 + 0.5 * 184) / 365])


def test_a_world_without_the_agreement_keeps_the_pattern_and_delivers_nothing(small):
    """Proves: an option without the agreement has its columns and rows with zero volume, share 0.
    Without it: the programmes of two options could not be patched into one another.
    """
    wide = contract(small)
    narrow = small.drop("lanes").with_pattern_of(wide)

    assert in_force(narrow.system, "contract") == pytest.approx([0.0])
    assert narrow.solve().rate("deliver") == 0.0


def test_a_delivery_enters_its_own_row(small, entries):
    """Proves: each kt handed over is +1 in the row of its agreement and period.
    Without it: a volume would bind another contract.
    """
    program = contract(small).program()

    assert entries(program, "agreement_volume", "deliver", period="2025") == {"agreement=contract, period=2025": 1.0}


def test_the_dual_is_minus_the_worth_of_volume_or_plus_the_cost_of_duty(small):
    """Proves: one kt more of a maximum gains 5 (dual -5), one kt more of a loss-making minimum costs 2 (dual +2).
    Without it: one could not tell a right from a burden.
    """
    right = contract(small).solve()
    duty = contract(small, minimum=2.0).base(price={("oxide", "west"): 3.0}).solve()

    assert right.duals("agreement_volume") == pytest.approx([-5.0])
    assert right.slopes("agreement_volume") == pytest.approx([-5.0])
    assert duty.duals("agreement_volume") == pytest.approx([2.0])
    assert duty.slopes("agreement_volume") == pytest.approx([2.0])


def swap(small, **changes):
    """Oxide goes west under the contract; 0.2 kt of metal comes back east for each kt of it."""
    answer = Agreement(
        "answer",
        "answer",
        "b",
        "s",
        "metal",
        "west",
        "metal",
        "east",
        minimum=0.0,
        maximum=100.0,
        price_rule="in kind",
        price=0.0,
        start=date(2020, 1, 1),
        linked_to="contract",
        ratio=0.2,
    )
    running = AgreementState("answer", "running", date(2020, 1, 1), None, 1.0, 1.0)
    return (
        contract(small.smelter())
        .add("agreements", answer)
        .add("agreement_states", running)
        .set("agreements", "answer", **changes)
    )


def test_a_linked_leg_follows_the_leg_that_it_answers(small):
    """Proves: for 3 kt of oxide 0.6 kt of metal come back; they take 0.75 kt of the oxide and cost 1.2. Users of oxide
    gain 2.25 x 10, users of metal 0.6 x 30, the oxide cost 3 x 5: 22.5 + 18 - 1.2 - 15 = 24.3.
    Without it: all metal that users want comes back, 2.005 kt: 4.9375 + 2.005 x 28 - 15 = 46.08.
    """
    answer = swap(small).solve()

    assert answer.rate("deliver", agreement="answer") == pytest.approx(0.6)
    assert answer.gain == pytest.approx(24.3)
    assert swap(small).solve(without="linked_legs").gain == pytest.approx(
        10.0 * (3.0 - 1.25 * 2.005) + 2.005 * 28.0 - 15.0
    )


def test_a_leg_in_force_for_half_the_year_answers_half_of_it(small, entries):
    """Proves: in force from 2 July, 183 of 365 days, the leg gives 0.2 x 183/365 kt per kt of the year's oxide.
    Without it: the swap would begin before it was agreed.
    """
    late = swap(small, start=date(2025, 7, 2))
    program = late.program()

    assert entries(program, "linked_legs", "deliver", agreement="contract", period="2025") == pytest.approx(
        {"leg=answer, period=2025": -0.2 * 183 / 365}
    )
    assert entries(program, "linked_legs", "deliver", agreement="answer", period="2025") == {
        "leg=answer, period=2025": 1.0
    }
    assert late.solve().rate("deliver", agreement="answer") == pytest.approx(0.6 * 183 / 365)


def test_the_dual_of_a_link_is_minus_the_worth_of_more_than_it_gives(small):
    """Proves: one kt of metal more than the link gives gains 30 - 2 - 1.25 x 10 = 15.5; the dual is -15.5.
    Without it: the price of a swap's ratio would have no sign.
    """
    answer = swap(small).solve()

    assert answer.duals("linked_legs") == pytest.approx([-15.5])
    assert answer.slopes("linked_legs") == pytest.approx([-15.5])


def test_on_a_wider_pattern_an_agreement_has_its_own_volumes_and_links(small):
    """Proves: where another option allows 3 kt of oxide and asks 0.2 kt of metal for each, an option with 2 kt and 0.1
    hands over 2 and 0.2; one without the link, in which the metal leg may bring 0.5 kt, brings 0.5.
    Without it: volumes and links of one option would bind another.
    """
    wide = swap(small)
    less = wide.set("agreements", "contract", maximum=2.0).set("agreements", "answer", ratio=0.1)
    loose = wide.set("agreements", "answer", linked_to="", ratio=0.0, maximum=0.5)

    found = [case.with_pattern_of(wide).solve() for case in (less, loose)]

    assert [found[0].rate("deliver", agreement=g) for g in ("contract", "answer")] == pytest.approx([2.0, 0.2])
    assert found[1].rate("deliver", agreement="answer") == pytest.approx(0.5)
    assert found[1].gain == pytest.approx(loose.solve().gain)
