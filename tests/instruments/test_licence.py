"""A licence lets a share through and loses some days of trade when it begins, since the first requests take time."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.results.welfare import closing_error, welfare_account
from monazite.world.checks import check
from monazite.world.records import Control

LICENCE = Control("licence", "licence", ("oxide",), ("east",), ("*",), date(2025, 1, 1), None, share=1.0, delay_days=73.0)


def test_the_first_clearance_loses_its_days_once(small):
    """Proves: 73 of 365 days of a base flow of 4 kt are 0.8 kt: of two years 3.2 pass in the first and 4 in the second.
    Without the delay: 4 and 4; without the licence 8.02 and 8.02.
    """
    held = small.add("controls", LICENCE).over("2025-01-01", "2026-01-01", "2027-01-01")

    assert held.solve().rates("ship") == pytest.approx([3.2, 4.0])
    assert held.set("controls", "licence", delay_days=0.0).solve().rates("ship") == pytest.approx([4.0, 4.0])
    assert held.solve(without="export_control").rates("ship") == pytest.approx([8.02, 8.02])


def test_elements_forms_codes_and_destinations_meet(small):
    """Proves: a licence for A at the refining stage to the west holds; for the south, or for metal, it lets all pass.
    Without it: a licence for one destination would stop another.
    """
    scope = small.add("controls", LICENCE).set("controls", "licence", commodities=(), elements=("A",), stages=("refining",), share=0.25,
                                               delay_days=0.0)
    west = scope.set("controls", "licence", destinations=("west",))
    elsewhere = scope.set("controls", "licence", destinations=("east",))

    assert [west.solve().gain, elsewhere.solve().gain] == pytest.approx([4.0, 32.08])


def test_a_licence_for_what_does_not_exist_is_refused(small):
    """Proves: a stage and an element that no commodity joins are refused at the row.
    Without it: a licence without goods.
    """
    (fault,) = check(small.add("controls", LICENCE).set("controls", "licence", stages=("smelting",)).world)

    assert (fault.table, fault.key) == ("controls", "licence")


def test_a_licence_on_dysprosium_stops_every_form_of_it_and_helps_chinese_users(stacks):
    """Proves: six tenths of heavy magnets leave China in 2027, users abroad lose, users in China gain, and the price of
    dysprosium falls inside China; the account closes.
    Without it: a licence by element would have to list ten codes.
    """
    before, after = stacks.outcome(), stacks.outcome("china-heavy-licence")
    at = before.system.grid.names.index("2027Q2")
    base, found = welfare_account(before), welfare_account(after)

    assert after.total("ship", origin="CHN", commodity="magnet_heavy")[at] < 0.75 * before.total(
        "ship", origin="CHN", commodity="magnet_heavy")[at]
    assert after.price("dy_oxide", "CHN")[at] < before.price("dy_oxide", "CHN")[at]
    assert found["JPN", "users"] < base["JPN", "users"] - 100.0
    assert found["CHN", "users"] > base["CHN", "users"] + 100.0
    assert closing_error(after, found) < 1e-9
