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
    """Proves: the sentence on 53,748 t is told as another quantity, with 206 million dollars over 53,740 t worked out; as of June 2025
    it says which evidence came later, and the sum waits for it.
    Without it: a verdict of today would pass as one of then.
    """
    today = monazite_says("evidence", "--claims").stdout
    then = monazite_says("evidence", "--claims", "--as-of", "2025-06-14").stdout

    assert "ANOTHER QUANTITY: India imported 53,748 t of rare-earth magnets" in today
    assert "price of what was imported: 206*1000/53,740 = 3.83 USD/kg (3.07 to 4.72)" in today
    assert "price of what was imported: waits for TM267, TM266" in then
    assert "learned after" not in today
    assert "judged with what was learned after 2025-06-14: TM263" in then


def test_what_cannot_be_found_is_refused_with_a_way_out(monazite_says):
    """Proves: an id near to one gets it named; nothing at all, a day that is none, and --results of words end with code 2.
    Without it: an empty page, or a traceback.
    """
    cases = [
        (("evidence", "IM03"), "did you mean"),
        (("evidence", "qqqqq"), "use fewer or other words"),
        (("evidence",), "give an evidence id, words, --claims or --contradictions"),
        (("evidence", "--contradictions", "--study", "export-quota"), "the study has none of them as of"),
        (("evidence", "IM003", "--as-of", "2025-13-40"), "write YYYY-MM-DD, or one of june-2025, today"),
        (("evidence", "magnet imports", "--results"), "--results needs the id of one piece of evidence"),
        (("evidence", "IM003", "--study", "india-japn"), "did you mean 'india-japan'?"),
    ]
    for words, told in cases:
        said = monazite_says(*words)
        assert (said.exit_code, said.stdout) == (2, ""), words
        assert told in said.stderr


def test_contradictions_stand_with_both_reports_what_follows_and_what_is_used(monazite_says):
    """Proves: the two weights of the same magnets, 51,356 and 19,259 t, stand beside each other with the reading and DS089; --json holds
    the same; a report shows the contradictions in which it stands.
    Without it: a reader would have to find the other report himself.
    """
    page = monazite_says("evidence", "--contradictions", "weights", columns=200).stdout
    told = json.loads(monazite_says("evidence", "--contradictions", "--json").stdout)
    walk = json.loads(monazite_says("evidence", "TM007", "--json").stdout)

    assert "TM007: India, HS 850511, import weight from China, 2024: 51,356 t gross" in page and "19,259 t gross" in page
    assert "the model uses: TM264, DS089" in page
    assert (len(told["contradictions"]), told["evidence"], told["claims"]) == (32, [], [])
    assert "mirror_weights" in {c["id"] for c in walk["contradictions"]}


def test_sums_of_claims_are_in_the_document(monazite_says):
    """Proves: --claims --json gives formula, numbers, value and range of each sum.
    Without it: another program would have to read the sentence.
    """
    told = json.loads(monazite_says("evidence", "--claims", "--json").stdout)["claims"]
    first = next(c for c in told if c["id"] == "nd_450")["sums"][0]

    assert (first["formula"], first["numbers"], first["unit"]) == ("100*{SP025}/{SP028}", "100*200/450", "%")
    assert first["low"] < first["value"] < first["high"]
