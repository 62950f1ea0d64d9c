"""One quota for all forms: what leaves in one form takes the place of another."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.controls import allowed, limited
from monazite.formulation.system import System
from monazite.labels import Index
from monazite.program import Coefficients, Draft


def shared_quota(draft: Draft, system: System, columns: Columns) -> None:
    """Declare the tonnage that a control counting all its commodities together lets through.

        sum_(l in scope of any commodity, s) ship_lst <= v_t (share * reference_t + tonnes) + (1 - v_t) around_t - lost_t

    with the symbols of ``export_control``, reference and around over the lanes of all commodities.

    Rows: control, period; only of controls that count ``together``.
    Unit: kt/yr, each commodity on its own basis.
    Dual: divided by discount and length it is minus the quota rent, USD/kg, the same for every commodity.
    Source: one export quota over a group of goods, counted by weight.
    """
    shared = [c for c in system.widest.controls if c.together]
    records = system.world.keyed("controls")
    places = {c.control: [lane for lanes in limited(system, c) for lane in lanes] for c in shared}
    own = {c.control: [lane for lanes in limited(system, records.get(c.control, c)) for lane in lanes] for c in shared}
    axis, periods = system.axis("control", "controls"), len(system.grid)
    when = np.tile(np.arange(periods, dtype=np.int32), len(shared))
    index = Index({"control": axis, "period": system.period},
                  {"control": np.repeat(axis.codes(list(places)), periods), "period": when}, when.size)
    limit = np.array([allowed(system, name, lanes) for name, lanes in own.items()])
    rows = draft.rows("shared_quota", index, upper=limit.ravel(), unit="kt/yr",
                      dual="minus quota rent, USD/kg, times discount and length")
    members = [(name, lane, float(lane in own[name])) for name, lanes in places.items() for lane in lanes]
    lane_axis = columns.ship.index.axes["lane"]
    held = Index({"control": axis, "lane": lane_axis},
                 {"control": axis.codes([c for c, _, _ in members]), "lane": lane_axis.codes([x for _, x, _ in members])},
                 len(members))
    counts = Coefficients(held, np.array([x for _, _, x in members]))
    rows.add(columns.ship, counts, on=("control", "period"), through=("lane",))
