"""What base-year prices leave unexplained, where it is hard to believe: lanes that pay their carrier, plants beyond their cost.

A lane that costs less than nothing, or a plant that earns or loses as much as it costs to run, says that a price, a cost or a
flow of its neighbourhood is wrong; it is printed, never mended. What stood open and was not used has what it would have earned.
"""

from __future__ import annotations

from typing import Any

from monazite.study.base_year.prices import way
from monazite.study.study import Study


def doubtful_margins(study: Study) -> list[dict[str, Any]]:
    """Lanes whose cost and margin together are below nothing, and activities whose margin exceeds their cost; USD/kg, worst
    first by what the margin weighs (MUSD a year).
    """
    world, base = study.folder.world, study.baseline
    rows = []
    for lane in (x for x in world.lanes if base.flow.get(x.lane, 0.0) > 0.0):
        margin = base.lane_margin.get(lane.lane)
        if margin is not None and way(lane) + lane.royalty * base.price[lane.commodity, lane.destination] + margin < 0.0:
            cost = way(lane) + lane.royalty * base.price[lane.commodity, lane.destination]
            rows.append(_row("lane", lane.lane, cost, margin, base.flow[lane.lane]))
    for activity in (a for a in world.activities if base.run.get(a.activity, 0.0) > 0.0):
        margin = base.activity_margin.get(activity.activity)
        if margin is not None and abs(margin) > activity.cost:
            rows.append(_row("activity", activity.activity, activity.cost, margin, base.run[activity.activity]))
    return sorted(rows, key=lambda row: -abs(row["weight"]))


def _row(kind: str, name: str, cost: float, margin: float, amount: float) -> dict[str, Any]:
    return {"kind": kind, "name": name, "cost": cost, "margin": margin, "weight": margin * amount}


def without_history(study: Study) -> list[dict[str, Any]]:
    """Activities and lanes of which nothing was seen in the base year, with their reported cost, entry premium, and what they
    would have earned in the base year if they stood open (their margin), USD/kg.

    Lanes have a premium of their own; an activity's is in its cost.
    """
    world, base = study.folder.world, study.baseline
    rows = [
        {"kind": "activity", "name": a.activity, "cost": a.cost, "premium": None, "margin": base.activity_margin.get(a.activity, 0.0)}
        for a in world.activities
        if base.run.get(a.activity, 0.0) <= 0.0
    ]
    return rows + [
        {"kind": "lane", "name": x.lane, "cost": way(x), "premium": x.premium, "margin": base.lane_margin.get(x.lane, 0.0)}
        for x in world.lanes
        if base.flow.get(x.lane, 0.0) <= 0.0
    ]
