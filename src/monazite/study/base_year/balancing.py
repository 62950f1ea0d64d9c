"""From reports to the base year: flows are balanced, then prices, and what neither explains is kept as a margin,
and so is what kept people from using what stood open."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from monazite.study.base_year.common_doubt import CommonDoubt
from monazite.study.base_year.flows import FlowBalance, Node, Record, balance_flows
from monazite.study.base_year.prices import balance_prices, way
from monazite.study.base_year.unused import activities_left_alone, lanes_left_alone
from monazite.world.baseline import Baseline
from monazite.world.recipes import Recipe, recipes
from monazite.world.records import Activity
from monazite.world.world import World


def base_year(world: World, common: CommonDoubt | None = None, left_out: Collection[str] = ()) -> Baseline:
    """Balance flows, then prices, and read off the fitted margins.

    ``common`` says which numbers rest on the same evidence, ``left_out`` which reports are to be as if not made. Raises
    ``ModelFault`` if nothing can balance.
    """
    return nearest_base_year(world, balance_flows(world, recipes(world), common, left_out))


def nearest_base_year(world: World, balance: FlowBalance) -> Baseline:
    """The base year of the flows that come nearest to all reports, with the prices that do."""
    book = recipes(world)
    prices = balance_prices(world, book, balance.amounts)
    return calibrated(world, book, balance, balance.amounts, prices.prices_of(prices.found.values))


def calibrated(
    world: World,
    book: Mapping[str, Recipe],
    balance: FlowBalance,
    amounts: Mapping[Record, float],
    price: Mapping[Node, float],
) -> Baseline:
    """The base year of these flows (kt/yr) and prices (USD/kg), with the margins that they leave unexplained."""
    used = {record: v for record, v in amounts.items() if v > 0.0}
    found, count = balance.found, len(balance.flows)
    told = zip(found.problem.reported, balance.balanced, found.adjustment, strict=True)
    moved = [(float(was), float(now), float(by)) for was, now, by in told]
    return Baseline(
        run=_of("activities", amounts),
        flow=_of("lanes", amounts),
        quantity=_of("demands", amounts),
        delivery=_of("agreements", amounts),
        stock_change=_of("stockpiles", amounts),
        discarded=_of("disposals", amounts),
        price=dict(price),
        activity_margin=activities_left_alone(world, book, amounts, price)
        | {
            a.activity: _margin_of_activity(world, book, a, price)
            for a in world.activities
            if ("activities", a.activity) in used
        },
        lane_margin=lanes_left_alone(world, book, amounts, price)
        | {
            lane.lane: (1.0 - lane.royalty) * price[lane.commodity, lane.destination]
            - price[lane.commodity, lane.origin]
            - way(lane)
            for lane in world.lanes
            if ("lanes", lane.lane) in used
        },
        delivery_margin={
            g.agreement: price[g.delivered_as, g.destination] - price[g.commodity, g.origin]
            for g in world.agreements
            if ("agreements", g.agreement) in used
        },
        moved={(f.table, str(f.key)): m for f, m in zip(balance.flows, moved[:count], strict=True)},
        reports={report.report: m for report, m in zip(balance.reports, moved[count:], strict=True)},
        besides=dict(zip(balance.besides, map(float, found.values[count:]), strict=True)),
    )


def _of(table: str, amounts: Mapping[Record, float]) -> dict[Any, float]:
    return {key: value for (name, key), value in amounts.items() if name == table}


def _margin_of_activity(
    world: World, book: Mapping[str, Recipe], activity: Activity, price: Mapping[Node, float]
) -> float:
    place = world.region_of_unit[activity.unit]
    return sum(x * price[c, place] for c, x in book[activity.process].amounts.items()) - activity.cost
