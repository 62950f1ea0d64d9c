"""A stop that is narrower than it sounds leaks: by another country, or in another form."""

from __future__ import annotations

from typing import Any

from monazite.results.outcome import Outcome
from monazite.study.answer.material import leaving
from monazite.study.answer.number import TONNES, in_year
from monazite.study.answer.terms import Leak, Terms
from monazite.study.foresight import realise
from monazite.study.study import Study

TRACE = 5e-4
"""Kt per year below which a flow is not told."""


def leak(study: Study, terms: Terms, narrow: Leak, base_option: str, base: Outcome, year: int) -> dict[str, Any]:
    """What a narrow stop closes in a year, and how much of that leaves by another way; t of the element's oxide.

    Closed: the fall of flows that fell. Leaked: the rise of flows that rose, at most what was closed.
    """
    extra = tuple(study.folder.policies[name] for name in narrow.policies)
    policies = tuple(sorted((*study.policies(base_option), *extra), key=lambda p: p.announced))
    stopped = leaving(realise(study, base_option, policies), terms)
    before = leaving(base, terms)
    grid = study.grid
    change = {
        way: in_year(grid, stopped.get(way, 0.0 * base.system.lengths), year)
        - in_year(grid, before.get(way, 0.0 * base.system.lengths), year)
        for way in {*stopped, *before}
    }
    closed = -sum(v for v in change.values() if v < -TRACE)
    leaked = min(sum(v for v in change.values() if v > TRACE), closed)
    ways = ", ".join(f"{d} as {form}" for (d, form), v in sorted(change.items()) if v > TRACE)
    return {
        "stop": narrow.name,
        "beside": base_option,
        "year": year,
        "closed": closed * TONNES,
        "leaked": leaked * TONNES,
        "share": 100.0 * leaked / closed if closed > TRACE else 0.0,
        "ways": ways or "none",
    }
