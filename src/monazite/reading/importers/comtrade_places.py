"""Who reports and who is the partner: a country, a place without a code, a group of countries, or the whole world.

The numbers are those of customs records, which for some countries are not those of the United Nations' own list.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

WORLD, GROUP = "world", "group"
"""What stands for the sum over all partners, and for reporters or partners that are sums of countries."""

_WORLD = ("0", "W00", "WLD")
_GROUPS = ("97", "975", "EUR", "EU2", "EUN", "ASE")


@cache
def places() -> dict[str, str]:
    """Three letters of each numeric country code of customs records, those of former countries included."""
    with Path(__file__).with_name("places.csv").open(encoding="utf-8", newline="") as lines:
        return {row["number"]: row["country"] for row in csv.DictReader(lines)}


@cache
def place(number: str, letters: str) -> str:
    """Three letters of a country, ``WORLD``, ``GROUP``, or what stands there with a question mark before it."""
    number, letters = number.removesuffix(".0").lstrip("0") or number[:1], letters.upper()
    if number in _WORLD or letters in _WORLD:
        return WORLD
    if number in _GROUPS or letters in _GROUPS:
        return GROUP
    if letters in _countries():
        return letters
    # "Other Asia, not elsewhere specified" has letters of its own, but a number that says who it is.
    return places().get(number) or places().get({"S19": "490"}.get(letters, "")) or f"?{number or letters}"


@cache
def _countries() -> frozenset[str]:
    return frozenset(places().values())
