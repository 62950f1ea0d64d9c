"""What is mined over the whole horizon cannot exceed what the deposit holds."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.system import System
from monazite.labels import Index
from monazite.program import Coefficients, Draft
from monazite.world.records import Deposit


def reserve_depletion(draft: Draft, system: System, columns: Columns) -> None:
    """Declare the limit of each deposit whose reserve binds a unit.

        sum_t length_t sum_(a in unit, s) run_ast <= reserve

    Rows: deposit; only those marked as binding (a national figure that no mine owns forces nothing).
    Unit: kt of the unit's activity.
    Dual: minus the discounted scarcity rent of one more kt in the ground, MUSD/kt.
    Source: Hotelling depletion constraint.
    """
    deposits = [d for d in system.widest.deposits if d.binding]
    axis = system.axis("deposit", "deposits")
    held = [system.world.keyed("deposits")[d.deposit].reserve for d in deposits]
    index = Index({"deposit": axis}, {"deposit": axis.codes([d.deposit for d in deposits])}, len(deposits))
    rows = draft.rows("reserve_depletion", index, upper=np.array(held), unit="kt",
                      dual="minus rent of ore in the ground, MUSD/kt, discounted")
    rows.add(columns.run, _mined(system, deposits), on=("deposit",), through=("unit", "period"))


def _mined(system: System, deposits: list[Deposit]) -> Coefficients:
    """Years in each period, for each deposit and the unit that digs it."""
    periods = len(system.grid)
    index = Index(
        {"deposit": system.axis("deposit", "deposits"), "unit": system.unit, "period": system.period},
        {"deposit": np.repeat(system.axis("deposit", "deposits").codes([d.deposit for d in deposits]), periods),
         "unit": np.repeat(system.unit.codes([d.unit for d in deposits]), periods),
         "period": np.tile(np.arange(periods, dtype=np.int32), len(deposits))}, len(deposits) * periods)
    return Coefficients(index, np.tile(system.lengths, len(deposits)))
