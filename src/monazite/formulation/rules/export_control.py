"""A ban, quota or licence lets through a fixed tonnage of the forms and destinations it names, transit lanes included."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.controls import allowed, lanes_in_scope
from monazite.formulation.system import System
from monazite.labels import Index
from monazite.program import Coefficients, Draft


def export_control(draft: Draft, system: System, columns: Columns) -> None:
    """Declare the tonnage that each control lets through.

        sum_(l in scope, s) ship_lst <= share * reference_t * (1 - u_t) + reference_t * u_t - lost_t

    with u the part of the period before the control begins, reference the base flow of the lanes in scope (grown as the
    lanes are), and lost the flow of the days that first clearance takes, once, from the day of onset. Before and after
    the control nothing is limited.

    Rows: control, commodity, period. A control limits each commodity by itself: licences are asked for by product.
    Unit: kt/yr.
    Dual: divided by discount and length it is minus the quota rent, USD/kg.
    Source: export quota and licensing rules; the fixed tonnage rather than a share of what is asked for.
    """
    scope = [(c.control, commodity, lanes) for c in system.widest.controls
             for commodity, lanes in lanes_in_scope(system, c).items()]
    axis, periods = system.axis("control", "controls"), len(system.grid)
    when = np.tile(np.arange(periods, dtype=np.int32), len(scope))
    axes = {"control": axis, "commodity": system.commodity, "period": system.period}
    index = Index(axes, {
        "control": np.repeat(axis.codes([c for c, _, _ in scope]), periods),
        "commodity": np.repeat(system.commodity.codes([k for _, k, _ in scope]), periods), "period": when}, when.size)
    limit = np.array([allowed(system, c, lanes) for c, _, lanes in scope])
    rows = draft.rows("export_control", index, upper=limit.ravel(), unit="kt/yr",
                      dual="minus quota rent, USD/kg, times discount and length")
    members = [(c, lane) for c, _, lanes in scope for lane in lanes]
    lane_axis = columns.ship.index.axes["lane"]
    held = Index({"control": axis, "lane": lane_axis},
                 {"control": axis.codes([c for c, _ in members]), "lane": lane_axis.codes([x for _, x in members])},
                 len(members))
    rows.add(columns.ship, Coefficients(held, 1.0), on=("control", "commodity", "period"), through=("lane",))
