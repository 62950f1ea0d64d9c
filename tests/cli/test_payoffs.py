"""``monazite compare STUDY --payoffs``: what the page says, and that a table is solved once for the same inputs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import monazite.study.parties.payoffs
from monazite.cli.printing.page import page
from monazite.cli.printing.payoffs import print_payoffs

PARTIES = """
[[parties]]
name = "east"
title = "Eastland"
region = "east"

[[parties]]
name = "west"
title = "Westland"
region = "west"

[[strategies]]
party = "east"
name = "trade"
title = "sells"

[[strategies]]
party = "east"
name = "stop"
title = "sells nothing"
policies = ["export-ban"]

[[strategies]]
party = "west"
name = "free"
title = "buys"

[[strategies]]
party = "west"
name = "wait"
title = "buys as well"
"""


@pytest.fixture
def parties(starter) -> Path:
    """The starter study with two parties."""
    with (starter / "study.toml").open("a", encoding="utf-8") as settings:
        settings.write(PARTIES)
    return starter


def paid(low, high, best, margin=0.0):
    return {"value": low, "low": low, "high": high, "unexplained_margin": margin, "prices_below": -2.0,
            "prices_above": 1.0, "best_reply": best}  # fmt: skip


def made_up(parties=2):
    """A table of two or three parties with two strategies each, in which only the first profile lasts."""
    titles = {"a": "Aland", "b": "Borduria", "c": "Caledonia"}
    names = list(titles)[:parties]
    profiles = []
    for i in range(2**parties):
        played = {n: f"{n}{(i >> (parties - 1 - k)) & 1}" for k, n in enumerate(names)}
        payoffs = {
            n: paid(-float(10 * i + k), 3.0, "certain" if played[n].endswith("0") else "no", 7.0 * i)
            for k, n in enumerate(names)
        }
        profiles.append({"strategies": played, "payoffs": payoffs, "checks": {"closing_error": 1e-13, "solves": 4}})
    return {
        "question": "Who yields?",
        "as_of": {"name": "start", "date": "2025-06-30", "title": "as known at the start"},
        "resolution": "draft",
        "unit": "USD million",
        "least_gain": 5.0,
        "note": "This is a table of consequences and not advice.",
        "parties": [
            {"name": n, "title": titles[n], "decides": ["war"] if n == "a" else [],
             "strategies": [{"name": f"{n}{s}", "title": f"{n} does {s}"} for s in (0, 1)]} for n in names
        ],
        "profiles": profiles,
        "equilibria": [{"strategies": profiles[0]["strategies"], "certain": True}],
        "regret": [{"party": "a", "strategy": "a1", "low": 3.0, "high": 12.0, "against": {n: f"{n}0" for n in names[1:]}}],
    }  # fmt: skip


def printed(found, capsys) -> str:
    print_payoffs(page(), found)
    return capsys.readouterr().out


def test_the_page_tells_parties_payoffs_equilibria_regret_and_that_it_is_no_advice(capsys):
    """Proves: each part stands there: who decides what, interval, margin in brackets, the mark of a best reply, what
    lasts, how far a strategy may fall short.
    Without it: a table of numbers would be read as a recommendation.
    """
    said = printed(made_up(), capsys)

    assert "not advice" in said
    assert "strategies of Aland take their place: war" in said
    assert "Aland -10..+3 (+7) *" in said and "Borduria -11..+3 (+7)\n" in said
    assert "- certain: Aland a0, Borduria b0" in said
    assert "3..12  Borduria b0" in said


def test_a_third_party_heads_blocks_of_rows(capsys):
    """Proves: with three parties there is a block for each strategy of the third, rows of the first, columns of the
    second; the payoff -60 of a1, b1, c0 stands in the block c0 and -70 in the block c1.
    Without it: eight profiles could not be found on a page.
    """
    said = printed(made_up(3), capsys)
    first, second = said.split("Caledonia c0:\n")[1].split("Caledonia c1:\n")

    assert "Borduria b0" in said and "Aland -60..+3 (+42)" in first and "Aland -70..+3 (+49)" in second
    assert "Aland -70" not in first


def test_a_table_in_which_nothing_lasts_says_so(capsys):
    """Proves: without an equilibrium the page says that somebody always gains by changing.
    Without it: an empty list would look like something forgotten.
    """
    assert "none: in every combination somebody gains" in printed({**made_up(), "equilibria": []}, capsys)


def test_payoffs_are_solved_once_for_the_same_inputs(monazite_says, parties, monkeypatch):
    """Proves: the second call reads what the first solved and prints the same page; after an edit of the study it
    solves again.
    Without it: each look at the table would cost as much as the first, or tell of yesterday's inputs.
    """
    first = monazite_says("compare", parties, "--payoffs")
    asked = []
    monkeypatch.setattr(
        monazite.study.parties.payoffs, "solve_payoffs", lambda *words, **_: asked.append(words) or made_up()
    )
    second = monazite_says("compare", parties, "--payoffs")

    assert (first.exit_code, second.stdout, asked) == (0, first.stdout, [])
    assert "Eastland" in first.stdout and "4 combinations" in first.stdout

    (parties / "lanes.csv").write_text((parties / "lanes.csv").read_text() + "\n")
    assert monazite_says("compare", parties, "--payoffs").exit_code == 0
    assert len(asked) == 1


def test_a_kept_table_that_is_not_whole_is_solved_again(monazite_says, parties):
    """Proves: of a file cut in the middle, and of one made by another version, nothing is taken.
    Without it: half a table would be printed, or a table of another model.
    """
    first = json.loads(monazite_says("compare", parties, "--payoffs", "--json").stdout)
    (kept,) = Path("runs").glob("*-payoffs-start-draft.json")
    whole = kept.read_text()

    for spoiled in (
        whole[: len(whole) // 2],
        whole.replace('"kind": "monazite payoffs, ', '"kind": "monazite payoffs, 9'),
        "[]",
    ):
        kept.write_text(spoiled)
        again = json.loads(monazite_says("compare", parties, "--payoffs", "--json").stdout)
        assert again == first


def test_what_means_nothing_beside_payoffs_is_refused(monazite_says, parties):
    """Proves: --with, --options, --on, --years and --by-period beside --payoffs, and an unknown date, end with code 2
    by name.
    Without it: a flag would be taken and have no effect.
    """
    flags = (("--with", "export-ban"), ("--options", "ban"), ("--on", "ban"), ("--years", "2030"), ("--by-period",))
    for words in flags:
        result = monazite_says("compare", parties, "--payoffs", *words)
        assert (result.exit_code, result.stdout) == (2, "") and f"{words[0]} means nothing" in result.stderr
    assert "'stort'" in monazite_says("compare", parties, "--payoffs", "--as-of", "stort").stderr


def test_a_study_without_parties_is_refused(monazite_says, starter):
    """Proves: exit code 2, and the sections that are missing.
    Without it: the user would get an empty page.
    """
    result = monazite_says("compare", starter, "--payoffs")

    assert result.exit_code == 2
    assert "[[parties]]" in result.stderr and "[[strategies]]" in result.stderr
