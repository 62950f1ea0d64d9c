"""What a state decides beside its laws: what it buys and sells again, and what it lets go of the stock that it has held."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from monazite.formulation.public_purchases import bought, buying, own, selling
from monazite.formulation.system import Floats, System
from monazite.labels import Index


@dataclass(frozen=True)
class StateColumns:
    """Labels and upper bounds of the columns ``buy``, ``sell`` and ``let_go``; without end where a rule allows them."""

    bought: Index
    may_buy: Floats
    may_sell: Floats
    mandated: Index
    may_let_go: Floats

    @classmethod
    def of(cls, system: System) -> StateColumns:
        """The decisions that the widest world has, open as far as this world allows them."""
        pairs, periods = bought(system), len(system.grid)
        axis, region = system.axis("purchase", "purchases"), {p.purchase: p.region for p in system.widest.purchases}
        index = Index(
            {"purchase": axis, "commodity": system.commodity, "period": system.period},
            {"purchase": np.repeat(axis.codes([p for p, _ in pairs]), periods),
             "commodity": np.repeat(system.commodity.codes([c for _, c in pairs]), periods),
             "period": np.tile(np.arange(periods, dtype=np.int32), len(pairs))}, len(pairs) * periods)
        index = index.with_attribute(system.region, np.repeat(system.region.codes([region[p] for p, _ in pairs]), periods))
        none = np.zeros(periods)
        records = own(system)
        buys = [none if r is None else buying(system, r.purchase) for r in records]
        sells = [selling(system, r) for r in records]
        mandates = [system.world.keyed("mandates").get(m.mandate) for m in system.widest.mandates]
        lets = [none if m is None or m.trigger <= 0.0 else system.grid.share(m.start, m.end) for m in mandates]
        return cls(index, _open(buys), _open(sells), Index.product(system.axis("mandate", "mandates"), system.period), _open(lets))


def _open(shares: list[Floats]) -> Floats:
    """Without end in periods of which a part counts, else nothing."""
    return np.where(np.array(shares).ravel() > 0.0, np.inf, 0.0)
