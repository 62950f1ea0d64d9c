"""What running a process costs by report: reagents, energy, labour."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.system import System
from monazite.formulation.technology import extra_cost
from monazite.program import Draft


def operating(draft: Draft, system: System, columns: Columns) -> None:
    """Charge reported operating cost.

    Term: sum_(a,s,t) weight_t cost_a (1 + extra_at) run_ast, with extra what withheld know-how adds to new processes
    Unit: MUSD, discounted; cost in USD per kg of driver.
    Source: ``activities.cost`` and ``technology_bans.extra_cost`` of the study, each with its evidence.
    """
    cost = np.array([system.world.keyed("activities")[a.activity].cost for a in system.widest.activities])
    extra = np.array([extra_cost(system.world, system.grid, a) for a in system.widest.activities]).reshape(-1, len(system.grid))
    at = columns.run.index.codes
    paid = cost[at["activity"]] * (1.0 + extra[at["activity"], at["period"]])
    draft.cost("operating", columns.run, paid * system.weight[at["period"]])
