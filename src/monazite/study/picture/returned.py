"""Does the programme give back the base year it was calibrated on? Solved as one year, and along the study's own periods.

At balanced prices each plant and lane just pays for its base flow and each user buys the base quantity, so the base year is a
best plan of itself. If something does not come back, what it would cost to insist on every base flow says whether the curves leave
it open (nothing), or the base year contradicts itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from monazite.calendar import Grid, Period
from monazite.formulation.formulate import formulate
from monazite.formulation.system import Floats, System
from monazite.results.outcome import Outcome
from monazite.solving import Session
from monazite.study.study import Study
from monazite.world.world import World

BLOCKS = {"activities": ("run", "activity"), "lanes": ("ship", "lane"), "demands": ("serve", "demand")}
"""Where the flow of a record stands in the programme: family of columns and label, by table."""
SMALL = 0.01
"""Flows below this share of what moves of their commodity are not counted."""
CLOSE, NEAR = 0.01, 0.02
"""How far off counts as given back, as a share: in the base year itself, and along the years."""
ROUNDING = 1e-6
"""How exactly a base flow is insisted on, as a share of it: balances of the picture hold to rounding only."""
DEARER = (1.05, 1.1, 1.2)
"""Prices at the destination, against the base, at which lanes are asked for their response."""


@dataclass(frozen=True, slots=True)
class Returned:
    """One number of the base year and what the programme makes of it: kt/yr, or USD/kg of a price."""

    kind: str
    name: str
    base: float
    found: float

    @property
    def miss(self) -> float:
        """How far it is off, as a share of the base."""
        return abs(self.found - self.base) / abs(self.base)


@dataclass(frozen=True)
class OneYear:
    """The base year solved alone: its flows and prices beside those it was calibrated on, what it costs to insist on every
    base flow of plants and lanes (MUSD a year), and by price (of ``DEARER``) and lane the response to it at the
    destination over what the lane's elasticity says (1: as stated).
    """

    numbers: tuple[Returned, ...]
    insisting: float
    responses: Mapping[float, Mapping[str, float]]


def in_one_year(study: Study) -> OneYear:
    """Solve the base year alone. Stores begin empty, and what is put into them is worth the base price, as in balancing."""
    year = study.folder.world.base_year
    outcome = _solved(study, Grid((Period(date(year, 1, 1), date(year + 1, 1, 1), str(year)),)))
    responses = {dearer: dict(_responses(study, outcome, dearer)) for dearer in DEARER}
    return OneYear((*_flows(study, outcome), *_prices(study, outcome)), _insisting(study, outcome), responses)


def along_the_years(study: Study) -> list[Returned]:
    """Flows and prices of the base year beside those of the study's periods if nothing grew and nothing was announced: each in
    the period in which it is farthest off."""
    outcome = _solved(study, study.grid)
    return [*_flows(study, outcome), *_prices(study, outcome)]


def _as_it_was(world: World) -> World:
    """The world in which every year is the base year: no growth, no projects, stores of no use to anybody."""
    return replace(
        world,
        units=tuple(replace(u, growth=0.0) for u in world.units),
        lanes=tuple(replace(x, growth=0.0) for x in world.lanes),
        demands=tuple(replace(d, growth=0.0) for d in world.demands),
        projects=(),
        stockpiles=tuple(
            replace(k, initial=0.0, working_days=0.0, holding_cost=0.0, terminal_share=1.0) for k in world.stockpiles
        ),
        discount_rate=0.0,
    )


def _solved(study: Study, grid: Grid) -> Outcome:
    world = _as_it_was(study.world)
    system = System(world, world, study.baseline, grid, study.resolution)
    program = formulate(system)
    solution = Session(program).solve()
    return Outcome("as it was", system, program, solution.x, solution.y)


def _base(study: Study) -> dict[str, dict[str, float]]:
    return {"activities": study.baseline.run, "lanes": study.baseline.flow, "demands": study.baseline.quantity}


def _flows(study: Study, outcome: Outcome) -> list[Returned]:
    """Every flow that is not small."""
    found = []
    for table, base in _base(study).items():
        moved, whole = _by_period(outcome, *BLOCKS[table]), _whole(study, table, base)
        found += [
            Returned(table, name, amount, _farthest(moved[name], amount))
            for name, amount in base.items()
            if amount > 0.0 and amount >= SMALL * whole[name]
        ]
    return found


def _prices(study: Study, outcome: Outcome) -> list[Returned]:
    """Every price of a place that has one in the programme, and is not nought in the base year."""
    places = set(outcome.places())
    return [
        Returned("prices", f"{commodity} in {region}", base, _farthest(outcome.price(commodity, region), base))
        for (commodity, region), base in study.baseline.price.items()
        if base > 0.0 and (commodity, region) in places
    ]


def _farthest(found: Floats, base: float) -> float:
    return float(found[np.argmax(np.abs(found - base))])


def _by_period(outcome: Outcome, block: str, label: str) -> dict[str, Floats]:
    """Kt/yr of each record of a family; each of shape (periods,)."""
    index = outcome.program.column(block).index
    names, periods = index.axes[label].labels, len(outcome.system.grid)
    sums = np.bincount(index.codes[label] * periods + index.codes["period"], outcome.values(block), len(names) * periods)
    return dict(zip(names, sums.reshape(len(names), periods), strict=True))


def _whole(study: Study, table: str, base: Mapping[str, float]) -> dict[str, float]:
    """What moves in all of each record's kind: of its commodity, or for an activity of its process."""
    of = {"activities": "process", "lanes": "commodity", "demands": "commodity"}[table]
    kind = {key: getattr(record, of) for key, record in study.folder.world.keyed(table).items()}
    total: dict[str, float] = {}
    for name, amount in base.items():
        total[kind[name]] = total.get(kind[name], 0.0) + amount
    return {name: total[kind[name]] for name in base}


