"""Where rules of origin hold, a region ships no more of a commodity than it makes."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.recipe_coefficients import recipe_coefficients
from monazite.formulation.system import System
from monazite.labels import Index
from monazite.program import Coefficients, Draft

PAPERS = 1.001
"""Kt that may leave per kt made: without a hair of room price and papers would be one sum, split by chance, where all that is
made leaves."""


def own_make(draft: Draft, system: System, columns: Columns) -> None:
    """Declare that imports are not re-exported on lanes marked so.

        sum_(l marked, from r) ship_lt - 1.001 sum_(a in r) max(r_ac, 0) run_at <= 0

    What is drawn from store does not count as own make: imports that are filled and drawn in one period would.

    Rows: commodity, region, period; only where a marked lane begins.
    Unit: kt/yr.
    Dual: minus what a kg of foreign cargo under the region's own papers would be worth, USD/kg times discount and length.
    Source: certificates of origin; without it a lane that closes at home would be refilled from abroad on paper.
    """
    marked = [x for x in system.widest.lanes if x.own_make]
    places = sorted({(x.commodity, x.origin) for x in marked})
    periods = len(system.grid)
    axes = {"commodity": system.commodity, "region": system.region, "period": system.period}
    index = Index(axes, {
        "commodity": np.repeat(system.commodity.codes([c for c, _ in places]), periods),
        "region": np.repeat(system.region.codes([r for _, r in places]), periods),
        "period": np.tile(np.arange(periods, dtype=np.int32), len(places))}, len(places) * periods)
    rows = draft.rows("own_make", index, upper=0.0, unit="kt/yr",
                      dual="minus worth of foreign cargo under own papers, USD/kg, times discount and length")
    lane = columns.ship.index.axes["lane"]
    leaving = Index({"lane": lane, "region": system.region}, {
        "lane": lane.codes([x.lane for x in marked]), "region": system.region.codes([x.origin for x in marked])}, len(marked))
    place = ("commodity", "region", "period")
    rows.add(columns.ship, Coefficients(leaving, 1.0), on=place, through=("lane",))
    recipe = recipe_coefficients(system)
    made = np.flatnonzero(recipe.values > 0.0)
    rows.add(columns.run, Coefficients(recipe.index.take(made), -PAPERS * recipe.values[made]), on=place, through=("process",))
