"""Countries beside the world's total that the same table prints: what does not add up is told, with the likely slip.

A footnote's digit glued to a figure makes 116,000 of 16,000. Rounded totals are met within two per cent; where they are not,
a row that meets them with one digit less is the likely culprit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

ROUNDED = 0.02
"""How far a rounded total may be from its sum."""


@dataclass(frozen=True)
class Addend:
    """One printed amount of a table: its group, its row, its value if it has one, and whether it is the world or a bound."""

    group: tuple[str, ...]
    row: int
    value: float | None
    is_world: bool
    is_bound: bool = False


@dataclass(frozen=True)
class Misfit:
    """A group that does not add up: the sum, the printed total, and the rows that would mend it, each with its value then."""

    group: tuple[str, ...]
    added: float
    world: float
    rows: tuple[int, ...]
    suspects: tuple[tuple[int, float], ...]


def misfits(amounts: Sequence[Addend]) -> list[Misfit]:
    """The groups whose countries do not add up to their printed world within ``ROUNDED``.

    Where an amount is missing or a bound, or the world is itself a lower bound, only the side that must hold is tested.
    """
    groups: dict[tuple[str, ...], list[Addend]] = defaultdict(list)
    for amount in amounts:
        groups[amount.group].append(amount)
    return [found for group, members in groups.items() if (found := _misfit(group, members))]


def _misfit(group: tuple[str, ...], members: Sequence[Addend]) -> Misfit | None:
    worlds = [m for m in members if m.is_world and m.value]
    parts = [m for m in members if not m.is_world]
    known = [m for m in parts if m.value is not None]
    if len(worlds) != 1 or len(known) < 2:
        return None
    world = worlds[0].value or 0.0
    whole = len(known) == len(parts) and not any(m.is_bound for m in parts)

    def fits(added: float) -> bool:
        low_enough = worlds[0].is_bound or added <= world * (1 + ROUNDED)
        return low_enough and (not whole or added >= world * (1 - ROUNDED))

    added = sum(m.value or 0.0 for m in known)
    if fits(added):
        return None
    suspects = []
    for m in known:
        fitting = [less for less in _one_digit_less(m.value or 0.0) if fits(added - (m.value or 0.0) + less)]
        if fitting:
            suspects.append((m.row, min(fitting, key=lambda less: abs(added - (m.value or 0.0) + less - world))))
    return Misfit(group, added, world, tuple(m.row for m in members), tuple(suspects))


def _one_digit_less(value: float) -> set[float]:
    """What is left of a whole number without its first digit, and without its last."""
    text = f"{value:.0f}"
    return {float(text[1:]), float(text[:-1])} if value == int(value) and len(text) > 1 else set()
