"""``monazite run`` prints the answer with its date and verdict first, keeps it in a folder, and refuses by name."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from monazite.results.archive import is_run, read_run


def test_the_answer_opens_with_date_verdict_and_findings(monazite_says, starter, answered):
    """Proves: the first line holds the date; question, verdict, reasons and findings follow before any table.
    Without it: a reader would take an answer of today for one that could have been given then.
    """
    lines = monazite_says("run", starter).stdout.splitlines()

    assert lines[0] == "As known on 14 June 2025 [june-2025, 2025-06-14]"
    assert lines[2:7] == ["Should deliveries stop?", "", "Not decided: Keep delivering.", "- the sign holds",
                          "- the price does not"]
    assert lines.index("Decided: Keep delivering.") > lines.index("As known today [today, 2026-06-30]")


def test_ranges_say_whose_hold_other_base_years(monazite_says, starter, answered):
    """Proves: with four base years drawn the note on ranges names the two options that stand on them; without draws it says
    nothing of base years.
    Without it: a reader would compare a range that holds other base years with one that does not.
    """
    first, second = " ".join(monazite_says("run", starter).stdout.split()).split("As known today")
    note = "its range, from..to."

    assert f"{note} Those of 'keep' and 'suspend' hold the middle 80% of 4 other base years that the reports allow." in second
    assert note in first and "other base years" not in first


@pytest.mark.parametrize("columns", [40, 80, 100, 250])
def test_the_answer_is_at_most_a_hundred_wide_and_no_number_is_cut(monazite_says, starter, answered, columns):
    """Proves: -7,407,407.3 stands whole at any width of the screen, and no line is longer than 100 signs.
    Without it: seven options on a narrow screen would be told as "-7,407…".
    """
    text = monazite_says("run", starter, columns=columns).stdout

    assert "-7,407,407.3" in text
    assert "…" not in text
    assert max(map(len, text.splitlines())) <= 100


def test_every_option_and_every_number_is_printed(monazite_says, starter, answered):
    """Proves: options have their titles, numbers their unit, range and group, tables their head; a gap is a dash.
    Without it: what the answer holds and what the page shows would drift apart.
    """
    text = " ".join(monazite_says("run", starter).stdout.split())

    for word in ("keep what keep means (reference)", "suspend+build what suspend+build means", "oxide kept, 2030",
                 "55..65", "material:", "money:", "freed alone [t/yr]", "0.000123", "Shares add up", "Nothing to list.",
                 "the model loses 1.3 % in cracking", "units.oscom.capacity [t REO/yr]", "5,000..12,000", "MZ250, MZ251",
                 "Most inputs are estimates.", "oxide kept, 2030: estimates only"):
        assert word in text, word


def test_nothing_on_the_page_needs_colour(monazite_says, starter, answered):
    """Proves: in a pipe, and with NO_COLOR, not one escape sign is printed, and nothing is told on stderr.
    Without it: a log file would be full of signs that no eye can read.
    """
    result = monazite_says("run", starter)

    assert "\x1b" not in result.stdout
    assert result.stderr == ""


def test_the_run_is_kept_under_study_and_digest(monazite_says, starter, answered):
    """Proves: the folder is runs/starter-<8 signs of the digest>, named on the last line, and reads back.
    Without it: two versions of a study would overwrite each other's answers.
    """
    result = monazite_says("run", starter)
    (folder,) = Path("runs").iterdir()

    assert re.fullmatch(r"starter-[0-9a-f]{8}", folder.name)
    assert f"{folder}: answer.json" in result.stdout
    assert read_run(folder).answer["digest"].startswith(folder.name[-8:])


def test_drafts_and_parts_do_not_replace_a_whole_run(monazite_says, starter, answered):
    """Proves: --draft and --option have folders of their own by default.
    Without it: a quick look at one option would remove the answer that took ten times as long.
    """
    for words in ((), ("--draft",), ("--option", "ban"), ("--draft", "--as-of", "start")):
        assert monazite_says("run", starter, *words).exit_code == 0

    assert sorted(path.name[16:] for path in Path("runs").iterdir()) == ["", "-draft", "-draft-part", "-part"]


def test_each_foresight_has_a_folder_of_its_own_unless_it_is_the_studys(monazite_says, starter, answered):
    """Proves: --foresight perfect is kept beside the run of the study's own foresight, --foresight surprise in its place.
    Without it: the answer of those who knew would replace the answer of those who did not.
    """
    for word in ("perfect", "surprise"):
        assert monazite_says("run", starter, "--foresight", word).exit_code == 0

    assert sorted(path.name[16:] for path in Path("runs").iterdir()) == ["", "-perfect"]
    assert [asked["foresight"] for asked in answered] == ["perfect", "surprise"]


def test_an_unknown_foresight_is_refused_before_anything_is_solved(monazite_says, starter, answered):
    """Proves: exit code 2, and the nearest word.
    Without it: a typing error would cost a whole run, or pass for a surprise.
    """
    result = monazite_says("run", starter, "--foresight", "perfekt")

    assert (result.exit_code, answered) == (2, [])
    assert "no foresight 'perfekt'" in result.stderr
    assert "perfect" in result.stderr


@pytest.mark.parametrize(("words", "said"), [((), "Foresight: surprise."), (("--foresight", "perfect"), "Foresight: perfect.")])
def test_a_run_tells_its_foresight_in_the_opening_and_in_its_files(monazite_says, starter, words, said):
    """Proves: the line below the question names the foresight; answer.json and run.json hold the word, and a ban that is
    foreseen takes one solve instead of two.
    Without it: two answers with different numbers would look alike.
    """
    lines = monazite_says("run", starter, "--draft", "--out", "kept", "--workers", 1, *words).stdout.splitlines()
    kept = read_run("kept")

    assert lines[3].startswith(said)
    assert {kept.answer["foresight"], kept.record["foresight"]} == {said.removeprefix("Foresight: ").rstrip(".")}
    assert {o["solves"] for o in kept.record["outcomes"] if o["option"] == "ban"} == ({2} if not words else {1})


def test_the_choices_reach_the_solver(monazite_says, starter, answered):
    """Proves: resolution, dates, options and workers are handed on as given.
    Without it: --draft would be a word that changes nothing.
    """
    monazite_says("run", starter, "--draft", "--as-of", "start", "--option", "trade", "--option", "ban", "--workers", 1)

    (asked,) = answered
    assert {k: asked[k] for k in ("resolution", "as_of", "options", "workers")} == {
        "resolution": "draft", "as_of": ["start"], "options": ["trade", "ban"], "workers": 1}


def test_json_is_one_document_and_nothing_else(monazite_says, starter, answered):
    """Proves: stdout parses as JSON and holds the answer and the folder.
    Without it: a script would have to cut the answer out of a page.
    """
    told = json.loads(monazite_says("run", starter, "--json", "--out", "kept").stdout)

    assert told["answers"][0]["verdict"]["decided"] is False
    assert told["folder"] == "kept" and is_run("kept")


@pytest.mark.parametrize(("words", "says"), [
    (("india-jpan",), "did you mean 'india-japan'?"),
    (("study", "--option", "tradee"), "the study has no option 'tradee' -> did you mean 'trade'?"),
    (("study", "--as-of", "stat"), "the study has no as-of date 'stat' -> did you mean 'start'?"),
])
def test_an_unknown_name_is_told_with_the_nearest(monazite_says, starter, answered, words, says):
    """Proves: exit code 2, the nearest name on stderr, nothing on stdout, nothing solved, nothing written.
    Without it: a misspelt option would be left out without a word.
    """
    result = monazite_says("run", *words)

    assert (result.exit_code, result.stdout, answered) == (2, "", [])
    assert says in result.stderr
    assert not Path("runs").exists()


def test_a_folder_of_somebody_else_is_refused_before_anything_is_solved(monazite_says, starter, answered):
    """Proves: --out into the study itself is refused with exit code 2 and no solve.
    Without it: an hour of solving would end in a refusal.
    """
    result = monazite_says("run", starter, "--out", starter)

    assert (result.exit_code, answered) == (2, [])
    assert "name a new folder" in result.stderr


def test_json_tells_faults_as_a_document_too(monazite_says, starter, answered):
    """Proves: with --json stdout holds one document with kind, exit code and the faults, and stderr the list for people.
    Without it: a script would have to read sentences.
    """
    result = monazite_says("run", starter, "--option", "no", "--json")
    error = json.loads(result.stdout)["error"]

    assert (result.exit_code, error["exit_code"], error["kind"]) == (2, 2, "BadInput")
    assert [fault["message"] for fault in error["faults"]] == ["the study has no option 'no'"]
    assert "1 fault in the input" in result.stderr
