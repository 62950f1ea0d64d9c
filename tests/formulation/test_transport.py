"""Freight, and the premium of a lane on which nobody has traded yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest


def new_lane(small, **changes):
    """The lane to the west has no history: finding and qualifying a supplier costs 2 USD/kg."""
    return small.set("lanes", "out", base_flow=0.0, premium=2.0, **changes).base(flow={"out": 0.0})


def test_freight_is_paid_for_each_kilogramme(small):
    """Proves: 8.02 kt/yr at 0.7 cost 5.614.
    Without it: the gain is 37.694 in place of 32.08.
    """
    assert small.solve().cost("transport") == pytest.approx(5.614)
    assert small.set("lanes", "out", freight=0.0).solve().gain == pytest.approx(37.694)


def test_a_lane_without_history_pays_its_premium(small):
    """Proves: at 2 USD/kg more each kg gains 2 in place of 4: 16.04.
    Without it: 32.08, as if the supplier were known for years.
    """
    assert new_lane(small).solve().gain == pytest.approx(16.04)
    assert new_lane(small).set("lanes", "out", premium=0.0).solve().gain == pytest.approx(32.08)


def test_the_bill_of_a_kt_shipped(small, charges):
    """Proves: freight 0.7 with history, 0.7 + 2 without, beside duty 0.2 and export tax 0.1.
    Without it: old customers would pay the premium as well.
    """
    old = charges(small.set("lanes", "out", premium=2.0).program(), "ship", lane="out", lane_step="1", period="2025")
    new = charges(new_lane(small).program(), "ship", lane="out", lane_step="1", period="2025")

    assert old == pytest.approx({"transport": 0.7, "duty": 0.2, "export_tax": 0.1})
    assert new == pytest.approx(
        {
            "transport": 0.7 + 2.0,  # freight, and the premium of a first supplier
            "duty": 0.2,
            "export_tax": 0.1,
        }
    )


def test_a_trickle_is_history(small, charges):
    """Proves: a lane that carried 0.1 kt pays no premium; one that the balanced base year does not know pays it.
    Without it: small customers would be found and qualified anew each year.
    """
    trickle = small.set("lanes", "out", premium=2.0).base(flow={"out": 0.1})
    unknown = replace(trickle, baseline=replace(trickle.baseline, flow={}))
    found = [
        charges(case.program(), "ship", lane="out", lane_step="1", period="2025")["transport"]
        for case in (trickle, unknown)
    ]

    assert found == pytest.approx([0.7, 2.7])


def test_a_new_lane_is_open_from_its_day(small):
    """Proves: a lane that opens on 1 January 2026 carries nothing in 2025 and all that is wanted in 2026.
    Without it: trade would run through a port that is not built.
    """
    answer = new_lane(small, opens=date(2026, 1, 1)).over("2025-01-01", "2026-01-01", "2027-01-01").solve()

    assert answer.rates("ship") == pytest.approx([0.0, 8.02])
