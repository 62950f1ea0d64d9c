"""A world made ready for formulation: its labels as axes, its numbers as arrays over periods.

``widest`` is the world that holds every record any option may bring. Labels and sparsity come from it, numbers from
``world``, so that the programmes of all options stand on one pattern and one can be patched into another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from monazite.calendar import Grid
from monazite.formulation.steps import Resolution
from monazite.formulation.technology import opening
from monazite.labels import Axis
from monazite.world.baseline import Baseline
from monazite.world.recipes import Recipe, recipes
from monazite.world.records import Demand, Stockpile
from monazite.world.world import World, share_of_base

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class System:
    """What formulation needs to know, gathered once; arrays over periods have shape (..., periods).

    ``terminal_share`` overrides the value of stocks at the horizon for captive commodities (None: as in the tables).
    ``sale_price`` are prices by (commodity, region) on which incentives capped by sales are reckoned, shape (periods,).
    """

    world: World
    widest: World
    baseline: Baseline
    grid: Grid
    resolution: Resolution = Resolution()
    captive_terminal_share: float | None = None
    sale_price: Mapping[tuple[str, str], Floats] = field(default_factory=dict)

    @cached_property
    def book(self) -> dict[str, Recipe]:
        """Recipes by process."""
        return recipes(self.widest)

    @cached_property
    def period(self) -> Axis:
        return Axis("period", self.grid.names)

    @cached_property
    def commodity(self) -> Axis:
        return Axis("commodity", tuple(c.commodity for c in self.widest.commodities))

    @cached_property
    def region(self) -> Axis:
        return Axis("region", tuple(r.region for r in self.widest.regions))

    @cached_property
    def process(self) -> Axis:
        return Axis("process", tuple(p.process for p in self.widest.processes))

    @cached_property
    def unit(self) -> Axis:
        return Axis("unit", tuple(u.unit for u in self.widest.units))

    def axis(self, name: str, table: str) -> Axis:
        """The axis of a table's keys, by the widest world."""
        return Axis(name, tuple(self.widest.keyed(table)))

    @cached_property
    def _grown(self) -> dict[float, Floats]:
        """What ``growth`` found before, by rate: many units and lanes share one."""
        return {}

    @cached_property
    def lengths(self) -> Floats:
        """Years in each period."""
        return self.grid.lengths

    @cached_property
    def discount(self) -> Floats:
        """Worth at the middle of the base year of one dollar in the middle of each period."""
        return np.array([share_of_base(self.world.discount_rate, self.world.base_year, day) ** -1.0 for day in self.grid.mid])

    @cached_property
    def weight(self) -> Floats:
        """Discount times length: what a rate of one per year in a period weighs in the objective."""
        return self.discount * self.lengths

    def growth(self, rate: float) -> Floats:
        """(1 + rate) to the power of the years since the base year, at the middle of each period."""
        if rate not in self._grown:
            self._grown[rate] = np.array([share_of_base(rate, self.world.base_year, day) for day in self.grid.mid])
        return self._grown[rate].copy()

    def demand_growth(self, demand: Demand) -> Floats:
        """Growth of a demand's quantity since the base year, at unchanged prices."""
        return self.growth(demand.growth)

    @cached_property
    def added_capacity(self) -> dict[str, Floats]:
        """Capacity that announced projects are expected to have added to each unit, kt/yr, by period.

        A project delivers ``delivery_factor`` of its size ``delay_years`` after its date; a period in which it opens
        counts the share of its days.
        """
        added = {u.unit: np.zeros(len(self.grid)) for u in self.world.units}
        for project in self.world.projects:
            added[project.unit] = added[project.unit] + project.size * project.delivery_factor * self.grid.share(
                opening(self.world, project), None)
        return added

    @cached_property
    def capacity(self) -> dict[str, Floats]:
        """Capacity of each unit without projects, kt of activity per year, by period."""
        return {u.unit: u.capacity * self.growth(u.growth) for u in self.world.units}

    @cached_property
    def normal_run(self) -> dict[str, Floats]:
        """Where each activity's supply curve is anchored: its base run, grown, plus its part of added capacity."""
        run = self.baseline.run
        total: dict[str, float] = {}
        for a in self.widest.activities:
            total[a.unit] = total.get(a.unit, 0.0) + run.get(a.activity, 0.0)
        units = self.world.keyed("units")
        anchored = {}
        for a in self.widest.activities:
            base = run.get(a.activity, 0.0)
            share = base / total[a.unit] if total[a.unit] > 0.0 else 0.0
            anchored[a.activity] = base * self.growth(units[a.unit].growth) + share * self.added_capacity[a.unit]
        return anchored

    @cached_property
    def base_use(self) -> dict[tuple[str, str], float]:
        """Base-year use of each commodity in each region by plants and final users, kt/yr."""
        use: dict[tuple[str, str], float] = {}
        region = self.widest.region_of_unit
        for a in self.widest.activities:
            for commodity, x in self.book[a.process].amounts.items():
                if x < 0.0:
                    node = (commodity, region[a.unit])
                    use[node] = use.get(node, 0.0) - x * self.baseline.run.get(a.activity, 0.0)
        for d in self.widest.demands:
            node = (d.commodity, d.region)
            use[node] = use.get(node, 0.0) + self.baseline.quantity.get(d.demand, 0.0)
        return use

    def price(self, commodity: str, region: str) -> float:
        """Base price of a commodity in a region, USD/kg; zero where nothing moved in the base year."""
        return self.baseline.price.get((commodity, region), 0.0)

    def terminal_share(self, stockpile: Stockpile) -> float:
        """The share of its base price at which what is left in a store counts at the horizon."""
        captive = self.world.keyed("commodities")[stockpile.commodity].captive
        if captive and self.captive_terminal_share is not None and stockpile.terminal_share == 0.0:
            return self.captive_terminal_share
        return stockpile.terminal_share