def _insisting(study: Study, outcome: Outcome) -> float:
    """What the year costs more if plants and lanes have to do exactly what they did, MUSD."""
    program = outcome.program
    lower, upper = program.lower.copy(), program.upper.copy()
    for table in ("activities", "lanes"):
        block, label = BLOCKS[table]
        family = program.column(block)
        filled = _filled(_base(study)[table], family.index.labels(label), program.upper[family.slice])
        most = np.minimum((1.0 + ROUNDING) * filled, upper[family.slice])
        lower[family.slice], upper[family.slice] = (1.0 - ROUNDING) * filled, most
    return float(program.c @ Session(replace(program, lower=lower, upper=upper)).solve().x - program.c @ outcome.x)


def _filled(base: Mapping[str, float], names: tuple[str, ...], widths: Floats) -> Floats:
    """Steps filled from the first on up to each record's base flow."""
    left = dict(base)
    taken = np.zeros(len(names))
    for i, name in enumerate(names):
        taken[i] = min(left.get(name, 0.0), widths[i])
        left[name] = left.get(name, 0.0) - taken[i]
    return taken


def _responses(study: Study, outcome: Outcome, dearer: float) -> Iterator[tuple[str, float]]:
    """Each lane's change of flow, over elasticity times change of price, if its destination alone pays so much more."""
    program, price = outcome.program, study.baseline.price
    family = program.column("ship")
    of = np.array(family.index.labels("lane"))
    cost, widths = program.c[family.slice] / outcome.system.weight[0], program.upper[family.slice]
    for lane in study.folder.world.lanes:
        base = study.baseline.flow.get(lane.lane, 0.0)
        here = price.get((lane.commodity, lane.destination), 0.0)
        if base > 0.0 and here > 0.0:
            mine = of == lane.lane
            # A royalty is a share of the price that was balanced; the programme has it as a cost already.
            gap = dearer * here - price[lane.commodity, lane.origin]
            pays = cost[mine] <= gap + 1e-9 * abs(here)
            yield lane.lane, float((widths[mine][pays].sum() / base - 1.0) / ((dearer - 1.0) * lane.elasticity))
