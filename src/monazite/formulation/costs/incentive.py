"""Money from the state for each eligible tonne; a gain to the maker, a cost to the state."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.incentives import rate
from monazite.formulation.system import System
from monazite.program import Draft


def incentive(draft: Draft, system: System, columns: Columns) -> None:
    """Credit production incentives.

    Term: - sum_(i,c,t) weight_t rate_ict eligible_ict
    Unit: MUSD, discounted; rate in USD/kg after its cap by share of sales. A transfer: social welfare takes it back.
    Source: ``subsidies`` of the study; the sales cap is a fixed point on prices (study.incentives).
    """
    pairs = [(s.subsidy, c) for s in system.widest.subsidies for c in s.commodities]
    paid = np.array([rate(system, s, c) for s, c in pairs]).reshape(len(pairs), len(system.grid))
    draft.cost("incentive", columns.eligible, -(paid * system.weight).ravel())
