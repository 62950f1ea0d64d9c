"""How coarse the curves are at a place: the widest gap in price between two neighbouring steps, where they stand."""

from __future__ import annotations

import numpy as np

from monazite.labels import Positions
from monazite.results.outcome import Floats, Outcome

CURVES = {"run": "activity", "ship": "lane", "serve": "demand"}
"""Families of columns that stand for curves in steps, and what names each curve."""
USED = 1e-7
"""Kt per year from which on a step is in use."""


class StepGaps:
    """The curves of an outcome, asked balance by balance."""

    def __init__(self, outcome: Outcome) -> None:
        balance = outcome.program.row("commodity_balance")
        self._outcome, self._start = outcome, balance.start
        self._matrix = outcome.program.A[balance.slice, :].tocsr()

    def widest(self, rows: Positions) -> float:
        """The widest gap, USD/kg of the commodity, of any curve that enters these balances; rows of the programme."""
        return max((gap for row in rows.tolist() for gap in self._gaps(row - self._start)), default=0.0)

    def _gaps(self, row: int) -> list[float]:
        part = slice(self._matrix.indptr[row], self._matrix.indptr[row + 1])
        columns, amounts = self._matrix.indices[part], self._matrix.data[part]
        gaps = []
        for family, name in CURVES.items():
            block = self._outcome.program.column(family)
            here = (columns >= block.slice.start) & (columns < block.slice.stop) & (amounts != 0.0)
            labels = columns[here] - block.start
            weight = self._outcome.system.weight[block.index.codes["period"][labels]]
            cost = self._outcome.program.c[columns[here]] / (np.abs(amounts[here]) * weight)
            curve = block.index.codes[name][labels]
            gaps += [self._gap(columns[here][curve == one], cost[curve == one]) for one in np.unique(curve)]
        return gaps

    def _gap(self, columns: Positions, cost: Floats) -> float:
        """Of one curve, whose steps are in order: the wider of the gaps below and above the last step in use."""
        exists = self._outcome.program.upper[columns] > 0.0
        used = np.flatnonzero(self._outcome.x[columns[exists]] > USED)
        if not used.size:
            return 0.0
        around = cost[exists][max(used[-1] - 1, 0) : used[-1] + 2]
        return float(np.max(np.abs(np.diff(around)), initial=0.0))
