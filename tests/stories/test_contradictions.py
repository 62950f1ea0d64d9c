"""The contradictions of the first study: each can be checked, is used as it says, and was open to see on its day."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.reading import inputs, read_study
from monazite.study.study import as_of_dates, find_study
from monazite.world.derivations import ids
from monazite.world.doubtful_evidence import doubts

ROOT = find_study("india-japan")
DATES = ("june-2025", "today")


@pytest.fixture(scope="module", params=DATES)
def folder(request):
    """The first study as of one of its dates."""
    return read_study(ROOT, as_of_dates(ROOT)[request.param])


def test_a_contradiction_is_shown_when_all_of_it_is_known(folder):
    """Proves: whatever a contradiction names, as a report or as used, was known on the study's day.
    Without it: a conclusion of today would be shown as one of June 2025.
    """
    known = {e.id for e in folder.evidence}
    late = {name for c in folder.contradictions for name in (*c.evidence, *c.used) if name not in known}

    assert late == set()


def test_what_is_said_to_be_used_is_used():
    """Proves: each id under `used` stands in a formula of the tables, of a policy or by hand, as of one of the dates.
    Without it: the page would say that the model follows the better report while it follows the other.
    """
    used, named = set(), set()
    for name in DATES:
        read = read_study(ROOT, as_of_dates(ROOT)[name])
        used |= {i for entry in inputs(read) for i in entry.ids} | {i for row in read.by_hand for i in ids(row.formula)}
        used |= {i for row in read.derivations for i in ids(row.formula)}
        named |= {i for c in read.contradictions for i in c.used}

    assert named - used == set()


def test_the_reading_of_the_import_figure_grew_with_what_was_known():
    """Proves: in June 2025 the model used 2,700 t (MZ310), today the split of the value (DS089), under one id of
    contradiction.
    Without it: two conclusions would contradict each other side by side.
    """

    def reading(day):
        return next(c.used for c in read_study(ROOT, day).contradictions if c.id == "magnets_imported")

    assert (reading(date(2025, 6, 14)), reading(date(2026, 8, 31))) == (("MZ310",), ("DS089",))


def test_nothing_of_the_shipped_evidence_looks_wrong_without_a_word(folder):
    """Proves: 25 doubts are raised, of unit values and of two records of one flow, and a contradiction speaks of each.
    Without it: `monazite check` would cry wolf, or nobody would have looked.
    """
    found = doubts(folder.evidence, folder.contradictions)

    assert len(found) == 25 and {d.kind for d in found} == {"unit value", "mirror"}
    assert [d for d in found if not d.explained_by] == []
