"""What withheld know-how does to plants abroad: projects open later, and what has no history costs more to run."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from monazite.calendar import Grid
from monazite.world.records import Activity, Project, TechnologyBan, Unit
from monazite.world.world import World

EVERYWHERE = "*"


def opening(world: World, project: Project) -> date:
    """The day from which a project is expected to run: its date, its own delay, and the longest delay of a ban that it
    meets.

    A ban meets a project that would otherwise open on or after its start and before its end.
    """
    own = project.start + _years(project.delay_years)
    unit = world.keyed("units")[project.unit]
    late = max((b.delay_years for b in world.technology_bans if _meets(b, own) and _reaches(b, unit)), default=0.0)
    return own + _years(late)


def extra_cost(world: World, grid: Grid, activity: Activity) -> NDArray[np.float64]:
    """Share by which an activity without a base-year run costs more to run in each period; shape (periods,)."""
    unit = world.keyed("units")[activity.unit]
    extra = np.zeros(len(grid))
    if activity.base_run > 0.0:
        return extra
    for ban in world.technology_bans:
        if _reaches(ban, unit):
            extra = extra + ban.extra_cost * grid.share(ban.start, ban.end)
    return extra


def _meets(ban: TechnologyBan, day: date) -> bool:
    return ban.start <= day and (ban.end is None or day < ban.end)


def _reaches(ban: TechnologyBan, unit: Unit) -> bool:
    named = EVERYWHERE in ban.regions or unit.region in ban.regions
    return named and unit.region not in ban.exempt and unit.stage in ban.stages


def _years(years: float) -> timedelta:
    return timedelta(days=round(years * 365.25))
