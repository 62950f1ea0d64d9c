"""``monazite check`` reads a study, counts what is in it, and tells the faults of all dates together."""

from __future__ import annotations

import json

from monazite.formulation.formulate import formulate
from monazite.study.study import open_study


def test_tables_programme_and_inputs_are_counted(monazite_says, starter):
    """Proves: two regions, 17 periods x 2 unit rows, 52 estimates of 54 inputs (one of them the share of the ban) stand on the page.
    Without it: a study could grow tenfold without its author seeing it.
    """
    text = monazite_says("check", starter).stdout

    assert text.startswith("study: nothing wrong was found\n")
    for row in (["regions", "2"], ["unit_capacity", "34", "34"], ["total", "54"], ["estimate", "52"]):
        assert row in [line.split() for line in text.splitlines()], row


def test_the_size_of_the_programme_is_that_of_the_programme(monazite_says, starter):
    """Proves: columns and rows by family are those of the reference option, formulated, at both resolutions.
    Without it: the size budget would be checked on a number that nobody solves.
    """
    told = json.loads(monazite_says("check", starter, "--json").stdout)["dates"]["start"]

    for resolution in ("draft", "fine"):
        study = open_study(starter, "start", resolution)
        program = formulate(study.system(study.policies("trade")))
        assert sum(told["programme"][resolution]["columns"].values()) == program.c.size
        assert sum(told["programme"][resolution]["rows"].values()) == program.row_lower.size


def test_one_date_can_be_checked_alone(monazite_says, starter):
    """Proves: of two dates only the one asked for is read; an unknown one is refused with the nearest.
    Without it: a fault of a later date would hide that the first one is usable.
    """
    add_date(starter, "later", "2025-12-31")
    told = json.loads(monazite_says("check", starter, "--as-of", "later", "--json").stdout)
    wrong = monazite_says("check", starter, "--as-of", "latre")

    assert list(told["dates"]) == ["later"]
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "did you mean 'later'?" in wrong.stderr


def test_faults_of_all_dates_come_together_each_once(monazite_says, starter):
    """Proves: a fault of both dates stands once, one of the first date only names that date.
    Without it: each fault would stand as often as there are dates, or those of later dates would wait.
    """
    add_date(starter, "early", "2024-12-31")
    lanes = (starter / "lanes.csv").read_text().replace("0.05,0.2", "0.05,0.3", 1)
    (starter / "lanes.csv").write_text(lanes)

    result = monazite_says("check", starter)

    assert result.exit_code == 2
    assert result.stderr.count("lanes.csv, line 2, column freight") == 1
    assert "as of early: " in result.stderr
    assert "MINE-2024, known only on 2025-01-31" in result.stderr


def test_the_words_of_the_question_are_checked_too(monazite_says, starter):
    """Proves: a question that names a word the answer does not know is refused by `check`, not first by `run`.
    Without it: a study would pass its check and fail when it is asked.
    """
    with (starter / "study.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[answer]\nhoem = "east"\n')

    result = monazite_says("check", starter)

    assert result.exit_code == 2
    assert "unknown word 'hoem' -> did you mean 'home'?" in result.stderr


def test_a_folder_without_a_study_is_refused(monazite_says, here):
    """Proves: an empty folder and a missing one are told apart from a study, with exit code 2.
    Without it: a path that is mistyped would be a mystery.
    """
    (here / "empty").mkdir()

    assert "study.toml: the file is missing" in monazite_says("check", "empty").stderr
    assert "there is no study 'nowhere'" in monazite_says("check", "nowhere").stderr


def add_date(study, name, day):
    text = (study / "study.toml").read_text()
    date = f'[[as_of]]\nname = "{name}"\ndate = {day}\ntitle = "as known then"\n\n'
    (study / "study.toml").write_text(text.replace("[periods]", date + "[periods]", 1))


def test_evidence_that_looks_wrong_is_told_until_somebody_explains_it(monazite_says, starter):
    """Proves: 70,000 t of exports beside 7,000 t of the year before are told with both ids, and the study is still taken; with a
    contradiction that names both, the doubt is counted under its name.
    Without it: a slip of a digit would reach the answer without a word.
    """
    evidence = (starter / "evidence.csv").read_text()
    row = next(line for line in evidence.splitlines() if line.startswith("NI-EXPORTS,"))
    slip = row.replace("NI-EXPORTS", "NI-SLIP", 1).replace(",7000,", ",70000,").replace(",2024,", ",2023,")
    (starter / "evidence.csv").write_text(f"{evidence}{slip}\n")
    doubted = monazite_says("check", starter)
    (starter / "contradictions.csv").write_text("id,topic,evidence,conclusion\nexports,exports,NI-SLIP NI-EXPORTS,the second is a slip\n")
    explained = monazite_says("check", starter)

    assert (doubted.exit_code, explained.exit_code) == (0, 0)
    assert "NI-SLIP, NI-EXPORTS" in doubted.stdout and "with one digit more" in " ".join(doubted.stdout.split())
    assert "1 of 1 are explained by contradictions of the study: exports 1." in " ".join(explained.stdout.split())
    assert json.loads(monazite_says("check", starter, "--json").stdout)["dates"]["start"]["doubts"][0]["explained_by"] == ["exports"]
