"""Does every element add up? Mined and found in store, against used, lost, thrown away and left in store."""

from __future__ import annotations

import numpy as np

from monazite.results.outcome import Outcome


def element_balance_error(outcome: Outcome) -> dict[str, float]:
    """Relative gap of each element's world balance over the horizon: entering against leaving, zero but for rounding.

    Enters: what processes without inputs bring (mines), what lay in store. Leaves: final use, named losses of processes,
    what was thrown away, what lies in store at the end. Amounts are element mass; rates are multiplied by length.
    """
    system = outcome.system
    length = system.lengths
    content = system.world.content
    entering = {e.symbol: 0.0 for e in system.world.elements}
    leaving = dict(entering)

    places = {d.demand: d.region for d in system.widest.demands}
    users = {(d.commodity, d.region) for d in system.widest.demands}
    users |= {(v.commodity, places[v.demand]) for v in system.widest.substitutions if v.commodity}

    def book(side: dict[str, float], commodity: str, kt: float) -> None:
        for element in side:
            side[element] += content.get((commodity, element), 0.0) * kt

    for a in system.widest.activities:
        recipe = system.book[a.process]
        kt = float(length @ outcome.total("run", activity=a.activity))
        if all(x >= 0.0 for x in recipe.amounts.values()):
            for commodity, x in recipe.amounts.items():
                book(entering, commodity, x * kt)
        for element, lost in recipe.losses.items():
            leaving[element] += lost * kt
    for commodity, region in sorted(users):
        book(leaving, commodity, float(length @ outcome.taken(commodity, region)))
    for commodity, region in system.widest.keyed("disposals"):
        book(leaving, commodity, float(length @ outcome.total("discard", commodity=commodity, region=region)))
    stores = system.world.keyed("stockpiles")
    for k in system.widest.stockpiles:
        book(entering, k.commodity, stores[k.stockpile].initial)
        book(leaving, k.commodity, float(outcome.total("level", stockpile=k.stockpile)[-1]))
    return {
        e: abs(entering[e] - leaving[e]) / max(entering[e], 1e-12)
        for e in entering
        if entering[e] > np.finfo(float).eps
    }
