"""Export tax: a cost to traders, revenue to the seller's state."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest


def test_export_tax_is_a_transfer(small):
    """Proves: 8.02 kt/yr at 0.1 pay 0.802; private gain 32.08 and tax are 32.882 together.
    Without it: the private gain is 32.882 and the state has nothing.
    """
    answer, free = small.solve(), small.set("lanes", "out", export_tax=0.0).solve()

    assert answer.cost("export_tax") == pytest.approx(0.802)
    assert answer.gain + answer.cost("export_tax") == pytest.approx(free.gain)
    assert free.gain == pytest.approx(32.882)


def test_the_bill_of_export_tax(small, charges):
    """Proves: each step of the lane pays 0.1 per kt and year of the period.
    Without it: the tax would depend on how finely a curve is cut.
    """
    program = small.over("2025-10-01", "2026-01-01").program()

    for step in ("1", "2"):
        assert charges(program, "ship", lane="out", lane_step=step, period="2025-10-01")["export_tax"] == pytest.approx(
            0.1 * 92 / 365
        )


def test_a_royalty_is_a_share_of_the_price_less_freight(small, charges):
    """Proves: a tenth of 10 - 0.7 comes to the fixed 0.1: 1.03 USD/kg; where the west pays 20 it is 0.1 + 1.93.
    Without it: a state that takes a share of the value would get the same from a kg, whatever it is sold for.
    """
    taxed = small.set("lanes", "out", royalty=0.1)
    dear = replace(taxed, options={"sale_price": {("oxide", "west"): np.array([20.0])}})

    for case, amount in ((taxed, 1.03), (dear, 2.03)):
        assert charges(case.program(), "ship", lane="out", lane_step="1", period="2025")["export_tax"] == pytest.approx(
            amount
        )
