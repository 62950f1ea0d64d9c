"""The ledger of an outcome: what each party of each region gains in each period, as it is booked line by line."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from monazite.results.outcome import Floats, Outcome

Account = dict[tuple[str, str], float]
"""Gain in MUSD, discounted, by (region, party)."""

Ledger = dict[tuple[str, str], Floats]
"""The same by period; shape (periods,)."""


@dataclass
class Book:
    """A ledger while it is written: a booking reads the outcome and adds lines."""

    outcome: Outcome
    lines: dict[tuple[str, str], Floats] = field(default_factory=dict)

    def rates(self, region: str, party: str, rates: Floats) -> None:
        """Add MUSD per year by period, shape (periods,), at the worth of each period."""
        self.amounts(region, party, self.outcome.system.weight * rates)

    def amounts(self, region: str, party: str, discounted: Floats) -> None:
        """Add MUSD by period, already discounted; shape (periods,)."""
        line = self.lines.get((region, party))
        self.lines[region, party] = discounted + (0.0 if line is None else line)

    def charges(self, term: str, block: str, axis: str) -> dict[str, Floats]:
        """What a cost term charges a family of columns, MUSD discounted by period, by label of one of its axes."""
        family = self.outcome.program.column(block)
        whole = np.zeros(self.outcome.program.c.size)
        entry = self.outcome.program.costs.get(term)
        if entry is not None:
            whole[entry.positions] = entry.coefficients
        labels = family.index.axes[axis].labels
        shape = (len(labels), len(self.outcome.system.grid))
        flat = np.ravel_multi_index((family.index.codes[axis], family.index.codes["period"]), shape)
        paid = np.bincount(flat, whole[family.slice] * self.outcome.values(block), shape[0] * shape[1])
        return dict(zip(labels, paid.reshape(shape), strict=True))


def total(ledger: Ledger) -> Account:
    """The account of a ledger: each line over all periods."""
    account: Account = {}
    for key, line in ledger.items():
        account[key] = float(np.sum(line))
    return account
