"""Terms of the questions about evidence name claims, sums and counts that are there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monazite.study.questions import questions_of
from monazite.study.questions.kinds import KINDS
from monazite.study.questions.terms import term_faults


@pytest.mark.parametrize(
    ("name", "terms", "told"),
    [
        ("real-magnets", {"claim": "real_magnet"}, "'real_magnet' is no claim of the study -> did you mean"),
        (
            "real-magnets",
            {"methods": [["industry", "car makers, one"]]},
            "'car makers, one' is no sum of claim 'real_magnets'",
        ),
        ("real-magnets", {"methods": ["car makers, one count"]}, "is no list of lists of 2"),
        ("real-magnets", {"best": "DS98"}, "'DS98' is no evidence as of 2026-08-31"),
        ("real-magnets", {"claimed": "TM263"}, "TM263 tells no number"),
        ("how-sure", {"tried": 0}, "0 is no whole number above 0"),
        ("how-sure", {"shown": True}, "True is no whole number above 0"),
        ("how-sure", {"option": "suspnd"}, "'suspnd' is no option of the study -> did you mean 'suspend'"),
    ],
)
def test_a_term_that_names_nothing_is_told_by_its_word(asked, name, terms, told):
    """Proves: an unknown claim, a label that is no sum of it, a list of another form, unknown or speechless evidence, and a
    count that is none are told with the question's word; without them the question has no fault.
    Without it: the author of a question would learn of a slip from its first asker.
    """
    question = next(q for q in questions_of(asked.study) if q.name == name)
    needs = KINDS[question.kind].needs
    wrong = replace(question, terms={**question.terms, **terms})
    faults = list(term_faults(asked.study, wrong, needs))

    assert list(term_faults(asked.study, question, needs)) == []
    assert any(told in f"{f.message} -> {f.way_out}" and f.column == f"questions.{next(iter(terms))}" for f in faults)
