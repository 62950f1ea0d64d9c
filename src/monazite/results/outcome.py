"""What one option leads to: quantities that were realised, prices at which they were, and what they cost.

Quantities come from the last solve; prices of a period come from the solve in which that period was still open, since
nobody traded at prices that only became known later.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from monazite.formulation.system import System
from monazite.program import CompiledProgram
from monazite.results.content import oxide_equivalent
from monazite.solving import Basis

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Outcome:
    """A realised option. ``x`` has shape (columns,), ``y`` shape (rows,): duals of the solve in which each row's period
    was last open. ``residuals`` are the worst of all solves; ``seconds`` their sum.
    """

    option: str
    system: System
    program: CompiledProgram
    x: Floats
    y: Floats
    residuals: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    solves: int = 0
    incentive_residual: float = 0.0
    basis: Basis | None = None

    def values(self, block: str) -> Floats:
        """Realised quantities of a family of columns, in the order of its index."""
        return self.x[self.program.column(block).slice]

    def total(self, block: str, **labels: str | tuple[str, ...]) -> Floats:
        """Sum over a family's columns with these labels, by period; shape (periods,), in the family's unit."""
        family = self.program.column(block)
        mask = family.index.where(**labels) if labels else np.ones(len(family), dtype=bool)
        return np.bincount(family.index.codes["period"][mask], self.values(block)[mask], len(self.system.grid))

    def amounts(self, commodity: str, region: str, sign: int) -> dict[str, Floats]:
        """Kt per year of a commodity that each activity of a region makes (sign 1) or takes (sign -1), by activity."""
        place = self.system.widest.region_of_unit
        found = {}
        for a in self.system.widest.activities:
            x = self.system.book[a.process].amounts.get(commodity, 0.0)
            if place[a.unit] == region and x * sign > 0.0:
                found[a.activity] = abs(x) * self.total("run", activity=a.activity)
        return found

    def taken(self, commodity: str, region: str) -> Floats:
        """Kt per year of a commodity that final users of a region really take, by period: what they are served, less what
        they replace, and what they take in place of something else.
        """
        demands = [d for d in self.system.widest.demands if d.region == region]
        return sum((self.taken_by(d.demand, commodity) for d in demands), np.zeros(len(self.system.grid)))

    def taken_by(self, demand: str, commodity: str) -> Floats:
        """The same for the users of one demand."""
        total = np.zeros(len(self.system.grid))
        if self.system.widest.keyed("demands")[demand].commodity == commodity:
            total = total + self.total("serve", demand=demand) - self.total("switch", demand=demand)
        for v in self.system.world.substitutions:
            if (v.demand, v.commodity) == (demand, commodity):
                total = total + v.ratio * self.total("switch", substitution=v.substitution)
        return total

    @cached_property
    def _prices(self) -> dict[tuple[str, str], Floats]:
        block = self.program.row("commodity_balance")
        duals = self.y[block.slice] / self.system.weight[block.index.codes["period"]]
        table = duals.reshape(-1, len(self.system.grid))
        places = zip(block.index.labels("commodity"), block.index.labels("region"), strict=True)
        return {
            place: table[i // len(self.system.grid)] for i, place in enumerate(places) if i % len(self.system.grid) == 0
        }

    def price(self, commodity: str, region: str) -> Floats:
        """Price of a commodity in a region, USD/kg, shape (periods,)."""
        return self._prices[commodity, region]

    def places(self) -> tuple[tuple[str, str], ...]:
        """Every (commodity, region) that has a price."""
        return tuple(self._prices)

    def cost(self, term: str) -> float:
        """One entry of the cost breakdown, MUSD discounted."""
        return self.program.costs[term].total(self.x)

    @property
    def objective(self) -> float:
        """Costs less benefits, MUSD discounted; the sum of all entries of the cost breakdown."""
        return float(self.program.c @ self.x)

    def oxide(self, commodity: str, element: str) -> float:
        """Kt of an element's oxide in one kt of a commodity."""
        return oxide_equivalent(self.system.world, commodity, element)

    def yearly(self, rates: Floats) -> dict[int, float]:
        """Amounts by calendar year from rates per year."""
        return self.system.grid.calendar_year(rates)
