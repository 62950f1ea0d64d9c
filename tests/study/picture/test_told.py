"""The balanced base year is told with its contradictions: who was moved, what nobody reports, what is hard to believe."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monazite.errors import BadInput
from monazite.study.base_year import balance_flows
from monazite.study.picture.adjustments import by_source, picture
from monazite.study.picture.drawn import drawn_flows
from monazite.study.picture.filled_in import filled_in
from monazite.study.picture.margins import doubtful_margins, without_history
from monazite.study.picture.told import told
from monazite.study.picture.totals import USED, totals
from monazite.world.recipes import recipes


@pytest.fixture(scope="module")
def today(shipped):
    """The base year of the shipped study as known today."""
    return picture(shipped.study("today"))


def moved(found, name):
    """The adjustment of a report."""
    return next(a for a in found.adjustments if (a.table, a.name) == ("reports", name))


def test_figures_that_cannot_be_are_set_aside_and_shown(shipped):
    """Proves: 2,900 t of the survey for India stand 4 of their deviations above what 4,000 t of monazite hold, 13,000 t for
    Australia less than half of what its oxides need; in the edition of 2026 Australia is mended and counts.
    Without it: the base year would be pulled by figures that nobody measured, or they would vanish unseen.
    """
    june, now = picture(shipped.study("june-2025")), picture(shipped.study("today"))

    india, australia = moved(june, "usgs_india"), moved(june, "usgs_australia")
    assert (india.counts, australia.counts) == (False, False)
    assert india.moved < -3.5 and australia.balanced > 2.0 * australia.reported
    mended = moved(now, "usgs_australia")
    assert mended.counts and abs(mended.moved) < 1.0


def test_two_weights_of_one_cargo_meet_with_what_neither_separates(today):
    """Proves: the Philippines weigh 4,397 t of magnets from Japan and Japan 4,186 t: they meet between, and about 1,200 t of
    it are magnets of other kinds, which both count and nobody reports.
    Without it: alnico would be sold as neodymium magnets.
    """
    there, here = moved(today, "customs_jpn_phl"), moved(today, "customs_jpn_phl_out")
    others = dict(zip(today.balance.besides, today.balance.found.values[len(today.balance.flows) :], strict=True))

    assert there.balanced == here.balanced
    assert here.reported < here.balanced < there.reported
    assert 0.8 < others["other_magnets_jpn_phl"] < 1.6


def test_the_tonnage_of_the_news_is_another_quantity(today):
    """Proves: 54,452 t of magnets of metal into India stand unmoved beside 2,900 t of rare-earth magnets: the rest is counted
    besides, and no user's need follows it.
    Without it: 53,748 t would be an outlier of the need, and pull it up.
    """
    customs, need = moved(today, "customs_magnets_ind"), moved(today, "value_magnets_ind")

    assert customs.test is None and abs(customs.moved) < 1e-6
    assert 2.5 < need.balanced < 3.5


def test_draws_balance_at_every_place(shipped):
    """Proves: in each of eight other base years what every place gets equals what it gives, to 1e-9 of what passes through,
    and nothing is below its bound.
    Without it: an interval would be one of pictures that cannot be.
    """
    study = shipped.study("today")
    balance = balance_flows(study.folder.world, recipes(study.folder.world), study.common_doubt)
    draws = drawn_flows(study, 8).to_numpy() / 1000.0
    laws, low = balance.found.problem.laws, balance.found.problem.low

    for draw in draws:
        through = abs(laws.jacobian(draw)) @ abs(draw)
        assert (abs(laws.value(draw)) <= 1e-9 * through + 1e-12).all()
        assert (draw >= low - 1e-9).all()


def test_totals_are_what_is_made_and_used(today, shipped):
    """Proves: NdPr in magnets used in the world is the sum over users of magnets and of oxide and metal; what India mines of it
    is that of its monazite, with a doubt of less than a tenth.
    Without it: trade would be counted twice.
    """
    base, world = shipped.study("today").baseline, shipped.study("today").folder.world
    everywhere = {row["element"]: row for row in totals(today)}
    home = {row["element"]: row for row in totals(today, "IND")}
    used = sum(
        base.quantity[d.demand] * world.content.get((d.commodity, "NdPr"), 0.0) / world.keyed("elements")["NdPr"].metal_in_oxide
        for d in world.demands
        if d.demand in base.quantity
    )
    mined = base.run["mine_irel"] * world.content["monazite_ind", "NdPr"] / world.keyed("elements")["NdPr"].metal_in_oxide

    assert everywhere["NdPr"][USED][0] == pytest.approx(used)
    assert home["NdPr"]["ore"][0] == pytest.approx(mined)
    assert 0.0 < home["NdPr"]["ore"][1] < 0.1 * mined


def test_india_on_paper_is_met(today, shipped):
    """Proves: rare earths in ore and chloride, NdPr that can be separated and that is shipped, Dy and Tb needed and held: each
    balanced number lies within the range of the arithmetic on paper (IB006 to IB040), or within a tenth where it has none.
    Without it: 4,000 t of monazite could become 500 t of NdPr oxide on the way to the model.
    """
    paper = {e.id: e for e in shipped.study("today").folder.evidence}
    rows = {row["element"]: row for row in totals(today, "IND")}
    base, earths = shipped.study("today").baseline, [e for e in rows if e != "Th"]

    def held(stage: str, *elements: str) -> float:
        return 1000.0 * sum(rows[e][stage][0] for e in elements if stage in rows[e])

    scarce = held("ore", "Dy", "Tb") / held("ore", *earths)
    found = {
        "IB006": held("ore", *earths),
        "IB007": held("mixed", *earths),
        "IB009": 0.96 * held("mixed", "NdPr"),
        "IB013": 1000.0 * (base.flow["ind_vnm_ndpr_oxide"] + base.flow["ind_jpn_ndpr_oxide"]),
        "IB039": held(USED, "Dy", "Tb"),
        "IB040": 2900.0 * scarce,
    }
    for name, value in found.items():
        row = paper[name]
        assert (row.low or 0.9 * row.value) <= value <= (row.high or 1.1 * row.value), name


def test_sources_are_told_by_their_worst_number(today):
    """Proves: each source appears once, with as many numbers as rest on it, the one moved farthest first.
    Without it: a reader could not tell whose figures do not fit.
    """
    rows = by_source(today.adjustments)
    survey = next(row for row in rows if row["source"] == "usgs-mcs-2026")

    assert len({row["source"] for row in rows}) == len(rows)
    assert [abs(row["worst_moved"]) for row in rows] == sorted((abs(row["worst_moved"]) for row in rows), reverse=True)
    assert survey["worst"] == "usgs_india"


def test_filled_in_is_what_rests_on_an_estimate(shipped):
    """Proves: magnets, split by grade, are filled in whole; clay from Myanmar, as the survey has it, is not.
    Without it: a customs heading cut up by guesses would pass for trade statistics.
    """
    share = {(row["table"], row["commodity"]): row["share"] for row in filled_in(shipped.study("today"))}

    assert share["lanes", "magnet_heavy"] == 1.0
    assert 0.0 < share["lanes", "clay"] < 0.5


def test_margins_that_are_hard_to_believe_are_named(shipped):
    """Proves: metal from Vietnam to China is sold below what it fetches at home, by more than the way costs; and what never
    ran, such as Indian magnets, has no margin and is listed.
    Without it: a wrong price would hide in a fitted number.
    """
    study = shipped.study("today")
    lanes = {row["name"]: row for row in doubtful_margins(study) if row["kind"] == "lane"}

    assert lanes["vnm_chn_ndpr_metal"]["cost"] + lanes["vnm_chn_ndpr_metal"]["margin"] < 0.0
    assert {"sinter_light_ind", "sinter_heavy_ind"} <= {row["name"] for row in without_history(study)}


def test_a_report_can_be_left_out_and_an_unknown_one_is_refused(shipped):
    """Proves: without the refiners' figure old scrap is known worse; 'refiners' is refused with the nearest name.
    Without it: who wants to know what a source does would edit the table.
    """
    study = shipped.study("today")
    doubt = {
        tuple(out): next(row["sd"] for row in told(study, out)["besides"] if row["name"] == "old_scrap_china")
        for out in ([], ["refiners_china"])
    }

    assert doubt["refiners_china",] > doubt[()]
    with pytest.raises(BadInput, match="refiners_china"):
        told(study, ["refiners"])


def test_reports_that_agree_are_said_to(shipped):
    """Proves: the base year's numbers agree within their doubt, and the sentences say so; with a world total of half the size
    they contradict each other.
    Without it: a picture would look as good whatever it had to bend.
    """
    study = shipped.study("today")
    world = study.folder.world
    halved = tuple(replace(r, value=0.5 * r.value) if r.report == "usgs_world" else r for r in world.reports)
    wrong = replace(study, folder=replace(study.folder, world=replace(world, reports=halved)))

    assert "they agree within their doubt" in told(study)["sentences"][0]
    assert "contradict each other" in told(wrong)["sentences"][0]
