"""The command line under test, a starter study to give it, and a finished run that needs no solver."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

import monazite.study.run
from monazite.cli.app import app
from monazite.reading import new_study
from monazite.reading.folder import digest

OPTIONS = ("keep", "suspend", "suspend-japan-only", "wind-down", "swap", "keep+build", "suspend+build")


@dataclass(frozen=True)
class Made:
    """A run as ``run_study`` returns it."""

    root: Path
    answer: dict
    tables: dict
    record: dict


@pytest.fixture
def monazite_says() -> Callable[..., Result]:
    """Calls the command line with words, as a user would, and returns exit code, stdout and stderr."""

    def call(*words: object, columns: int = 100) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": str(columns), "NO_COLOR": "1"})

    return call


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder from which commands are given."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def starter(here: Path) -> Path:
    """The starter study in the folder ``study``, named relative to where commands are given."""
    new_study("study")
    return Path("study")


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """Replaces the solving of a study by a made-up answer; the list tells how often and for what it was asked."""
    asked: list[dict] = []

    def run_study(folder, **choices):  # type: ignore[no-untyped-def]
        asked.append({"folder": Path(folder), **choices})
        answer = {**made_up_answer(), "digest": digest(Path(folder)), "resolution": choices["resolution"]}
        tables = {"prices": pd.DataFrame({"as_of": ["start"], "option": ["keep"], "value": [225.0]})}
        return Made(Path(folder), answer, tables, {"versions": {"monazite": "0.1.0"}, "seconds": 0.1})

    monkeypatch.setattr(monazite.study.run, "run_study", run_study)
    return asked


def made_up_answer() -> dict:
    """An answer of two dates and seven options with everything that an answer may hold."""
    return copy.deepcopy(json.loads(json.dumps(_ANSWER)))


def _numbers(place: int) -> dict:
    shift = 10.0 * place
    return {
        "kept": {"label": "oxide kept, 2030", "value": shift, "unit": "t oxide/yr", "low": shift - 5, "high": shift + 5,
                 "decimals": 0, "note": "estimates only", "group": "material"},
        "first_use": {"label": "first use of what was kept", "value": "never within the horizon" if place else "-",
                      "unit": "period", "group": "material"},
        "gain": {"label": "gain at home over the reference, whole horizon, discounted", "value": -1234567.891 * place,
                 "unit": "million USD of 2024", "low": None, "high": None, "decimals": 1, "group": "money"},
        "price": {"label": "world price, 2030", "value": None if place == 3 else 61.25, "unit": "USD/kg", "decimals": 2,
                  "group": "money"},
    }


def _part(name: str, day: str, title: str, decided: bool) -> dict:
    return {
        "as_of": {"name": name, "date": day, "title": title},
        "verdict": {"decided": decided, "sentence": "Keep delivering.", "reasons": ["the sign holds", "the price does not"]},
        "findings": ["What is kept lies unused until magnets are made at home, " + "year after year, " * 8 + "as it seems."],
        "ranges": {"other_base_years": 4, "middle": 0.8, "of": ["keep", "suspend"]} if decided else {"other_base_years": 0, "middle": 0.8, "of": []},
        "options": {o: {"title": f"what {o} means", "numbers": _numbers(i), "series": {}} for i, o in enumerate(OPTIONS)},
        "sections": [
            {"key": "bottlenecks", "title": "Bottlenecks", "note": "Shares add up to the whole.",
             "columns": [{"key": "stage", "label": "stage", "unit": ""}, {"key": "alone", "label": "freed alone", "unit": "t/yr"},
                         {"key": "who", "label": "who", "unit": ""}],
             "rows": [{"stage": "metal", "alone": 0.00012345, "who": "=SUM(A1)"}, {"stage": "magnets", "alone": None}]},
            {"key": "leaks", "title": "Leaks", "note": "", "columns": [{"key": "a", "label": "a", "unit": ""}], "rows": []},
        ],
        "by_hand": [{"key": "kept", "label": "oxide kept", "unit": "t/yr", "by_hand": 228.0, "model": 225.0,
                     "gap": "the model loses 1.3 % in cracking"}],
        "rests_on": {"inputs": 2540, "estimates": 2335, "sentence": "Most inputs are estimates.", "weakest": [
            {"input": "units.oscom.capacity", "value": 11200, "low": 5000, "high": 12000, "unit": "t REO/yr", "grade": "estimate",
             "effect": -12.3, "effect_unit": "million USD", "evidence": ["MZ250", "MZ251"]}]},
    }


_ANSWER = {
    "study": "starter", "title": "A title", "question": "Should deliveries stop?", "reference": "keep", "digest": "",
    "resolution": "fine", "keys": {"kept": {"label": "oxide kept", "unit": "t oxide/yr", "meaning": "what stays"}},
    "answers": [_part("june-2025", "2025-06-14", "as known on 14 June 2025", False),
                _part("today", "2026-06-30", "as known today", True)],
}
