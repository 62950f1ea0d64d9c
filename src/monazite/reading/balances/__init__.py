"""A balance folder read into a problem of reconciliation: amounts, grades, laws and reports, from four small tables."""

from monazite.reading.balances.folder import BalanceFolder, read_balance

__all__ = ["BalanceFolder", "read_balance"]
