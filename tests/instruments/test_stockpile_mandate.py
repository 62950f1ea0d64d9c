"""A stockpile mandate has stock built up by a date, held, and let go by its rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from monazite.errors import BadInput
from monazite.formulation.mandates import release_charge, required
from monazite.results.welfare import closing_error, welfare_account
from monazite.world.checks import check
from monazite.world.records import Mandate, Outage, Stockpile

STORE = Stockpile("store", "store", "west", "oxide", "state", 0.0, 2.0, 0.0, 0.0, 0.0)
RESERVE = Mandate("reserve", "store", 2.0, 0.0, date(2025, 1, 1), date(2026, 1, 1), None)
YEARS = ("2025-01-01", "2026-01-01", "2027-01-01", "2028-01-01")


def held(small, **changes):
    """2 kt of oxide to be held in the west from the end of 2025 on; the mine stands still in 2027."""
    years = small.over(*YEARS).add("stockpiles", STORE).add("outages", Outage("strike", "mine", 1.0, date(2027, 1, 1), None))
    return years.add("mandates", RESERVE).set("mandates", "reserve", **changes)


def test_stock_is_built_up_and_held(small):
    """Proves: 2 kt lie in store at the end of each year; with 32.08 gained in each of two years and 2 x 6 spent on the stock
    the gain is 64.16 - 12 = 52.16, and users go without in the strike year.
    Without the mandate: the 2 kt are stored for the strike year and drawn in it: 64.16 + 2 x 4 = 72.16.
    """
    answer = held(small).solve()

    assert answer.rates("level") == pytest.approx([2.0, 2.0, 2.0])
    assert [answer.rates("serve")[2], answer.gain] == pytest.approx([0.0, 52.16], abs=1e-9)
    assert held(small).solve(without="stock_mandate").gain == pytest.approx(72.16)


def test_stock_grows_evenly_until_it_has_to_be_there(small):
    """Proves: a mandate of 2 kt that is to be full after two years holds 1 kt after the first.
    Without it: all of it would be bought in the first year.
    """
    case = held(small, full=date(2027, 1, 1))
    assert required(case.system, case.world.mandates[0]) == pytest.approx([1.0, 2.0, 2.0])


def test_days_count_base_year_use(small):
    """Proves: 73 days of a use of 4 kt/yr are 0.8 kt.
    Without it: days of something else.
    """
    case = held(small, tonnes=0.0, days=73.0)
    assert required(case.system, case.world.mandates[0]) == pytest.approx([0.8, 0.8, 0.8])


def test_in_an_emergency_it_may_be_drawn(small):
    """Proves: with an emergency from 2027 on the 2 kt serve users in the strike year: nothing is left at its end.
    Without it: stock would be held while users go without.
    """
    open_ = held(small, release_start=date(2027, 1, 1)).solve()

    assert open_.rates("level")[-1] == pytest.approx(0.0)
    assert open_.gain == pytest.approx(72.16)


def test_a_price_lets_it_go_when_it_is_reached(small):
    """Proves: users pay 10 in the strike year. At a trigger of 9 the 2 kt are drawn for them, at 11 they are not.
    Without it: a release rule by price would never, or always, let go.
    """
    reached, missed = (held(small.money(0.05), trigger=price).solve() for price in (9.0, 11.0))

    assert [reached.rates("let_go"), reached.rates("serve")[2]] == [pytest.approx([0.0, 0.0, 2.0]), pytest.approx(2.0)]
    assert [missed.rates("let_go"), missed.rates("serve")[2]] == [pytest.approx([0.0, 0.0, 0.0]), pytest.approx(0.0)]


def test_a_mandate_of_nothing_or_of_more_than_the_store_takes_is_refused(small):
    """Proves: no tonnes and no days, and 20 kt in a store for 2, are refused at ``tonnes``.
    Without it: an infeasible programme, or a mandate without effect.
    """
    for tonnes, told in ((0.0, "asks for no stock"), (20.0, "20,000 t in a store for 2,000 t")):
        (fault,) = check(held(small, tonnes=tonnes).world)
        assert fault.column == "tonnes" and told in fault.message


def test_india_holds_five_months_of_magnets_and_pays_for_it(stacks):
    """Proves: from 2028 on some 720 t lie in India's store, where 83 did, and none is let go; stockholders pay for it and users too, since
    it is filled from a short market; the account closes.
    Without it: security would be free.
    """
    before, after = stacks.outcome(), stacks.outcome("india-magnet-stock")
    at = before.system.grid.names.index("2028")
    account, base = welfare_account(after), welfare_account(before)
    change = {party: account["IND", party] - base["IND", party] for party in ("users", "stockholders")}

    assert before.total("level", stockpile="magnet_heavy_ind")[at] < 0.2
    assert after.total("level", stockpile="magnet_heavy_ind")[at] == pytest.approx(0.72, abs=0.01)
    assert after.total("let_go").max() < 1e-9
    assert change["stockholders"] < -10.0 and change["users"] < 0.0
    assert closing_error(after, account) < 1e-9


def test_what_stock_is_worth_after_the_mandate_does_not_raise_its_trigger(small):
    """Proves: the mandate ends with 2027; in 2028 a kg in store saves the 6 USD that bringing one costs, 6 / 1.05 = 5.71 a year
    before. Users pay 10 in the strike of 2027. At a trigger of 9 the 2 kt are let go, being charged 9 - 5.71 = 3.29; at 11 they
    are kept, being charged 5.29, which leaves less than 5.71.
    Without the 5.71 in the charge: at 9 they are kept for 2028, since 10 - 9 is less.
    """
    years = held(small.money(0.05), end=date(2028, 1, 1)).over(*YEARS, "2029-01-01")
    years = years.set("outages", "strike", end=date(2028, 1, 1))
    priced = replace(years, options={"sale_price": {("oxide", "west"): np.full(4, 6.0)}})
    low, high = (priced.set("mandates", "reserve", trigger=price) for price in (9.0, 11.0))
    charges = [release_charge(case.system, case.world.mandates[0])[2] for case in (low, high)]
    reached, missed = low.solve(), high.solve()

    assert charges == pytest.approx([9.0 - 6.0 / 1.05, 11.0 - 6.0 / 1.05], abs=0.001)
    assert [reached.rates("let_go")[2], reached.rates("serve")[2]] == pytest.approx([2.0, 2.0])
    assert [missed.rates("let_go")[2], missed.rates("serve")[2]] == pytest.approx([0.0, 0.0])


def test_days_of_use_beyond_the_store_are_refused(small):
    """Proves: 365 days of a use of 4 kt/yr in a store for 2 kt are refused with table, column and both amounts.
    Without it: what does not fit would count as let go at the trigger, or no plan would be possible.
    """
    with pytest.raises(BadInput, match="asks for 4,000 t in a store for 2,000 t") as refused:
        held(small, tonnes=0.0, days=365.0).program()

    (fault,) = refused.value.faults
    assert (fault.file, fault.column) == ("mandates.csv", "days") and "enlarge store" in fault.way_out
