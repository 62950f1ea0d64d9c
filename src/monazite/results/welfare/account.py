"""Who gains and who pays: the objective split by region and party, with transfers put back where they belong.

    social welfare = objective (as a gain) + what the terms in TRANSFERS charge

The total is exact; the split follows prices, which are not unique, and is told as differences from a reference option.
Fitted calibration costs stand on a line of their own: they are no cash.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from monazite.results.outcome import Outcome
from monazite.results.welfare.agreements import agreements, changes_of_agreements, missed_volumes, used_up
from monazite.results.welfare.contracts import reserved
from monazite.results.welfare.ledger import Account, Book, Ledger, total
from monazite.results.welfare.origin import origin_rents
from monazite.results.welfare.producers import plants, producers, waste
from monazite.results.welfare.state import differences, grants, incentives, purchases
from monazite.results.welfare.stores import stockholders
from monazite.results.welfare.traders import fines, licence_holders, traders
from monazite.results.welfare.users import substitutes, users

PARTIES = ("users", "producers", "traders", "licence holders", "stockholders", "government", "unexplained margin")

BOOKINGS: tuple[Callable[[Book], None], ...] = (
    users, substitutes, producers, waste, traders, origin_rents, fines, licence_holders, stockholders, agreements, missed_volumes,
    changes_of_agreements, reserved, plants, incentives, purchases, differences, grants,
)  # fmt: skip
"""Everything that is booked. The order of the lines follows from it, their sums do not depend on it."""

TRANSFERS = ("duty", "export_tax", "fine", "incentive", "missed_volume", "public_purchase_price",
             "release_price", "difference_payment")  # fmt: skip
"""Cost terms that only change hands: what one party pays, another gets."""


def welfare_ledger(outcome: Outcome) -> Ledger:
    """Gain in MUSD, discounted, by (region, party) and period.

    Producers are booked where their owner is at home, traders and their margins where the cargo arrives, the worth of
    export licences and of papers of origin with those who make what is exported, stockholders where the store stands,
    agreements and reserved volumes at their own prices. Reported costs only; fitted margins are the party "unexplained
    margin".
    """
    book = Book(outcome)
    for booking in BOOKINGS:
        booking(book)
    return book.lines


def welfare_account(outcome: Outcome) -> Account:
    """Gain in MUSD, discounted over all periods, by (region, party); see ``welfare_ledger``."""
    return total(welfare_ledger(outcome))


def social_welfare(account: Mapping[tuple[str, str], float], region: str) -> float:
    """All parties of a region together, MUSD discounted, without the unexplained margin."""
    return sum(v for (r, party), v in account.items() if r == region and party != "unexplained margin")


def closing_error(outcome: Outcome, account: Account) -> float:
    """Relative gap between the account's total and objective plus transfers, less what changes of agreements used up;
    zero but for rounding.
    """
    transfers = sum(outcome.cost(term) for term in TRANSFERS)
    scale = sum(abs(outcome.cost(t)) for t in outcome.program.costs)
    return float(abs(np.sum(list(account.values())) + outcome.objective - transfers + used_up(outcome))) / max(scale, 1.0)
