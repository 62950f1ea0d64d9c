"""What papers of origin are worth: where only own make may leave, whoever makes it is paid for its papers too."""

from __future__ import annotations

import numpy as np

from monazite.formulation.rules.own_make import PAPERS
from monazite.results.welfare.ledger import Book


def origin_rents(book: Book) -> None:
    """Book the dual of ``own_make`` from those who ship to the owners of the plants that made what is shipped.

    Price at the origin and worth of the papers together are what a maker is paid.
    """
    out, system = book.outcome, book.outcome.system
    rows = out.program.row("own_make")
    worth = -out.y[rows.slice] / system.weight[rows.index.codes["period"]]
    units = system.widest.keyed("units")
    owner = {a.activity: units[a.unit].owner_region for a in system.widest.activities}
    places = dict.fromkeys(zip(rows.index.labels("commodity"), rows.index.labels("region"), strict=True))
    for commodity, region in places:
        papers = worth[rows.index.where(commodity=commodity, region=region)]
        if not np.any(papers):
            continue
        for lane in system.widest.lanes:
            if lane.own_make and (lane.commodity, lane.origin) == (commodity, region):
                book.rates(lane.destination, "traders", -papers * out.total("ship", lane=lane.lane))
        for activity, made in out.amounts(commodity, region, 1).items():
            book.rates(owner[activity], "producers", PAPERS * papers * made)
