"""What reserved volumes move between two parties: the gap between the market and the administered price."""

from __future__ import annotations

import numpy as np

from monazite.results.outcome import Floats
from monazite.results.welfare.ledger import Book


def reserved(book: Book) -> None:
    """Reserved volume changes hands at the administered price: who uses it gains what who makes it forgoes.

    Of the volume in force no more is booked than is used in the region, shared among its users as they use it and
    among its makers as they make it; what lies in store keeps its market price. A shortfall is paid by the producers.
    """
    out, system = book.outcome, book.outcome.system
    owner = {a.activity: system.widest.keyed("units")[a.unit].owner_region for a in system.widest.activities}
    for r in system.world.reservations:
        uses = {("users", r.region): out.taken(r.commodity, r.region)}
        for activity, taken in out.amounts(r.commodity, r.region, -1).items():
            uses["producers", owner[activity]] = uses.get(("producers", owner[activity]), 0.0) + taken
        made: dict[str, Floats] = {}
        for activity, given in out.amounts(r.commodity, r.region, 1).items():
            made[owner[activity]] = made.get(owner[activity], 0.0) + given
        used, output = sum(uses.values()), sum(made.values(), np.zeros(len(system.grid)))
        missing = out.total("shortfall", reservation=r.reservation)
        in_force = r.volume * system.grid.share(r.start, r.end) - missing
        booked = np.clip(in_force, 0.0, np.minimum(used, output))
        relief = booked * (out.price(r.commodity, r.region) - r.price)
        for (party, region), taken in uses.items():
            book.rates(region, party, relief * taken / np.maximum(used, 1e-12))
        for region, amount in made.items():
            book.rates(region, "producers", -relief * amount / np.maximum(output, 1e-12))
        book.rates(r.region, "producers", -missing * r.shortfall_cost)
