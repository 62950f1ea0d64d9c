"""Who gains and who pays, by region, party and period; one file for each kind of gain."""

from monazite.results.welfare.account import (
    PARTIES,
    TRANSFERS,
    closing_error,
    social_welfare,
    welfare_account,
    welfare_ledger,
)
from monazite.results.welfare.ledger import Account, Book, Ledger, total

__all__ = [
    "PARTIES",
    "TRANSFERS",
    "Account",
    "Book",
    "Ledger",
    "closing_error",
    "social_welfare",
    "total",
    "welfare_account",
    "welfare_ledger",
]
