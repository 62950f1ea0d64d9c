"""What users save by another grade is theirs, and what they really take is what leaves the chain."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.results.element_balance import element_balance_error
from monazite.results.outcome import Outcome
from monazite.results.welfare import closing_error, welfare_account
from monazite.world.records import Substitution

COAT = Substitution("coat", "use", "metal", 0.2, 1.0, 0.5, 0.0, date(2025, 1, 1))
"""0.2 kg of metal at 9.5 USD/kg and a change at 1 do the work of a kg of oxide at 6: 3.1 USD saved."""


def outcome(case):
    answer = case.solve()
    return Outcome("case", answer.system, answer.program, answer.solution.x, answer.solution.y)


def test_users_gain_what_they_save(small):
    """Proves: 4.01 kt/yr at 3.1 USD/kg, 12.431 million USD a year, go to users in the west and nothing to anybody else; the
    account closes.
    Without it: the saving would be lost between the price of what is replaced and that of what replaces it.
    """
    before, after = outcome(small.smelter()), outcome(small.smelter().add("substitutions", COAT))
    base, found = welfare_account(before), welfare_account(after)
    moved = {key: found[key] - base.get(key, 0.0) for key in found if abs(found[key] - base.get(key, 0.0)) > 1e-6}

    assert moved.pop(("west", "users")) == pytest.approx(12.431)
    assert {key for key in moved if key[1] != "government"} == set()
    assert closing_error(after, found) < 1e-9


def test_what_is_taken_is_what_is_served_less_what_is_replaced_and_the_substitute(small):
    """Proves: of 8.02 kt/yr served 4.01 are oxide, and 0.802 kt/yr of metal are taken for the rest; the element adds up: 1.0025
    kt of oxide in the metal and 4.01 as it is.
    Without it: elements would be counted in magnets that nobody made.
    """
    found = outcome(small.smelter().add("substitutions", COAT))

    assert found.taken("oxide", "west") == pytest.approx([4.01])
    assert found.taken("metal", "west") == pytest.approx([0.802])
    assert found.taken_by("use", "metal") == pytest.approx([0.802])
    assert max(element_balance_error(found).values()) < 1e-9
