"""What is paid for more cargo than a content rule allows; a cost to traders, revenue to the state of the region."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.content import ruled
from monazite.formulation.system import System
from monazite.program import Draft


def fine(draft: Draft, system: System, columns: Columns) -> None:
    """Charge cargo beyond the share that a content rule allows.

    Term: sum_(q,c,t) weight_t fine_q excess_qct
    Unit: MUSD, discounted; fine in USD per kg. A transfer: social welfare adds it back to the region of the rule.
    Source: ``content_rules.fine`` of the study.
    """
    own = system.world.keyed("content_rules")
    rate = np.array([own[rule].fine if rule in own else 0.0 for rule, _ in ruled(system)])
    draft.cost("fine", columns.excess, np.repeat(rate, len(system.grid)) * np.tile(system.weight, rate.size))
