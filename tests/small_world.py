"""A world for pencil and paper: ore is mined and refined in the east, its oxide is shipped to users in the west.

    mine 1 USD/kg ore -> refine 1 USD/kg ore, 0.4 kg oxide per kg ore -> oxide costs 5 USD/kg in the east
    freight 0.7 + duty 0.2 + export tax 0.1 = 1 USD/kg -> 6 USD/kg in the west, where users pay 10 USD/kg

Every kg that arrives gains 4 USD. Curves are flat unless a test says otherwise (``small.calibrated``), the discount
rate
is zero and there is one period of one year, so that gains are amounts times 4. Users take 8.02 kt/yr at most: the last
step of a demand ends at 2.005 times its base of 4 kt/yr.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from datetime import date
from math import inf

import numpy as np
import pytest

from monazite.calendar import Grid, Period
from monazite.elements import Element
from monazite.formulation.formulate import formulate
from monazite.formulation.steps import Resolution
from monazite.formulation.system import System
from monazite.program import CompiledProgram
from monazite.results.outcome import Outcome
from monazite.solving import Solution, solve
from monazite.world.baseline import Baseline
from monazite.world.records import (
    Activity,
    Commodity,
    Composition,
    Demand,
    Lane,
    Process,
    Recovery,
    ReferencePrice,
    Region,
    Unit,
)
from monazite.world.world import World, key_of

WORLD = World(
    regions=(Region("east", "East"), Region("west", "West")),
    elements=(Element("A", "first", "AO", 0.8),),
    commodities=(
        Commodity("ore", "ore", "mine", "gross"),
        Commodity("oxide", "oxide", "refining", "oxide"),
        Commodity("metal", "metal", "smelting", "metal"),
    ),
    compositions=(
        Composition("ore", "A", 0.5, "oxide"),
        Composition("oxide", "A", 1.0, "oxide"),
        Composition("metal", "A", 1.0, "element"),
    ),
    processes=(
        Process("mining", "mining", "mine", "ore", "waste"),
        Process("refining", "refining", "plant", "ore", "slag"),
        Process("smelting", "smelting", "plant", "metal", "slag"),
    ),
    recoveries=(Recovery("refining", "ore", "A", "oxide", 0.8), Recovery("smelting", "oxide", "A", "metal", 1.0)),
    units=(
        Unit("mine", "mine", "east", "mine", "o", "east", 100.0, elasticity=inf),
        Unit("plant", "plant", "east", "plant", "o", "east", 100.0, elasticity=inf),
    ),
    activities=(
        Activity("dig", "mine", "mining", 10.0, 0.05, 1.0),
        Activity("refine", "plant", "refining", 10.0, 0.05, 1.0),
    ),
    lanes=(Lane("out", "oxide", "east", "west", 4.0, 0.05, freight=0.7, duty=0.2, export_tax=0.1, elasticity=inf),),
    demands=(Demand("use", "west", "cars", "oxide", 4.0, 0.05, elasticity=-inf, growth=0.0, choke=5.0),),
    prices=(ReferencePrice("oxide", "west", 10.0, 0.05, "delivered"),),
    base_year=2025,
    price_year=2025,
    discount_rate=0.0,
)
BASE = Baseline(
    run={"dig": 10.0, "refine": 10.0},
    flow={"out": 4.0},
    quantity={"use": 4.0},
    delivery={},
    stock_change={},
    discarded={},
    price={("ore", "east"): 1.0, ("oxide", "east"): 5.0, ("oxide", "west"): 10.0},
    activity_margin={},
    lane_margin={},
    moved={},
)

YEAR = Grid((Period(date(2025, 1, 1), date(2026, 1, 1), "2025"),))
COARSE = Resolution(lanes=2, activities=2, demands=3)


@dataclass(frozen=True, repr=False)
class Small:
    """The small world, its hand-made base year and its calendar; every change gives a new one."""

    world: World = WORLD
    baseline: Baseline = BASE
    grid: Grid = YEAR
    resolution: Resolution = COARSE
    options: dict = field(default_factory=dict)

    def over(self, *days: str) -> Small:
        """The same world over periods that begin on these days, each named by its first day; the last one is the
        end."""
        when = [date.fromisoformat(day) for day in days]
        periods = [Period(a, b, a.isoformat()) for a, b in itertools.pairwise(when)]
        return replace(self, grid=Grid(tuple(periods)))

    def add(self, table: str, *records: object) -> Small:
        """More records at the end of a table."""
        return replace(self, world=replace(self.world, **{table: (*self.world.table(table), *records)}))

    def set(self, table: str, key: str | tuple, **values: object) -> Small:
        """Other values in one record."""
        rows = [replace(r, **values) if key_of(table, r) == key else r for r in self.world.table(table)]
        return replace(self, world=replace(self.world, **{table: tuple(rows)}))

    def drop(self, table: str) -> Small:
        """The same without any record of a table."""
        return replace(self, world=replace(self.world, **{table: ()}))

    def with_pattern_of(self, wide: Small) -> Small:
        """The same world on the labels of a wider one, as an option stands on the pattern of its study."""
        return replace(self, options={**self.options, "widest": wide.world})

    def money(self, discount_rate: float) -> Small:
        """The same with a real discount rate per year."""
        return replace(self, world=replace(self.world, discount_rate=discount_rate))

    def base(self, **fields: dict) -> Small:
        """Other numbers in the base year, added to those that are there."""
        merged = {name: {**getattr(self.baseline, name), **values} for name, values in fields.items()}
        return replace(self, baseline=replace(self.baseline, **merged))

    def calibrated(self) -> Small:
        """Curves with slopes, and the fitted margin of 4 USD/kg on the lane that explains the price in the west."""
        sloped = self.base(lane_margin={"out": 4.0}).set("lanes", "out", elasticity=4.0)
        sloped = sloped.set("units", "mine", elasticity=1.0).set("units", "plant", elasticity=4.0)
        return sloped.set("demands", "use", elasticity=-0.5)

    def smelter(self) -> Small:
        """A smelter in the west (1.25 kg oxide and 2 USD per kg metal) and users of metal in the east who pay 30
        USD/kg."""
        more = self.add("units", Unit("smelter", "smelter", "west", "plant", "o", "west", 100.0))
        more = more.add("activities", Activity("smelt", "smelter", "smelting", 0.0, 0.05, 2.0))
        more = more.add("demands", Demand("alloy", "east", "alloys", "metal", 1.0, 0.05, -inf, 0.0, 5.0))
        return more.base(price={("metal", "east"): 30.0}, quantity={"alloy": 1.0})

    @property
    def system(self) -> System:
        return System(
            **{
                "world": self.world,
                "widest": self.world,
                "baseline": self.baseline,
                "grid": self.grid,
                "resolution": self.resolution,
                **self.options,
            }
        )

    def program(self) -> CompiledProgram:
        return formulate(self.system)

    def solve(self, without: str = "") -> Answer:
        """The best plan; ``without`` names a family of rows that is left out."""
        program = self.program()
        return Answer(self.system, freed(program, without) if without else program)


class Answer:
    """A solved small world, asked by name."""

    def __init__(self, system: System, program: CompiledProgram) -> None:
        self.system, self.program = system, program
        self.solution: Solution = solve(program)

    @property
    def outcome(self) -> Outcome:
        """The same as tables and accounts see it."""
        return Outcome("small", self.system, self.program, self.solution.x, self.solution.y)

    @property
    def gain(self) -> float:
        """Benefit less cost, MUSD discounted."""
        return -self.solution.objective

    def rates(self, block: str, **labels: str) -> list[float]:
        """Sum over the columns with these labels, by period."""
        family = self.program.column(block)
        values = self.solution.values(block) * family.index.where(**labels)
        return np.bincount(family.index.codes["period"], values, len(self.system.grid)).tolist()

    def rate(self, block: str, **labels: str) -> float:
        """The same where there is one period."""
        (value,) = self.rates(block, **labels)
        return value

    def cost(self, term: str) -> float:
        """One entry of the cost breakdown."""
        return self.program.costs[term].total(self.solution.x)

    def price(self, commodity: str, region: str) -> list[float]:
        """Duals of the commodity balance over discount and length, by period."""
        return (self.duals("commodity_balance", commodity=commodity, region=region) / self.system.weight).tolist()

    def duals(self, rows: str, **labels: str) -> np.ndarray:
        """Duals of the rows with these labels."""
        return self.solution.duals(rows)[self.program.row(rows).index.where(**labels)]

    def slopes(self, rows: str, step: float = 1e-3, **labels: str) -> list[float]:
        """How the least cost moves per unit when the bounds of each of these rows are raised by a little."""
        found = []
        for i in np.flatnonzero(self.program.row(rows).index.where(**labels)):
            moved = nudged(self.program, self.program.row(rows).start + int(i), step)
            found.append((solve(moved).objective - self.solution.objective) / step)
        return found


def freed(program: CompiledProgram, rows: str) -> CompiledProgram:
    """The programme without what a family of rows says."""
    lower, upper = program.row_lower.copy(), program.row_upper.copy()
    lower[program.row(rows).slice], upper[program.row(rows).slice] = -np.inf, np.inf
    return replace(program, row_lower=lower, row_upper=upper)


def nudged(program: CompiledProgram, row: int, step: float) -> CompiledProgram:
    """The programme with both bounds of one row raised by ``step``."""
    lower, upper = program.row_lower.copy(), program.row_upper.copy()
    lower[row], upper[row] = lower[row] + step, upper[row] + step
    return replace(program, row_lower=lower, row_upper=upper)


@pytest.fixture(scope="session")
def small() -> Small:
    """The small world over the year 2025."""
    return Small()


@pytest.fixture(scope="session")
def entries():
    """``entries(program, rows, block, **labels)``: {row label: coefficient} of one column in one family of rows."""

    def of(program: CompiledProgram, rows: str, block: str, **labels: str) -> dict[str, float]:
        column, family = _column(program, block, labels), program.row(rows)
        part = program.A[:, [column]].tocoo()
        return {
            family.index.label(int(i) - family.start): float(v)
            for i, v in zip(part.row, part.data, strict=True)
            if family.slice.start <= i < family.slice.stop and v != 0.0
        }

    return of


@pytest.fixture(scope="session")
def charges():
    """``charges(program, block, **labels)``: {cost term: MUSD per unit of one column}, zeros left out."""

    def of(program: CompiledProgram, block: str, **labels: str) -> dict[str, float]:
        column = _column(program, block, labels)
        found = {name: float(term.coefficients[term.positions == column].sum()) for name, term in program.costs.items()}
        return {name: value for name, value in found.items() if value != 0.0}

    return of


def _column(program: CompiledProgram, block: str, labels: dict[str, str]) -> int:
    family = program.column(block)
    (position,) = np.flatnonzero(family.index.where(**labels))
    return family.start + int(position)
