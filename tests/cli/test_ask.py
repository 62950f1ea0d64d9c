"""``monazite ask``: questions by name or number, other evidence by ``--set``, and what is wrong with either."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from monazite.study.study import find_study


def test_without_a_question_they_are_listed(monazite_says, here):
    """Proves: the twelve questions stand with number, name, asker and words.
    Without it: nobody would know what to ask.
    """
    said = monazite_says("ask", "india-japan").stdout

    assert "16  world-price" in said and "Ministry of Commerce" in said and "only who gets it?" in said
    assert len(json.loads(monazite_says("ask", "india-japan", "--json").stdout)["questions"]) == 12


def test_a_reply_has_sentence_tables_sources_and_what_cannot_be_answered(monazite_says, here):
    """Proves: question 15 is answered in words, with two tables, where it comes from, and what this evidence does not answer.
    Without it: a number would stand alone.
    """
    said = monazite_says("ask", "india-japan", "15").stdout

    for expected in ("Dy+Tb, not NdPr", "What each grade holds", "Where it comes from", "Not answerable from this evidence"):
        assert expected in said


def test_other_evidence_is_told_and_moves_the_reply(monazite_says, here, shipped):
    """Proves: a contract price of 8 instead of 4 USD/kg doubles what the contract pays, and the page says what was changed.
    Without it: a reader could not see which of two pages rests on his own number.
    """
    found = json.loads(monazite_says("ask", "india-japan", "contract-worth", "--set", "MZ212=8", "--json").stdout)

    assert found["set"] == [{**found["set"][0], "id": "MZ212", "from": 4.0, "to": 8.0}]
    assert found["numbers"]["revenue_2026"] == pytest.approx(8.0 * shipped.study("today").baseline.delivery["trei_2012"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("15x",), "no question '15x'"),
        (("15", "--set", "MZ212"), "write ID=VALUE"),
        (("15", "--set", "MZ212=nan"), "write ID=VALUE"),
        (("15", "--set", "NOPE=1"), "no evidence 'NOPE'"),
        (("15", "--set", "PT022=1"), "no number of the model rests on PT022"),
        (("15", "--as-of", "never"), "'never'"),
    ],
)
def test_what_cannot_be_asked_ends_with_code_2(monazite_says, here, words, told):
    """Proves: an unknown question, id or date, and a value that is no number, are each refused by name.
    Without it: a traceback, or a reply to something else.
    """
    result = monazite_says("ask", "india-japan", *words)

    assert result.exit_code == 2 and told in result.stderr


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('kind = "price-or-flow"', 'kind = "price-or-flows"', "there is no kind 'price-or-flows'"),
        ('option = "quota"', 'option = "quoter"', "'quoter' is no option of the study"),
        ('origin = "COD"', 'from = "COD"', "the word 'from' means nothing"),
        ("years = [2026, 2028]", "years = [2026, 2099]", "2099 is no whole year"),
        ('commodity = "hydroxide"', 'commodity = "hydroxid"', "'hydroxid' is no commodity"),
        ("number = 1", 'number = "one"', "'one' is not a whole number"),
        ('name = "price-or-flow"', "", "has no 'name'"),
        ('kind = "price-or-flow"', 'kind = "kept-material"', "needs [answer]"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_by_check(monazite_says, here, old, new, told):
    """Proves: kinds, words, names and years of questions.toml are checked with the study, by file and word.
    Without it: the author of a question would learn of a slip from its first asker.
    """
    shutil.copytree(find_study("cobalt-quota"), Path("study"))
    file = Path("study/questions.toml")
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")

    result = monazite_says("check", "study")

    assert result.exit_code == 2
    assert told in result.stderr and "questions.toml" in result.stderr


def test_a_second_study_answers_a_question_of_the_same_kind(monazite_says, here):
    """Proves: the cobalt study asks whether its quota moves the price, and is told that it does.
    Without it: the kinds would be written for one study.
    """
    assert "It moves prices as well as who gets the goods" in monazite_says("ask", "cobalt-quota", "1").stdout
