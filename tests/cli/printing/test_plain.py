"""What is printed is text: no name in a study moves the cursor, changes a colour, or turns letters round."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from monazite.cli.ending import document
from monazite.cli.printing.columns import Column, Row
from monazite.cli.printing.page import Page
from monazite.cli.printing.plain import visible, visible_json

MARKUP = "[red]mine[/red] [link=http://x]y[/link] :smile: <script>alert(1)</script> &amp; | `a` # b"


@pytest.fixture
def console() -> Console:
    """A terminal that shows colours, of which what it was sent is kept."""
    return Console(
        force_terminal=True,
        color_system="truecolor",
        record=False,
        width=90,
        highlight=False,
        markup=False,
        emoji=False,
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J\x1b[31mred", "\\x1b[2J\\x1b[31mred"),
        ("\x9b31m", "\\x9b31m"),
        ("\x07\x08\x7f", "\\x07\\x08\\x7f"),
        ("over\rwritten", "over\\x0dwritten"),
        ("\u202efig.exe", "\\u202efig.exe"),
        ("\u2066x\u2069", "\\u2066x\\u2069"),
        ("one\u2028two", "one\\u2028two"),
        ("a\tb", "a b"),
        ("a\nb", "a\nb"),
        ("\x00", "\\x00"),
        ("\udc9b", "\\udc9b"),
        ("Östland भारत 日本 – 5 °C", "Östland भारत 日本 – 5 °C"),
        (MARKUP, MARKUP),
    ],
)
def test_signals_are_spelled_out_and_letters_stay(text, shown):
    """Proves: escapes, bells, returns and marks of direction become their codes; letters of any script and markup stay.
    Without it: a name could clear the screen, or make 'exe.gif' look like what it is not.
    """
    assert visible(text) == shown


@given(st.text())
def test_nothing_that_is_printed_is_a_signal(text):
    """Proves: whatever the text, what is shown has no control character but the ends of its lines, and is shown so
    again.
    Without it: the law would hold for the signals that somebody thought of.
    """
    shown = visible(text)

    assert not [sign for sign in shown if sign != "\n" and (ord(sign) < 32 or 127 <= ord(sign) < 160)]
    assert visible(shown) == shown


@given(st.dictionaries(st.text(max_size=5), st.text(st.characters(exclude_categories=["Cs"]))))
def test_a_document_says_the_same_and_holds_no_signal(value):
    """Proves: what is read from the printed document is what was put in, and no control character stands in it.
    Without it: `--json` on a terminal would be the way round.
    """
    text = visible_json(json.dumps(value, ensure_ascii=False))

    assert json.loads(text) == value
    assert not [sign for sign in text if ord(sign) < 32 or 127 <= ord(sign) < 160]


def test_a_page_shows_what_a_name_says(console, capsys):
    """Proves: heading, paragraph, list and table print markup, links, HTML and emoji codes as they stand, and no
    signal.
    Without it: '[red]' in the name of a mine would vanish, and an escape would repaint the terminal of whoever prints
    it.
    """
    paper = Page(console, 100)
    name = f"{MARKUP} \x1b]0;title\x07"
    paper.heading(name)
    paper.paragraph(name)
    paper.points([name])
    paper.table([Column(name), Column("x", True)], [Row((name, "1")), Row(title=name)])

    told = capsys.readouterr().out

    own = {"\x1b[1m", "\x1b[2m", "\x1b[0m"}
    for code in own:
        told = told.replace(code, "")
    assert "\x1b" not in told
    assert "\x07" not in told
    assert told.count("[red]mine[/red]") >= 5
    assert told.count("<script>alert(1)</script>") >= 5
    assert told.count("\\x1b]0;title\\x07") >= 5


def test_a_document_on_the_terminal_holds_no_signal(capsys):
    """Proves: a control character of the upper half stands as an escape.
    Without it: U+009B, which some terminals take for escape and bracket, would pass through JSON.
    """
    document({"name": "a\x9b31m", "path": "b\x1b[1m"})

    assert capsys.readouterr().out == '{\n "name": "a\\u009b31m",\n "path": "b\\u001b[1m"\n}\n'
