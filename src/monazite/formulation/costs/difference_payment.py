"""What contracts for difference on output pay to makers, or take from them; the other side is the state."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.differences import rate_on_output
from monazite.formulation.system import System
from monazite.program import Draft


def difference_payment(draft: Draft, system: System, columns: Columns) -> None:
    """Credit the difference on each kilogramme that a unit under contract makes.

    Term: - sum_(k,a in unit,s,t) weight_t rate_kt sum_c max(r_ac, 0) run_ast,    c the commodities that count
    Unit: MUSD, discounted; rate in USD per kg. A transfer: social welfare takes it back.
    Source: ``difference_contracts`` of the study; the rate follows the reference price by fixed point. Contracts on a fixed
        volume pay the same whatever is made: they move money in the account alone.
    """
    paid = np.zeros((len(system.widest.activities), len(system.grid)))
    for contract in system.world.difference_contracts:
        rate = rate_on_output(system, contract.contract)
        for i, a in enumerate(system.widest.activities):
            if a.unit == contract.unit:
                recipe = system.book[a.process].amounts
                paid[i] += rate * sum(max(recipe.get(c, 0.0), 0.0) for c in contract.commodities)
    at = columns.run.index.codes
    draft.cost("difference_payment", columns.run, -paid[at["activity"], at["period"]] * system.weight[at["period"]])
