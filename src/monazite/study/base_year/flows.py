"""The flows of the base year: what each record says of itself, what all reports say together, and what adds up.

What is made and bought equals what is used, sold, stored and thrown away, at every place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from monazite.balance import Problem, Products, Reconciled, reconcile
from monazite.errors import ModelFault
from monazite.study.base_year.common_doubt import CommonDoubt, Part
from monazite.world.measured import measured
from monazite.world.recipes import Recipe
from monazite.world.records import Agreement, Report
from monazite.world.world import World

Node = tuple[str, str]
"""A place: commodity and region."""
Record = tuple[str, object]
"""A record with a flow: table and key."""

THROWN_AWAY = 0.1
"""Up to this share of what a place makes nothing is thrown away; beyond it, what is sets the price: minus the cost."""
DISCARD_DEVIATION = 0.02
"""How much, as a share of what a place makes, is thrown away without the fit minding, where a use exists at all."""

LEAST = 0.05
"""What was seen to flow did flow: at least this share of what was reported, however little the rest of the picture needs."""
OWN = 1.0 / 3.0
"""At least this share of a number's standard deviation is its own: what is read from one figure still is not one thing, and
where a wide error in common met numbers without any of their own, all of them would shrink to agree."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One unknown of the base year: what it adds to each place per kt, its report and how well that is known."""

    table: str
    key: object
    effect: dict[Node, float]
    reported: float
    deviation: float


@dataclass(frozen=True, eq=False)
class FlowBalance:
    """Flows reconciled: unknowns are ``flows``, then amounts ``besides`` them that reports count (kt/yr); measurements are the
    flows' own base values, then ``reports``.
    """

    flows: tuple[Flow, ...]
    besides: tuple[str, ...]
    reports: tuple[Report, ...]
    found: Reconciled

    def amounts_of(self, values: np.ndarray) -> dict[Record, float]:
        """Kt/yr by (table, key) of a picture (unknowns,)."""
        return {(f.table, f.key): float(v) for f, v in zip(self.flows, values[: len(self.flows)], strict=True)}

    @cached_property
    def amounts(self) -> dict[Record, float]:
        """Kt/yr by (table, key) in the picture that comes nearest to all reports."""
        return self.amounts_of(self.found.values)

    @cached_property
    def balanced(self) -> np.ndarray:
        """What each measurement would have said in this picture, kt/yr."""
        return self.found.problem.measured.value(self.found.values)


def balance_flows(
    world: World, book: Mapping[str, Recipe], common: CommonDoubt | None = None, left_out: Collection[str] = ()
) -> FlowBalance:
    """The flows nearest to all reports that count and add up, as if the reports ``left_out`` had not been made.

    ``common`` says which numbers rest on the same evidence. Raises ``ModelFault`` if nothing balances.
    """
    reports = tuple(report for report in world.reports if report.counts and report.report not in left_out)
    besides = tuple(dict.fromkeys(report.besides for report in reports if report.besides))

    def balanced(flows: list[Flow]) -> FlowBalance:
        problem = _problem(world, book, flows, reports, besides, common or {})
        return FlowBalance(tuple(flows), besides, reports, reconcile(problem))

    flows = base_flows(world, book)
    found = balanced(flows)
    wanted = _not_thrown_away(found)
    if not wanted:
        return found
    # Nobody throws away a little of what he can sell: without these disposals the other flows share the difference.
    try:
        return balanced([flow for flow in flows if flow not in wanted])
    except ModelFault:
        return found


def _not_thrown_away(balance: FlowBalance) -> list[Flow]:
    """Disposals of so little of what a place makes that it must have had a price."""
    made: dict[Node, float] = {}
    for flow, v in zip(balance.flows, balance.found.values, strict=False):
        for node, x in flow.effect.items():
            made[node] = made.get(node, 0.0) + max(x, 0.0) * v
    return [
        flow
        for flow, v in zip(balance.flows, balance.found.values, strict=False)
        if flow.table == "disposals" and v <= THROWN_AWAY * made[next(iter(flow.effect))]
    ]


def _problem(
    world: World,
    book: Mapping[str, Recipe],
    flows: list[Flow],
    reports: Sequence[Report],
    besides: Sequence[str],
    common: CommonDoubt,
) -> Problem:
    unknowns = len(flows) + len(besides)
    nodes = {node: i for i, node in enumerate(sorted({n for flow in flows for n in flow.effect}))}
    balances = _matrix(
        [(nodes[n], j, x) for j, flow in enumerate(flows) for n, x in flow.effect.items()], (len(nodes), unknowns)
    )
    by_factor = np.array([False] * len(flows) + [report.error == "lognormal" for report in reports])
    size = np.array([flow.reported for flow in flows] + [report.value for report in reports])
    deviation = np.array([flow.deviation for flow in flows] + [report.relative_sd * report.value for report in reports])
    deviation[by_factor] /= size[by_factor]
    unit = np.where(by_factor, 1.0, size)
    told: list[Record] = [*((flow.table, flow.key) for flow in flows), *(("reports", r.report) for r in reports)]
    evidence = _of_evidence([common.get(record, ()) for record in told], unit)
    groups = _matrix(_in_groups(reports, unit, len(flows)), (len(told), len({r.group for r in reports if r.group})))
    return Problem(
        laws=Products.linear(balances),
        measured=Products.linear(_matrix(_counted(world, book, flows, reports, besides), (len(told), unknowns))),
        reported=size,
        deviation=_own(deviation, evidence),
        low=np.array([LEAST * flow.reported for flow in flows] + [0.0] * len(besides)),
        high=np.full(unknowns, np.inf),
        by_factor=by_factor,
        shared=sp.csr_array(sp.hstack([evidence, groups])),
        start=np.concatenate([size[: len(flows)], np.full(len(besides), np.nan)]),
    )


