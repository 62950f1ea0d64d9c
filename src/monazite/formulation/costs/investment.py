"""What new plants cost, as a yearly charge from the day they stand to the end of the horizon."""

from __future__ import annotations

import numpy as np

from monazite.formulation.annuity import annuity
from monazite.formulation.columns import Columns
from monazite.formulation.system import System
from monazite.program import Draft


def investment(draft: Draft, system: System, columns: Columns) -> None:
    """Charge capacity that is built by its annuity, so that plants that outlive the horizon are not charged for it.

    Term: sum_(u,t) build_ut capex_u crf sum_(s >= t) weight_s,    crf = r / (1 - (1 + r)^-life), or 1 / life if r = 0
    Unit: MUSD, discounted; capex in USD per kg/yr of activity.
    Source: ``projects.capex``; capital recovery factor of engineering economics, life 20 years.
    """
    capex = {u.unit: 0.0 for u in system.widest.units}
    size = {u.unit: 0.0 for u in system.widest.units}
    for p in system.world.projects:
        expected = p.size * p.delivery_factor
        capex[p.unit] += p.capex * expected
        size[p.unit] += expected
    price = np.array([capex[u.unit] / size[u.unit] if size[u.unit] > 0.0 else 0.0 for u in system.widest.units])
    at = columns.build.index.codes
    draft.cost("investment", columns.build, price[at["unit"]] * annuity(system)[at["period"]])
