"""A contract for difference on output credits each kilogramme that counts, at the reference price assumed."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from monazite.world.records import DifferenceContract

DEAL = DifferenceContract("deal", "plant", ("oxide",), "oxide", "west", 12.0, 0.3, "output", 0.0, "east", date(2025, 1, 1), 5.0)


def paid(charges, case):
    """What the contract credits for a kt of ore refined."""
    return charges(case.program(), "run", activity="refine", supply_step="1").get("difference_payment", 0.0)


def test_a_kilogramme_of_ore_is_paid_for_the_oxide_in_it(small, charges):
    """Proves: at a base price of 10 and a strike of 12 a kt of ore, 0.4 of oxide, is credited 0.8; from 2 July 0.8 x 183/365.
    Without it: ore would be paid as oxide, 2.
    """
    case = small.add("difference_contracts", DEAL)

    assert paid(charges, case) == pytest.approx(-0.8)
    assert paid(charges, case.set("difference_contracts", "deal", start=date(2025, 7, 2))) == pytest.approx(-0.8 * 183 / 365)


def test_above_the_strike_the_maker_pays_back_his_share(small, charges):
    """Proves: at an assumed price of 22, 10 above the strike, 0.3 x 10 x 0.4 = 1.2 are charged for each kt of ore.
    Without it: the state would bear all the risk and share no gain.
    """
    case = small.add("difference_contracts", DEAL)
    dear = type(case)(case.world, case.baseline, case.grid, case.resolution, {"sale_price": {("oxide", "west"): np.array([22.0])}})

    assert paid(charges, dear) == pytest.approx(1.2)


def test_a_fixed_volume_charges_no_run(small, charges):
    """Proves: a contract on 3 kt/yr, made or not, leaves the programme as it was.
    Without it: a lump sum would change what is made.
    """
    assert paid(charges, small.add("difference_contracts", DEAL).set("difference_contracts", "deal", volume="fixed", tonnes=3.0)) == 0.0
