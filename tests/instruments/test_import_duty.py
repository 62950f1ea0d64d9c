"""An import duty raises the price to users at home and the revenue of their state."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.formulation.tariffs import tariff_charges
from monazite.results.welfare import closing_error, welfare_account
from monazite.world.checks import check
from monazite.world.records import Tariff

DUTY = Tariff("duty", "import", ("*",), ("west",), 1.0, 0.0, date(2025, 1, 1), None, commodities=("oxide",))


def test_a_specific_duty_takes_its_amount_from_each_kilogramme(small):
    """Proves: with 1 USD/kg the gain falls from 32.08 to 8.02 x 3 = 24.06, and the state takes 8.02 x 1.2 = 9.624 with the
    0.2 that the lane had before.
    Without it: 32.08, and 1.604 for the state.
    """
    taxed, free = small.add("tariffs", DUTY).solve(), small.solve()

    assert [taxed.gain, taxed.cost("duty")] == pytest.approx([24.06, 9.624])
    assert [free.gain, free.cost("duty")] == pytest.approx([32.08, 1.604])


def test_a_duty_by_value_is_reckoned_on_cost_insurance_and_freight(small):
    """Proves: 10 % of price at origin 5, export tax 0.1 and freight 0.7 is 0.58 USD/kg: gain 8.02 x 3.42 = 27.4284.
    Without it: 10 % of 10, the price at home, would take 1, or of 5 would take 0.5.
    """
    taxed = small.add("tariffs", Tariff("duty", "import", ("*",), ("west",), 0.0, 0.1, date(2025, 1, 1), None, ("oxide",)))

    assert tariff_charges(taxed.system, "import")["out"] == pytest.approx([0.58])
    assert taxed.solve().gain == pytest.approx(27.4284)


def test_a_duty_counts_for_its_days_and_on_its_destination_only(small):
    """Proves: from 2 July it takes 183/365 of a dollar; a duty of the south takes nothing from cargo to the west.
    Without it: a tariff of half a year would cost as one of a whole year.
    """
    late = small.add("tariffs", DUTY).set("tariffs", "duty", start=date(2025, 7, 2))
    elsewhere = small.add("tariffs", DUTY).set("tariffs", "duty", destinations=("east",))

    assert tariff_charges(late.system, "import")["out"] == pytest.approx([183 / 365])
    assert elsewhere.solve().gain == pytest.approx(32.08)


def test_a_tariff_that_takes_or_covers_nothing_is_refused(small):
    """Proves: no rate, no forms, and a route that no lane follows are three faults, each with its column.
    Without it: a slip in a scenario would be an instrument without effect.
    """
    wrong = (
        small.add("tariffs", Tariff("free", "import", ("*",), ("west",), 0.0, 0.0, date(2025, 1, 1), None, ("oxide",)))
        .add("tariffs", Tariff("bare", "import", ("*",), ("west",), 1.0, 0.0, date(2025, 1, 1), None))
        .add("tariffs", Tariff("lost", "import", ("west",), ("east",), 1.0, 0.0, date(2025, 1, 1), None, ("oxide",)))
    )
    told = {(fault.key, fault.column) for fault in check(wrong.world)}

    assert told == {("free", "specific"), ("bare", "commodities"), ("lost", "origins")}


def test_ten_per_cent_on_magnets_moves_money_from_indian_users_to_their_state(stacks):
    """Proves: magnets cost more in India, fewer are shipped in, the state gains and users lose more than it gains; the
    account closes.
    Without it: a duty would be a free lunch.
    """
    before, after = stacks.outcome(), stacks.outcome("india-magnet-duty")
    base, found = welfare_account(before), welfare_account(after)
    change = {party: found["IND", party] - base["IND", party] for party in ("users", "traders", "government")}

    assert closing_error(after, found) < 1e-9
    assert after.price("magnet_light", "IND")[-1] > before.price("magnet_light", "IND")[-1] + 1.0
    assert change["government"] > 100.0
    assert change["users"] + change["traders"] < -change["government"]
