"""What running a process costs by report: reagents, energy, labour."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.system import System
from monazite.program import Draft


def operating(draft: Draft, system: System, columns: Columns) -> None:
    """Charge reported operating cost.

    Term: sum_(a,s,t) weight_t cost_a run_ast
    Unit: MUSD, discounted; cost in USD per kg of driver.
    Source: ``activities.cost`` of the study, each with its evidence.
    """
    cost = np.array([system.world.keyed("activities")[a.activity].cost for a in system.widest.activities])
    at = columns.run.index.codes
    draft.cost("operating", columns.run, cost[at["activity"]] * system.weight[at["period"]])
