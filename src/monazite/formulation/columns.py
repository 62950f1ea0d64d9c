"""The decisions of the programme: who runs, ships, delivers, stores, sells, builds and throws away how much, and when.

Each family is declared once, with the labels it may be joined on (the region of a lane's ends, the product of a demand).
All are rates in kt per year but for levels (kt) and capacities (kt per year).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from monazite.formulation.agreements import volumes
from monazite.formulation.content import ruled
from monazite.formulation.demand_shocks import shocked
from monazite.formulation.state_columns import StateColumns
from monazite.formulation.steps import demand_widths, lane_edges, supply_edges
from monazite.formulation.system import Floats, System
from monazite.labels import NO_LABEL, Axis, Index
from monazite.program import Block, Draft


@dataclass(frozen=True)
class Columns:
    """The programme's families of columns, by name."""

    run: Block
    ship: Block
    serve: Block
    deliver: Block
    level: Block
    fill: Block
    draw: Block
    discard: Block
    capacity: Block
    build: Block
    eligible: Block
    shortfall: Block
    switch: Block
    excess: Block
    buy: Block
    sell: Block
    let_go: Block
    undelivered: Block
    untaken: Block


def declare(draft: Draft, system: System) -> Columns:
    """Declare every family of columns of a world, with bounds and units."""
    w, T = system.widest, len(system.grid)
    region_of = w.region_of_unit
    supply_step = Axis("supply_step", _names(system.resolution.activities))
    lane_step = Axis("lane_step", _names(system.resolution.lanes))
    demand_step = Axis("demand_step", _names(system.resolution.demands))
    stores = _labelled(system, system.axis("stockpile", "stockpiles"), commodity=[k.commodity for k in w.stockpiles],
                       region=[k.region for k in w.stockpiles])
    room = np.array([system.world.keyed("stockpiles")[k.stockpile].capacity for k in w.stockpiles])
    units = Index.product(system.unit, system.period)
    contracts, owed = Index.product(system.axis("agreement", "agreements"), system.period), volumes(system)
    state = StateColumns.of(system)
    return Columns(
        run=draft.columns(
            "run", _labelled(system, system.axis("activity", "activities"), supply_step,
                             unit=[a.unit for a in w.activities], process=[a.process for a in w.activities],
                             region=[region_of[a.unit] for a in w.activities]),
            upper=_run_limits(system), unit="kt of driver/yr", meaning="a process in a unit, by step of its cost curve"),
        ship=draft.columns(
            "ship", _labelled(system, system.axis("lane", "lanes"), lane_step, commodity=[x.commodity for x in w.lanes],
                              origin=[x.origin for x in w.lanes], destination=[x.destination for x in w.lanes]),
            upper=_ship_limits(system), unit="kt/yr", meaning="cargo on a lane, by step of its cost curve"),
        serve=draft.columns(
            "serve", _labelled(system, system.axis("demand", "demands"), demand_step,
                               commodity=[d.commodity for d in w.demands], region=[d.region for d in w.demands]),
            upper=_serve_limits(system), unit="kt/yr", meaning="final use, by step of willingness to pay"),
        deliver=draft.columns(
            "deliver", _labelled(system, system.axis("agreement", "agreements"),
                                 commodity=[g.commodity for g in w.agreements], origin=[g.origin for g in w.agreements],
                                 delivered_as=[g.delivered_as for g in w.agreements],
                                 destination=[g.destination for g in w.agreements]),
            unit="kt/yr", meaning="handed over under an agreement"),
        level=draft.columns("level", _followed(system, stores), upper=np.repeat(room, T), unit="kt", meaning="in store at the end of a period"),
        fill=draft.columns("fill", stores, unit="kt/yr", meaning="put into store"),
        draw=draft.columns("draw", stores, unit="kt/yr", meaning="taken from store"),
        discard=draft.columns("discard", _disposals(system), unit="kt/yr", meaning="thrown away at a cost"),
        capacity=draft.columns("capacity", _followed(system, units), unit="kt of activity/yr", meaning="installed and available"),
        build=draft.columns("build", units, **_build_bounds(system), unit="kt of activity/yr", meaning="added in a period"),
        eligible=draft.columns("eligible", _eligible(system), unit="kt/yr", meaning="tonnes that draw an incentive"),
        shortfall=draft.columns("shortfall", Index.product(system.axis("reservation", "reservations"), system.period),
                                unit="kt/yr", meaning="reserved volume that is not made available"),
        switch=draft.columns("switch", _switches(system), unit="kt/yr", meaning="use of a commodity that another one replaces"),
        excess=draft.columns("excess", _ruled(system), upper=_may_exceed(system), unit="kt/yr",
                             meaning="cargo beyond the share that a content rule allows, at a fine"),
        buy=draft.columns("buy", state.bought, upper=state.may_buy, unit="kt/yr", meaning="bought by a state"),
        sell=draft.columns("sell", state.bought, upper=state.may_sell, unit="kt/yr", meaning="sold again from a public store"),
        let_go=draft.columns("let_go", state.mandated, upper=state.may_let_go, unit="kt/yr",
                             meaning="of what has to be held, drawn for its price"),
        undelivered=draft.columns("undelivered", contracts, upper=owed.may_be_missed.ravel(), unit="kt/yr",
                                  meaning="of an agreement's minimum, at a penalty"),
        untaken=draft.columns("untaken", contracts, upper=owed.may_be_untaken.ravel(), unit="kt/yr",
                              meaning="of a take-or-pay volume, paid for all the same"),
    )


