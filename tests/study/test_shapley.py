"""What limits a chain is shared out over its stages so that the parts add up to the whole."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite.study.answer.bottlenecks import Freed, coalitions, shapley, table
from monazite.study.answer.terms import Stage
from monazite.study.answer.work import terms_of

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
