"""Numbers of the base year that rest on the same evidence err together: one wrong report moves them all.

A base value is a formula over evidence. How far an end of the range of one piece of evidence moves it, as a share of its
value, is its part in an error that it has in common with every other number over the same evidence. So the output of a mine
and the feed of the plant behind it, when both are read from one figure, are one report and not two that agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from monazite.world.derivations import swings
from monazite.world.evidence import Evidence, Input
from monazite.world.recipes import CHEMISTRY

BASE_COLUMNS = {
    ("activities", "base_run"), ("lanes", "base_flow"), ("demands", "base_quantity"), ("agreements", "base_delivery"),
    ("stockpiles", "base_change"), ("reports", "value"),
}  # fmt: skip
"""Cells that say how much of something there was in the base year."""


class Part(NamedTuple):
    """A record's part in the error of a piece of evidence, as a share of the record's base value; signed."""

    evidence: str
    share: float


CommonDoubt = Mapping[tuple[str, str], tuple[Part, ...]]
"""Parts by table and key."""


def common_doubt(inputs: Iterable[Input], evidence: Iterable[Evidence]) -> dict[tuple[str, str], tuple[Part, ...]]:
    """What the base values of records have in common, by table and key; evidence of one number alone is left out.

    So is evidence that recipes rest on: while flows are balanced a yield stands fixed in the laws, and numbers that moved
    with it would contradict them.
    """
    known, every = {row.id: row for row in evidence}, [e for e in inputs if not e.policy]
    entries = [e for e in every if (e.table, e.column) in BASE_COLUMNS and e.value > 0.0 and e.ids]
    fixed = {name for e in every if e.table in CHEMISTRY for name in e.ids}
    used = Counter(name for entry in entries for name in entry.ids)
    found = {}
    for entry in entries:
        common = {name for name in entry.ids if used[name] > 1 and name not in fixed}
        if common:
            moved = swings(entry.formula, known, common)
            parts = tuple(Part(name, half / entry.value) for name, half in moved.items() if half)
            if parts:
                found[entry.table, entry.row] = parts
    return found
