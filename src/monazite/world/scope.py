"""What a rule of trade is about: the commodities that it names, or that hold an element, stand at a stage, or bear a code.

A rule may name commodities one by one, or describe them: by elements that they hold, by stages of the chain (their form),
by the first digits of their customs code. What is covered has to meet every description that is given. Traces of an element
do not count where a rule says how much of it a commodity has to hold.
"""

from __future__ import annotations

from typing import Protocol

from monazite.world.records import Lane
from monazite.world.world import World

EVERYWHERE = "*"
"""In the origins or destinations of a rule: every region."""


class Scoped(Protocol):
    """A record with a scope; see ``covered`` and ``crosses``."""

    @property
    def commodities(self) -> tuple[str, ...]: ...
    @property
    def elements(self) -> tuple[str, ...]: ...
    @property
    def stages(self) -> tuple[str, ...]: ...
    @property
    def hs(self) -> tuple[str, ...]: ...
    @property
    def least_share(self) -> float: ...


class Crossing(Scoped, Protocol):
    """A record with a scope that holds on some routes."""

    @property
    def origins(self) -> tuple[str, ...]: ...
    @property
    def destinations(self) -> tuple[str, ...]: ...


def covered(world: World, rule: Scoped) -> tuple[str, ...]:
    """The commodities that a rule covers, in the order of the world.

    A commodity is covered if it is among ``commodities``, holds one of ``elements`` (as at least ``least_share`` of its mass,
    and more than none), stands at one of ``stages``, and has a customs code that begins with one of ``hs``: of these four
    each one that is given. A rule that gives none covers nothing.
    """
    if not (rule.commodities or rule.elements or rule.stages or rule.hs):
        return ()
    content = world.content
    return tuple(
        c.commodity
        for c in world.commodities
        if (not rule.commodities or c.commodity in rule.commodities)
        and (not rule.elements or any(_holds(content.get((c.commodity, e), 0.0), rule) for e in rule.elements))
        and (not rule.stages or c.stage in rule.stages)
        and (not rule.hs or any(c.hs.replace(".", "").startswith(code.replace(".", "")) for code in rule.hs))
    )


def _holds(share: float, rule: Scoped) -> bool:
    return share > 0.0 and share >= rule.least_share


def crosses(rule: Crossing, lane: Lane) -> bool:
    """Whether a lane runs from one of a rule's origins to one of its destinations; transit is a lane of its own."""
    return _names(rule.origins, lane.origin) and _names(rule.destinations, lane.destination)


def _names(regions: tuple[str, ...], region: str) -> bool:
    return EVERYWHERE in regions or region in regions
