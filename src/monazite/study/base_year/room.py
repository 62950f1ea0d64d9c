"""What happened in the base year can happen again: plants and contracts have room for their balanced flows.

A capacity or a largest volume is often read from the same report as the flow; when balancing finds that more must have gone
through, the report of the limit was too low as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from monazite.world.baseline import Baseline
from monazite.world.world import World


def with_room(world: World, baseline: Baseline) -> World:
    """The world with no unit smaller than what it ran, and no agreement smaller than what it delivered, kt/yr."""
    ran: dict[str, float] = {}
    for a in world.activities:
        ran[a.unit] = ran.get(a.unit, 0.0) + baseline.run.get(a.activity, 0.0)
    return replace(
        world,
        units=_widened(world.units, "unit", "capacity", ran),
        agreements=_widened(world.agreements, "agreement", "maximum", baseline.delivery),
    )


def _widened(records: tuple, key: str, limit: str, least: Mapping[str, float]) -> tuple:
    return tuple(replace(r, **{limit: max(getattr(r, limit), least.get(getattr(r, key), 0.0))}) for r in records)
