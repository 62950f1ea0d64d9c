"""Reserved volume is there for users at home, or its absence is paid for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monazite.world.records import Reservation, Stockpile

ASSURED = Reservation(
    "assured", "oxide", "east", volume=5.0, start=date(2025, 1, 1), end=None, price=5.0, shortfall_cost=3.0,
    home_first=False,
)
STORE = Stockpile(
    "store",
    "store",
    "east",
    "oxide",
    "o",
    initial=0.4,
    capacity=9.0,
    working_days=0.0,
    holding_cost=0.0,
    terminal_share=0.0,
)


def assured(small, **changes):
    """A mine for 10 kt/yr of ore, 4 of oxide, and 5 kt/yr of oxide reserved in the east."""
    return (
        small.set("units", "mine", capacity=10.0).add("reservations", ASSURED).set("reservations", "assured", **changes)
    )


def test_what_is_missing_of_a_reserved_volume_is_paid_for(small):
    """Proves: 4 of 5 kt/yr are made, 1 is missing at 3 USD/kg: gain 4 x 4 - 3 = 13.
    Without it: 16.
    """
    answer = assured(small).solve()

    assert [answer.rate("shortfall"), answer.gain] == pytest.approx([1.0, 13.0])
    assert assured(small).solve(without="reservation").gain == pytest.approx(16.0)


def test_a_reservation_counts_for_its_days(small):
    """Proves: from 2 July, 183 of 365 days, 5 x 183/365 = 2.507 kt/yr are reserved, fewer than are made.
    Without it: 1 kt/yr would be missing before the promise began.
    """
    assert assured(small, start=date(2025, 7, 2)).solve().rate("shortfall") == pytest.approx(0.0)
    assert assured(small, start=date(2025, 7, 2), volume=10.0).solve().rate("shortfall") == pytest.approx(
        10.0 * 183 / 365 - 4.0
    )


def test_what_lies_in_store_is_there_for_users(small):
    """Proves: 0.4 kt found in store make the missing 0.6 kt/yr.
    Without it: 1 kt/yr is missing although the store could give 0.4.
    """
    assert assured(small).add("stockpiles", STORE).solve().rate("shortfall") == pytest.approx(0.6)


def test_what_lies_in_store_serves_a_quarter_longer_than_a_year(small):
    """Proves: 0.4 kt found can give 0.4 x 365/90 = 1.62 kt/yr through the first quarter of 90 days: of 6 kt/yr, 4 of
    them made, 0.378 are missing.
    Without it: 0.4 x 90/365 = 0.1 kt/yr, and 1.9 missing.
    """
    case = assured(small, volume=6.0).over("2025-01-01", "2025-04-01").add("stockpiles", STORE)

    assert case.solve().rate("shortfall") == pytest.approx(6.0 - 4.0 - 0.4 * 365 / 90)


def test_a_store_that_is_filled_and_drawn_at_once_serves_nobody(small):
    """Proves: an empty store leaves 1 kt/yr missing.
    Without it: 1 kt/yr put in and taken out in the same year would count as served, and nothing would be missing.
    """
    answer = assured(small).add("stockpiles", STORE).set("stockpiles", "store", initial=0.0).solve()

    assert answer.rate("shortfall") == pytest.approx(1.0)


def test_the_bill_of_a_reservation(small, entries):
    """Proves: one kt of ore refined makes 0.4 available, a kt/yr short counts 1, and a kt left in store can give 1
    kt/yr through the year that follows, 365/92 kt/yr through a quarter of 92 days.
    Without it: a reserve for three months would look like one for a year.
    """
    program = (
        assured(small).add("stockpiles", STORE).over("2024-10-01", "2025-01-01", "2025-04-02", "2026-04-02").program()
    )
    last = "reservation=assured, period=2025-04-02"
    row = {when: f"reservation=assured, period={when}" for when in ("2025-01-01", "2025-04-02")}

    assert entries(
        program, "reservation", "run", activity="refine", supply_step="1", period="2025-04-02"
    ) == pytest.approx({last: 0.4})
    assert entries(program, "reservation", "run", activity="dig", supply_step="1", period="2025-04-02") == {}
    assert entries(program, "reservation", "shortfall", period="2025-04-02") == {last: 1.0}
    assert entries(program, "reservation", "level", period="2024-10-01") == pytest.approx({row["2025-01-01"]: 365 / 91})
    assert entries(program, "reservation", "level", period="2025-01-01") == pytest.approx({row["2025-04-02"]: 1.0})
    assert entries(program, "reservation", "draw", period="2025-01-01") == {}


def test_a_shortfall_dear_enough_makes_the_holder_keep_a_stock(small):
    """Proves: 5 kt/yr are reserved from the second of two years on, in which a mine for 4 makes 4. At 8 USD/kg for each
    kg missing, 1 kt of oxide is kept back in the first year, at the interest on it, and sold in the second: nothing is
    missing.
    Without it: 1 kt/yr is missing and costs 8.
    """
    case = assured(small.money(0.05), shortfall_cost=8.0, start=date(2026, 1, 1)).over(
        "2025-01-01", "2026-01-01", "2027-01-01"
    )
    with_store = case.add("stockpiles", STORE).set("stockpiles", "store", initial=0.0).solve()

    assert with_store.rates("shortfall") == pytest.approx([0.0, 0.0])
    assert with_store.rates("level") == pytest.approx([1.0, 0.0])
    assert case.solve().rates("shortfall") == pytest.approx([0.0, 1.0])


def test_the_dual_is_what_one_kilogramme_less_would_save(small):
    """Proves: one kt/yr more reserved costs 3; the dual is +3.
    Without it: a promise would look like a gain.
    """
    answer = assured(small).solve()

    assert answer.duals("reservation") == pytest.approx([3.0])
    assert answer.slopes("reservation") == pytest.approx([3.0])


def test_with_home_first_exports_are_at_most_output_less_the_reserved_volume(small):
    """Proves: of 4 kt/yr made 1 is reserved at home. At 20 USD for each kg missing 3 leave and 1, which cost 5, lies in
    store: gain 3 x 4 - 5 = 7. At 3 USD all 4 leave and 1 is missing: 16 - 3 = 13.
    Without it: 4 leave and none is missing, 16: the reserved kilogramme is promised to two users.
    """
    empty = replace(STORE, initial=0.0)
    kept = assured(small, volume=1.0, home_first=True, shortfall_cost=20.0).add("stockpiles", empty).solve()
    sold = assured(small, volume=1.0, home_first=True).add("stockpiles", empty).solve()

    assert [kept.rate("ship"), kept.gain] == pytest.approx([3.0, 7.0])
    assert assured(small, volume=1.0).solve().gain == pytest.approx(16.0)
    assert [sold.rate("ship"), sold.rate("shortfall"), sold.gain] == pytest.approx([4.0, 1.0, 13.0])


def test_a_shortfall_falls_on_the_last_tier(small):
    """Proves: of 4 kt/yr made 3 are reserved for the first tier and 2 for the second: 1 is missing, in the second tier, at
    its 1 USD/kg; with 4 and 2 all of the second are missing.
    Without it: each tier would count the same 4 kt/yr as its own and nothing would be missing.
    """
    first = assured(small, volume=3.0)
    second = replace(ASSURED, reservation="second", volume=2.0, shortfall_cost=1.0, tier=2)
    both = first.add("reservations", second)

    assert [both.solve().rate("shortfall", reservation=r) for r in ("assured", "second")] == pytest.approx([0.0, 1.0])
    more = both.set("reservations", "assured", volume=4.0).solve()
    assert [more.rate("shortfall", reservation=r) for r in ("assured", "second")] == pytest.approx([0.0, 2.0])
