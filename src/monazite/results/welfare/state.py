"""What the state pays so that something is made, kept or built."""

from __future__ import annotations

import numpy as np

from monazite.formulation.differences import difference_rate, settled_share
from monazite.formulation.grants import granted
from monazite.formulation.incentives import rate
from monazite.results.welfare.ledger import Book

TRACE = 1e-9
"""Kt per year of output below which nobody is said to make a commodity."""


def incentives(book: Book) -> None:
    """Book incentives as the owner's gain and as a cost of the government where the unit stands."""
    out, system = book.outcome, book.outcome.system
    units = system.widest.keyed("units")
    for s in system.widest.subsidies:
        for c in s.commodities:
            paid = rate(system, s.subsidy, c) * out.total("eligible", subsidy=s.subsidy, commodity=c)
            book.rates(units[s.unit].owner_region, "producers", paid)
            book.rates(units[s.unit].region, "government", -paid)


def purchases(book: Book) -> None:
    """Book what states buy and sell again: a seller gets the price of the purchase in place of the market's.

    Sellers of a floor are the makers of the region and those who bring it there, as much as each makes or brings in the
    period; of an offtake the maker alone. What comes out of private stores only is booked with the traders.
    """
    out, system = book.outcome, book.outcome.system
    owner = {a.activity: system.widest.keyed("units")[a.unit].owner_region for a in system.widest.activities}
    for p in system.world.purchases:
        for c in p.commodities:
            price = out.price(c, p.region)
            taken, sold = (out.total(block, purchase=p.purchase, commodity=c) for block in ("buy", "sell"))
            book.rates(p.region, "government", sold * price - taken * p.price)
            made = out.amounts(c, p.region, 1)
            if p.unit:
                made = {a: kt for a, kt in made.items() if system.widest.keyed("activities")[a].unit == p.unit}
            brought = np.zeros(len(system.grid)) if p.unit else out.total("ship", destination=p.region, commodity=c)
            offered = sum(made.values(), brought)
            gain, whole = taken * (p.price - price), np.where(offered > TRACE, offered, np.inf)
            for activity, kt in made.items():
                book.rates(owner[activity], "producers", gain * kt / whole)
            book.rates(p.region, "traders", np.where(offered > TRACE, gain * brought / whole, gain))


def differences(book: Book) -> None:
    """Book contracts for difference: on output as they were settled, on a fixed volume at the prices that were found."""
    out, system = book.outcome, book.outcome.system
    units = system.widest.keyed("units")
    charged = book.charges("difference_payment", "run", "activity")
    for k in system.world.difference_contracts:
        if k.volume == "output":
            paid = sum(
                (-charged[a.activity] for a in system.widest.activities if a.unit == k.unit), np.zeros(len(system.grid))
            )
        else:
            price = out.price(k.reference_commodity, k.reference_region)
            paid = system.weight * settled_share(system, k) * k.tonnes * difference_rate(k, price)
        book.amounts(units[k.unit].owner_region, "producers", paid)
        book.amounts(k.payer, "government", -paid)


def grants(book: Book) -> None:
    """Book the part of a project's investment that the state where it stands pays, with its owner and with that state."""
    system = book.outcome.system
    units = system.widest.keyed("units")
    for unit, region, paid in granted(system):
        book.amounts(units[unit].owner_region, "producers", paid)
        book.amounts(region, "government", -paid)
