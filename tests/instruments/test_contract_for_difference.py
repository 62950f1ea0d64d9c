"""A contract for difference gives a maker his strike: what the reference price lacks is paid, part of what is above is taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from monazite.formulation.differences import difference_rate
from monazite.results.outcome import Outcome
from monazite.results.welfare import closing_error, welfare_account
from monazite.study.foresight import realise
from monazite.world.checks import check
from monazite.world.records import DifferenceContract

DEAL = DifferenceContract("deal", "plant", ("oxide",), "oxide", "west", 12.0, 0.3, "output", 0.0, "east", date(2025, 1, 1), 5.0)


def scarce(small):
    """A mine for 4 kt/yr of oxide: the west pays 10, whatever the maker is paid on top."""
    return small.set("units", "mine", capacity=10.0)


def test_the_rate_is_the_gap_to_the_strike_and_a_share_of_the_upside():
    """Proves: at a strike of 110 and a share of 0.3 the state pays 54 at 56, nothing at 110, and gets 3 at 120.
    Without it: the maker would keep all the upside, or lose all of it.
    """
    deal = replace(DEAL, strike=110.0)

    assert difference_rate(deal, np.array([56.0, 110.0, 120.0])) == pytest.approx([54.0, 0.0, -3.0])


def test_on_output_each_kilogramme_is_paid_the_difference(small):
    """Proves: at a reference price of 10 and a strike of 12 each of 4 kt/yr is paid 2: gain 16 + 8 = 24.
    Without it: 16.
    """
    paid = scarce(small).add("difference_contracts", DEAL).solve()

    assert [paid.gain, -paid.cost("difference_payment")] == pytest.approx([24.0, 8.0])
    assert scarce(small).solve().gain == pytest.approx(16.0)


def test_on_output_a_contract_may_keep_a_plant_running_that_would_stand_still(small):
    """Proves: at 13 USD/kg of ore to refine, oxide costs 35 and nobody makes it; a strike of 40 against 10 pays 30 and all
    8.02 kt/yr are made: each gains 40 - 36 = 4.
    Without it: nothing is made.
    """
    dear = small.set("activities", "refine", cost=13.0)
    assured = dear.add("difference_contracts", replace(DEAL, strike=40.0))

    assert [dear.solve().rate("ship"), assured.solve().rate("ship")] == pytest.approx([0.0, 8.02], abs=1e-9)


def test_on_a_fixed_volume_money_moves_and_no_kilogramme(small):
    """Proves: 3 kt/yr at a difference of 2 give the maker 6 and cost the state 6, and the programme is the same as without.
    Without it: a lump sum would change what is made.
    """
    fixed = replace(DEAL, volume="fixed", tonnes=3.0)
    answer, free = scarce(small).add("difference_contracts", fixed).solve(), scarce(small).solve()
    accounts = [
        welfare_account(Outcome("small", a.system, a.program, a.solution.x, a.solution.y)) for a in (answer, free)
    ]

    assert answer.gain == pytest.approx(free.gain)
    assert accounts[0]["east", "producers"] - accounts[1]["east", "producers"] == pytest.approx(6.0)
    assert accounts[0]["east", "government"] - accounts[1]["east", "government"] == pytest.approx(-6.0)


def test_contradictory_contracts_are_refused(small):
    """Proves: a fixed volume of nothing, and metal from a refinery, are refused with their columns.
    Without it: a contract that settles nothing.
    """
    nothing = small.add("difference_contracts", replace(DEAL, volume="fixed"))
    metal = small.add("difference_contracts", replace(DEAL, commodities=("metal",)))

    assert [[(f.key, f.column) for f in check(case.world)] for case in (nothing, metal)] == [
        [("deal", "tonnes")], [("deal", "commodities")]]  # fmt: skip


def test_mountain_pass_separates_more_and_the_american_state_pays(stacks):
    """Proves: with 110 USD/kg assured Mountain Pass separates more in 2028, oxide is cheaper at home, the state pays between
    1 and 4 billion USD over the horizon, the fixed point is settled to 0.5 % and the account closes.
    Without it: the best known contract of the field could not be told.
    """
    study = stacks.study
    deal = study.folder.policies["us-contract-for-difference"]
    after = realise(study, "keep", tuple(sorted((*study.policies("keep"), deal), key=lambda p: p.announced)))
    before = stacks.outcome()
    at = before.system.grid.names.index("2028")
    account, base = welfare_account(after), welfare_account(before)

    assert after.total("run", unit="separate_usa")[at] > 1.5 * before.total("run", unit="separate_usa")[at]
    assert -4000.0 < account["USA", "government"] - base["USA", "government"] < -1000.0
    assert after.incentive_residual < 0.005
    assert closing_error(after, account) < 1e-9
