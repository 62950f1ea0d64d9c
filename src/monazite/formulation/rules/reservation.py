"""A reserved volume is made available to users at home first; what is missing of it has a price."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.recipe_coefficients import recipe_coefficients
from monazite.formulation.system import System
from monazite.labels import Index
from monazite.program import Coefficients, Draft


def reservation(draft: Draft, system: System, columns: Columns) -> None:
    """Declare the minimum service of each reservation.

        sum_(a in region) max(r_ac, 0) run_at + draw_ct + shortfall_rt >= volume_r * share of the period in force

    The holder makes the reserved commodity, or takes it from stock, or falls short and pays.

    Rows: reservation, period.
    Unit: kt/yr.
    Dual: what one less kt/yr reserved would save, USD/kg times discount and length.
    Source: assured-supply clauses for domestic processors (minimum service at an administered price).
    """
    axis = system.axis("reservation", "reservations")
    held = [system.world.keyed("reservations").get(r.reservation) for r in system.widest.reservations]
    zero = np.zeros(len(system.grid))
    volume = np.array([zero if r is None else r.volume * system.grid.share(r.start, r.end) for r in held])
    rows = draft.rows("reservation", Index.product(axis, system.period), lower=volume.ravel(), unit="kt/yr",
                      dual="saving from a smaller reservation, USD/kg, times discount and length")
    recipe = recipe_coefficients(system)
    out = recipe.values > 0.0
    codes = recipe.index.codes
    for record in system.widest.reservations:
        made = np.flatnonzero(out & (codes["commodity"] == system.commodity.code(record.commodity)))
        index = Index(
            {"reservation": axis, "process": system.process, "region": system.region},
            {"reservation": np.full(made.size, axis.code(record.reservation)), "process": codes["process"][made],
             "region": np.full(made.size, system.region.code(record.region))}, made.size)
        rows.add(columns.run, Coefficients(index, recipe.values[made]), on=("reservation", "period"),
                 through=("process", "region"))
    where = Index(
        {"reservation": axis, "commodity": system.commodity, "region": system.region},
        {"reservation": np.arange(len(axis), dtype=np.int32),
         "commodity": system.commodity.codes([r.commodity for r in system.widest.reservations]),
         "region": system.region.codes([r.region for r in system.widest.reservations])}, len(axis))
    rows.add(columns.draw, Coefficients(where, 1.0), on=("reservation", "period"), through=("commodity", "region"))
    rows.add(columns.shortfall, 1.0, on=("reservation", "period"))
