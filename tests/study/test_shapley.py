"""What limits a chain is shared out over its stages so that the parts add up to the whole."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_study import SmallStudy

from monazite.study.answer.bottlenecks import Freed, coalitions, contained, free, shapley, table
from monazite.study.answer.terms import Stage, Terms
from monazite.study.answer.work import terms_of
from monazite.world.records import Lane

NAMES = ("ore", "metal", "magnets")


def sets(names):
    return [c for size in range(len(names) + 1) for c in combinations(names, size)]


def chain(capacity, freed):
    """Output of a chain: the least of its stages' capacities; a freed stage has 10 more."""
    return min(c + 10.0 * (name in freed) for name, c in capacity.items())


@given(st.lists(st.floats(-1e3, 1e3), min_size=8, max_size=8))
def test_shares_add_up_to_the_whole_gain(values):
    """Proves: whatever the worth of each set, the three shares sum to worth(all) - worth(none).
    Without it: a table of bottlenecks could explain more, or less, than there is.
    """
    worth = dict(zip(sets(NAMES), values, strict=True))

    assert sum(shapley(worth, NAMES).values()) == pytest.approx(worth[NAMES] - worth[()], abs=1e-9)


def test_two_missing_stages_in_a_row_share_what_both_bring():
    """Proves: metal and magnets at capacity zero behind an ore of 10: each alone is worth 0, both together 10, each share 5.
    Without it: by single scarcity prices both are worth nothing, and the ore, which is plentiful, looks no worse.
    """
    worth = {freed: chain({"ore": 10.0, "metal": 0.0, "magnets": 0.0}, freed) for freed in sets(NAMES)}

    assert worth["metal",] == worth["magnets",] == 0.0
    assert worth["metal", "magnets"] == 10.0
    assert shapley(worth, NAMES) == pytest.approx({"ore": 0.0, "metal": 5.0, "magnets": 5.0})


def test_like_stages_get_like_shares_whatever_their_order():
    """Proves: turning the order of the names round changes no share.
    Without it: the stage that is named first would look like the bottleneck.
    """
    def worth(names):
        return {freed: chain({"ore": 2.0, "metal": 0.0, "magnets": 1.0}, freed) for freed in sets(names)}

    back = NAMES[::-1]

    assert shapley(worth(NAMES), NAMES) == pytest.approx(shapley(worth(back), back))


def test_the_table_tells_alone_with_later_and_share(shipped):
    """Proves: for two zero stages the rows say alone 0, with all later ones 10 (metal) and 0 (magnets), share 5 and 5.
    Without it: "free metal and all after it" could mean all before it.
    """
    terms = replace(terms_of(shipped.study("june-2025")), stages=(Stage("metal", "m", 1.0), Stage("magnets", "g", 1.0)))
    worth = {(): 3.0, ("metal",): 3.0, ("magnets",): 3.0, ("metal", "magnets"): 13.0}
    rows = table(terms, {names: Freed(gain, 100.0 * gain) for names, gain in worth.items()})

    assert [(r["alone"], r["with_later"], r["share"]) for r in rows] == [(0.0, 10.0, 5.0), (0.0, 0.0, 5.0)]
    assert [r["magnets_share"] for r in rows] == [500.0, 500.0]


WORDS = Terms(
    element="A", home="east", partner="west", transit=(), agreement="", world_price=("oxide", "west"),
    partner_price=("oxide", "west"), ore="ore", mixed=(), captive=(), oxide="oxide", metal="metal", magnets=("metal",),
    scarce=(), years=(2025, 2025, 2025), other_need="", bottleneck_option="option", relaxed_from=2025,
    stages=(Stage("refining", "plant", 2500.0), Stage("smelting", "smelter", 800.0)),
)  # fmt: skip


def without_plant_and_smelter(small):
    """Ore in the east, users of metal there who pay 30 USD/kg; the plant in the east and the smelter in the west have no
    capacity. Metal goes back at 0.875 USD/kg."""
    chain = small.smelter().add("lanes", Lane("back", "metal", "west", "east", 0.0, 0.05, freight=0.875))
    chain = chain.base(quantity={"use": 0.0}).set("units", "smelter", capacity=0.0).set("units", "plant", capacity=0.0)
    return SmallStudy(chain)


def test_in_a_solved_programme_two_zero_stages_are_each_worth_nothing_and_share_what_both_bring(small):
    """Proves: 2,500 t of ore hold 1,250 t of oxide, of which 1,000 t are won: 800 t of metal, worth 30 USD/kg. Oxide costs 5,
    0.7 to ship (duty and tax only change hands), metal 1.25 x 5.7 + 2 + 0.875 = 10. Refining alone and smelting alone are
    worth nothing; both together 0.8 x 20 = 16 MUSD a year, 8 for each. Per kg of contained oxide: 8 / 1.25 kt = 6.4 for
    refining, which takes in 1,250 t, and 8 / 1 kt = 8 for smelting, which takes in 1,000 t.
    Without it: the duals of both capacities, or the gains of freeing each alone, would say that neither limits.
    """
    study = without_plant_and_smelter(small)
    found = {names: free(study, WORDS, names, 2025)[0] for names in coalitions(WORDS, every=True)}
    tonnes = {stage.name: contained(study.small.world, WORDS, stage) for stage in WORDS.stages}
    refining, smelting = table(WORDS, found, tonnes)

    assert tonnes == pytest.approx({"refining": 1250.0, "smelting": 1000.0})
    assert (refining["alone"], smelting["alone"]) == (pytest.approx(0.0), pytest.approx(0.0))
    assert (refining["with_later"], smelting["with_later"]) == (pytest.approx(16.0), pytest.approx(0.0))
    assert (refining["share"], smelting["share"]) == (pytest.approx(8.0), pytest.approx(8.0))
    assert (refining["share_per_kg"], smelting["share_per_kg"]) == (pytest.approx(6.4), pytest.approx(8.0))


def test_a_control_has_no_tonnes_to_be_told_by(small):
    """Proves: freeing a control adds no capacity: its gains per kg are left out.
    Without it: they would be divided by a tonnage that nobody stated.
    """
    assert contained(small.world, WORDS, Stage("licences", control="quota")) is None


def test_the_study_frees_six_stages_in_every_combination(shipped):
    """Proves: six stages, each a unit of India or a control, make 64 sets, the empty one first.
    Without it: a share would be worked out from orders that were never solved.
    """
    study = shipped.study("today")
    terms = terms_of(study)
    place = study.folder.world.region_of_unit

    assert len(set(coalitions(terms, every=True))) == 2 ** len(terms.stages) == 64
    assert coalitions(terms, every=True)[0] == ()
    assert {place[s.unit] for s in terms.stages if s.unit} == {terms.home}
    assert {s.control for s in terms.stages if s.control} <= {c.control for c in study.widest.controls}