def _counted(
    world: World, book: Mapping[str, Recipe], flows: list[Flow], reports: Sequence[Report], besides: Sequence[str]
) -> list[tuple[int, int, float]]:
    """What each measurement counts of each unknown: flows themselves, then sums of them with what is counted besides."""
    place: dict[Record, int] = {(flow.table, flow.key): j for j, flow in enumerate(flows)}
    entries = [(j, j, 1.0) for j in range(len(flows))]
    for i, report in enumerate(reports, len(flows)):
        counted = measured(world, book, report)
        entries += [(i, place[record], x) for record, x in counted.items() if record in place]
        if report.besides:
            entries.append((i, len(flows) + besides.index(report.besides), 1.0))
    return entries


def _of_evidence(parts: list[tuple[Part, ...]], unit: np.ndarray) -> sp.csr_array:
    """Errors that numbers have in common through their evidence, a column for each piece of it."""
    names = list(dict.fromkeys(part.evidence for own in parts for part in own))
    entries = [(i, names.index(part.evidence), part.share * unit[i]) for i, own in enumerate(parts) for part in own]
    return _matrix(entries, (len(parts), len(names)))


def _own(deviation: np.ndarray, common: sp.csr_array) -> np.ndarray:
    """What is left of the stated doubt of each number beside that of its evidence.

    Where the ranges of the evidence are wider than what was stated, they stand as they are: scaled down, they would no
    longer say that an output and the feed made from it move in step.
    """
    told = np.asarray(common.multiply(common).sum(axis=1)).ravel()
    return np.sqrt(np.maximum(deviation**2 - told, (OWN * deviation) ** 2))


def _in_groups(reports: Sequence[Report], unit: np.ndarray, before: int) -> list[tuple[int, int, float]]:
    """What reports of one group err together, a column for each group."""
    groups = list(dict.fromkeys(report.group for report in reports if report.group))
    return [
        (i, groups.index(report.group), report.group_sd * unit[i])
        for i, report in enumerate(reports, before)
        if report.group
    ]


def _matrix(entries: list[tuple[int, int, float]], shape: tuple[int, int]) -> sp.csr_array:
    row, column, value = zip(*entries, strict=True) if entries else ((), (), ())
    return sp.csr_array((np.array(value, dtype=float), (np.array(row, dtype=int), np.array(column, dtype=int))), shape=shape)


def base_flows(world: World, book: Mapping[str, Recipe]) -> list[Flow]:
    """All flows of the base year that were reported, in the order of the tables."""
    region = world.region_of_unit
    flows = [
        Flow(
            "activities",
            a.activity,
            {(c, region[a.unit]): x for c, x in book[a.process].amounts.items()},
            a.base_run,
            a.relative_sd * a.base_run,
        )
        for a in world.activities
        if a.observed and a.base_run > 0.0
    ]
    flows += [
        Flow(
            "lanes",
            lane.lane,
            {(lane.commodity, lane.origin): -1.0, (lane.commodity, lane.destination): 1.0},
            lane.base_flow,
            lane.relative_sd * lane.base_flow,
        )
        for lane in world.lanes
        if lane.base_flow > 0.0
    ]
    flows += [
        Flow("demands", d.demand, {(d.commodity, d.region): -1.0}, d.base_quantity, d.relative_sd * d.base_quantity)
        for d in world.demands
        if d.base_quantity > 0.0
    ]
    flows += [
        Flow("agreements", g.agreement, delivery(g), g.base_delivery, 0.05 * g.base_delivery)
        for g in world.agreements
        if g.base_delivery > 0.0
    ]
    flows += [
        Flow("stockpiles", k.stockpile, {(k.commodity, k.region): -1.0}, k.base_change, 0.3 * k.base_change)
        for k in world.stockpiles
        if k.base_change > 0.0
    ]
    made: dict[Node, float] = {}
    for flow in flows:
        for node, x in flow.effect.items():
            made[node] = made.get(node, 0.0) + max(x, 0.0) * flow.reported
    used = {node for flow in flows for node, x in flow.effect.items() if x < 0.0}
    flows += [
        Flow(
            "disposals",
            (j.commodity, j.region),
            {(j.commodity, j.region): -1.0},
            0.0,
            (DISCARD_DEVIATION if (j.commodity, j.region) in used else 1.0) * made[j.commodity, j.region],
        )
        for j in world.disposals
        if made.get((j.commodity, j.region), 0.0) > 0.0
    ]
    return flows


def delivery(agreement: Agreement) -> dict[Node, float]:
    """What a kt delivered under an agreement takes from one place and adds to another."""
    return {(agreement.commodity, agreement.origin): -1.0, (agreement.delivered_as, agreement.destination): 1.0}
