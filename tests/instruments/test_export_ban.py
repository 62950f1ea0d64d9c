"""A ban stops the forms and destinations that it names, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.results.welfare import closing_error, welfare_account
from monazite.world.checks import check
from monazite.world.records import Control

BAN = Control("ban", "ban", ("oxide",), ("east",), ("*",), date(2025, 1, 1), None, share=0.0)


def test_a_ban_stops_the_trade_and_its_gain(small):
    """Proves: with the ban nothing is shipped, gain 0; without it 8.02 kt/yr gain 32.08.
    Without it: 32.08.
    """
    assert [small.add("controls", BAN).solve().gain, small.solve().gain] == pytest.approx([0.0, 32.08])


def test_a_ban_may_name_an_element_instead_of_forms(small):
    """Proves: a ban on whatever holds A stops the oxide; one on what holds A as metal does not.
    Without it: each form would have to be listed, and a new one would pass.
    """
    element = small.add("controls", BAN).set("controls", "ban", commodities=(), elements=("A",))
    metal = element.set("controls", "ban", stages=("smelting",))

    assert [element.solve().gain, metal.solve().gain] == pytest.approx([0.0, 32.08])


def test_a_ban_may_name_a_customs_code(small):
    """Proves: a ban on 2846 stops oxide of code 284690 and leaves oxide of 280530 alone.
    Without it: a ban as customs officers read it could not be told.
    """
    coded = small.set("commodities", "oxide", hs="284690").add("controls", BAN)
    coded = coded.set("controls", "ban", commodities=(), hs=("2846",))

    assert [coded.solve().gain, coded.set("commodities", "oxide", hs="280530").solve().gain] == pytest.approx([0.0, 32.08])


def test_a_ban_on_nothing_is_refused(small):
    """Proves: no form, an unknown stage and a code that nothing bears are refused, each at its column.
    Without it: a ban that stops nothing would be reported as one without effect.
    """
    for changes, column in (
        ({"commodities": ()}, "commodities"),
        ({"commodities": (), "stages": ("smeltng",)}, "stages"),
        ({"commodities": (), "hs": ("99",)}, "hs"),
    ):
        (fault,) = check(small.add("controls", BAN).set("controls", "ban", **changes).world)
        assert (fault.key, fault.column) == ("ban", column)


def test_a_ban_on_indian_oxide_stops_it_and_costs_india(stacks):
    """Proves: no NdPr oxide leaves India on any lane, India's producers lose, Lynas gains; the account closes.
    Without it: the shipped study could not tell what a ban does.
    """
    before, after = stacks.outcome(), stacks.outcome("ban-oxide")
    base, found = welfare_account(before), welfare_account(after)

    assert before.total("ship", origin="IND", commodity="ndpr_oxide")[-5] > 0.1
    assert after.total("ship", origin="IND", commodity="ndpr_oxide")[-5] == pytest.approx(0.0, abs=1e-9)
    assert found["IND", "producers"] < base["IND", "producers"] - 10.0
    assert found["AUS", "producers"] > base["AUS", "producers"]
    assert closing_error(after, found) < 1e-9
