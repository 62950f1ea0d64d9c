"""What it costs users to do with another grade, beside what the other grade costs."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.system import System
from monazite.program import Draft


def switching(draft: Draft, system: System, columns: Columns) -> None:
    """Charge the change from one grade to another.

    Term: sum_(v,t) weight_t cost_v switch_vt
    Unit: MUSD, discounted; cost in USD per kg that is replaced.
    Source: ``substitutions.cost`` of the study.
    """
    held = [system.world.keyed("substitutions").get(v.substitution) for v in system.widest.substitutions]
    cost = np.array([0.0 if v is None else v.cost for v in held])
    draft.cost("switching", columns.switch, np.repeat(cost, len(system.grid)) * np.tile(system.weight, cost.size))
