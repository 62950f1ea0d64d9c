"""What holding stock earns: what is drawn at its price, less what was filled and what keeping it costs."""

from __future__ import annotations

from monazite.results.welfare.ledger import Book


def stockholders(book: Book) -> None:
    """Book draws less fills at the price of the place; what is left at the horizon counts in the last period."""
    out = book.outcome
    charged = [book.charges(term, "level", "stockpile") for term in ("holding", "terminal_value")]
    for k in out.system.widest.stockpiles:
        net = out.total("draw", stockpile=k.stockpile) - out.total("fill", stockpile=k.stockpile)
        book.rates(k.region, "stockholders", net * out.price(k.commodity, k.region))
        for charge in charged:
            book.amounts(k.region, "stockholders", -charge[k.stockpile])
