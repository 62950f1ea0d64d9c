"""What the base year says beyond reported costs: fitted margins, and how cost rises away from the base flow."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.steps import lane_edges, linear_premium, supply_edges
from monazite.formulation.system import System
from monazite.program import Draft


def unexplained_margin(draft: Draft, system: System, columns: Columns) -> None:
    """Charge fitted margins and the slope of supply and transport curves.

    Term: sum weight_t (margin_a + max(revenue_a / elasticity_a (x_s - 1), - cost_a - margin_a)) run
        + sum weight_t (margin_l + price_l / elasticity_l (x_s - 1)) ship, with the price at destination
        + sum weight_t margin_g deliver
    Unit: MUSD, discounted. It is no cash cost: where it exceeds the difference of two options the answer is not decided.
    Source: price-wedge calibration (docs/math/unexplained_margin.md); slopes from stated elasticities.
    """
    base, region = system.baseline, system.widest.region_of_unit
    unit = system.world.keyed("units")
    margin = np.array([base.activity_margin.get(a.activity, 0.0) for a in system.widest.activities])
    revenue = np.array([
        sum(max(x, 0.0) * max(system.price(c, region[a.unit]), 0.0) for c, x in system.book[a.process].amounts.items())
        if base.run.get(a.activity, 0.0) > 0.0 else 0.0 for a in system.widest.activities])
    slope = revenue / np.array([unit[a.unit].elasticity for a in system.widest.activities])
    step = linear_premium(supply_edges(system.resolution.activities))
    at = columns.run.index.codes
    reported = np.array([system.world.keyed("activities")[a.activity].cost for a in system.widest.activities])
    # Nobody is paid for producing: below the base the whole marginal cost falls to nothing at most, however stiff supply.
    least = -np.maximum(reported + margin, 0.0)
    premium = np.maximum(slope[at["activity"]] * step[at["supply_step"]], least[at["activity"]])
    draft.cost("unexplained_margin", columns.run, (margin[at["activity"]] + premium) * system.weight[at["period"]])
    lanes = [system.world.keyed("lanes")[x.lane] for x in system.widest.lanes]
    gap = np.array([base.lane_margin.get(x.lane, 0.0) for x in lanes])
    rise = np.array([max(system.price(x.commodity, x.destination), 0.0) / x.elasticity
                     if base.flow.get(x.lane, 0.0) > 0.0 else 0.0 for x in lanes])
    steps = system.resolution.lanes
    step = np.array([linear_premium(lane_edges(steps, x.elasticity)) for x in lanes]).reshape(len(lanes), steps)
    at = columns.ship.index.codes
    draft.cost("unexplained_margin", columns.ship,
               (gap[at["lane"]] + rise[at["lane"]] * step[at["lane"], at["lane_step"]]) * system.weight[at["period"]])
    handed = np.array([base.delivery_margin.get(g.agreement, 0.0) for g in system.widest.agreements])
    at = columns.deliver.index.codes
    draft.cost("unexplained_margin", columns.deliver, handed[at["agreement"]] * system.weight[at["period"]])
