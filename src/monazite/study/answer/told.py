"""How dates and options are named to the reader."""

from __future__ import annotations

from monazite.study.study import Study
from monazite.world.world import World


def told_date(study: Study, name: str) -> dict[str, str]:
    """Name, date and title of the as-of date."""
    titles = {entry["name"]: entry["title"] for entry in study.folder.settings["as_of"]}
    return {"name": name, "date": study.as_of.isoformat(), "title": titles.get(name, name)}


def title_of(study: Study, option: str) -> str:
    """The title of an option."""
    return next(o.title for o in study.folder.options if o.name == option)


def place(world: World, region: str) -> str:
    """The name of a region, for sentences and labels; keys keep its code."""
    return next((r.name for r in world.regions if r.region == region), region)
