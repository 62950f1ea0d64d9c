"""``monazite compare`` shows options side by side, with the difference from the reference under each number."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monazite.cli.compare import differences


@pytest.fixture
def kept(monazite_says, starter, answered) -> str:
    """A finished run in the folder ``kept``."""
    monazite_says("run", starter, "--out", "kept")
    return "kept"


def test_differences_are_taken_from_the_reference():
    """Proves: 30 against 10 is +20; where one of the two is a text or is missing there is no difference.
    Without it: "2031" less "never" would be printed as a number, or the sign would be that of the reference.
    """
    part = {"options": {
        "stay": {"numbers": {"kept": {"label": "kept", "unit": "t", "value": 10.0}, "when": {"label": "when", "value": "never"}}},
        "stop": {"numbers": {"kept": {"label": "kept", "unit": "t", "value": 30.0}, "when": {"label": "when", "value": 2031},
                             "lost": {"label": "lost", "value": 1.0}}}}}

    kept, when, lost = differences(part, "stay", ["stay", "stop"])

    assert (kept["values"], kept["differences"]) == ({"stay": 10.0, "stop": 30.0}, {"stay": 0.0, "stop": 20.0})
    assert when["differences"] == {"stay": None, "stop": None}
    assert (lost["values"], lost["differences"]) == ({"stay": None, "stop": 1.0}, {"stay": None, "stop": None})


def test_a_run_folder_is_compared_without_solving(monazite_says, kept, answered):
    """Proves: values and signed differences of all options stand on the page, the date on the first line; nothing is solved.
    Without it: looking at a run again would cost as much as running it.
    """
    result = monazite_says("compare", kept)

    assert result.stdout.startswith("As known on 14 June 2025")
    assert "+60" in result.stdout and "-7,407,407.3" in result.stdout
    assert "A second line is the difference from 'keep'" in result.stdout
    assert len(answered) == 1


def test_only_the_options_asked_for_are_shown_beside_the_reference(monazite_says, kept):
    """Proves: `--options swap` shows keep and swap only.
    Without it: a difference would stand without what it is taken from.
    """
    told = json.loads(monazite_says("compare", kept, "--options", "swap", "--json").stdout)

    assert told["reference"] == "keep"
    assert list(told["answers"][0]["numbers"][0]["values"]) == ["keep", "swap"]


def test_an_unknown_option_is_told_with_the_nearest(monazite_says, kept):
    """Proves: exit code 2, and each unknown name with the nearest.
    Without it: a misspelt option would be left out without a word.
    """
    result = monazite_says("compare", kept, "--options", "swop,suspended")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "'swop' -> did you mean 'swap'?" in result.stderr
    assert "'suspended' -> did you mean 'suspend'?" in result.stderr


def test_a_study_is_run_as_a_draft_once(monazite_says, starter, answered):
    """Proves: the first comparison runs the study at draft resolution and says where it is kept; the second reads that.
    Without it: each look at a study would solve it again.
    """
    first, second = (monazite_says("compare", starter) for _ in range(2))

    assert [asked["resolution"] for asked in answered] == ["draft"]
    assert "There was no run of study; a draft was made and lies in runs/starter-" in first.stderr
    assert (second.stderr, second.stdout) == ("", first.stdout)


def test_a_whole_run_of_the_present_inputs_is_preferred(monazite_says, starter, answered):
    """Proves: after `monazite run` the comparison uses that run; after an edit of the study it does not.
    Without it: fine numbers would be replaced by coarse ones, or the inputs of yesterday would be compared.
    """
    monazite_says("run", starter)
    told = json.loads(monazite_says("compare", starter, "--json").stdout)
    assert not told["folder"].endswith("draft")

    (starter / "lanes.csv").write_text((starter / "lanes.csv").read_text() + "\n")

    assert json.loads(monazite_says("compare", starter, "--json").stdout)["folder"].endswith("draft")


def test_what_is_neither_run_nor_study_is_refused(monazite_says, here):
    """Proves: a folder with anything else is refused with what was expected.
    Without it: the user would read a list of missing tables.
    """
    Path("folder").mkdir()

    result = monazite_says("compare", "folder")

    assert result.exit_code == 2
    assert "neither a run folder nor a study" in result.stderr
