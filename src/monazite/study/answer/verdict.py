"""Decided or not decided: does the sign of home's gain survive what is not known?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

SMALL = 5.0
"""MUSD over the whole horizon below which two options are the same to this model."""


@dataclass(frozen=True, slots=True)
class Gain:
    """Home's gain of an option over the reference, MUSD discounted: with captive stocks worth nothing at the horizon, with
    them worth 0.9 of the base price, and how much of the difference is unexplained margin."""

    option: str
    at_zero: float
    at_most: float
    unexplained: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """How far estimates and the base year may move the rival's gain, MUSD discounted: down and up, each the root of summed
    squares of the effects of ``tried`` estimates, moved one at a time over their ranges, and of the spread over ``drawn``
    other base years, as if they were independent. Estimates of base values count in both, which makes it wider."""

    tried: int = 0
    down: float = 0.0
    up: float = 0.0
    drawn: int = 0

    @property
    def told(self) -> str:
        """What was moved, in words."""
        drawn = f" and {self.drawn} other base years drawn" if self.drawn else ""
        return f"with the {self.tried} estimates tried moved over their ranges{drawn}"


def doubt_of(
    ends: Sequence[tuple[float, float]], drawn: int = 0, of_base_year: tuple[float, float] | None = None
) -> Doubt:
    """The doubt from the least and largest change that each estimate can bring, and that other base years bring."""
    every = [*ends, *([of_base_year] if of_base_year else [])]
    down = sqrt(sum(min(low, 0.0) ** 2 for low, _ in every))
    up = sqrt(sum(max(high, 0.0) ** 2 for _, high in every))
    return Doubt(len(ends), down, up, drawn)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the question is decided, in one sentence, with the reasons."""

    decided: bool
    sentence: str
    reasons: tuple[str, ...]


def judge(gains: list[Gain], rival: str, reference: str, home: str, doubt: Doubt = Doubt()) -> Verdict:
    """The verdict on the rival against the reference, with every other option's sign among the reasons.

    Decided if the gain has one sign at both values of captive stock, keeps it when the estimates are moved over their
    ranges, and is larger than the unexplained margin.
    """
    by_name = {g.option: g for g in gains}
    main = by_name[rival]
    ends = sorted((main.at_zero, main.at_most))
    far = (ends[0] - doubt.down, ends[1] + doubt.up)
    better = rival if main.at_zero > 0 else reference
    worse = reference if better == rival else rival
    reasons = tuple(_reason(g, reference) for g in gains if g.option != reference)
    moved = doubt.told
    if not _decided(main):
        sentence = (
            f"Not decided: whether '{rival}' is better for {home} than '{reference}' depends on what is not known."
        )
        return Verdict(False, sentence, reasons)
    low, high = sorted(abs(end) for end in ends)
    if far[0] < 0.0 < far[1]:
        sentence = (
            f"Not decided: '{better}' looks better for {home} than '{worse}', by {low:,.0f} to {high:,.0f} million USD, but "
            f"{moved} the gain of '{rival}' is {far[0]:+,.0f} to {far[1]:+,.0f}."
        )
        return Verdict(False, sentence, reasons)
    sentence = (
        f"Decided: '{better}' is better for {home} than '{worse}', by {low:,.0f} to {high:,.0f} million USD "
        "(money of the price year, whole horizon, discounted)"
    )
    if doubt.tried or doubt.drawn:
        nearest, farthest = sorted(abs(end) for end in far)
        sentence += f"; {moved}, by {nearest:,.0f} to {farthest:,.0f}"
    return Verdict(True, f"{sentence}.", reasons)


def _decided(gain: Gain) -> bool:
    return (
        max(abs(gain.at_zero), abs(gain.at_most)) >= SMALL
        and gain.at_zero * gain.at_most > 0
        and abs(gain.unexplained) < min(abs(gain.at_zero), abs(gain.at_most))
    )


def _reason(gain: Gain, reference: str) -> str:
    """One line for each option: its gain at both values, and whether its sign is safe."""
    low, high = sorted((gain.at_zero, gain.at_most))
    text = f"{gain.option}: {low:+,.0f} to {high:+,.0f} million USD against '{reference}'"
    if max(abs(low), abs(high)) < SMALL:
        return f"{text}: no difference that this model can tell"
    if gain.at_zero * gain.at_most <= 0:
        return f"{text}; the sign turns with the value of stock that may not be sold: not decided"
    if abs(gain.unexplained) >= min(abs(low), abs(high)):
        return f"{text}; the unexplained margin ({gain.unexplained:+,.0f}) is as large: not decided"
    return f"{text}; unexplained margin {gain.unexplained:+,.0f}; the sign does not turn with the value of stock that may not be sold"
