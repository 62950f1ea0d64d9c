"""What the instruments' tests share: the shipped study at draft resolution, and any scenario stacked on its reference."""

from __future__ import annotations

import json
from functools import cache

import pytest
from typer.testing import CliRunner

from monazite import open_study
from monazite.cli.app import app
from monazite.reading import new_study
from monazite.results.outcome import Outcome
from monazite.study.study import find_study
from monazite.study.variants import Variants


class Stacks:
    """The shipped study as known today, and its reference option with scenarios on top, all announcements foreseen."""

    def __init__(self) -> None:
        self.study = open_study(find_study("india-japan"), as_of="today", resolution="draft")
        self.variants = Variants(self.study)
        self.outcome = cache(self._outcome)

    def _outcome(self, *scenarios: str) -> Outcome:
        variant = self.variants.solve([self.study.folder.policies[name] for name in scenarios])
        assert not variant.failure, variant.failure
        assert variant.outcome is not None
        return variant.outcome


@pytest.fixture(scope="session")
def stacks() -> Stacks:
    """``stacks.outcome()`` is the reference, ``stacks.outcome("price-floor")`` the reference with that scenario."""
    return Stacks()


@pytest.fixture
def refusal(tmp_path):
    """``refusal({"agreements.csv": text})``: (file, line, column, message) of each fault of the starter study with these
    files; the command ends with code 2 and without a traceback."""

    def told(files: dict[str, str]) -> list[tuple[str, int | None, str, str]]:
        new_study(tmp_path / "study")
        for name, text in files.items():
            (tmp_path / "study" / name).write_text(text, encoding="utf-8")
        result = CliRunner().invoke(app, ["check", str(tmp_path / "study"), "--json"], env={"NO_COLOR": "1"})
        assert result.exit_code == 2 and "Traceback" not in result.output
        return [(f["file"], f["line"], f["column"], f["message"]) for f in json.loads(result.stdout)["error"]["faults"]]

    return told


@pytest.fixture
def refused(tmp_path):
    """``refused({"outages.csv": text})``: the same as lines, as they stand on stderr, with the way out."""

    def told(files: dict[str, str]) -> list[str]:
        new_study(tmp_path / "refused")
        for name, text in files.items():
            (tmp_path / "refused" / name).write_text(text, encoding="utf-8")
        result = CliRunner().invoke(app, ["check", str(tmp_path / "refused")], env={"NO_COLOR": "1"})
        assert result.exit_code == 2 and "Traceback" not in result.output, result.output
        return [line.strip() for line in result.stderr.strip().split("\n")[1:]]

    return told