def _names(steps: int) -> tuple[str, ...]:
    return tuple(str(i + 1) for i in range(steps))


def _labelled(system: System, *axes: Axis, **attributes: Sequence[str]) -> Index:
    """The product of the axes and the periods, with attributes of the first axis' labels."""
    index = Index.product(*axes, system.period)
    shared = {"commodity": system.commodity, "delivered_as": system.commodity, "region": system.region,
              "origin": system.region, "destination": system.region, "unit": system.unit, "process": system.process}
    first = index.codes[axes[0].name]
    for role, labels in attributes.items():
        codes = shared[role].codes(labels)
        index = index.with_attribute(shared[role], codes[first] if codes.size else codes, role)
    return index


def _followed(system: System, index: Index) -> Index:
    """The index with the period that follows each row's own, so that a balance can look back; the last has none."""
    after = index.codes["period"] + 1
    return index.with_attribute(system.period, np.where(after < len(system.grid), after, NO_LABEL), "next_period")


def _run_limits(system: System) -> Floats:
    """Width of each supply step; an activity without history has one step, bounded by its unit's capacity alone."""
    widths = np.diff(supply_edges(system.resolution.activities))
    normal = _by_period(system, [system.normal_run[a.activity] for a in system.widest.activities])
    limits = normal[:, None, :] * widths[None, :, None]
    new = np.array([system.baseline.run.get(a.activity, 0.0) <= 0.0 for a in system.widest.activities])
    limits[new, 0, :] = np.inf
    limits[new, 1:, :] = 0.0
    return limits.ravel()


def _ship_limits(system: System) -> Floats:
    """Width of each transport step; a lane without history has one open step, from the day on which it opens."""
    lanes = [system.world.keyed("lanes")[x.lane] for x in system.widest.lanes]
    steps = system.resolution.lanes
    widths = np.array([np.diff(lane_edges(steps, x.elasticity)) for x in lanes]).reshape(len(lanes), steps)
    flow = np.array([system.baseline.flow.get(x.lane, 0.0) for x in lanes])
    growth = _by_period(system, [system.growth(x.growth) for x in lanes])
    limits = flow[:, None, None] * growth[:, None, :] * widths[:, :, None]
    for i, lane in enumerate(lanes):
        if flow[i] <= 0.0:
            limits[i] = 0.0
            limits[i, 0, :] = np.where(system.grid.share(lane.opens, None) > 0.0, np.inf, 0.0)
    return limits.ravel()


def _serve_limits(system: System) -> Floats:
    """Width of each demand step by the demand's shape, with the quantity grown from the base year and under shocks."""
    demands = [system.world.keyed("demands")[d.demand] for d in system.widest.demands]
    steps = system.resolution.demands
    widths = np.array([demand_widths(steps, d.shape) for d in demands]).reshape(len(demands), steps)
    quantity = _by_period(system, [
        system.baseline.quantity.get(d.demand, 0.0) * system.demand_growth(d) * shocked(system, d) for d in demands
    ])
    return (quantity[:, None, :] * widths[:, :, None]).ravel()


