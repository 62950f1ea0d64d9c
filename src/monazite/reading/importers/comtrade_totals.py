"""Records of UN Comtrade that repeat others are left out: totals beside their parts, and what was downloaded twice.

A download may hold a flow as a total, again by customs procedure, means of transport and second partner, again for the
world, and again for two and four digits of its code. Each amount is kept once, and what could not be is told.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from monazite.errors import BadInput, Fault
from monazite.reading.importers.comtrade_places import GROUP, WORLD
from monazite.reading.importers.comtrade_records import TOTALS
from monazite.reading.importers.trade import whole_sums

FLOW = ["year", "month", "reporter", "partner", "flow"]
# Several numbers may stand for one country, such as a former union and its largest member.
RECORD = [*FLOW, "numbers", "revision", "hs_code"]
AMOUNTS = ["value_kusd", "quantity_t"]
SHORT = 0.98
"""Partners that add up to less than this share of their world are told."""
SHOWN = 5


def without_repeats(rows: pd.DataFrame, left_out: Counter[str], remarks: list[str]) -> pd.DataFrame:
    """Each flow of a reporter, year or month and code once; the world stays, for comparison.

    Raises `BadInput` for two records of one thing that differ, for one flow in two revisions, and for months beside their
    year.
    """
    groups = (rows["reporter"] == GROUP) | (rows["partner"] == GROUP)
    left_out["groups of countries, such as unions"] += int(groups.sum())
    rows = rows[~groups].assign(month=rows["month"].fillna(0))
    rows = _once(rows, left_out)
    rows = _without_parts(rows, left_out, remarks)
    rows = _longest_codes(rows, left_out)
    _contradictions(rows)
    return rows.assign(month=rows["month"].astype("Int32").replace(0, pd.NA))


def _once(rows: pd.DataFrame, left_out: Counter[str]) -> pd.DataFrame:
    key = [*RECORD, *TOTALS]
    alone = rows.drop_duplicates([*key, *AMOUNTS])
    left_out["downloaded twice"] += len(rows) - len(alone)
    twice = alone[alone.duplicated(key, keep=False)].sort_values(key, kind="stable")
    if len(twice):
        first = twice.iloc[0]
        count = len(twice.drop_duplicates(key))
        raise BadInput([Fault(
            f"{count:,} records are there twice with different amounts, such as {_name(first)}: "
            f"{' and '.join(f'{value:,.3f}' for value in twice['value_kusd'].iloc[:2])} thousand USD",
            " and ".join(dict.fromkeys(twice["file"].iloc[:2])), way_out="one is of an older release: give one download of each",
        )])  # fmt: skip
    return alone


def _without_parts(rows: pd.DataFrame, left_out: Counter[str], remarks: list[str]) -> pd.DataFrame:
    """Totals where there are totals; elsewhere the parts of the coarsest breakdown, added up and told."""
    detail = np.column_stack([rows[name].to_numpy() != "" for name in TOTALS])
    if not detail.any():
        return rows
    pattern = detail @ (1 << np.arange(len(TOTALS)))
    rows = rows.assign(pattern=pattern, depth=detail.sum(axis=1))
    best = rows.sort_values(["depth", "pattern"], kind="stable").drop_duplicates(RECORD)[[*RECORD, "pattern"]]
    rows = rows.merge(best.rename(columns={"pattern": "best"}), on=RECORD, how="left")
    left_out["parts by customs procedure, transport or second partner beside their total"] += int(
        (rows["pattern"] != rows["best"]).sum()
    )
    rows = rows[rows["pattern"] == rows["best"]]
    parts = rows[rows["pattern"] > 0]
    if len(parts):
        others = parts.groupby(RECORD, dropna=False, sort=True).agg(
            quantity_estimated=("quantity_estimated", "max"), valuation=("valuation", "first"),
            file=("file", "first"), vintage=("vintage", "first"),
        )  # fmt: skip
        added = whole_sums(parts, RECORD, AMOUNTS).join(others).reset_index()
        remarks.append(
            f"{len(added):,} flows have no total over {_axes(int(np.bitwise_or.reduce(parts['pattern'])))}: "
            "their parts were added, which is less than the total if not all were downloaded"
        )
        rows = pd.concat([rows[rows["pattern"] == 0], added.assign(**dict.fromkeys(TOTALS, ""))], ignore_index=True)
    return rows.drop(columns=["pattern", "depth", "best"], errors="ignore")


def _axes(pattern: int) -> str:
    said = {
        "customs": "customs procedures",
        "transport": "means of transport",
        "supply": "modes of supply",
        "second": "second partners",
    }
    return " and ".join(said[name] for i, name in enumerate(TOTALS) if pattern >> i & 1)


def _longest_codes(rows: pd.DataFrame, left_out: Counter[str]) -> pd.DataFrame:
    """Without records of a code whose longer codes are there for the same flow: they are its parts."""
    lengths = rows["hs_code"].str.len()
    shorter = np.zeros(len(rows), dtype=bool)
    key = [*FLOW, "revision"]
    for length in sorted(set(lengths))[:-1]:
        longer = rows[lengths > length]
        has_parts = set(zip(*(longer[name] for name in key), longer["hs_code"].str[:length], strict=True))
        mine = lengths.to_numpy() == length
        these = rows[mine]
        shorter[mine] = [
            each in has_parts for each in zip(*(these[name] for name in key), these["hs_code"], strict=True)
        ]
    left_out["codes of two or four digits beside their parts"] += int(shorter.sum())
    return rows[~shorter]


def _contradictions(rows: pd.DataFrame) -> None:
    """One flow in two revisions, or a year beside its months, would be counted twice."""
    faults = []
    twice = rows.drop_duplicates([*FLOW, "hs_code", "revision"])
    twice = twice[twice.duplicated([*FLOW, "hs_code"], keep=False)]
    if len(twice):
        names = ", ".join(sorted(set(twice["revision"])))
        faults.append(
            Fault(
                f"flows are there in two revisions ({names}), such as {_name(twice.iloc[0])}",
                " and ".join(dict.fromkeys(twice["file"]))[:300],
                way_out="import the revisions one by one",
            )
        )
    flow = ["year", "reporter", "partner", "flow", "hs_code"]
    mixed = rows.assign(annual=rows["month"] == 0).groupby(flow, sort=True)["annual"].nunique()
    mixed = mixed[mixed > 1]
    if len(mixed):
        year, reporter, partner, flow_name, code = mixed.index[0]
        faults.append(
            Fault(
                f"months stand beside their year, such as {flow_name} of {code} by {reporter} with {partner} in {year}",
                way_out="import years and months one by one",
            )
        )
    if faults:
        raise BadInput(faults)


def short_of_world(rows: pd.DataFrame) -> list[str]:
    """Sentences on reporters whose partners add up to less than their own total over all partners."""
    key = ["year", "month", "reporter", "flow", "revision", "hs_code"]
    rows = rows.assign(month=rows["month"].fillna(0))
    world = rows[rows["partner"] == WORLD].set_index(key)["value_kusd"]
    parts = rows[rows["partner"] != WORLD].groupby(key)["value_kusd"].sum()
    both = pd.DataFrame({"world": world, "parts": parts}).dropna()
    short = both[both["parts"] < SHORT * both["world"]].assign(gap=both["world"] - both["parts"])
    short = short.sort_values("gap", ascending=False, kind="stable")
    if short.empty:
        return []
    names = "; ".join(
        f"{key[2]} {key[3]} of {key[5]} in {key[0]}{f'-{key[1]:02d}' if key[1] else ''} {row['parts'] / row['world']:.0%}"
        for key, row in short.head(SHOWN).iterrows()
    )
    more = "; ..." if len(short) > SHOWN else ""
    return [f"partners are missing where they add up to less than their world ({len(short):,}): {names}{more}"]


def _name(row: pd.Series) -> str:
    month = f"-{int(row['month']):02d}" if row["month"] else ""
    return f"{row['flow']} of {row['hs_code']} by {row['reporter']} with {row['partner']} in {row['year']}{month}"
