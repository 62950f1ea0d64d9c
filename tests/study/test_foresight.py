"""Agents act on what was announced and on nothing else: no hoard before a surprise, a hoard before a known stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from monazite.study.ask import solve
from monazite.study.foresight import realise, stages

DATES = ("june-2025", "today")
LONG_AGO = date(2024, 12, 31)


@pytest.fixture(scope="module")
def foreseen(shipped):
    """The option 'keep' with all policies announced before the first period."""
    study = shipped.study("june-2025")
    return realise(study, "keep", tuple(replace(p, announced=LONG_AGO) for p in study.policies("keep")))


@pytest.fixture(scope="module")
def unlicensed(shipped):
    """The option 'keep' in a world without the Chinese licences, at both dates."""
    made = {}
    for when in DATES:
        study = shipped.study(when)
        free = tuple(p for p in study.policies("keep") if not p.policy.startswith("china-licences"))
        made[when] = realise(study, "keep", free)
    return made


def hoard(outcome, store="magnet_heavy_ind"):
    """Tonnes in a store at the end of the first quarter of 2025."""
    return float(outcome.total("level", stockpile=store)[outcome.system.grid.names.index("2025Q1")]) * 1000.0


@pytest.mark.parametrize("when", DATES)
def test_nobody_hoards_before_an_announcement(shipped, unlicensed, when):
    """Proves: at the end of March 2025 every store in the world is as full as in a world without the licences of 4 April,
    to 1e-9 kt: 124.6 t of high-temperature magnets in India (121.7 t with what was known later).
    Without it: India would hold 810 t, all that its stores can take, and the crisis of 2025 would not happen.
    """
    surprised, free = shipped.outcome(when, "keep"), unlicensed[when]
    first = surprised.program.column("level").index.codes["period"] == 0

    np.testing.assert_allclose(surprised.values("level")[first], free.values("level")[first], rtol=0.0, atol=1e-9)
    assert hoard(surprised) < 130.0


def test_who_knows_of_a_stop_fills_every_store(shipped, foreseen):
    """Proves: told in 2024, users in India hold 810 t in March 2025 instead of 124.6 t; India, the EU, Japan and the United
    States together 10,235 t instead of 1,372 t.
    Without it: the two kinds of foresight would be one.
    """
    stores = [f"magnet_heavy_{place}" for place in ("ind", "euu", "usa", "jpn")]
    surprised = shipped.outcome("june-2025", "keep")

    assert hoard(foreseen) == pytest.approx(810.0)
    assert sum(hoard(foreseen, s) for s in stores) > 5.0 * sum(hoard(surprised, s) for s in stores)


def test_knowing_earlier_never_costs(shipped, foreseen):
    """Proves: the same licences, known beforehand, leave the world better off than as a surprise.
    Without it: a surprise would be the better news, which no optimum allows.
    """
    assert foreseen.objective < shipped.outcome("june-2025", "keep").objective


@pytest.mark.parametrize("when", DATES)
def test_what_happened_before_an_announcement_stays(shipped, when):
    """Proves: up to the announcement of June 2025 (period 2025Q2) 'suspend' and 'keep' have the same past, column by column.
    Without it: agents would have acted on news that they did not have.
    """
    keep, stop = shipped.outcome(when, "keep"), shipped.outcome(when, "suspend")
    for name in ("run", "ship", "serve", "level", "deliver"):
        past = keep.program.column(name).index.codes["period"] == 0
        np.testing.assert_allclose(stop.values(name)[past], keep.values(name)[past], rtol=0.0, atol=1e-9)


def test_announcements_are_gathered_by_period(shipped):
    """Proves: as of today the study has four surprises for 'suspend': nothing known, then 2025Q2 (licences and the stop
    itself), 2025Q3 (eased), 2026Q1 (Japan); each knows all that came before it.
    Without it: an event could be known too early, or be forgotten.
    """
    study = shipped.study("today")
    found = stages(study, study.policies("suspend"))

    assert [(study.grid.names[t], len(known)) for t, known in found] == [("2025Q1", 0), ("2025Q2", 2), ("2025Q3", 3), ("2026Q1", 4)]


@pytest.mark.parametrize("when", DATES)
def test_each_surprise_is_one_solve(shipped, when):
    """Proves: an option without incentives takes as many solves as there are surprises.
    Without it: a surprise could be skipped, or solved twice with other prices.
    """
    study, outcome = shipped.study(when), shipped.outcome(when, "suspend")

    assert outcome.solves == len(stages(study, study.policies("suspend")))
    assert max(outcome.residuals.values()) < 1e-7


def exports(outcome, commodity):
    """Tonnes that leave China in the first quarter of 2025."""
    lanes = tuple(x.lane for x in outcome.system.world.lanes if (x.commodity, x.origin) == (commodity, "CHN"))
    return float((outcome.total("ship", lane=lanes) * outcome.system.lengths)[0]) * 1000.0


def test_with_perfect_foresight_china_ships_half_a_year_of_heavy_magnets_before_april(shipped):
    """Proves: with `foresight="perfect"` 13,790 t of high-temperature magnets leave China in the first
    quarter of 2025 instead of 6,769 t, Tb metal 8.8 t instead of 6.1 t, and the crisis price in India in the second
    quarter is 166 USD/kg instead of 470.
    Without it: the choice would change a label and nothing else.
    """
    study = shipped.study("june-2025")
    surprised, foreseen = shipped.outcome("june-2025", "keep"), solve(study, "keep", "perfect")

    assert foreseen.solves == 1
    assert exports(foreseen, "magnet_heavy") > 1.8 * exports(surprised, "magnet_heavy")
    assert exports(foreseen, "tb_metal") > 1.2 * exports(surprised, "tb_metal")
    assert foreseen.price("magnet_heavy", "IND")[1] < 0.6 * surprised.price("magnet_heavy", "IND")[1]


def test_perfect_foresight_is_every_announcement_before_the_first_period(shipped, foreseen):
    """Proves: the kind of foresight and announcements moved to 2024 lead to the same gain, to 1e-9.
    Without it: "perfect" could leave something out.
    """
    found = solve(shipped.study("june-2025"), "keep", "perfect")

    assert found.objective == pytest.approx(foreseen.objective, rel=1e-9)
