"""What speed is aimed at, and what was measured beside it; aims are reported, never asserted."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from monazite.bench.contenders import OURS

READY_SHARE = 0.10
OVER_LINOPY, AT_COLUMNS = 10.0, 13_000
ONE, STACK = 20.0, 4.0
OVER_NETWORK = 30.0
VALUES, COVARIANCE, AT_FLOWS = 0.5, 2.0, 4_000
YEAR, YEAR_MEMORY, AT_ROWS = 30.0, 500.0, 1_000_000
DRAW = 0.2
NEAR = 0.25
"""A chain counts as one of so many columns if it is no further from them than this share."""


def aims(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each aim with what was measured and whether it is met; None where it was not measured."""
    return [*_ready(report["cases"]), _linopy(report["cases"]), *_patched(report["variants"]), _whole(report["run"]), *_records(report)]


def _records(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Reconciliation, import and draws at the sizes that the aims name; not measured at others."""
    network, drawing = report["reconciling"], report["drawing"]
    ours = network["contenders"][OURS]
    at_size = network["size"]["flows"] == AT_FLOWS
    flows = f"{AT_FLOWS:,} flows reconciled"
    found = [
        _at_most(f"{flows} in at most {VALUES:g} s", ours["values"] if at_size else None, VALUES, "s"),
        _at_most(f"{flows}, every flow at least zero, in at most {VALUES:g} s", ours["floors"] if at_size else None, VALUES, "s"),
        _at_most(f"{flows} with covariance in at most {COVARIANCE:g} s", ours["covariance"] if at_size else None, COVARIANCE, "s"),
    ]
    for trade in report["importing"]:
        year, at_rows = trade["contenders"][OURS], trade["size"]["rows"] == AT_ROWS
        rows = f"a year of {AT_ROWS:,} rows filtered ({trade['size']['form']})"
        found += [
            _at_most(f"{rows} in at most {YEAR:g} s", year["seconds"] if at_rows else None, YEAR, "s"),
            _at_most(f"{rows} within {YEAR_MEMORY:g} MB", year["peak"] if at_rows else None, YEAR_MEMORY, "MB"),
        ]
    what = f"another base year of {drawing['size']['study']}, calibrated, in at most {DRAW:g} s"
    return [*found, _at_most(what, drawing["contenders"][OURS]["seconds"], DRAW, "s")]


def _at_most(aim: str, measured: float | None, most: float, unit: str) -> dict[str, Any]:
    return {"aim": aim, "measured": measured, "unit": unit, "met": None if measured is None else measured <= most}


def run_ratio(run: Mapping[str, Any]) -> float | None:
    """How many times as long PyPSA would take for as many programmes as the run solved."""
    return run["solves"] * run["network"]["seconds"] / run["seconds"] if run["network"] else None


def _ready(cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for case in cases:
        (ours,) = (row for row in case["contenders"] if row["contender"] == OURS)
        share = ours["ready"] / ours["solve"]
        what = f"build and hand-over take at most {READY_SHARE:.0%} of a cold solve ({case['case']})"
        found.append({"aim": what, "measured": share, "unit": "share", "met": share <= READY_SHARE})
    return found


def _linopy(cases: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    ratios = [
        row["times_ours"] for case in cases if abs(case["columns"] - AT_COLUMNS) <= NEAR * AT_COLUMNS
        for row in case["contenders"] if row["contender"] == "linopy"
    ]  # fmt: skip
    least = min(ratios, default=None)
    what = (
        f"build and hand-over are at least {OVER_LINOPY:g} times faster than in linopy (about {AT_COLUMNS:,} columns)"
    )
    return {"aim": what, "measured": least, "unit": "times", "met": None if least is None else least >= OVER_LINOPY}


def _patched(variants: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for case in variants:
        for least, text, rows in (
            (ONE, "one instrument", [row for row in case["variants"] if row["instruments"] == 1]),
            (STACK, "a stack", [row for row in case["variants"] if row["instruments"] > 1]),
        ):
            ratio = statistics.median(map(patch_ratio, rows)) if rows else None
            what = f"{text}, patched, is at least {least:g} times faster than rebuilt and solved cold ({case['case']})"
            found.append(
                {"aim": what, "measured": ratio, "unit": "times", "met": None if ratio is None else ratio >= least}
            )
    return found


def patch_ratio(row: Mapping[str, Any]) -> float:
    """Rebuilding and a cold solve against patching and a warm one."""
    return (row["rebuild"] + row["cold"]) / row["patched"]


def _whole(run: Mapping[str, Any]) -> dict[str, Any]:
    ratio = run_ratio(run)
    what = (
        f"all options of {run['study']}: at least {OVER_NETWORK:g} times faster than as many programmes through PyPSA"
    )
    return {"aim": what, "measured": ratio, "unit": "times", "met": None if ratio is None else ratio >= OVER_NETWORK}
