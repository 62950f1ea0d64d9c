"""At every place and time, what is made, brought and taken from store equals what is used, sold, stored and thrown away."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.recipe_coefficients import recipe_coefficients
from monazite.formulation.system import System
from monazite.labels import Index
from monazite.program import Draft


def commodity_balance(draft: Draft, system: System, columns: Columns) -> None:
    """Declare the balance of each commodity in each region and period.

        sum_a r_ac run_a + sum_l ship_l(to) - sum_l ship_l(from) + delivered - handed over
            - serve - fill + draw - discard - buy + sell + sum_v switch_v(replaced) - sum_v ratio_v switch_v(instead) = 0

    with r_ac the recipe: kt of commodity c per kt of driver of activity a, inputs negative.

    Rows: commodity, region, period; wherever the commodity is made, moved, used or stored.
    Unit: kt/yr of the commodity's own basis.
    Dual: divided by discount and length it is the price of the commodity there and then, USD/kg: what one more kg, asked
        for at this place, costs the whole chain. Negative where getting rid of it costs.
    Source: spatial price equilibrium, Takayama and Judge, Spatial and Temporal Price and Allocation Models (1971).
    """
    rows = draft.rows("commodity_balance", _places(system, columns), lower=0.0, upper=0.0, unit="kt/yr",
                      dual="price, USD/kg, times discount and length")
    place = ("commodity", "region", "period")
    rows.add(columns.run, recipe_coefficients(system), on=place, through=("process",), required=True)
    rows.add(columns.ship, 1.0, on=place, roles={"region": "destination"}, required=True)
    rows.add(columns.ship, -1.0, on=place, roles={"region": "origin"}, required=True)
    rows.add(columns.deliver, 1.0, on=place, roles={"commodity": "delivered_as", "region": "destination"})
    rows.add(columns.deliver, -1.0, on=place, roles={"region": "origin"})
    for block, sign in ((columns.serve, -1.0), (columns.fill, -1.0), (columns.draw, 1.0), (columns.discard, -1.0)):
        rows.add(block, sign, on=place, required=True)
    rows.add(columns.switch, 1.0, on=place, required=True)
    rows.add(columns.buy, -1.0, on=place, required=True)
    rows.add(columns.sell, 1.0, on=place, required=True)
    ratio = np.repeat([v.ratio for v in system.widest.substitutions], len(system.grid))
    rows.add(columns.switch, -ratio, on=place, roles={"commodity": "instead"})


def _places(system: System, columns: Columns) -> Index:
    """Every (commodity, region) that any column touches, in every period."""
    w, region = system.widest, system.widest.region_of_unit
    places = {(c, region[a.unit]) for a in w.activities for c in system.book[a.process].amounts}
    places |= {(x.commodity, end) for x in w.lanes for end in (x.origin, x.destination)}
    places |= {(d.commodity, d.region) for d in w.demands} | {(k.commodity, k.region) for k in w.stockpiles}
    places |= {(j.commodity, j.region) for j in w.disposals}
    places |= {(g.commodity, g.origin) for g in w.agreements} | {(g.delivered_as, g.destination) for g in w.agreements}
    places |= {(v.commodity, w.keyed("demands")[v.demand].region) for v in w.substitutions if v.commodity}
    places |= {(c, p.region) for p in w.purchases for c in p.commodities}
    order = sorted(places)
    periods = len(system.grid)
    return Index({"commodity": system.commodity, "region": system.region, "period": system.period},
                 {"commodity": np.repeat(system.commodity.codes([c for c, _ in order]), periods),
                  "region": np.repeat(system.region.codes([r for _, r in order]), periods),
                  "period": np.tile(np.arange(periods, dtype=np.int32), len(order))}, len(order) * periods)
