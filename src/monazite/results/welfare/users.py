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


def substitutes(book: Book) -> None:
    """Book what users save by another grade: the price of what they replace, less what they take for it and the change."""
    out = book.outcome
    charged = book.charges("switching", "switch", "substitution")
    demands = out.system.widest.keyed("demands")
    for v in out.system.widest.substitutions:
        d = demands[v.demand]
        instead = v.ratio * out.price(v.commodity, d.region) if v.commodity else 0.0
        saved = out.price(d.commodity, d.region) - instead
        book.rates(d.region, "users", out.total("switch", substitution=v.substitution) * saved)
        book.amounts(d.region, "users", -charged[v.substitution])
