"""Decided or not decided: does the sign of home's gain survive what is not known?"""

from __future__ import annotations

from dataclasses import dataclass


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
class Verdict:
    """Whether the question is decided, in one sentence, with the reasons."""

    decided: bool
    sentence: str
    reasons: tuple[str, ...]


def judge(gains: list[Gain], rival: str, reference: str, home: str) -> Verdict:
    """The verdict on the rival against the reference, with every other option's sign among the reasons.

    Decided if the gain has one sign at both values of captive stock and is larger than the unexplained margin.
    """
    by_name = {g.option: g for g in gains}
    main = by_name[rival]
    decided = _decided(main)
    better = rival if main.at_zero > 0 else reference
    worse = reference if better == rival else rival
    if decided:
        low, high = sorted((abs(main.at_zero), abs(main.at_most)))
        sentence = (
            f"Decided: '{better}' is better for {home} than '{worse}', by {low:,.0f} to {high:,.0f} million USD "
            "(money of the price year, whole horizon, discounted)."
        )
    else:
        sentence = (
            f"Not decided: whether '{rival}' is better for {home} than '{reference}' depends on what is not known."
        )
    return Verdict(decided, sentence, tuple(_reason(g, reference) for g in gains if g.option != reference))


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
    return f"{text}; unexplained margin {gain.unexplained:+,.0f}: the sign holds"
