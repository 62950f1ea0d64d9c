"""An outcome as long tables with units: one row per label and period, for people, spreadsheets and archives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from monazite.results.outcome import Outcome
from monazite.results.welfare import Ledger, welfare_ledger

if TYPE_CHECKING:
    import pandas as pd

TONNES = 1000.0
"""Tables speak in tonnes, the programme in kt."""

FAMILIES = {
    "production": ("run", ("activity", "unit", "process", "region"), "t of driver/yr"),
    "trade": ("ship", ("lane", "commodity", "origin", "destination"), "t/yr"),
    "use": ("serve", ("demand", "commodity", "region"), "t/yr"),
    "deliveries": ("deliver", ("agreement", "commodity", "destination"), "t/yr"),
    "stocks": ("level", ("stockpile", "commodity", "region"), "t"),
    "capacity": ("capacity", ("unit",), "t of activity/yr"),
    "thrown_away": ("discard", ("commodity", "region"), "t/yr"),
    "incentive_tonnes": ("eligible", ("subsidy", "commodity"), "t/yr"),
    "public_purchases": ("buy", ("purchase", "commodity", "region"), "t/yr"),
    "public_sales": ("sell", ("purchase", "commodity", "region"), "t/yr"),
    "stock_let_go": ("let_go", ("mandate",), "t/yr"),
    "fined_cargo": ("excess", ("rule", "commodity"), "t/yr"),
    "not_delivered": ("undelivered", ("agreement",), "t/yr"),
    "not_taken": ("untaken", ("agreement",), "t/yr"),
    "shortfalls": ("shortfall", ("reservation",), "t/yr"),
    "substitutions": ("switch", ("substitution", "commodity", "region"), "t/yr"),
}
"""Table name: family of columns, labels kept (steps of a curve are summed), unit."""

PLANT = "plant"
"""What a unit of production is called in tables, where ``unit`` says in what a value is measured."""


def tables(outcome: Outcome, at_most: Ledger | None = None) -> dict[str, pd.DataFrame]:
    """All tables of one outcome: quantities by family, prices, cost breakdown, and the account by region, party and period.

    A line of the account means something only as a difference between two options. ``at_most`` is the ledger of the same
    option with captive stock at the horizon worth the most that is thought of; without it that column is empty.
    """
    import pandas as pd

    made = {name: _quantities(outcome, *family) for name, family in FAMILIES.items()}
    made["prices"] = _prices(outcome)
    made["costs"] = pd.DataFrame(
        {
            "term": list(outcome.program.costs),
            "value": [outcome.cost(t) for t in outcome.program.costs],
            "unit": "USD million, discounted to the base year",
        }
    )
    made["account"] = _account(outcome, welfare_ledger(outcome), at_most)
    return made


def _quantities(outcome: Outcome, block: str, labels: tuple[str, ...], unit: str) -> pd.DataFrame:
    family = outcome.program.column(block)
    kept = (*labels, "period")
    named = [PLANT if k == "unit" else k for k in kept]
    if not len(family):
        import pandas as pd

        return pd.DataFrame(
            {**{k: pd.Series(dtype=str) for k in named}, "value": pd.Series(dtype=float), "unit": pd.Series(dtype=str)}
        )
    key = family.index.key(
        [
            labels[0],
            *(c for c in ("commodity", "region") if labels[0] == "commodity" and c in labels[1:]),
            *(("commodity",) if labels[0] == "subsidy" else ()),
            "period",
        ]
    )
    first, group = np.unique(key, return_index=True, return_inverse=True)[1:]
    frame = family.index.take(np.sort(first)).frame()[list(kept)].set_axis(named, axis=1)
    order = np.argsort(np.argsort(first))
    sums = np.bincount(group, outcome.values(block))
    values = np.empty(first.size)
    values[order] = sums
    frame["value"] = values * TONNES
    frame["unit"] = unit
    return frame.reset_index(drop=True)


def _account(outcome: Outcome, ledger: Ledger, at_most: Ledger | None) -> pd.DataFrame:
    """The ledger, one row for each line and period; a line that one of the two ledgers has not is zero there."""
    import pandas as pd

    names, grid = {r.region: r.name for r in outcome.system.world.regions}, outcome.system.grid
    lines = list(dict.fromkeys((*ledger, *(at_most or ()))))
    nothing, unknown = np.zeros(len(grid)), np.full(len(grid), np.nan)
    return pd.DataFrame(
        {
            "region": np.repeat([region for region, _ in lines], len(grid)),
            "region_name": np.repeat([names[region] for region, _ in lines], len(grid)),
            "party": np.repeat([party for _, party in lines], len(grid)),
            "period": np.tile(grid.names, len(lines)),
            "value": np.concatenate([ledger.get(line, nothing) for line in lines]),
            "value_at_most": np.concatenate([unknown if at_most is None else at_most.get(line, nothing) for line in lines]),
            "unit": "USD million, discounted to the base year",
        }
    )


def _prices(outcome: Outcome) -> pd.DataFrame:
    import pandas as pd

    places = outcome.places()
    names = outcome.system.grid.names
    return pd.DataFrame(
        {
            "commodity": np.repeat([c for c, _ in places], len(names)),
            "region": np.repeat([r for _, r in places], len(names)),
            "period": np.tile(names, len(places)),
            "value": np.concatenate([outcome.price(c, r) for c, r in places]),
            "unit": "USD/kg",
        }
    )
