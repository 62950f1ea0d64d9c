"""One quota over several forms: the tonne goes to the form on which it earns most, and its rent is the same for all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import inf

import pytest

from monazite.errors import BadInput
from monazite.formulation.controls import allowed
from monazite.results.welfare import closing_error, welfare_account
from monazite.study.pattern import require_same_places
from monazite.world.records import Control, Demand, Lane

QUOTA = Control("quota", "quota", ("ore", "oxide"), ("east",), ("*",), date(2025, 1, 1), None, share=0.0, tonnes=6.0, together=True)


@pytest.fixture
def two_forms(small):
    """Ore goes west as well, at 0.7 of freight, to users who pay 3 USD/kg: it gains 1.3, oxide 4."""
    more = small.add("lanes", Lane("raw", "ore", "east", "west", 4.0, 0.05, freight=0.7, elasticity=inf))
    more = more.add("demands", Demand("bricks", "west", "bricks", "ore", 4.0, 0.05, -inf, 0.0, 5.0))
    return more.base(flow={"raw": 4.0}, quantity={"bricks": 4.0}, price={("ore", "west"): 3.0})


def test_forms_share_one_amount_and_the_dearer_goes_first(two_forms):
    """Proves: of 6 kt/yr none is left for ore, since 8.02 kt/yr of oxide are wanted and gain 4 each: 24.
    Without it: 8.02 kt/yr of each leave, gain 8.02 x 4 + 8.02 x 1.3 = 42.506; with 6 for each form 6 x 4 + 6 x 1.3 = 31.8.
    """
    bound = two_forms.add("controls", QUOTA)

    assert [bound.solve().rate("ship", lane=lane) for lane in ("out", "raw")] == pytest.approx([6.0, 0.0])
    assert bound.solve().gain == pytest.approx(24.0)
    assert bound.solve(without="shared_quota").gain == pytest.approx(42.506)
    assert bound.set("controls", "quota", together=False).solve().gain == pytest.approx(31.8)


def test_the_rent_is_one_for_all_forms(two_forms):
    """Proves: with 10 kt/yr oxide takes 8.02 and ore the rest; a tonne more would be ore, so each kg of quota is worth 1.3 USD.
    Without it: oxide would carry a rent of 4 while ore carries 1.3, though the same paper lets either out.
    """
    bound = two_forms.add("controls", replace(QUOTA, tonnes=10.0)).solve()

    assert [bound.rate("ship", lane=lane) for lane in ("out", "raw")] == pytest.approx([8.02, 1.98])
    assert bound.duals("shared_quota") == pytest.approx([-1.3])


def test_licence_holders_get_the_rent_of_every_form_and_the_account_closes(two_forms):
    """Proves: 10 kt at a rent of 1.3 are 13 million USD for licence holders in the east.
    Without it: the rent would stay with traders in the west, who cannot ship more.
    """
    outcome = two_forms.add("controls", replace(QUOTA, tonnes=10.0)).solve().outcome
    account = welfare_account(outcome)

    assert account["east", "licence holders"] == pytest.approx(13.0)
    assert closing_error(outcome, account) < 1e-9


def test_a_share_is_of_all_base_flows_together(two_forms):
    """Proves: half of the 4 kt/yr of oxide and the 4 of ore is 4, in the form that earns more.
    Without it: half of each would be 2 and 2.
    """
    half = two_forms.add("controls", replace(QUOTA, tonnes=0.0, share=0.5))

    assert half.solve().rate("ship", lane="out") == pytest.approx(4.0)
    assert allowed(half.system, "quota", ["out", "raw"]) == pytest.approx([4.0])


def test_a_policy_does_not_turn_one_kind_of_quota_into_the_other(two_forms):
    """Proves: a control that counts each form by itself and later all together is refused by name.
    Without it: the pattern would have rows for one kind and numbers of the other.
    """
    before = two_forms.add("controls", replace(QUOTA, together=False)).world
    after = two_forms.add("controls", QUOTA).world

    with pytest.raises(BadInput, match="'quota' from together False to True"):
        require_same_places(before, after)
