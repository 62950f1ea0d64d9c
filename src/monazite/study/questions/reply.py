"""A reply to a question: one sentence that answers, tables that show it, what it rests on, what cannot be answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from monazite.study.answer.sections import section as _section

Row = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """``numbers`` are the headline numbers by key; ``rests_on`` evidence ids and what else the answer rests on, in
    words; ``not_answerable`` says what of the question this evidence does not answer, and why.
    """

    sentence: str
    tables: tuple[dict[str, Any], ...]
    numbers: dict[str, float | str | None]
    rests_on: tuple[str, ...]
    not_answerable: tuple[str, ...] = ()


def table(key: str, title: str, note: str, columns: list[tuple[str, str, str, int]], rows: list[Row]) -> dict[str, Any]:
    """A table of a reply: columns are (key, label, unit, decimals)."""
    made = _section(key, title, note, [(k, label, unit) for k, label, unit, _ in columns], rows)
    for column, (*_, decimals) in zip(made["columns"], columns, strict=True):
        column["decimals"] = decimals
    return made
