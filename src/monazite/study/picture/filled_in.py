"""Which share of the base year was filled in: tonnes whose number rests on an estimate, such as a split by element."""

from __future__ import annotations

from typing import Any

from monazite.study.study import Study

ESTIMATE = "estimate"
LANES, MADE, USED = "lanes", "activities", "demands"
_COLUMNS = {LANES: "base_flow", MADE: "base_run", USED: "base_quantity"}


def filled_in(study: Study) -> list[dict[str, Any]]:
    """Of each commodity on lanes, in plants (by what drives them) and at users: tonnage (kt/yr) and the share that rests on an
    estimate of any kind. A customs heading that holds many goods is an estimate, since its split is one.
    """
    grade = {(e.table, e.row): e.grade for e in study.inputs if not e.policy and _COLUMNS.get(e.table) == e.column}
    world, base = study.folder.world, study.baseline
    driver = {p.process: p.driver for p in world.processes}
    flows = [
        *((LANES, x.lane, x.commodity, base.flow.get(x.lane, 0.0)) for x in world.lanes),
        *((MADE, a.activity, driver[a.process], base.run.get(a.activity, 0.0)) for a in world.activities),
        *((USED, d.demand, d.commodity, base.quantity.get(d.demand, 0.0)) for d in world.demands),
    ]
    whole: dict[tuple[str, str], list[float]] = {}
    for table, name, commodity, amount in flows:
        total = whole.setdefault((table, commodity), [0.0, 0.0])
        total[0] += amount
        total[1] += amount if grade.get((table, name)) == ESTIMATE else 0.0
    return [
        {"table": table, "commodity": commodity, "amount": total, "share": part / total}
        for (table, commodity), (total, part) in whole.items()
        if total > 0.0
    ]
