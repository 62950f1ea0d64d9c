"""Where the material goes: what leaves home, by destination and form, what of it reaches the partner, what is kept.

All amounts are kt of the element's oxide per year, whatever form carries it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from monazite.results.outcome import Floats, Outcome
from monazite.study.answer.terms import Terms


def leaving(outcome: Outcome, terms: Terms) -> dict[tuple[str, str], Floats]:
    """Element leaving home by (destination, stage of the commodity): rates per year, shape (periods,)."""
    stage = {c.commodity: c.stage for c in outcome.system.world.commodities}
    found: dict[tuple[str, str], Floats] = {}
    for lane in outcome.system.widest.lanes:
        held = outcome.oxide(lane.commodity, terms.element)
        if lane.origin == terms.home and held > 0.0:
            key = (lane.destination, stage[lane.commodity])
            found[key] = found.get(key, 0.0) + held * outcome.total("ship", lane=lane.lane)
    return found


def total_leaving(outcome: Outcome, terms: Terms) -> Floats:
    """All of the element that leaves home, rate per year; shape (periods,)."""
    return sum(leaving(outcome, terms).values(), np.zeros(len(outcome.system.grid)))


def inflow(outcome: Outcome, terms: Terms, region: str) -> dict[str, Floats]:
    """Element that arrives in a region as oxide or metal, by origin; what is recovered from scrap there is "scrap"."""
    stage = {c.commodity: c.stage for c in outcome.system.world.commodities}
    found: dict[str, Floats] = {}
    for lane in outcome.system.widest.lanes:
        held = outcome.oxide(lane.commodity, terms.element)
        if lane.destination == region and held > 0.0 and stage[lane.commodity] in ("oxide", "metal"):
            found[lane.origin] = found.get(lane.origin, 0.0) + held * outcome.total("ship", lane=lane.lane)
    recovered = outcome.amounts(terms.oxide, region, 1)
    if recovered:
        found["scrap"] = sum(recovered.values()) * outcome.oxide(terms.oxide, terms.element)
    return found


def reaching(outcome: Outcome, terms: Terms) -> dict[str, Floats]:
    """Element from home that reaches the partner: "direct", and through each transit region.

    In a transit region home's material mixes with all other; what goes on to the partner carries home's share of the
    inflow (proportional tracing, before processing losses).
    """
    found = {"direct": np.zeros(len(outcome.system.grid))}
    for lane in outcome.system.widest.lanes:
        if lane.origin == terms.home and lane.destination == terms.partner:
            found["direct"] = found["direct"] + outcome.oxide(lane.commodity, terms.element) * outcome.total(
                "ship", lane=lane.lane
            )
    for region in terms.transit:
        arriving = inflow(outcome, terms, region)
        total = sum(arriving.values(), np.full(len(outcome.system.grid), 1e-12))
        share = arriving.get(terms.home, np.zeros(len(outcome.system.grid))) / total
        onward = sum(
            (
                outcome.oxide(x.commodity, terms.element) * outcome.total("ship", lane=x.lane)
                for x in outcome.system.widest.lanes
                if x.origin == region and x.destination == terms.partner
            ),
            np.zeros(len(outcome.system.grid)),
        )
        found[region] = share * onward
    return found


def plant_use(outcome: Outcome, terms: Terms) -> Floats:
    """Element of home's own oxide that plants at home take up, rate per year; shape (periods,)."""
    used = np.zeros(len(outcome.system.grid))
    for commodity in terms.captive:
        for taken in outcome.amounts(commodity, terms.home, -1).values():
            used = used + outcome.oxide(commodity, terms.element) * taken
    return used


def home_use(outcome: Outcome, terms: Terms) -> Floats:
    """Element taken up at home from home's own oxide: by plants and by other users, rate per year; shape (periods,)."""
    grid = np.zeros(len(outcome.system.grid))
    used = plant_use(outcome, terms)
    for commodity in terms.captive:
        used = used + outcome.oxide(commodity, terms.element) * outcome.taken(commodity, terms.home)
    made = sum(outcome.amounts(terms.oxide, terms.home, 1).values(), grid)
    out = sum(
        (
            outcome.total("ship", lane=x.lane)
            for x in outcome.system.widest.lanes
            if x.origin == terms.home and x.commodity == terms.oxide
        ),
        grid,
    )
    return used + outcome.oxide(terms.oxide, terms.element) * np.maximum(made - out, 0.0)


WHERE = (
    "not mined",
    "in store as ore",
    "in store as mixed compound",
    "in store as oxide",
    "used at home",
    "lost in processing",
)
"""Where kept material can be; the six add up to what was kept."""


def kept(outcome: Outcome, other: Outcome, terms: Terms) -> dict[str, Floats]:
    """What an option keeps against its counterpart, accumulated to the end of each period, by where it is; kt oxide.

    "kept" is the difference in what left home; the entries of ``WHERE`` say where the difference is, and add up to it.
    Losses are the rest of the balance: what cracking and separation lose of the material that went further.
    """
    length = outcome.system.lengths

    def gained(measure: Callable[[Outcome], Floats]) -> Floats:
        return np.cumsum(length * (measure(outcome) - measure(other)))

    def stored(commodities: tuple[str, ...]) -> Floats:
        def level(which: Outcome) -> Floats:
            return sum(
                (
                    which.oxide(k.commodity, terms.element) * which.total("level", stockpile=k.stockpile)
                    for k in which.system.widest.stockpiles
                    if k.commodity in commodities and k.region == terms.home
                ),
                np.zeros(len(which.system.grid)),
            )

        return level(outcome) - level(other)

    def mined(which: Outcome) -> Floats:
        return sum(
            (which.oxide(terms.ore, terms.element) * v for v in which.amounts(terms.ore, terms.home, 1).values()),
            np.zeros(len(which.system.grid)),
        )

    found = {
        "kept": -gained(lambda o: total_leaving(o, terms)),
        "not mined": -gained(mined),
        "in store as ore": stored((terms.ore,)),
        "in store as mixed compound": stored(terms.mixed),
        "in store as oxide": stored((*terms.captive, terms.oxide)),
        "used at home": gained(lambda o: home_use(o, terms)),
    }
    found["lost in processing"] = found["kept"] - sum(found[w] for w in WHERE[:-1])
    return found
