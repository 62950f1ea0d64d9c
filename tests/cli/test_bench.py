"""``monazite bench`` measures on this machine, keeps what it is asked to keep, and says what it needs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monazite.bench import comparison, contenders
from monazite.cli.bench import _command


def test_a_quick_comparison_with_linopy(monazite_says, here):
    """Proves: `bench --quick --peers linopy` measures the starter and a small chain, prints its tables, and keeps the
    report and the page; linopy agrees with monazite on both programmes to 1e-6.
    Without it: a command that takes half an hour would first fail at its end.
    """
    result = monazite_says("bench", "--quick", "--peers", "linopy", "--out", "report.json", "--page", "page.md")
    report = json.loads(Path("report.json").read_text(encoding="utf-8"))

    assert result.exit_code == 0, result.stderr
    for title in ("Aims", "Build and hand-over", "Patched against rebuilt", "A whole run", "Versions"):
        assert f"\n{title}\n-" in result.stdout
    assert [[row["contender"] for row in case["contenders"]] for case in report["cases"]] == [
        ["monazite", "linopy"]
    ] * 2
    assert max(row["apart"] for case in report["cases"] for row in case["contenders"]) < 1e-6
    assert "monazite bench --quick --peers linopy --page page.md" in Path("page.md").read_text(encoding="utf-8")
    assert sorted(path.name for path in here.iterdir()) == ["page.md", "report.json"]


def test_a_peer_that_is_missing_is_told_before_anything_is_measured(monazite_says, here, monkeypatch):
    """Proves: without PyPSA installed, exit code 2, one line with the way to install it, no file, no measurement.
    Without it: the comparison would end after minutes in a traceback of an import.
    """
    monkeypatch.setattr(contenders, "installed", lambda name: name != "pypsa")
    monkeypatch.setattr(comparison, "measured", never)

    result = monazite_says("bench", "--out", "report.json")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "pypsa is not installed -> pip install 'monazite[bench]', or --peers linopy,pyomo" in result.stderr
    assert not list(here.iterdir())


def test_no_folder_of_this_machine_stands_in_the_command_that_is_published(here):
    """Proves: a page named by its whole path is told from where the command was given, or by its bare name.
    Without it: the documentation would show the folders of whoever measured last.
    """
    assert _command(False, "", 3, here / "docs" / "bench.md") == "monazite bench --page docs/bench.md"
    assert _command(False, "", 3, here.parent / "bench.md") == "monazite bench --page bench.md"


@pytest.mark.parametrize(
    "words", [("--out", "nowhere/report.json"), ("--page", "folder"), ("--page", "report", "--out", "report")]
)
def test_a_place_that_cannot_be_written_is_told_before_anything_is_measured(monazite_says, here, monkeypatch, words):
    """Proves: a folder that is missing, a folder in place of a file, and one file for both, are refused with exit code 2
    at once.
    Without it: half an hour of measurements would be lost at the last step.
    """
    (here / "folder").mkdir()
    monkeypatch.setattr(comparison, "measured", never)

    result = monazite_says("bench", "--peers", "none", *words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert words[1] in result.stderr


def test_as_json_it_prints_the_report_and_nothing_else(monazite_says, here, monkeypatch):
    """Proves: `--json` prints one document with cases, variants, run and aims.
    Without it: figures would have to be read off a table.
    """
    monkeypatch.setitem(comparison.QUICK, "sizes", ())
    told = json.loads(monazite_says("bench", "--quick", "--peers", "none", "--json").stdout)

    assert set(told) == {"made", "cases", "variants", "run", "reconciling", "importing", "drawing", "aims"}
    assert told["made"]["peers"] == []
    assert all(aim["met"] in (True, False, None) for aim in told["aims"])


def never(task, limit=None):
    raise AssertionError(f"measured {task}")
