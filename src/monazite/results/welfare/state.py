"""What the state pays so that something is made at home."""

from __future__ import annotations

from monazite.formulation.incentives import rate
from monazite.results.welfare.ledger import Book


def incentives(book: Book) -> None:
    """Book incentives as the owner's gain and as a cost of the government where the unit stands."""
    out, system = book.outcome, book.outcome.system
    units = system.widest.keyed("units")
    for s in system.widest.subsidies:
        for c in s.commodities:
            paid = rate(system, s.subsidy, c) * out.total("eligible", subsidy=s.subsidy, commodity=c)
            book.rates(units[s.unit].owner_region, "producers", paid)
            book.rates(units[s.unit].region, "government", -paid)
