"""A content rule takes cargo from the origins that it names, or a fine."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.results.welfare import closing_error, welfare_account
from monazite.world.checks import check
from monazite.world.records import ContentRule, Lane

HALF = ContentRule("half", "west", ("east",), 0.5, 1.0, date(2025, 1, 1), None, commodities=("oxide",))


def test_what_is_beyond_the_share_is_fined(small):
    """Proves: half of 8.02 kt/yr is beyond the share and pays 1 USD/kg: gain 32.08 - 4.01 = 28.07.
    Without it: 32.08.
    """
    ruled = small.add("content_rules", HALF)

    assert [ruled.solve().gain, ruled.solve().cost("fine")] == pytest.approx([28.07, 4.01])
    assert ruled.solve(without="content_rule").gain == pytest.approx(32.08)


def test_a_hard_rule_lets_users_have_as_much_as_others_bring(small):
    """Proves: with a second route by way of the south, at 2 USD/kg more, half comes each way: gain 4.01 x 4 + 4.01 x 2 =
    24.06; without the second route nobody may use anything, gain 0.
    Without it: all comes the short way, 32.08.
    """
    hard = small.add("content_rules", HALF).set("content_rules", "half", fine=0.0)
    region = type(small.world.regions[0])("south", "South")
    two = hard.add("regions", region)
    for lane in (
        Lane("first", "oxide", "east", "south", 4.0, 0.05, freight=1.5, elasticity=float("inf")),
        Lane("second", "oxide", "south", "west", 4.0, 0.05, freight=1.5, elasticity=float("inf")),
    ):
        two = two.add("lanes", lane)
    two = two.base(flow={"first": 4.01, "second": 4.01}, price={("oxide", "south"): 6.5})

    assert hard.solve().gain == pytest.approx(0.0, abs=1e-9)
    assert [two.solve().gain, two.solve().rate("ship", lane="second")] == pytest.approx([24.06, 4.01])


def test_a_rule_counts_for_its_days(small):
    """Proves: from 2 July on 8.02 x 0.5 x 183/365 = 2.0105 kt/yr are fined; from 2026 on none in 2025.
    Without it: half a year of a rule would cost as a whole one.
    """
    ruled = small.add("content_rules", HALF)

    assert ruled.set("content_rules", "half", start=date(2025, 7, 2)).solve().cost("fine") == pytest.approx(4.01 * 183 / 365)
    assert ruled.set("content_rules", "half", start=date(2026, 1, 1)).solve().gain == pytest.approx(32.08)


def test_use_is_what_users_and_plants_take_in(small):
    """Proves: a smelter in the west that takes in oxide counts as use: at most half of users' and smelter's intake is free.
    Without it: a region without final users could import nothing.
    """
    ruled = small.smelter().add("content_rules", HALF)
    ruled = ruled.add("lanes", Lane("home", "metal", "west", "east", 1.0, 0.05, 0.5)).base(flow={"home": 1.0})
    answer = ruled.solve()
    taken = answer.rate("serve", demand="use") + 1.25 * answer.rate("run", activity="smelt")

    assert answer.rate("run", activity="smelt") > 0.5
    assert answer.rate("excess") == pytest.approx(0.5 * taken)


def test_a_rule_for_goods_that_do_not_arrive_is_refused(small):
    """Proves: a rule on cargo from the west into the west stands on no lane and is told so.
    Without it: it would be listed and bind nothing.
    """
    lost = small.add("content_rules", HALF).set("content_rules", "half", origins=("west",))

    (fault,) = check(lost.world)
    assert (fault.key, fault.column) == ("half", "origins")


def test_europe_takes_fewer_magnets_from_china(stacks):
    """Proves: from 2030 on less of the magnets used in the Union comes from China than without the rule, what is beyond
    65 % is fined, the Union's state gains the fine; the account closes.
    Without it: a cap on one supplier would be words.
    """
    before, after = stacks.outcome(), stacks.outcome("eu-supplier-cap")
    lane = {"origin": "CHN", "destination": "EUU", "commodity": ("magnet_light", "magnet_heavy")}
    account = welfare_account(after)

    assert after.total("ship", **lane)[-5] < before.total("ship", **lane)[-5] - 0.5
    assert after.cost("fine") > 10.0
    assert account["EUU", "government"] > welfare_account(before)["EUU", "government"] + 10.0
    assert closing_error(after, account) < 1e-9
