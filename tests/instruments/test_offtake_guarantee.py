"""An offtake guarantee takes what one plant makes, at a price, up to a volume."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.results.welfare import closing_error, welfare_account
from monazite.world.checks import check
from monazite.world.records import Purchase

OFFTAKE = Purchase("offtake", "offtake", "east", ("oxide",), "plant", 12.0, 100.0, 0.0, date(2025, 1, 1), None)


def test_only_what_the_plant_makes_is_taken(small):
    """Proves: a mine for 10 kt of ore lets the plant make 4 kt/yr of oxide; all 4 go to the state at 12 USD/kg, more than
    users pay: gain 4 x 7 = 28 instead of 16.
    Without it: 100 kt/yr would be sold that nobody made.
    """
    scarce = small.set("units", "mine", capacity=10.0)

    assert [scarce.add("purchases", OFFTAKE).solve().rate("buy"), scarce.add("purchases", OFFTAKE).solve().gain] == pytest.approx([4.0, 28.0])
    assert scarce.solve().gain == pytest.approx(16.0)


def test_an_offtake_may_sell_on_at_once(small):
    """Proves: of the 4 kt/yr that the state takes at 12 it sells what users pay 9 for, in the same year: all 4 are shipped.
    Without it: goods that users want would lie in a public store while they are bought.
    """
    scarce = small.set("units", "mine", capacity=10.0).add("purchases", OFFTAKE)
    on = scarce.set("purchases", "offtake", release_start=date(2025, 1, 1), release_price=8.0)

    assert check(on.world) == ()
    assert [scarce.solve().rate("ship"), on.solve().rate("ship")] == pytest.approx([0.0, 4.0], abs=1e-9)


def test_imports_are_no_output_of_the_plant(small):
    """Proves: with an offtake of a plant that stands still nothing is bought, though oxide lies in store.
    Without it: an offtake would be a floor.
    """
    from monazite.world.records import Stockpile

    store = Stockpile("store", "store", "east", "oxide", "o", 2.0, 9.0, 0.0, 0.0, 0.0)
    still = small.set("units", "plant", capacity=0.0).add("stockpiles", store).add("purchases", OFFTAKE).solve()

    assert still.rate("buy") == pytest.approx(0.0, abs=1e-9)


def test_an_offtake_of_what_is_not_made_is_refused(small):
    """Proves: an offtake without a unit, of metal from a refinery, and in another region than the plant's are refused.
    Without it: a guarantee that nobody can use.
    """
    none = small.add("purchases", OFFTAKE).set("purchases", "offtake", unit="")
    metal = small.add("purchases", OFFTAKE).set("purchases", "offtake", commodities=("metal",))
    west = small.add("purchases", OFFTAKE).set("purchases", "offtake", region="west")

    assert [[(f.key, f.column) for f in check(case.world)] for case in (none, metal, west)] == [
        [("offtake", "unit")], [("offtake", "commodities")], [("offtake", "region")]]  # fmt: skip


def test_an_american_offtake_makes_the_plant_run_more_and_costs_the_state(stacks):
    """Proves: American plants make more magnets in 2028 than without the guarantee, users at home get fewer, the state pays
    120 USD/kg for what it takes; the account closes.
    Without it: the guarantee would be free, or without effect.
    """
    before, after = stacks.outcome(), stacks.outcome("us-magnet-offtake")
    at = before.system.grid.names.index("2028")
    account, base = welfare_account(after), welfare_account(before)

    assert after.total("run", unit="magnet_usa")[at] > before.total("run", unit="magnet_usa")[at] + 0.05
    assert 0.1 < after.total("buy")[at] <= after.total("run", unit="magnet_usa")[at] + 1e-9
    assert account["USA", "government"] < base["USA", "government"] - 50.0
    assert closing_error(after, account) < 1e-9
