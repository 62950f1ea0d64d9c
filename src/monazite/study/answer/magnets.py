"""Magnets made at home against the need, and the first time that kept material is used for anything."""

from __future__ import annotations

import numpy as np

from monazite.results.outcome import Floats, Outcome
from monazite.study.answer.material import plant_use
from monazite.study.answer.terms import Terms

USED = 1e-3
"""Kt of oxide per year above which kept material counts as used: one tonne."""


def made_at_home(outcome: Outcome, terms: Terms) -> Floats:
    """Finished magnets made at home, kt per year, shape (periods,)."""
    return sum(
        (v for m in terms.magnets for v in outcome.amounts(m, terms.home, 1).values()),
        np.zeros(len(outcome.system.grid)),
    )


def needed_at_home(outcome: Outcome, terms: Terms) -> Floats:
    """Magnets used at home, kt per year, shape (periods,)."""
    return sum((outcome.taken(m, terms.home) for m in terms.magnets), np.zeros(len(outcome.system.grid)))


def first_use(outcome: Outcome, other: Outcome, terms: Terms) -> str:
    """Name of the first period in which plants at home take up more of home's own material than in the counterpart.

    "never" within the horizon if there is none: then what was kept lies unused, or goes to small users.
    """
    more = plant_use(outcome, terms) - plant_use(other, terms) > USED
    return outcome.system.grid.names[int(np.argmax(more))] if more.any() else "never"


def scarce_need(outcome: Outcome, terms: Terms) -> Floats:
    """Oxide of the scarce elements that goes into the magnets needed at home, processing losses included; kt per year.

    Reckoned through the recipes: element in the magnet over what sintering and reduction recover.
    """
    world, book = outcome.system.world, outcome.system.book
    drivers = {p.process: p.driver for p in world.processes}
    need = np.zeros(len(outcome.system.grid))
    for magnet in terms.magnets:
        process = next((r for p, r in book.items() if drivers[p] == magnet and r.amounts.get(magnet, 0.0) > 0.0), None)
        used = outcome.taken(magnet, terms.home)
        if process is None:
            continue
        for commodity, x in process.amounts.items():
            for element in terms.scarce:
                if x < 0.0 and world.content.get((commodity, element), 0.0) > 0.0:
                    need = need - x * used * _oxide_for(outcome, commodity, element)
    return need


def _oxide_for(outcome: Outcome, commodity: str, element: str) -> float:
    """Kt of oxide that must be put in to get one kt of a commodity, through the process that makes it from oxide."""
    drivers = {p.process: p.driver for p in outcome.system.world.processes}
    for process, recipe in outcome.system.book.items():
        if drivers[process] == commodity and recipe.amounts.get(commodity, 0.0) > 0.0:
            return sum(-x * outcome.oxide(c, element) for c, x in recipe.amounts.items() if x < 0.0)
    return outcome.oxide(commodity, element)


def scarce_in_ore(outcome: Outcome, terms: Terms) -> Floats:
    """Oxide of the scarce elements contained in what is mined at home; kt per year."""
    mined = sum(outcome.amounts(terms.ore, terms.home, 1).values(), np.zeros(len(outcome.system.grid)))
    return mined * sum(outcome.oxide(terms.ore, e) for e in terms.scarce)
