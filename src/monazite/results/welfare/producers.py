"""What makers gain: sales less inputs and reported cost, plants and waste included, where their owner is at home."""

from __future__ import annotations

from monazite.results.outcome import Floats
from monazite.results.welfare.ledger import Book


def producers(book: Book) -> None:
    """Book every activity's sales less inputs and reported cost; fitted cost is the unexplained margin of its owner."""
    out, w = book.outcome, book.outcome.system.widest
    owner = {u.unit: u.owner_region for u in w.units}
    reported = book.charges("operating", "run", "activity")
    fitted = book.charges("unexplained_margin", "run", "activity")
    for a in w.activities:
        sold: Floats = sum(
            x * out.price(c, w.region_of_unit[a.unit]) for c, x in out.system.book[a.process].amounts.items()
        )  # type: ignore[assignment]
        book.rates(owner[a.unit], "producers", out.total("run", activity=a.activity) * sold)
        book.amounts(owner[a.unit], "producers", -reported[a.activity])
        book.amounts(owner[a.unit], "unexplained margin", -fitted[a.activity])


def waste(book: Book) -> None:
    """Book what is thrown away: whoever throws away gets minus the price for it and pays the disposal."""
    out = book.outcome
    for (commodity, region), row in out.system.world.keyed("disposals").items():
        thrown = out.total("discard", commodity=commodity, region=region)
        book.rates(region, "producers", thrown * (-row.cost - out.price(commodity, region)))


def plants(book: Book) -> None:
    """Book the cost of new capacity with the owner of the unit."""
    charged = book.charges("investment", "build", "unit")
    for u in book.outcome.system.widest.units:
        book.amounts(u.owner_region, "producers", -charged[u.unit])
