"""A control lets through a fixed tonnage of what it names, for the days on which it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from monazite.formulation.controls import allowed
from monazite.world.records import Control, Lane, Region

QUOTA = Control("quota", "quota", ("oxide",), ("east",), ("west",), start=date(2025, 1, 1), end=None, share=0.25)


def controlled(small, **changes):
    """A quota of a quarter of the base flow of 4 kt/yr from east to west."""
    return small.add("controls", QUOTA).set("controls", "quota", **changes)


def test_a_quota_is_a_share_of_the_base_flow(small):
    """Proves: a quarter of 4 kt/yr passes, gain 1 x 4 = 4.
    Without it: 8.02 kt/yr pass, gain 32.08.
    """
    assert controlled(small).solve().gain == pytest.approx(4.0)
    assert controlled(small).solve(without="export_control").gain == pytest.approx(32.08)


def test_a_control_that_starts_in_mid_period_counts_for_its_days(small):
    """Proves: from 2 July, 183 of 365 days, 4 x (1 - 0.75 x 183/365) = 2.496 kt/yr pass: the base flow before, a
    quarter of it afterwards. An end on 2 July is the mirror image with 182 days.
    Without it: 1 kt/yr, or 4.
    """
    late, early = controlled(small, start=date(2025, 7, 2)), controlled(small, end=date(2025, 7, 2))

    assert late.solve().rate("ship") == pytest.approx(4.0 * (1.0 - 0.75 * 183 / 365))
    assert early.solve().rate("ship") == pytest.approx(4.0 * (1.0 - 0.75 * 182 / 365))


def test_a_quota_may_be_told_in_tonnes(small):
    """Proves: with share 0 and 2.5 kt/yr allowed 2.5 pass, whatever the base flow was and however its lane grows; with a
    share of a quarter besides, 3.5.
    Without it: a quota of so many tonnes would move with every correction of the base year, and with trade.
    """
    fixed = controlled(small, share=0.0, tonnes=2.5).set("lanes", "out", growth=0.05)

    assert fixed.solve().rate("ship") == pytest.approx(2.5)
    assert controlled(small, tonnes=2.5).solve().rate("ship") == pytest.approx(3.5)


def test_what_follows_a_ban_in_mid_period_does_not_open_the_days_of_the_ban(small):
    """Proves: banned until 2 July, 182 days, then a quota of 1 kt/yr: 1 x 183/365 = 0.501 kt pass in the year.
    Without it: each of the two would count the other's days with the base flow, and 2.005 kt would pass, the lesser of
    4 x 183/365 and 4 x 182/365 + 1 x 183/365.
    """
    ban = Control("ban", "ban", ("oxide",), ("east",), ("*",), date(2025, 1, 1), date(2025, 7, 2), 0.0)
    case = controlled(small, start=date(2025, 7, 2)).add("controls", ban)

    assert case.solve().rate("ship") == pytest.approx(183 / 365)


def test_a_control_on_part_of_the_lanes_says_nothing_about_the_other_days_of_a_wider_one(small):
    """Proves: a quota on the west and the south from 2 July lets its own half year's tonnage pass beside the base flow of
    the first half, though the west alone was banned then.
    Without it: a narrow ban would close lanes that it does not name.
    """
    open_lanes = small.add("regions", Region("south", "South")).add(
        "lanes", Lane("down", "oxide", "east", "south", 2.0, 0.05, freight=0.5)
    )
    wide = replace(QUOTA, destinations=("west", "south"), start=date(2025, 7, 2), share=0.0, tonnes=1.0)
    ban = replace(QUOTA, control="ban", end=date(2025, 7, 2), share=0.0)
    case = open_lanes.base(flow={"down": 2.0}).add("controls", wide, ban)

    assert list(allowed(case.system, "quota", ["out", "down"])) == pytest.approx([6.0 * 182 / 365 + 1.0 * 183 / 365])


def test_before_and_after_a_control_nothing_is_limited(small):
    """Proves: the limit is infinite in 2024 and from 2026 on, for a control that holds in 2025.
    Without it: a control would cap trade at its base flow for ever.
    """
    case = controlled(small, end=date(2026, 1, 1)).over("2024-01-01", "2025-01-01", "2026-01-01", "2027-01-01")

    assert list(allowed(case.system, "quota", ["out"])) == pytest.approx([np.inf, 1.0, np.inf])


def test_the_reference_grows_as_the_lane_does(small):
    """Proves: on a lane whose trade grows 5 % a year a control with share 1 lets 4 x 1.05 pass a year on.
    Without it: a licence that refuses nobody would bind in every later year.
    """
    case = controlled(small, share=1.0).set("lanes", "out", growth=0.05).over("2026-01-01", "2027-01-01")

    assert allowed(case.system, "quota", ["out"]) == pytest.approx([4.0 * 1.05 ** (366 / 365.25)])


def test_the_first_clearance_costs_its_days_once(small):
    """Proves: 73 days of 4 kt/yr, 0.8 kt, are lost once: of the two years at share 1, the first lets 3.2 kt pass, the
    second 4.
    Without it: 4 in both; taken from every period, 3.2 in both.
    """
    slow = controlled(small, share=1.0, delay_days=73.0).over("2025-01-01", "2026-01-01", "2027-01-01")

    assert slow.solve().rates("ship") == pytest.approx([3.2, 4.0])


def test_a_delay_longer_than_a_period_goes_on_in_the_next_and_spares_what_left_before(small):
    """Proves: with share 0.5 from 1 September, 73 days of delay are 0.8 kt. Of the third quarter the last 30 days would
    let 30/365 x 2 = 0.164 kt pass: lost; the flow of its first 62 days, 4 x 62/92 kt/yr, is not touched. The fourth
    quarter loses its 2 x 92/365 = 0.504 kt, the next year the remaining 0.132: 1.868 pass.
    Without it: 0.8 kt would be taken from the third quarter, 0.636 of them shipped before the control began.
    """
    slow = controlled(small, share=0.5, start=date(2025, 9, 1), delay_days=73.0)
    case = slow.over("2025-07-01", "2025-10-01", "2026-01-01", "2027-01-01")
    limit = allowed(case.system, "quota", ["out"])
    undelayed = allowed(case.set("controls", "quota", delay_days=0.0).system, "quota", ["out"])

    assert limit == pytest.approx([4.0 * 62 / 92, 0.0, 2.0 - (0.8 - 2.0 * 122 / 365)])
    assert case.system.lengths @ (undelayed - limit) == pytest.approx(0.8)


def detour(small, destinations):
    """Free transit lanes over the south at the cost of the straight lane, and a ban on the destinations named."""
    open_lanes = small.add("regions", Region("south", "South")).add(
        "lanes",
        Lane("down", "oxide", "east", "south", 0.0, 0.05, freight=0.5),
        Lane("up", "oxide", "south", "west", 0.0, 0.05, freight=0.5),
    )
    return open_lanes.add(
        "controls", Control("ban", "ban", ("oxide",), ("east",), destinations, date(2025, 1, 1), None, 0.0)
    )


def test_a_ban_on_one_destination_leaks_through_transit(small):
    """Proves: with the west banned all 8.02 kt/yr go over the south, gain 32.08 as before; a ban on every destination
    stops them, gain 0.
    Without it: the leak would be assumed away.
    """
    leaking, tight = detour(small, ("west",)).solve(), detour(small, ("*",)).solve()

    assert [leaking.rate("ship", lane="down"), leaking.gain] == pytest.approx([8.02, 32.08])
    assert [tight.rate("ship"), tight.gain] == pytest.approx([0.0, 0.0])


def test_only_lanes_in_scope_count(small, entries):
    """Proves: the straight lane is +1 in the row of the ban, at every step; transit beyond the origin is not.
    Without it: cargo of other origins would use up the quota.
    """
    program = detour(small, ("*",)).program()
    row = {"control=ban, commodity=oxide, period=2025": 1.0}

    for lane, step, found in (("out", "1", row), ("out", "2", row), ("down", "1", row), ("up", "1", {})):
        assert entries(program, "export_control", "ship", lane=lane, lane_step=step, period="2025") == found


def test_a_lane_without_history_adds_nothing_to_the_quota(small):
    """Proves: a second lane from east to west that never carried anything shares the quota of 1 kt/yr and adds nothing
    to it.
    Without it: opening a lane on paper would enlarge the quota.
    """
    case = controlled(small).add("lanes", Lane("second", "oxide", "east", "west", 0.0, 0.05, freight=0.7))

    assert list(allowed(case.system, "quota", ["out", "second"])) == pytest.approx([1.0])
    assert case.solve().rate("ship") == pytest.approx(1.0)


def test_each_form_has_a_limit_of_its_own(small):
    """Proves: a control on oxide and metal with lanes for both has two rows, each with the base flow of its form.
    Without it: licences for one product could be used for another.
    """
    case = (
        controlled(small, commodities=("oxide", "metal"))
        .add("lanes", Lane("metal_out", "metal", "east", "west", 2.0, 0.05, freight=0.5))
        .base(flow={"metal_out": 2.0})
    )
    program = case.program()

    assert list(program.row_upper[program.row("export_control").slice]) == pytest.approx([1.0, 0.5])


def test_the_dual_over_discount_and_length_is_minus_the_quota_rent(small):
    """Proves: one kt/yr more gains 4: the dual over discount and length is -4 in a quarter and a year, as is the slope.
    Without it: the worth of a licence would be unknown.
    """
    answer = controlled(small).money(0.1).over("2025-10-01", "2026-01-01", "2027-01-01").solve()

    assert answer.duals("export_control") / answer.system.weight == pytest.approx([-4.0, -4.0])
    assert answer.duals("export_control") == pytest.approx(answer.slopes("export_control"))


def test_on_a_wider_pattern_a_control_holds_its_own_lanes_only(small):
    """Proves: where another option's control stops oxide and metal to every destination, one of the same name on the west
    alone still lets 8.02 kt/yr pass through the south, gain 32.08, as on its own pattern.
    Without it: the narrower control would close the lanes of the wider one: nothing passes, gain 0.
    """
    narrow = detour(small, ("west",))
    wide = narrow.set("controls", "ban", destinations=("*",), commodities=("oxide", "metal"))
    answer = narrow.with_pattern_of(wide).solve()

    assert [answer.rate("ship", lane="down"), answer.gain, narrow.solve().gain] == pytest.approx([8.02, 32.08, 32.08])
    assert wide.solve().gain == pytest.approx(0.0)
    assert answer.program.A.nnz == wide.program().A.nnz
