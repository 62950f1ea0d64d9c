"""What final users gain: their willingness to pay less the price, on all that they take."""

from __future__ import annotations

from monazite.results.welfare.ledger import Book


def users(book: Book) -> None:
    """Book consumer benefit less expenditure where the use is."""
    out = book.outcome
    benefit = book.charges("consumer_benefit", "serve", "demand")
    for d in out.system.widest.demands:
        book.amounts(d.region, "users", -benefit[d.demand])
        book.rates(d.region, "users", -out.total("serve", demand=d.demand) * out.price(d.commodity, d.region))
