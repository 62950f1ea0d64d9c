"""A number as it is printed: thousands apart, no more digits than it deserves, never cut."""

from __future__ import annotations

import math
from collections.abc import Mapping

ABSENT = "-"
"""Printed where there is no number."""
SMALLEST = 1e-4
"""A number below this is told as a power of ten, unless its decimals are given."""


def figure(value: object, decimals: int | None = None) -> str:
    """A value as text: numbers with thousands separators, text as it is, ``-`` for nothing.

    Without ``decimals`` a number that is not whole gets three significant digits, or all before its point.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ABSENT
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, int | float):
        return str(value)
    if decimals is None and 0 < abs(value) < SMALLEST:
        return f"{value:.2e}"
    if decimals is None:
        decimals = 0 if isinstance(value, int) or value == 0 or math.isinf(value) else \
            max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{decimals}f}"
    return text.lstrip("-") if not text.strip("-0.,") else text


def signed(value: float, decimals: int | None = None) -> str:
    """A difference as text, with its sign; ``=`` where there is none to be seen."""
    text = figure(value, decimals)
    if not text.strip("-0.,"):
        return "="
    return text if text.startswith("-") else f"+{text}"


def number(entry: Mapping[str, object]) -> str:
    """An entry of an answer: its value, with a letter behind it if it is marked, and on a line below its range if it has one."""
    decimals = entry.get("decimals")
    value = figure(entry.get("value"), decimals) + (f" {entry['mark']}" if entry.get("mark") else "")
    spread = span(entry.get("low"), entry.get("high"), decimals)
    return f"{value}\n{spread}" if spread else value


def span(low: object, high: object, decimals: int | None = None) -> str:
    """A range as one word, ``210..240``; empty if neither end is known, or both are printed alike."""
    ends = figure(low, decimals), figure(high, decimals)
    return "" if ends[0] == ends[1] else f"{ends[0]}..{ends[1]}"


def named(label: str, unit: str) -> str:
    """A label with its unit, ``exports kept [t oxide/yr]``."""
    return f"{label} [{unit}]" if unit else label
