"""An incentive is paid only for tonnes that were made, up to the tonnes of the scheme, while its time and budget last."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.incentives import budget, rate, running_share
from monazite.formulation.system import System
from monazite.labels import Index
from monazite.program import Coefficients, Draft


def eligible_tonnes(draft: Draft, system: System, columns: Columns) -> None:
    """Declare what may be claimed under each incentive.

        eligible_cit <= sum_(a makes c in unit) r_ac run_at                  made
        sum_c eligible_cit <= tonnes_i * share of the period in which it runs     capped
        sum_(c,t) length_t rate_ict eligible_cit <= budget_i                  paid from the budget

    Rows: made: subsidy, commodity, period; capped: subsidy, period; budget: subsidy. They stand as one block each,
        named eligible_tonnes, eligible_cap and eligible_budget.
    Unit: kt/yr, and USD million, undiscounted, for the budget; its rate is the one that ``incentive`` pays.
    Dual: minus what one more eligible tonne is worth to the maker, USD/kg times discount and length.
    Source: terms of production-linked incentives (per-kilogramme cap, tonnes, years, outlay).
    """
    made = draft.rows("eligible_tonnes", columns.eligible.index, upper=0.0, unit="kt/yr",
                      dual="minus worth of an eligible tonne, USD/kg, times discount and length")
    made.add(columns.eligible, 1.0, on=("subsidy", "commodity", "period"))
    made.add(columns.run, _made(system), on=("subsidy", "commodity", "period"), through=("unit", "process"))
    axis = system.axis("subsidy", "subsidies")
    scheme = Index.product(axis, system.period)
    own = system.world.keyed("subsidies")
    most = np.array([running_share(system, s.subsidy) * own.get(s.subsidy, s).tonnes
                     for s in system.widest.subsidies]).ravel()
    cap = draft.rows("eligible_cap", scheme, upper=most, unit="kt/yr",
                     dual="minus worth of a larger scheme, USD/kg, times discount and length")
    cap.add(columns.eligible, 1.0, on=("subsidy", "period"))
    purse = draft.rows("eligible_budget", Index.product(axis), unit="USD million",
                       upper=np.array([budget(system, s.subsidy) for s in system.widest.subsidies]),
                       dual="minus what one more million of budget gains, discounted")
    paid = np.array([rate(system, s.subsidy, c) * system.lengths for s in system.widest.subsidies for c in s.commodities])
    purse.add(columns.eligible, paid.ravel(), on=("subsidy",))


def _made(system: System) -> Coefficients:
    """Minus the kt of each eligible commodity per kt of driver, for each process of the subsidised unit.

    Nothing where only another option's scheme pays for the commodity: the place in the pattern stays.
    """
    entries = [
        (s.subsidy, s.unit, a.process, c, system.book[a.process].amounts.get(c, 0.0))
        for s in system.widest.subsidies for a in system.widest.activities if a.unit == s.unit for c in s.commodities
    ]
    entries = [e for e in entries if e[4] > 0.0]
    own = system.world.keyed("subsidies")
    paid = np.array([e[3] in own[e[0]].commodities if e[0] in own else True for e in entries], dtype=float)
    axes = {"subsidy": system.axis("subsidy", "subsidies"), "unit": system.unit, "process": system.process,
            "commodity": system.commodity}
    codes = {name: axis.codes([e[i] for e in entries]) for i, (name, axis) in enumerate(axes.items())}
    return Coefficients(Index(axes, codes, len(entries)), -paid * np.array([e[4] for e in entries]))
