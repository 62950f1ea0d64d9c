"""India, Japan and China in the shipped study: what their strategies do, with the signs that a trader would expect."""

from __future__ import annotations

from functools import cache
from itertools import product

import pytest

from monazite.results.welfare import social_welfare, welfare_account
from monazite.study.foresight import realise
from monazite.study.parties.profile import policies_of


@pytest.fixture(scope="module")
def outcome(shipped):
    """The outcome of a profile as known today, solved when first asked for."""
    study = shipped.study("today")
    return cache(lambda *names: realise(study, "+".join(names), policies_of(study, names)))


@pytest.mark.parametrize("date", ["june-2025", "today"])
def test_three_parties_have_three_strategies_each_and_chinas_events_are_its_own(shipped, date):
    """Proves: 27 profiles at both dates, each with the licences of April 2025; what China did later is in those
    profiles only in which it eases, and the stop for Japan of 2026 in none.
    Without it: China's choice would be made for it, by what really happened.
    """
    study = shipped.study(date)
    strategies = [[s.name for s in party.strategies] for party in study.folder.parties]
    known = {names: {p.policy for p in policies_of(study, names)} for names in product(*strategies)}

    assert len(known) == 27
    assert all("china-licences-2025" in policies for policies in known.values())
    assert all(("china-licences-eased" in policies) == (names[2] != "tight") for names, policies in known.items())
    assert not any("china-japan-2026" in policies for policies in known.values())


def test_tight_licences_cost_japan_and_india_and_earn_china_a_rent(outcome):
    """Proves: a year of six tenths costs Japan and India hundreds of millions against routine licences and earns China
    more than both lose: its licence holders get the scarcity, of all that it sells to the world.
    Without it: a stop of one's own exports would be free of gain, and nobody would tighten.
    """
    loose, tight = (welfare_account(outcome("keep", "accept", china)) for china in ("loose", "tight"))
    change = {region: social_welfare(tight, region) - social_welfare(loose, region) for region in ("IND", "JPN", "CHN")}

    assert change["IND"] < -100.0 and change["JPN"] < -300.0
    assert change["CHN"] > -change["IND"] - change["JPN"]
    assert tight["CHN", "licence holders"] > loose["CHN", "licence holders"] + 1000.0


def test_licences_held_back_for_japan_cost_japan_and_spare_india(outcome):
    """Proves: Japan loses tens of millions, India nothing that this model can tell.
    Without it: the control would stand on other lanes than those to Japan.
    """
    loose, held = (welfare_account(outcome("keep", "accept", china)) for china in ("loose", "tight-for-japan"))

    assert social_welfare(held, "JPN") - social_welfare(loose, "JPN") < -20.0
    assert abs(social_welfare(held, "IND") - social_welfare(loose, "IND")) < 5.0


def test_a_japanese_plant_makes_magnets_in_india_and_is_paid_for_by_japan(outcome):
    """Proves: 1,100 of the 2,000 t planned stand from 2029 on and run in 2032; the 64 million that they cost are booked
    with Japan, so that its producers pay in the year of building.
    Without it: what Japan builds would be India's expense.
    """
    out = outcome("keep", "invest", "loose")
    grid, plant = out.system.grid, "magnet_japan_ind"
    year = grid.names.index("2032")
    made = sum(out.total("run", activity=a)[year] for a in ("sinter_light_japan_ind", "sinter_heavy_japan_ind"))

    assert out.total("capacity", unit=plant)[year] == pytest.approx(1.1)
    assert 0.5 < made <= 1.1 + 1e-9
    assert out.system.widest.keyed("units")[plant].owner_region == "JPN"
    assert outcome("keep", "accept", "loose").total("capacity", unit=plant).max() == 0.0


def test_retaliation_stops_the_lanes_from_japan_and_not_what_a_swap_owes(outcome):
    """Proves: after the quarter of the stop no magnet goes from Japan to India by trade, and the swap still delivers
    from 2026 on.
    Without it: Japan would break a contract that the same table has it accept.
    """
    out = outcome("swap", "retaliate", "loose")
    later = out.system.grid.names.index("2026Q1")

    assert (
        out.total("ship", origin="JPN", destination="IND", commodity=("magnet_light", "magnet_heavy"))[later:].max()
        < 1e-9
    )
    assert out.total("deliver", agreement="swap_magnets")[later:].min() > 0.05
