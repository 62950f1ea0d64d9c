"""What an answer holds is printed as its reader expects it: years as years, noise as nothing, units once."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from monazite.cli.printing.answer import print_answer
from monazite.cli.printing.page import Page


@pytest.fixture
def printed():
    """Prints an answer of one option that is otherwise empty, with parts of its one date replaced."""

    def call(**parts):
        part = {"as_of": {"name": "now", "date": "2025-06-14", "title": "as known now"},
                "verdict": {"decided": True, "sentence": "Decided: stay.", "reasons": []},
                "options": {"stay": {"title": "stay", "numbers": {}}}, **parts}
        page = Page(Console(file=io.StringIO(), highlight=False), 100)
        print_answer(page, {"question": "Stay?", "reference": "stay", "answers": [part]})
        return page.console.file.getvalue()

    return call


def test_years_and_rounding_in_tables(printed):
    """Proves: 2030 has no thousands separator, and -2.8e-14 beside 199 is 0; 1e-4 beside it stays.
    Without it: a reader would look for a loss where a sum did not end on the last bit.
    """
    rows = [{"year": 2030, "gain": 199.0}, {"year": 2031, "gain": -2.8e-14}, {"year": 2032, "gain": 1e-4}]
    text = printed(sections=[{"title": "Gains", "columns": [{"key": "year", "label": "year"}, {"key": "gain", "label": "gain"}],
                              "rows": rows}])

    assert [line.split() for line in text.splitlines()[-3:]] == [["2030", "199"], ["2031", "0"], ["2032", "0.000100"]]


def test_one_unit_of_effects_stands_in_the_head(printed):
    """Proves: where all effects share a unit it is told once; where they do not, each has its own.
    Without it: every second line of the table would say the same.
    """
    weak = {"input": "a", "value": 1.0, "grade": "low", "effect": 2.0, "evidence": ["E1"]}
    alike = printed(rests_on={"sentence": "s", "weakest": [{**weak, "effect_unit": "USD"}] * 2})
    mixed = printed(rests_on={"sentence": "s", "weakest": [{**weak, "effect_unit": unit} for unit in ("USD", "t")]})

    assert (alike.count("USD"), mixed.count("USD")) == (1, 1)
    assert "effect [USD]" in alike and "effect [" not in mixed


def test_the_verdict_is_said_once(printed):
    """Proves: a sentence that begins with the verdict gets no second one; another gets it in front.
    Without it: the page would say "Decided: Decided: stay".
    """
    assert "\nDecided: stay.\n" in printed()
    assert "\nNot decided: wait.\n" in printed(verdict={"decided": False, "sentence": "wait.", "reasons": []})


def test_numbers_keep_their_indent_and_notes_lose_it(printed):
    """Proves: a part of a number stands set in under it; its note does not.
    Without it: parts would be added to wholes.
    """
    text = printed(options={"stay": {"title": "stay", "numbers": {
        "all": {"label": "kept", "unit": "t", "value": 3.0, "decimals": 0},
        "part": {"label": "  of it as oxide", "unit": "t", "value": 2.0, "decimals": 0, "note": "in store"}}}})

    assert "\n  of it as oxide [t]" in text
    assert "\n- of it as oxide: in store\n" in text


def test_numbers_that_no_option_changes_stand_apart(printed):
    """Proves: what frames the question is printed once, with its unit and its note, and not at all where there is none.
    Without it: the same figure would stand under every option, as if it were an effect of it.
    """
    text = printed(common={"numbers": {"need": {"label": "magnets used", "unit": "t/yr", "value": 2700.0, "decimals": 0,
                                                "note": "all grades"}}})

    assert "Whatever is chosen\n------------------\nmagnets used [t/yr]  2,700  all grades\n" in text
    assert "Whatever is chosen" not in printed()