def _by_period(system: System, rows: Sequence[Floats]) -> Floats:
    """Rows of numbers over periods as a matrix, also where there are none; shape (rows, periods)."""
    return np.array(rows).reshape(len(rows), len(system.grid))


def _build_bounds(system: System) -> dict[str, Floats]:
    """Projects are given: what they add in each period is both the least and the most that is built."""
    added = np.array([np.diff(system.added_capacity[u.unit], prepend=0.0) for u in system.widest.units]).ravel()
    return {"lower": added, "upper": added}


def _disposals(system: System) -> Index:
    keys = list(system.widest.keyed("disposals"))
    periods = len(system.grid)
    commodity = np.repeat(system.commodity.codes([c for c, _ in keys]), periods)
    region = np.repeat(system.region.codes([r for _, r in keys]), periods)
    when = np.tile(np.arange(periods, dtype=np.int32), len(keys))
    return Index({"commodity": system.commodity, "region": system.region, "period": system.period},
                 {"commodity": commodity, "region": region, "period": when}, len(keys) * periods)


def _eligible(system: System) -> Index:
    subsidies = system.widest.subsidies
    axis = system.axis("subsidy", "subsidies")
    pairs = [(s.subsidy, c, s.unit) for s in subsidies for c in s.commodities]
    periods = len(system.grid)
    index = Index(
        {"subsidy": axis, "commodity": system.commodity, "period": system.period},
        {"subsidy": np.repeat(axis.codes([p[0] for p in pairs]), periods),
         "commodity": np.repeat(system.commodity.codes([p[1] for p in pairs]), periods),
         "period": np.tile(np.arange(periods, dtype=np.int32), len(pairs))}, len(pairs) * periods)
    return index.with_attribute(system.unit, np.repeat(system.unit.codes([p[2] for p in pairs]), periods))


def _switches(system: System) -> Index:
    """Substitutions and periods, with the demand, what is replaced (``commodity``) and what replaces it (``instead``)."""
    records, demands = system.widest.substitutions, system.widest.keyed("demands")
    demand = system.axis("demand", "demands")
    index = Index.product(system.axis("substitution", "substitutions"), system.period)
    at = index.codes["substitution"]
    replaced = [demands[v.demand] for v in records]
    instead = [system.commodity.code(v.commodity) if v.commodity else NO_LABEL for v in records]
    for role, axis, codes in (
        ("demand", demand, demand.codes([v.demand for v in records])),
        ("commodity", system.commodity, system.commodity.codes([d.commodity for d in replaced])),
        ("instead", system.commodity, np.array(instead, dtype=np.int32)),
        ("region", system.region, system.region.codes([d.region for d in replaced])),
    ):
        index = index.with_attribute(axis, codes[at] if codes.size else codes, role)
    return index


def _ruled(system: System) -> Index:
    """Content rules with each commodity that they are about, and periods; the region is that of the rule."""
    pairs, periods = ruled(system), len(system.grid)
    axis, region = system.axis("rule", "content_rules"), {q.rule: q.region for q in system.widest.content_rules}
    index = Index(
        {"rule": axis, "commodity": system.commodity, "period": system.period},
        {"rule": np.repeat(axis.codes([q for q, _ in pairs]), periods),
         "commodity": np.repeat(system.commodity.codes([c for _, c in pairs]), periods),
         "period": np.tile(np.arange(periods, dtype=np.int32), len(pairs))}, len(pairs) * periods)
    return index.with_attribute(system.region, np.repeat(system.region.codes([region[q] for q, _ in pairs]), periods))


def _may_exceed(system: System) -> Floats:
    """Without end where a content rule has a fine, else nothing."""
    own = system.world.keyed("content_rules")
    fined = [rule in own and own[rule].fine > 0.0 for rule, _ in ruled(system)]
    return np.repeat(np.where(fined, np.inf, 0.0), len(system.grid))
