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

        sum_(l in scope, s) ship_lst <= v_t (share * reference_t + tonnes) + (1 - v_t) around_t - lost_t

    with v the part of the period under the control, reference the base flow of the lanes in scope (grown as the lanes
    are), around what may pass on the other days (the base flow, or what other controls then let through), and lost the
    flow of the days that first clearance takes, once, from the day of onset. Before and after the control nothing is
    limited.

    Rows: control, commodity, period. A control limits each commodity by itself, licences are asked for by product;
    one that counts all of them together is a ``shared_quota``.
    Unit: kt/yr.
    Dual: divided by discount and length it is minus the quota rent, USD/kg.
    Source: export quota and licensing rules; a fixed tonnage rather than a share of what is asked for.
    """
    scope = [(c.control, commodity, lanes) for c in system.widest.controls if not c.together
             for commodity, lanes in lanes_in_scope(system, c).items()]
    # The pattern has a place for each lane that the control stands on in any option; here it stands on its own.
    records = system.world.keyed("controls")
    own = {c.control: lanes_in_scope(system, records.get(c.control, c)) for c in system.widest.controls}
    axis, periods = system.axis("control", "controls"), len(system.grid)
    when = np.tile(np.arange(periods, dtype=np.int32), len(scope))
    axes = {"control": axis, "commodity": system.commodity, "period": system.period}
    index = Index(axes, {
        "control": np.repeat(axis.codes([c for c, _, _ in scope]), periods),
        "commodity": np.repeat(system.commodity.codes([k for _, k, _ in scope]), periods), "period": when}, when.size)
    limit = np.array([allowed(system, c, own[c].get(k, [])) for c, k, _ in scope])
    rows = draft.rows("export_control", index, upper=limit.ravel(), unit="kt/yr",
                      dual="minus quota rent, USD/kg, times discount and length")
    members = [(c, lane, float(lane in own[c].get(k, []))) for c, k, lanes in scope for lane in lanes]
    lane_axis = columns.ship.index.axes["lane"]
    held = Index({"control": axis, "lane": lane_axis},
                 {"control": axis.codes([c for c, _, _ in members]), "lane": lane_axis.codes([x for _, x, _ in members])},
                 len(members))
    counts = Coefficients(held, np.array([x for _, _, x in members]))
    rows.add(columns.ship, counts, on=("control", "commodity", "period"), through=("lane",))
