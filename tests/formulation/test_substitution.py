"""Users change over to another grade as far as they have learnt to, and nothing that is only saved is ever sold on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monazite.world.records import Lane, Substitution

THRIFT = Substitution("thrift", "use", "", 1.0, 3.0, 0.5, 0.0, date(2025, 1, 1))


def test_half_of_the_use_is_replaced_where_that_is_cheaper(small):
    """Proves: half of 8.02 kt/yr is done without at 3 USD/kg in place of 6: 4.01 kt/yr switched, gain 32.08 + 4.01 x 3 = 44.11.
    Without it: 32.08.
    """
    case = small.add("substitutions", THRIFT)

    assert case.solve().rate("switch") == pytest.approx(4.01)
    assert case.solve().gain == pytest.approx(44.11)
    assert small.solve().gain == pytest.approx(32.08)
    assert case.solve(without="substitution").rate("switch") > 8.0


def test_a_substitute_is_taken_from_its_own_balance(small):
    """Proves: 0.2 kg of metal at 9.5 USD/kg and 1 USD do the work of a kg of oxide at 6: 4.01 kt/yr switched take 0.802 kt/yr
    of metal and save 3.1 each, gain 32.08 + 12.431 = 44.511.
    Without it: the substitute would come from nowhere, gain 52.13.
    """
    coat = replace(THRIFT, commodity="metal", ratio=0.2, cost=1.0)
    answer = small.smelter().add("substitutions", coat).solve()

    assert answer.rate("run", activity="smelt") == pytest.approx(0.802)
    assert answer.gain == pytest.approx(44.511)
    assert small.add("substitutions", replace(THRIFT, cost=1.0)).solve().gain == pytest.approx(52.13)


def test_a_substitute_that_is_dearer_is_left_alone(small):
    """Proves: at 6.5 USD/kg against 6 nobody changes over.
    Without it: the share would be a duty.
    """
    assert small.add("substitutions", replace(THRIFT, cost=6.5)).solve().rate("switch") == pytest.approx(0.0, abs=1e-9)


def test_where_oxide_is_scarce_the_same_oxide_serves_twice_the_use(small):
    """Proves: 2 kt/yr of oxide and half of the use replaced serve 4 kt/yr: gain 4 x 10 - 2 x 6 - 2 x 3 = 22.
    Without it: 2 kt/yr and a gain of 8.
    """
    scarce = small.set("units", "mine", capacity=5.0)
    answer = scarce.add("substitutions", THRIFT).solve()

    assert (answer.rate("serve"), answer.rate("switch")) == (pytest.approx(4.0), pytest.approx(2.0))
    assert (answer.gain, scarce.solve().gain) == (pytest.approx(22.0), pytest.approx(8.0))


def test_what_is_only_saved_cannot_be_sold_on(small):
    """Proves: with no ore at all nothing is switched, and nothing leaves on a lane back to the east.
    Without it: savings would be a mine; without the rows the west would ship oxide that nobody made.
    """
    back = Lane("back", "oxide", "west", "east", 0.0, 0.0, 0.1)
    case = small.set("units", "mine", capacity=0.0).add("lanes", back).add("substitutions", THRIFT)

    assert case.solve().rate("switch") == pytest.approx(0.0, abs=1e-9)
    assert case.solve(without="substitution").rate("switch") > 8.0


def test_the_share_grows_evenly_over_the_lead_time(small):
    """Proves: half of the use after two years means 1/8 of it on average in the first year and 3/8 in the second.
    Without it: motors would be designed anew on the day of the news.
    """
    slow = small.over("2025-01-01", "2026-01-01", "2027-01-01").add("substitutions", replace(THRIFT, lead_years=2.0))

    assert slow.solve().rates("switch") == pytest.approx([0.125 * 8.02, 0.375 * 8.02])


def test_the_dual_is_the_worth_of_one_more_kilogramme_that_can_be_replaced(small):
    """Proves: minus 3 USD/kg, the price less the cost of the change.
    Without it: nobody could say what faster redesign is worth.
    """
    assert small.add("substitutions", THRIFT).solve().duals("substitution") == pytest.approx([-3.0])


def test_an_option_without_the_substitution_changes_nothing(small):
    """Proves: on the pattern of a wider study its column stands there with share 0: gain 32.08.
    Without it: an option would save what only another one has learnt to.
    """
    narrow = small.with_pattern_of(small.add("substitutions", THRIFT)).solve()

    assert narrow.rate("switch") == pytest.approx(0.0, abs=1e-9)
    assert narrow.gain == pytest.approx(32.08)
