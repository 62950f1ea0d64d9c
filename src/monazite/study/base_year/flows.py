"""The flows of the base year: what each record says of itself, what all reports say together, and what adds up.

What is made and bought equals what is used, sold, stored and thrown away, at every place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from monazite.balance import Problem, Products, Reconciled, reconcile
from monazite.world.measured import measured
from monazite.world.recipes import Recipe
from monazite.world.records import Agreement, Report
from monazite.world.world import World

Node = tuple[str, str]
"""A place: commodity and region."""
Record = tuple[str, object]
"""A record with a flow: table and key."""

DISCARD_DEVIATION = 0.02
"""How much, as a share of what a place makes, is thrown away without the fit minding, where a use exists at all."""


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


def balance_flows(world: World, book: Mapping[str, Recipe], left_out: Collection[str] = ()) -> FlowBalance:
    """The flows nearest to all reports that add up, as if the reports ``left_out`` had not been made.

    Raises ``ModelFault`` if nothing balances.
    """
    flows = base_flows(world, book)
    reports = [report for report in world.reports if report.report not in left_out]
    besides = list(dict.fromkeys(report.besides for report in reports if report.besides))
    return FlowBalance(tuple(flows), tuple(besides), tuple(reports), reconcile(_problem(world, book, flows, reports, besides)))


def _problem(
    world: World, book: Mapping[str, Recipe], flows: list[Flow], reports: list[Report], besides: list[str]
) -> Problem:
    unknowns = len(flows) + len(besides)
    nodes = {node: i for i, node in enumerate(sorted({n for flow in flows for n in flow.effect}))}
    balances = _matrix(
        [(nodes[n], j, x) for j, flow in enumerate(flows) for n, x in flow.effect.items()], (len(nodes), unknowns)
    )
    place: dict[Record, int] = {(flow.table, flow.key): j for j, flow in enumerate(flows)}
    entries = [(j, j, 1.0) for j in range(len(flows))]
    for i, report in enumerate(reports, len(flows)):
        counted = measured(world, book, report)
        entries += [(i, place[record], x) for record, x in counted.items() if record in place]
        if report.besides:
            entries.append((i, len(flows) + besides.index(report.besides), 1.0))
    by_factor = np.array([False] * len(flows) + [report.error == "lognormal" for report in reports])
    size = np.array([report.value for report in reports])
    deviation = np.array([report.relative_sd for report in reports])
    own = np.where(by_factor[len(flows) :], deviation, deviation * size)
    return Problem(
        laws=Products.linear(balances),
        measured=Products.linear(_matrix(entries, (len(flows) + len(reports), unknowns))),
        reported=np.concatenate([[f.reported for f in flows], size]),
        deviation=np.concatenate([[f.deviation for f in flows], own]),
        low=np.zeros(unknowns),
        high=np.full(unknowns, np.inf),
        by_factor=by_factor,
        shared=_in_common(reports, by_factor, len(flows)),
        start=np.array([f.reported for f in flows] + [np.nan] * len(besides)),
    )


def _in_common(reports: list[Report], by_factor: np.ndarray, before: int) -> sp.csr_array | None:
    """What reports of one group err together, a column for each group."""
    groups = list(dict.fromkeys(report.group for report in reports if report.group))
    entries = [
        (i, groups.index(report.group), report.group_sd * (1.0 if by_factor[i] else report.value))
        for i, report in enumerate(reports, before)
        if report.group
    ]
    return _matrix(entries, (before + len(reports), len(groups))) if groups else None


def _matrix(entries: list[tuple[int, int, float]], shape: tuple[int, int]) -> sp.csr_array:
    row, column, value = (np.array(part) for part in zip(*entries, strict=True))
    return sp.csr_array((value.astype(float), (row, column)), shape=shape)


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
