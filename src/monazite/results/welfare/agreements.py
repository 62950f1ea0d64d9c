"""What agreements move between their two parties: the price of what is delivered, and what is paid for what is not."""

from __future__ import annotations

from datetime import date

import numpy as np

from monazite.results.contract_price import contract_price
from monazite.results.outcome import Floats, Outcome
from monazite.results.welfare.ledger import Book
from monazite.world.agreement_life import claims
from monazite.world.records import Agreement


def parties(outcome: Outcome, agreement: Agreement) -> tuple[str, str]:
    """The regions in which seller and buyer are at home: where they own plants, else where the goods leave and arrive."""
    homes = {u.owner: u.owner_region for u in outcome.system.widest.units}
    return homes.get(agreement.seller, agreement.origin), homes.get(agreement.buyer, agreement.destination)


def agreements(book: Book) -> None:
    """The gap between what a delivery is worth where it arrives and where it leaves, shared by the contract price.

    The seller gets the contract price less the worth at origin, the buyer the worth on arrival less the contract price.
    What is paid in kind is reckoned on both legs at the value that the answering leg states: no money is left between them.
    The gap that the base year leaves unexplained is charged where it arrives.
    """
    out, fitted = book.outcome, book.charges("unexplained_margin", "deliver", "agreement")
    for g in out.system.widest.agreements:
        volume, price = out.total("deliver", agreement=g.agreement), contract_price(out, g)
        there, here = out.price(g.delivered_as, g.destination), out.price(g.commodity, g.origin)
        seller, buyer = parties(out, g)
        book.rates(seller, "producers", volume * (price - here))
        book.rates(buyer, "producers", volume * (there - price))
        book.amounts(g.destination, "unexplained margin", -fitted[g.agreement])


def missed_volumes(book: Book) -> None:
    """The seller pays the penalty for what it does not deliver, the buyer the deficiency price for what it does not take."""
    out = book.outcome
    for g in out.system.widest.agreements:
        seller, buyer = parties(out, g)
        paid = g.penalty * out.total("undelivered", agreement=g.agreement)
        paid = paid - g.deficiency_price * out.total("untaken", agreement=g.agreement)
        book.rates(seller, "producers", -paid)
        book.rates(buyer, "producers", paid)


def changes_of_agreements(book: Book) -> None:
    """What a change of an agreement costs, once, in the period of its day: claims for missed notice, and agreed costs."""
    out = book.outcome
    world = out.system.world
    for g in world.agreements:
        seller, buyer = parties(out, g)
        for claim in claims(world, g, out.system.grid.start):
            book.amounts(seller, "producers", -_once(out, claim.day, claim.amount))
            book.amounts(buyer, "producers", _once(out, claim.day, claim.amount))
        for s in world.agreement_states:
            if s.agreement == g.agreement and s.cost > 0.0:
                payer, other = (seller, buyer) if s.cost_by == "seller" else (buyer, seller)
                book.amounts(payer, "producers", -_once(out, s.start, s.cost))
                if s.cost_to == "other side":
                    book.amounts(other, "producers", _once(out, s.start, s.cost))


def used_up(outcome: Outcome) -> float:
    """What changes of agreements cost that goes to neither side, MUSD discounted: a real cost that no decision moves."""
    states = outcome.system.world.agreement_states
    return float(sum(np.sum(_once(outcome, s.start, s.cost)) for s in states if s.cost_to == "third parties"))


def _once(outcome: Outcome, day: date, amount: float) -> Floats:
    """An amount in the period of its day, at the worth of that period; nothing if the day is outside the horizon."""
    grid = outcome.system.grid
    line = np.zeros(len(grid))
    if grid.start <= day < grid.end:
        at = grid.index_of(day)
        line[at] = amount * outcome.system.discount[at]
    return line
