"""Made-up measurements, for what the comparison makes of them."""

from __future__ import annotations

import copy

import pytest

from monazite.bench import comparison

# Build, hand-over and solve in seconds on three turns; what a median has to make of them is in the middle.
TURNS = {
    "monazite": [(0.02, 0.01, 0.6), (0.03, 0.01, 0.5), (9.0, 0.01, 0.5)],
    "linopy": [(0.5, 0.1, 0.5), (0.4, 0.1, 0.5), (0.6, 0.1, 0.5)],
    "pypsa": [(3.0, 1.0, 1.0), (4.0, 1.0, 1.0), (5.0, 1.0, 1.0)],
}
VARIANT = {"numbers": 5, "pivots": 7, "pivots_cold": 70, "route": "warm", "gap": 0.0, "difference": 0.001}


@pytest.fixture
def measurements(monkeypatch):
    """Replaces processes by made-up results; the list tells what was asked for, and ``change`` may spoil a result."""
    asked = []
    state = {"change": lambda task, result: None}

    def measured(task, limit=None):
        asked.append(copy.deepcopy(dict(task)))
        turn = sum(task == earlier for earlier in asked) - 1
        result = made_up(task, turn)
        state["change"](task, result)
        return result

    monkeypatch.setattr(comparison, "measured", measured)
    return asked, state


def made_up(task, turn):
    if task["kind"] == "contend":
        build, hand_over, solve = TURNS[task["contender"]][turn % 3]
        return {
            "build": build, "hand_over": hand_over, "solve": solve, "objective": -100.0,
            "columns": task["case"]["columns"] or 55_000, "rows": 1_000, "peak": 100.0 + turn,
            "versions": {"highspy": "1"},
        }  # fmt: skip
    if task["kind"] == "variants":
        rows = [("ban", 1, 0.025), ("duty", 1, 0.05), ("tax", 1, 0.1), ("all", 3, 0.2)]
        return {"columns": 1, "rows": 1, "variants": [
            {"name": name, "instruments": count, "rebuild": 0.1, "cold": 0.9, "patched": patched} | VARIANT
            for name, count, patched in rows
        ]}  # fmt: skip
    if task["kind"] == "whole_run":
        return {"seconds": 10.0 + turn, "solves": 60, "columns": 55_000, "outcomes": 14}
    if task["kind"] == "reconciling":
        ours = task["contender"] == "monazite"
        return {"values": 0.1 if ours else 0.4, "covariance": 0.5 + turn % 3 if ours else 1.5 + turn % 3, "objective": 9.0,
                "floors": 0.2 if ours else None, "held": 536 if ours else None}  # fmt: skip
    if task["kind"] == "importing":
        ours = task["contender"] == "monazite"
        return {"seconds": 1.0 if ours else 3.0, "kept": 10, "value": 7.0, "peak": 300.0 if ours else 900.0}
    if task["kind"] == "drawing":
        return {"seconds": 0.1 if task["contender"] == "monazite" else 0.5, "value": 7.0}
    return {"seconds": 5.5, "objective": -1.0, "columns": task["columns"]}
