"""The rows of a mandate: what lies in store, and what was let go before, against what has to be held."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.world.records import Mandate, Stockpile

STORE = Stockpile("store", "store", "west", "oxide", "state", 2.0, 9.0, 0.0, 0.0, 0.0)
RESERVE = Mandate("reserve", "store", 2.0, 0.0, date(2024, 1, 1), date(2025, 1, 1), None, trigger=9.0)


def test_the_bill_of_a_mandate(small, entries):
    """Proves: a kt in store counts 1 at the end of its period; a kt/yr let go in a quarter of 92 days counts 92/365 kt at
    the end of this and of every later period.
    Without it: what was let go would have to be filled again.
    """
    program = small.add("stockpiles", STORE).add("mandates", RESERVE).over("2025-10-01", "2026-01-01", "2027-01-01").program()
    row = [f"mandate=reserve, period={day}" for day in ("2025-10-01", "2026-01-01")]

    assert entries(program, "stock_mandate", "level", stockpile="store", period="2025-10-01") == {row[0]: 1.0}
    assert entries(program, "stock_mandate", "let_go", period="2025-10-01") == pytest.approx({row[0]: 92 / 365, row[1]: 92 / 365})
    assert program.row_lower[program.row("stock_mandate").slice] == pytest.approx([2.0, 2.0])


def test_a_mandate_ends(small):
    """Proves: a mandate that ends in mid-2025 holds nothing at the end of the year: the 2 kt are sold, gain 32.08 + 2 x 6.
    Without it: stock would be held for good.
    """
    held = small.add("stockpiles", STORE).add("mandates", RESERVE).set("mandates", "reserve", trigger=0.0)
    ended = held.set("mandates", "reserve", end=date(2025, 7, 1))

    assert [held.solve().gain, ended.solve().gain] == pytest.approx([32.08, 32.08 + 2 * 6.0])


def test_the_dual_is_what_a_kilogramme_less_would_save(small):
    """Proves: with a trigger out of reach one kt less to be held saves bringing one kt, 6: the dual is 6.
    Without it: nobody could say what a day of stock costs.
    """
    answer = small.add("stockpiles", STORE).add("mandates", RESERVE).set("mandates", "reserve", trigger=0.0).solve()

    assert answer.duals("stock_mandate") == pytest.approx([6.0])
    assert answer.slopes("stock_mandate") == pytest.approx([6.0])
