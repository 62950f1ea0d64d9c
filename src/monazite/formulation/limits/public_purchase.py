"""A state buys no more than its tonnes and its budget allow, from an offtake partner no more than he makes, and sells no more
than it has bought."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.public_purchases import bought, buying, own
from monazite.formulation.system import System
from monazite.labels import Index
from monazite.program import Coefficients, Draft


def public_purchase(draft: Draft, system: System, columns: Columns) -> None:
    """Declare what is bought and sold again under each purchase.

        sum_c buy_pct <= tonnes_p * share of the period in which it buys          capped
        sum_(c,t) length_t price_p buy_pct <= budget_p                            paid from the budget
        buy_pct <= sum_(a makes c in unit) r_ac run_at     for an offtake         made by the partner
        sum_(s <= t) length_s (sell_pcs - buy_pcs) <= 0                           in the public store

    Rows: public_purchase: purchase, period; purchase_budget: purchase; offtake_made and public_store: purchase,
        commodity, period. No limit where a budget is 0, or the purchase is a floor.
    Unit: kt/yr; USD million for the budget; kt for the store.
    Dual: minus what a larger purchase, a larger budget, more output, or a kg more in the public store would be worth.
    Source: intervention buying and offtake guarantees; terms of the purchases of strategic stockpiles.
    """
    axis, periods = system.axis("purchase", "purchases"), len(system.grid)
    records = [system.world.keyed("purchases").get(p.purchase) for p in system.widest.purchases]
    tonnes = np.array([0.0 if r is None else r.tonnes for r in records])
    force = np.array([buying(system, p.purchase) for p in system.widest.purchases]).reshape(len(records), periods)
    cap = draft.rows("public_purchase", Index.product(axis, system.period), upper=(tonnes[:, None] * force).ravel(), unit="kt/yr",
                     dual="minus worth of a larger purchase, USD/kg, times discount and length")
    cap.add(columns.buy, 1.0, on=("purchase", "period"))
    most = np.array([np.inf if r is None or r.budget <= 0.0 else r.budget for r in records])
    purse = draft.rows("purchase_budget", Index.product(axis), upper=most, unit="USD million",
                       dual="minus what one more million of budget gains, discounted")
    price = np.array([0.0 if r is None else r.price for r in own(system)])
    purse.add(columns.buy, (price[:, None] * system.lengths[None, :]).ravel(), on=("purchase",))
    _made(draft, system, columns)
    _stored(draft, system, columns)


def _made(draft: Draft, system: System, columns: Columns) -> None:
    """An offtake takes only what its unit makes."""
    pairs, periods = bought(system), len(system.grid)
    unit = {p.purchase: p.unit for p in system.widest.purchases if p.kind == "offtake"}
    bound = np.repeat([0.0 if name in unit else np.inf for name, _ in pairs], periods)
    rows = draft.rows("offtake_made", columns.buy.index, upper=bound, unit="kt/yr",
                      dual="minus worth of more output of the partner, USD/kg, times discount and length")
    rows.add(columns.buy, 1.0, on=("purchase", "commodity", "period"))
    entries = [
        (name, c, a.unit, a.process, -system.book[a.process].amounts.get(c, 0.0))
        for name, c in pairs if name in unit for a in system.widest.activities if a.unit == unit[name]
    ]
    entries = [e for e in entries if e[4] < 0.0]
    axes = {"purchase": system.axis("purchase", "purchases"), "commodity": system.commodity, "unit": system.unit,
            "process": system.process}
    codes = {role: axis.codes([e[i] for e in entries]) for i, (role, axis) in enumerate(axes.items())}
    made = Coefficients(Index(axes, codes, len(entries)), np.array([e[4] for e in entries]))
    rows.add(columns.run, made, on=("purchase", "commodity", "period"), through=("unit", "process"))


def _stored(draft: Draft, system: System, columns: Columns) -> None:
    """What has been sold by the end of a period has been bought by then."""
    pairs, periods = bought(system), len(system.grid)
    rows = draft.rows("public_store", columns.buy.index, upper=0.0, unit="kt",
                      dual="minus worth of a kg more in the public store, USD/kg, discounted")
    pair, until, since = (part.ravel() for part in np.meshgrid(
        np.arange(len(pairs)), np.arange(periods, dtype=np.int32), np.arange(periods, dtype=np.int32), indexing="ij"))
    kept = since <= until
    pair, until, since = pair[kept], until[kept], since[kept]
    purchase, codes = columns.buy.index.axes["purchase"], columns.buy.index.codes
    index = Index({"purchase": purchase, "commodity": system.commodity, "period": system.period, "until": system.period},
                  {"purchase": codes["purchase"][::periods][pair] if len(pairs) else pair,
                   "commodity": codes["commodity"][::periods][pair] if len(pairs) else pair,
                   "period": since, "until": until}, pair.size)
    for block, sign in ((columns.buy, -1.0), (columns.sell, 1.0)):
        rows.add(block, Coefficients(index, sign * system.lengths[since]), on=("purchase", "commodity", "period"),
                 through=("purchase", "commodity", "period"), roles={"period": "until"})
