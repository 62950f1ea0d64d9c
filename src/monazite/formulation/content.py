"""Which commodities each content rule is about, in any option of a study."""

from __future__ import annotations

from monazite.formulation.system import System
from monazite.world.scope import covered


def ruled(system: System) -> list[tuple[str, str]]:
    """(rule, commodity) pairs of the widest world, rule by rule."""
    return [(rule.rule, c) for rule in system.widest.content_rules for c in covered(system.widest, rule)]
