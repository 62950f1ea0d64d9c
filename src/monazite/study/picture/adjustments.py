"""Who was moved how far when the base year was balanced: every number, every report, and each source.

A number is moved from what was reported to what the picture would have told, in its own standard deviations. A test says
whether the others leave it that much room; what nothing else checks cannot be tested.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from monazite.balance import Uncertainty, uncertainty
from monazite.study.base_year import FlowBalance, balance_flows
from monazite.study.study import Study
from monazite.world.measured import measured
from monazite.world.recipes import recipes

ESTIMATES = "own estimates"
"""What stands for the source of a number that rests on estimates alone."""
SPREAD = 0.5
"""Adjustments are concentrated if fewer than this share of what chance would do carries them."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A reported number of the base year and what became of it: kt/yr, ``moved`` and ``test`` in standard deviations.

    ``table`` is that of the record, or ``reports``; ``sources`` are those of its evidence; ``test`` is None where nothing
    checks it, and for a report that does not count (``counts``): it is only set beside the picture.
    """

    table: str
    name: str
    sources: tuple[str, ...]
    reported: float
    balanced: float
    moved: float
    test: float | None
    counts: bool = True
    scope: str = ""


@dataclass(frozen=True)
class Picture:
    """A study's base year balanced, with its uncertainty."""

    study: Study
    balance: FlowBalance
    sure: Uncertainty

    @cached_property
    def adjustments(self) -> tuple[Adjustment, ...]:
        """Every number that was reported: records first, then reports in the order of their table."""
        balance, found, told = self.balance, self.balance.found, _sources(self.study)
        names = [*((f.table, f.key) for f in balance.flows), *(("reports", r.report) for r in balance.reports)]
        scope = {r.report: r.scope for r in self.study.folder.world.reports}
        counted = [
            Adjustment(
                table,
                str(name),
                told.get((table, str(name)), ()),
                float(found.problem.reported[i]),
                float(balance.balanced[i]),
                float(found.adjustment[i]),
                float(self.sure.z[i]) if np.isfinite(self.sure.z[i]) else None,
                scope=scope.get(str(name), "") if table == "reports" else "",
            )
            for i, (table, name) in enumerate(names)
            if table != "disposals"
        ]
        return (*counted, *_beside(self.study, balance, told))

    @property
    def moved(self) -> np.ndarray:
        """Adjustments of the numbers that count, in standard deviations."""
        return np.array([a.moved for a in self.adjustments if a.counts])

    @property
    def carried_by(self) -> float:
        """How many numbers, if all were moved alike, would carry the adjustments: (sum a^2)^2 / sum a^4."""
        squares = self.moved**2
        return float(squares.sum() ** 2 / (squares**2).sum()) if squares.any() else 0.0

    @property
    def concentrated(self) -> bool:
        """Whether few numbers carry the adjustments: of n normal errors (sum a^2)^2 / sum a^4 is about n / 3."""
        return self.carried_by < SPREAD * self.moved.size / 3.0


def picture(study: Study, left_out: Iterable[str] = ()) -> Picture:
    """Balance a study's base year, as if some reports had not been made. Raises ``ModelFault`` if nothing balances."""
    world = study.folder.world
    out = tuple(left_out)
    balance = balance_flows(world, recipes(world), study.common_doubt, out) if out else study.flow_balance
    return Picture(study, balance, uncertainty(balance.found))


def _beside(study: Study, balance: FlowBalance, told: Mapping[tuple[str, str], tuple[str, ...]]) -> list[Adjustment]:
    """Reports that do not count, beside what the picture of the others would have told."""
    world, book = study.folder.world, recipes(study.folder.world)
    counted = {r.report for r in balance.reports}
    besides = dict(zip(balance.besides, balance.found.values[len(balance.flows) :], strict=True))
    found = []
    for report in world.reports:
        if report.report not in counted:
            seen = sum(x * balance.amounts.get(record, 0.0) for record, x in measured(world, book, report).items())
            seen += float(besides.get(report.besides, 0.0))
            moved = (seen - report.value) / (report.relative_sd * report.value)
            found.append(
                Adjustment("reports", report.report, told.get(("reports", report.report), ()), report.value, seen, moved,
                           None, False, report.scope)
            )  # fmt: skip
    return found


def _sources(study: Study) -> dict[tuple[str, str], tuple[str, ...]]:
    """Sources of the evidence behind each base value, best known first; own estimates where there is nothing else."""
    source = {e.id: e.source for e in study.folder.evidence if e.grade != "estimate"}
    found = {}
    for entry in study.inputs:
        if not entry.policy and entry.column in _VALUES:
            named = tuple(dict.fromkeys(source[name] for name in entry.ids if name in source))
            found[entry.table, entry.row] = named or (ESTIMATES,)
    return found


_VALUES = {"base_run", "base_flow", "base_quantity", "base_delivery", "base_change", "value"}


def by_source(adjustments: Sequence[Adjustment]) -> list[dict[str, Any]]:
    """Of each source: how many of its numbers were used, how far they were moved (root mean square, and the worst)."""
    groups: dict[str, list[Adjustment]] = {}
    for one in adjustments:
        for source in one.sources:
            groups.setdefault(source, []).append(one)
    rows = []
    for source, own in groups.items():
        worst = max(own, key=lambda a: abs(a.moved))
        size = float(np.sqrt(np.mean([a.moved**2 for a in own])))
        rows.append({"source": source, "numbers": len(own), "moved": size, "worst": worst.name, "worst_moved": worst.moved})
    return sorted(rows, key=lambda row: -abs(row["worst_moved"]))
