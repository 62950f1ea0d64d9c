"""What changes when instruments are added: who gains, prices, trade, production and use, each against the same without.

Of a long table only the rows that change most are told, by the money that the change is worth at base prices; the last
line says how many more there are. Nothing here knows a country, an element or a stage.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from monazite.results.outcome import Floats, Outcome
from monazite.results.welfare import PARTIES, Ledger, social_welfare, total
from monazite.study.answer.number import TONNES, in_year
from monazite.study.study import Study

TOLD = 12
"""Rows of each table that are told."""
REGIONS = 6
"""Regions whose gains are told one by one."""
SMALL_MONEY = 0.05
"""MUSD, discounted, below which a region is not told."""
TRACE = 0.5
"""Tonnes per year below which a change is rounding."""

DECIMALS = {"MUSD": 1, "%": 1, "t/yr": 0}
"""Decimals of a change, by its unit."""

After = Mapping[str, tuple[Outcome, Ledger]]
"""The outcome and the ledger with each stack, by its title."""
Section = dict[str, Any]


def effect_tables(study: Study, before: Outcome, ledger: Ledger, after: After, years: Sequence[int]) -> list[Section]:
    """Sections as plain data (see docs/reference/answer.md): gains, prices, trade, production and use in these years."""
    return [
        gains(study, ledger, after),
        prices(study, before, after, years),
        trade(before, after, years),
        _quantities(before, after, years, "production", "Plants whose output changes most", ("plant", "product", "at"), _plants(before)),
        _quantities(before, after, years, "use", "Use that changes most", ("end use", "commodity", "at"), _uses(before, after)),
    ]


def gains(study: Study, ledger: Ledger, after: After) -> Section:
    """Gain of each region by party, MUSD discounted over all periods; social welfare is private gain and government.

    Home and partner of the study's question first, then regions by the largest change of their social welfare; the
    unexplained margin is no part of it.
    """
    base = total(ledger)
    accounts = {title: total(found) for title, (_, found) in after.items()}

    def change(region: str, parties: Sequence[str]) -> dict[str, float]:
        return {
            title: sum(account.get((region, p), 0.0) - base.get((region, p), 0.0) for p in parties)
            for title, account in accounts.items()
        }

    names = {r.region: r.name for r in study.folder.world.regions}
    social = {
        r: max((abs(social_welfare(a, r) - social_welfare(base, r)) for a in accounts.values()), default=0.0) for r in names
    }
    rows: list[dict[str, Any]] = []
    asked = [r for r in map(study.folder.settings["answer"].get, ("home", "partner")) if r]
    others = sorted((r for r in names if social[r] >= SMALL_MONEY and r not in asked), key=lambda r: -social[r])
    for region in [*asked, *others][: max(REGIONS, len(asked))]:
        private = [p for p in PARTIES if p not in ("government", "unexplained margin")]
        for line, parties in (
            *((p, (p,)) for p in private),
            ("government", ("government",)),
            ("social = private + government", (*private, "government")),
            ("unexplained margin beside it", ("unexplained margin",)),
        ):
            found = change(region, parties)
            if line.startswith("social") or any(abs(v) >= SMALL_MONEY for v in found.values()):
                rows.append({"region": names[region], "party": line, **found})
    rows.append({"region": "all regions", "party": "social = private + government", **_everywhere(base, accounts)})
    return _section(
        "gains", "Who gains and who pays", "discounted over the whole horizon; the split by party follows prices and is soft",
        [("region", ""), ("party", "")], after, "MUSD", rows, most=None,
    )  # fmt: skip


def _everywhere(base: Mapping[tuple[str, str], float], accounts: Mapping[str, Mapping[tuple[str, str], float]]) -> dict[str, float]:
    def all_of(account: Mapping[tuple[str, str], float]) -> float:
        return sum(v for (_, party), v in account.items() if party != "unexplained margin")

    return {title: all_of(account) - all_of(base) for title, account in accounts.items()}


def prices(study: Study, before: Outcome, after: After, years: Sequence[int]) -> Section:
    """Mean prices of a year where the study has a reported price, and their change in per cent; largest change first."""
    grid, places = study.grid, [(p.commodity, p.region) for p in study.folder.world.prices]
    rows = []
    for place in places:
        for year in years:
            base = in_year(grid, before.price(*place), year)
            changes = {
                title: 100.0 * (in_year(grid, out.price(*place), year) / base - 1.0) if base > 0.0 else None
                for title, (out, _) in after.items()
            }
            rows.append({"commodity": place[0], "at": place[1], "year": year, "without": base, **changes})
    moved = [r for r in rows if any(abs(r[t] or 0.0) >= 0.05 for t in after)]
    moved.sort(key=lambda r: -max(abs(r[t] or 0.0) for t in after))
    return _section(
        "prices", "Prices that change most", "model prices, of which a scarce good's may be a scarcity value and no market price",
        [("commodity", ""), ("at", ""), ("year", ""), ("without", "USD/kg")], after, "%", moved,
    )  # fmt: skip


Series = Callable[[Outcome], Floats]
Line = tuple[tuple[str, str, str], Series, float]
"""Three labels, kt per year by period of an outcome, and the worth of a kt at base prices."""


def trade(before: Outcome, after: After, years: Sequence[int]) -> Section:
    """Flows of these years without the stacks, and the change with each; those of which the change is worth most."""
    return _quantities(before, after, years, "trade", "Trade that changes most", ("commodity", "from", "to"), _lanes(before))


def _lanes(before: Outcome) -> list[Line]:
    system = before.system
    return [
        ((x.commodity, x.origin, x.destination), _total("ship", lane=x.lane), system.price(x.commodity, x.destination))
        for x in system.widest.lanes
    ]


def _plants(before: Outcome) -> list[Line]:
    system = before.system
    place = system.widest.region_of_unit
    units, processes = system.widest.keyed("units"), system.widest.keyed("processes")
    return [
        (
            (units[a.unit].name, processes[a.process].driver, place[a.unit]),
            _total("run", activity=a.activity),
            system.price(processes[a.process].driver, place[a.unit]),
        )
        for a in system.widest.activities
    ]


def _uses(before: Outcome, after: After) -> list[Line]:
    """What users really take: what they are served less what they replace, and what they take in its place."""
    demands = before.system.widest.keyed("demands")
    taken = {(v.demand, v.commodity) for out, _ in after.values() for v in out.system.world.substitutions if v.commodity}
    pairs = [*((d.demand, d.commodity) for d in demands.values()), *sorted(taken)]
    return [
        (
            (demands[demand].end_use, commodity, demands[demand].region),
            lambda out, demand=demand, commodity=commodity: out.taken_by(demand, commodity),
            before.system.price(commodity, demands[demand].region),
        )
        for demand, commodity in pairs
    ]


def _total(block: str, **labels: str) -> Series:
    return lambda outcome: outcome.total(block, **labels)


def _quantities(
    before: Outcome, after: After, years: Sequence[int], key: str, title: str, labels: tuple[str, str, str], lines: list[Line]
) -> Section:
    """Amounts of a year without the stacks, and the change with each, t; rows of which the change is worth most."""
    grid = before.system.grid
    rows: list[tuple[float, dict[str, Any]]] = []
    for names, series, price in lines:
        base = series(before)
        changes = {title: series(out) - base for title, (out, _) in after.items()}
        if all(np.max(np.abs(change)) * TONNES < TRACE for change in changes.values()):
            continue
        for year in years:
            row = {name: in_year(grid, change, year) * TONNES for name, change in changes.items()}
            largest = max(abs(v) for v in row.values())
            if largest >= TRACE:
                told = dict(zip(labels, names, strict=True))
                rows.append((largest * max(price, 1e-9), {**told, "year": year, "without": in_year(grid, base, year) * TONNES, **row}))
    rows.sort(key=lambda found: -found[0])
    return _section(
        key, title, "tonnes of the commodity itself in the year, and the change", [*((x, "") for x in labels), ("year", ""), ("without", "t/yr")],
        after, "t/yr", [row for _, row in rows],
    )  # fmt: skip


def _section(
    key: str, title: str, note: str, columns: list[tuple[str, str]], after: After, unit: str, rows: list[dict[str, Any]],
    most: int | None = TOLD,
) -> Section:
    """A table of which the first ``most`` rows are told; the note counts the rest, so that nobody takes a part for the
    whole."""
    more = 0 if most is None else max(len(rows) - most, 0)
    return {
        "key": key,
        "title": f"{title} [{unit}]",
        "note": note + (f"; {more} more rows change by less" if more else ""),
        "columns": [
            *({"key": k, "label": k, "unit": u, "decimals": 2 if u == "USD/kg" else 0} for k, u in columns),
            *({"key": stack, "label": stack, "unit": "", "decimals": DECIMALS[unit]} for stack in after),
        ],
        "rows": rows[:most],
    }
