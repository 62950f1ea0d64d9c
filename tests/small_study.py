"""The small world as a study, for paths with surprises by pencil and paper: no folder, no base year, policies made by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import SimpleNamespace

from small_world import Small

from monazite.formulation.system import System
from monazite.study.pattern import on_pattern, widened
from monazite.world.policies import Policy, apply


@dataclass(frozen=True)
class SmallStudy:
    """What ``realise`` and ``free`` ask of a study: calendar, foresight, policies of an option, and the world after some.

    ``own`` are the policies of every option; the pattern of programmes has a place for what they bring.
    """

    small: Small
    foresight: str = "surprise"
    own: tuple[Policy, ...] = ()
    events: tuple[str, ...] = ()

    @property
    def grid(self):
        return self.small.grid

    @property
    def folder(self):
        return SimpleNamespace(world=self.small.world, events=self.events)

    @property
    def widest(self):
        return widened(self.small.world, apply(self.small.world, self.own))

    def policies(self, option: str) -> tuple[Policy, ...]:
        return self.own

    def system(self, policies, captive_terminal_share=None, to_come=(), pattern=None) -> System:
        world = apply(self.small.world, policies)
        later = apply(self.small.world, [*policies, *to_come])
        wide = on_pattern(widened(self.widest, later), world)
        return replace(self.small, world=world, options={"widest": wide}).system
