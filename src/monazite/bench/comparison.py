"""The whole comparison in one run: every contender on every case, medians of repeats, ratios, and what was left out."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from typing import Any

from monazite.bench.aims import aims
from monazite.bench.cases import Case
from monazite.bench.contenders import NETWORK_ONLY, OURS
from monazite.bench.importing import FORMS
from monazite.bench.measurement import NotMeasured, Result, measured
from monazite.errors import SolveFault

AGREE = 1e-6
"""Largest relative difference between the objectives of two contenders that are said to solve one programme."""
PACKAGES = ("monazite", "highspy", "numpy", "scipy", "pandas")
PHASES = ("build", "hand_over", "solve")
NAIVE_ALGEBRA, NAIVE_READER, NAIVE_DRAW = "closed form", "pandas", "anew"
"""What reconciliation, import and draws stand beside: dense matrices, reading the whole file, beginning with the reports."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """What is compared with whom, and how often; ``limit`` is the seconds after which a measurement is given up."""

    peers: tuple[str, ...]
    study: str = "india-japan"
    sizes: tuple[int, ...] = (13_000, 60_000, 150_000)
    repeats: int = 3
    limit: float = 180.0
    quick: bool = False
    network: Mapping[str, int] = field(default_factory=lambda: {"processes": 1_000, "flows": 4_000})
    trade_rows: int = 1_000_000
    draws: int = 10


QUICK = {
    "study": "starter", "sizes": (10_000,), "repeats": 1, "quick": True, "network": {"processes": 50, "flows": 200},
    "trade_rows": 20_000, "draws": 2,
}  # fmt: skip
"""A plan that ends within seconds: it shows that everything works, and its figures mean little."""


def compared(plan: Plan, tell: Tell = lambda _: None) -> dict[str, Any]:
    """Measure everything and put the report together, ready for JSON.

    Raises ``SolveFault`` if two contenders do not agree on the least cost, or if monazite itself cannot be measured. A
    peer that fails or takes too long is left out with the reason, and is not tried on larger chains.
    """
    out: dict[str, str] = {}
    cases = [_case(Case(study=plan.study), plan, {}, tell)]
    for columns in plan.sizes:
        cases.append(_case(Case(columns=columns), plan, out, tell))
    changed = []
    for case in (Case(study=plan.study), *(Case(columns=columns) for columns in plan.sizes)):
        tell(f"{case.name}: patched against rebuilt")
        task = {"kind": "variants", "case": case.arguments(), "repeats": plan.repeats}
        changed.append({"case": case.name} | _ours(task))
    report = {
        "made": _made(plan, cases), "cases": cases, "variants": changed, "run": _run(plan, tell),
        "reconciling": _beside("reconciling", NAIVE_ALGEBRA, plan.network, plan, tell),
        "importing": [
            _beside("importing", NAIVE_READER, {"form": form, "rows": plan.trade_rows}, plan, tell) for form in FORMS
        ],
        "drawing": _beside("drawing", NAIVE_DRAW, {"study": plan.study, "draws": plan.draws}, plan, tell),
    }  # fmt: skip
    return report | {"aims": aims(report)}


def _case(case: Case, plan: Plan, out: dict[str, str], tell: Tell) -> dict[str, Any]:
    """One case by all contenders, who take turns; ``out`` says who is no longer tried, and gets more."""
    found: dict[str, list[Result]] = {}
    left: dict[str, str] = dict(out)
    if case.study and NETWORK_ONLY in plan.peers:
        left[NETWORK_ONLY] = "the programme of a study is no network of buses and links; see the chains"
    for turn in range(plan.repeats):
        for contender in (OURS, *plan.peers):
            if contender in left:
                continue
            tell(f"{case.name}: {contender}, {turn + 1} of {plan.repeats}")
            task = {"kind": "contend", "contender": contender, "case": case.arguments()}
            if contender == OURS:
                found.setdefault(contender, []).append(_ours(task))
                continue
            try:
                found.setdefault(contender, []).append(measured(task, plan.limit))
            except NotMeasured as why:
                left[contender] = str(why)
                found.pop(contender)
                if case.columns:
                    out[contender] = f"{why} on the {case.name}" if turn + 1 else str(why)
    _agree(case, found)
    ours = found[OURS]
    rows = [_row(contender, results, ours) for contender, results in found.items()]
    return {
        "case": case.name, "columns": ours[0]["columns"], "rows": ours[0]["rows"], "objective": ours[0]["objective"],
        "contenders": rows, "left_out": {name: why for name, why in left.items() if name in plan.peers},
    }  # fmt: skip


def _row(contender: str, results: Sequence[Result], ours: Sequence[Result]) -> dict[str, Any]:
    """Medians of one contender, and how many times as long as monazite it takes until the solver can begin."""
    ready = _median(results, "build", "hand_over")
    peaks = [result["peak"] for result in results if result["peak"] is not None]
    return {
        "contender": contender, **{phase: _median(results, phase) for phase in PHASES}, "ready": ready,
        "times_ours": ready / _median(ours, "build", "hand_over"), "rows": results[0]["rows"],
        "peak": statistics.median(peaks) if peaks else None,
        "apart": max(_apart(result["objective"], ours[0]["objective"]) for result in results),
        "versions": results[0]["versions"],
    }  # fmt: skip


def _agree(case: Case, found: Mapping[str, Sequence[Result]]) -> None:
    """Refuse a comparison of contenders that solve different programmes."""
    ours = found[OURS][0]
    for contender, results in found.items():
        for result in results:
            if result["columns"] != ours["columns"] or _apart(result["objective"], ours["objective"]) > AGREE:
                raise SolveFault(
                    f"{case.name}: {contender} has {result['columns']} columns and a least cost of "
                    f"{result['objective']!r}, monazite {ours['columns']} and {ours['objective']!r}: these are two "
                    "programmes -> no ratio means anything"
                )


def _run(plan: Plan, tell: Tell) -> dict[str, Any]:
    """The options of the study on all dates, and what PyPSA needs for as many programmes of that many columns."""
    runs = []
    for turn in range(plan.repeats):
        tell(f"{plan.study}: all options, {turn + 1} of {plan.repeats}")
        runs.append(_ours({"kind": "whole_run", "study": plan.study}))
    report = {"study": plan.study, **runs[0], "seconds": _median(runs, "seconds"), "network": None, "left_out": ""}
    if NETWORK_ONLY not in plan.peers:
        return report | {"left_out": f"{NETWORK_ONLY} was not asked for"}
    whole = []
    for turn in range(plan.repeats):
        tell(f"{NETWORK_ONLY}: a chain of {runs[0]['columns']:,} columns, {turn + 1} of {plan.repeats}")
        try:
            whole.append(measured({"kind": "network_whole", "columns": runs[0]["columns"]}, plan.limit))
        except NotMeasured as why:
            return report | {"left_out": str(why)}
    return report | {"network": {"seconds": _median(whole, "seconds"), "columns": whole[0]["columns"]}}


def _made(plan: Plan, cases: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """How the report was made: plan, versions, machine in numbers."""
    versions = {package: version(package) for package in PACKAGES}
    for case in cases:
        for row in case["contenders"]:
            versions |= row["versions"]
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "on": date.today().isoformat(), "quick": plan.quick, "repeats": plan.repeats, "limit": plan.limit,
        "peers": list(plan.peers), "versions": versions, "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}", "processors": usable,
    }  # fmt: skip


def _beside(kind: str, naive: str, size: Mapping[str, Any], plan: Plan, tell: Tell) -> dict[str, Any]:
    """Medians of monazite and of a naive way on the same work; refused if they do not find the same."""
    found: dict[str, list[Result]] = {OURS: [], naive: []}
    for turn in range(plan.repeats):
        for contender, results in found.items():
            tell(f"{kind}: {contender}, {turn + 1} of {plan.repeats}")
            results.append(_ours({"kind": kind, "contender": contender, **size}))
    for told in ("objective", "kept", "value"):
        one, other = (found[name][0].get(told, 0.0) for name in (OURS, naive))
        if _apart(one, other) > AGREE:
            raise SolveFault(f"{kind}: {told} is {one!r} of {OURS} and {other!r} of {naive} -> no ratio means anything")
    return {"size": dict(size), "contenders": {name: _medians(results) for name, results in found.items()}}


def _medians(results: Sequence[Result]) -> Result:
    return {
        name: None if results[0][name] is None else statistics.median(result[name] for result in results)
        for name in results[0]
    }


def _ours(task: Mapping[str, Any]) -> Result:
    try:
        return measured(task)
    except NotMeasured as why:
        raise SolveFault(f"monazite itself could not be measured ({task['kind']}): {why}") from None


def _median(results: Sequence[Result], *phases: str) -> float:
    return statistics.median(sum(result[phase] for phase in phases) for result in results)


def _apart(one: float, other: float) -> float:
    return abs(one - other) / max(1.0, abs(other))
