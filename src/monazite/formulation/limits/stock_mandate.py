"""Stock that has to be held is held, until it is let go by its rule."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.mandates import required
from monazite.formulation.system import System
from monazite.labels import Index
from monazite.program import Coefficients, Draft


def stock_mandate(draft: Draft, system: System, columns: Columns) -> None:
    """Declare what each mandate holds in its store at the end of each period.

        level_kt + sum_(s <= t) length_s let_go_ms >= required_mt        for the store k of mandate m
        required_mt = (tonnes_m + days_m / 365 * base use) * min(1, days passed / days to build up)

    from the start to the end of the mandate, and nothing in an emergency. What was let go for its price need not be filled
    again.

    Rows: mandate, period.
    Unit: kt.
    Dual: plus what one kt less to be held at the end of the period would save, USD/kg times discount.
    Source: compulsory stockholding of oil and of rare metals (days of use, build-up, release by decision or by price).
    """
    axis, stores, periods = system.axis("mandate", "mandates"), columns.level.index.axes["stockpile"], len(system.grid)
    own = [system.world.keyed("mandates").get(m.mandate) for m in system.widest.mandates]
    least = np.array([np.zeros(periods) if m is None else required(system, m) for m in own]).reshape(len(own), periods)
    rows = draft.rows("stock_mandate", Index.product(axis, system.period), lower=least.ravel(), unit="kt",
                      dual="saving from a smaller mandate, USD/kg, discounted")
    held = Index({"mandate": axis, "stockpile": stores}, {"mandate": np.arange(len(axis), dtype=np.int32),
                 "stockpile": stores.codes([m.stockpile for m in system.widest.mandates])}, len(axis))
    rows.add(columns.level, Coefficients(held, 1.0), on=("mandate", "period"), through=("stockpile",))
    mandate, until, since = (part.ravel() for part in np.meshgrid(
        np.arange(len(axis), dtype=np.int32), np.arange(periods, dtype=np.int32), np.arange(periods, dtype=np.int32), indexing="ij"))
    kept = since <= until
    index = Index({"mandate": axis, "period": system.period, "until": system.period},
                  {"mandate": mandate[kept], "period": since[kept], "until": until[kept]}, int(kept.sum()))
    rows.add(columns.let_go, Coefficients(index, system.lengths[since[kept]]), on=("mandate", "period"),
             through=("mandate", "period"), roles={"period": "until"})
