"""An export duty lowers the price where the goods come from and raises it where they arrive."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.formulation.tariffs import tariff_charges
from monazite.results.welfare import closing_error, welfare_account
from monazite.world.checks import check
from monazite.world.records import Tariff

DUTY = Tariff("duty", "export", ("east",), ("*",), 0.0, 0.2, date(2025, 1, 1), None, elements=("A",), stages=("refining",))


def test_a_duty_by_value_is_reckoned_on_the_price_at_the_origin(small):
    """Proves: 20 % of 5 USD/kg is 1: gain 8.02 x 3 = 24.06, revenue 8.02 x 1.1 = 8.822 with the 0.1 that the lane had.
    Without it: 20 % of 10, the price at the destination, would take 2.
    """
    taxed = small.add("tariffs", DUTY).solve()

    assert [taxed.gain, taxed.cost("export_tax")] == pytest.approx([24.06, 8.822])
    assert small.solve().gain == pytest.approx(32.08)


def test_forms_are_described_by_element_and_stage(small):
    """Proves: a duty on what holds A at the refining stage stands on the oxide; on the smelting stage it stands on no lane.
    Without it: a duty on metal would be taken from oxide.
    """
    assert set(tariff_charges(small.add("tariffs", DUTY).system, "export")) == {"out"}
    metal = small.add("tariffs", DUTY).set("tariffs", "duty", stages=("smelting",))
    assert tariff_charges(metal.system, "export") == {}


def test_an_export_duty_is_no_import_duty(small):
    """Proves: the export side takes nothing at the border of the buyer.
    Without it: the wrong state would be paid.
    """
    assert tariff_charges(small.add("tariffs", DUTY).system, "import") == {}


def test_an_element_that_no_commodity_holds_is_refused(small):
    """Proves: a scope that describes nothing is told with the row.
    Without it: the duty would stand in the list of policies and take nothing.
    """
    lost = small.add("tariffs", DUTY).set("tariffs", "duty", commodities=("ore",))

    (fault,) = check(lost.world)
    assert (fault.table, fault.key, fault.column) == ("tariffs", "duty", "commodities")


def test_a_chinese_export_duty_parts_the_two_prices(stacks):
    """Proves: 15 % on oxides and metals makes NdPr oxide cheaper in China and dearer in Japan in 2027, fills the Chinese
    treasury and helps the American mine; the fixed point is settled and the account closes.
    Without it: a duty on exports would look like a duty on imports.
    """
    before, after = stacks.outcome(), stacks.outcome("china-export-duty")
    at = before.system.grid.names.index("2028")
    base, found = welfare_account(before), welfare_account(after)

    assert after.price("ndpr_oxide", "CHN")[at] < before.price("ndpr_oxide", "CHN")[at]
    assert after.price("ndpr_oxide", "JPN")[at] > before.price("ndpr_oxide", "JPN")[at] + 0.5
    assert found["CHN", "government"] > base["CHN", "government"] + 100.0
    assert found["USA", "producers"] > base["USA", "producers"] + 10.0
    assert closing_error(after, found) < 1e-9
