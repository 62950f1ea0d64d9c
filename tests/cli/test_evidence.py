"""``monazite evidence``: what a reader sees of a number, and what is refused."""

from __future__ import annotations

import json


def test_an_id_shows_its_walk(monazite_says):
    """Proves: the page of MZ212 has its value, range, source and the three cells; --json holds the same.
    Without it: a printed number could not be walked back to its source.
    """
    text = monazite_says("evidence", "MZ212").stdout
    told = json.loads(monazite_says("evidence", "MZ212", "--json").stdout)

    assert "4.00 USD/kg REO, 2024" in text and "range 2.00 to 7.00 (as reported)" in text
    assert "{MZ212}" in text
    assert (told["evidence"]["id"], told["low"], told["high"], len(told["cells"])) == ("MZ212", 2.0, 7.0, 3)


def test_words_search_evidence_and_claims(monazite_says):
    """Proves: two words without quotes find pieces that hold both, and claims.
    Without it: only who knows the ids could ask.
    """
    told = json.loads(monazite_says("evidence", "magnet", "imports", "--json").stdout)

    assert "IM003" in {e["id"] for e in told["evidence"]}
    assert all("magnet" in str(e).casefold() and "import" in str(e).casefold() for e in told["evidence"])


def test_claims_are_listed_with_verdict_and_evidence(monazite_says):
    """Proves: the sentence on 53,748 t is contradicted, with its arithmetic; as of June 2025 it says which evidence came later.
    Without it: a verdict of today would pass as one of then.
    """
    today = monazite_says("evidence", "--claims").stdout
    then = monazite_says("evidence", "--claims", "--as-of", "2025-06-14").stdout

    assert "CONTRADICTED: India imported 53,748 t of rare-earth magnets" in today
    assert "learned after" not in today
    assert "judged with what was learned after 2025-06-14: TM263" in then


def test_what_cannot_be_found_is_refused_with_a_way_out(monazite_says):
    """Proves: an id near to one gets it named; nothing at all, a day that is none, and --results of words end with code 2.
    Without it: an empty page, or a traceback.
    """
    cases = [
        (("evidence", "IM03"), "did you mean"),
        (("evidence", "qqqqq"), "use fewer or other words"),
        (("evidence",), "give an evidence id, words, or --claims"),
        (("evidence", "IM003", "--as-of", "2025-13-40"), "write YYYY-MM-DD, or one of june-2025, today"),
        (("evidence", "magnet imports", "--results"), "--results needs the id of one piece of evidence"),
        (("evidence", "IM003", "--study", "india-japn"), "did you mean 'india-japan'?"),
    ]
    for words, told in cases:
        said = monazite_says(*words)
        assert (said.exit_code, said.stdout) == (2, ""), words
        assert told in said.stderr
