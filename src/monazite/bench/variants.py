"""A changed instrument: the base programme is patched and solved from its basis, or written anew and solved cold."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

from monazite.bench.cases import RESOLUTION, Case
from monazite.bench.chain import INSTRUMENTS, chain_of, stacked
from monazite.bench.direct import build
from monazite.errors import SolveFault
from monazite.formulation.formulate import formulate
from monazite.program import CompiledProgram, apply, difference
from monazite.solving import NEARBY, Basis, Session
from monazite.study.study import open_study

Rebuild = Callable[[], CompiledProgram]
NOTHING = "nothing changed"
"""The base itself on the road of a variant: what every variant takes before its first pivot."""
AGREE = 1e-9
"""Relative difference of objectives that is still called equal; every answer has passed its own proof besides."""


def variants(case: Mapping[str, Any], repeats: int) -> dict[str, Any]:
    """For each variant: how many instruments and numbers change, pivots, and the median seconds of each road."""
    what = Case(**case)
    base, others = _study(what.study) if what.study else _chain(what.columns)
    changed = {NOTHING: (0, base)} | others
    program = base()
    session = Session(program, NEARBY)
    solution = session.solve()
    if solution.basis is None:
        raise SolveFault("the base programme was solved without a basis")
    rows = [
        {"name": name, "instruments": count} | _timed(session, solution.basis, rebuild, repeats)
        for name, (count, rebuild) in changed.items()
    ]
    return {"columns": int(program.c.size), "rows": int(program.row_lower.size), "variants": rows}


def _chain(columns: int) -> tuple[Rebuild, dict[str, tuple[int, Rebuild]]]:
    data = chain_of(columns)
    singles = {name: (1, _building(change(data))) for name, change in INSTRUMENTS.items()}
    return _building(data), singles | {"all of these": (len(INSTRUMENTS), _building(stacked(data)))}


def _building(data: Any) -> Rebuild:
    return lambda: build(data)


def _study(name: str) -> tuple[Rebuild, dict[str, tuple[int, Rebuild]]]:
    """The reference option of a study as known last, and each other option by how many policies it differs."""
    study = open_study(name, resolution=RESOLUTION)
    known = {option: study.policies(option) for option in study.options}

    def formulating(option: str) -> Rebuild:
        return lambda: formulate(study.system(known[option]))

    def apart(option: str) -> int:
        return len({p.policy for p in known[option]} ^ {p.policy for p in known[study.reference]})

    others = [option for option in study.options if option != study.reference]
    return formulating(study.reference), {option: (apart(option), formulating(option)) for option in others}


def _timed(session: Session, start: Basis, rebuild: Rebuild, repeats: int) -> dict[str, Any]:
    """The roads take turns, so that a busy moment of the machine falls on all of them."""
    seconds: dict[str, list[float]] = {"rebuild": [], "cold": [], "difference": [], "patched": []}
    for _ in range(repeats):
        began = time.perf_counter()
        other = rebuild()
        built = time.perf_counter()
        cold = session.solve(other)
        solved = time.perf_counter()
        patch = difference(session.program, other)
        known = time.perf_counter()
        warm = session.solve(apply(session.program, patch), start=start)
        ended = time.perf_counter()
        for road, took in zip(seconds, (built - began, solved - built, known - solved, ended - known), strict=True):
            seconds[road].append(took)
    gap = abs(warm.objective - cold.objective) / max(1.0, abs(cold.objective))
    if gap > AGREE:
        raise SolveFault(f"patched and rebuilt programmes differ: {warm.objective!r} against {cold.objective!r}")
    return {road: statistics.median(took) for road, took in seconds.items()} | {
        "numbers": patch.size(), "pivots": warm.iterations, "pivots_cold": cold.iterations, "route": warm.route,
        "gap": gap,
    }  # fmt: skip
