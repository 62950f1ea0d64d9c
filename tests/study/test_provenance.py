"""A number is walked back to its source and forward to what rests on it."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.errors import BadInput
from monazite.reading import inputs
from monazite.study.provenance import found, moved_results, walk
from monazite.study.study import open_study


@pytest.fixture(scope="module")
def study():
    """The first study as known today, at draft."""
    return open_study("india-japan", resolution="draft")


def test_a_number_leads_to_its_source_and_to_the_cells_that_it_feeds(study):
    """Proves: the price of mixed chloride, MZ212, 4 (2 to 7) USD/kg, is an estimate and feeds one price and two terms of the agreement.
    Without it: a reader could not tell that the worth of the contract rests on a guess.
    """
    walked = walk(study.folder, inputs(study.folder), "MZ212")

    assert (walked.evidence.grade, walked.source.id) == ("estimate", "estimate")
    assert (walked.low, walked.evidence.value, walked.high) == (2.0, 4.0, 7.0)
    cells = {(c.table, c.row, c.column, c.policy) for c in walked.cells}
    assert cells == {
        ("prices", "chloride_ind|IND", "price", ""),
        ("agreements", "trei_2012", "price", ""),
        ("agreements", "trei_2012", "price_floor", "renegotiate-indexed"),
    }


def test_a_line_by_hand_follows_the_ends_of_the_range(study):
    """Proves: chloride sales lost are proportional to the price, so at 2 and 7 instead of 4 they are half and 7/4.
    Without it: the sheet of arithmetic would look surer than its inputs.
    """
    ((_, value, low, high),) = walk(study.folder, inputs(study.folder), "MZ212").by_hand

    assert [low / value, high / value] == pytest.approx([0.5, 1.75])


def test_contradicting_reports_stand_beside_each_other(study):
    """Proves: beside 53,748 t of magnets stand China's 58,152 t to the whole world and the ceiling of 4,040 t.
    Without it: the number of the news would stand alone.
    """
    walked = walk(study.folder, inputs(study.folder), "IM003")
    values = {e.id: e.value for e in walked.said_elsewhere}

    assert values["MC005"] == 58_152 and values["TM265"] == 4_040
    assert "magnet_imports" in {c.claim.id for c in walked.claims}
    assert [c.id for c in walked.contradictions] == ["magnets_imported", "import_growth", "half_year_fall"]


def test_what_was_not_known_is_not_found():
    """Proves: the half-year figure of November 2025 (IM008) is found in no study as of June 2025, and is refused by id.
    Without it: an answer of June 2025 could be defended with a number of November.
    """
    then = open_study("india-japan", date(2025, 6, 14), "draft")

    assert "IM008" not in {e.id for e in found(then.folder, "permanent magnet imports").evidence}
    with pytest.raises(BadInput, match="no evidence 'IM008' as of 2025-06-14"):
        walk(then.folder, inputs(then.folder), "IM008")


def test_every_word_has_to_be_there(study):
    """Proves: 'toyotsu oxide' finds fewer pieces than 'toyotsu', and only such that hold both words.
    Without it: a search for two words would find half of the table.
    """
    one, both = (found(study.folder, text).evidence for text in ("toyotsu", "toyotsu oxide"))

    assert 0 < len(both) < len(one)
    assert {e.id for e in both} <= {e.id for e in one}


def test_the_options_are_solved_again_at_both_ends(study):
    """Proves: the dearer the chloride, the more a stop costs India: at 2, 4 and 7 USD/kg suspending loses ever more.
    Without it: nobody would see that the answer rests on a price that is not published.
    """
    rows = {row["option"]: row for row in moved_results(study, "MZ212")}

    assert 0.0 > rows["suspend"]["low"] > rows["suspend"]["reported"] > rows["suspend"]["high"]


def test_evidence_that_moves_nothing_is_refused(study):
    """Proves: asked to solve with IM003, on which no cell rests, it says so.
    Without it: three equal columns would look like a robust result.
    """
    with pytest.raises(BadInput, match="no number of the model rests on IM003"):
        moved_results(study, "IM003")
