"""One tidy table of trade: who sold how much of a customs code to whom, for how much, and who says so.

Thousand USD and tonnes gross, as reported; a row without quantity keeps its value. Codes are text with their revision, since
`284690` of one revision need not be that of another. A flow that both sides report is two rows where the publisher keeps both
reports, and one row with `both` where it has made them one.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from monazite.errors import BadInput, Fault

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

COLUMNS = (
    "year", "month", "exporter", "importer", "reporter", "flow", "revision", "hs_code", "value_kusd", "valuation", "quantity_t",
    "quantity_estimated", "source", "vintage", "licence",
)  # fmt: skip
"""Columns of the table, in order; ``month`` is empty for a whole year, the two of quantity where the publisher is silent."""

BOTH = "both"
"""Reporter and flow of a row that its publisher has made of both sides' reports."""

OUTLIER = 10.0
"""A unit value this many times above or below the median tonne of its code and year is told."""


@dataclass(frozen=True)
class Wanted:
    """What to keep: codes by their first digits, years, and countries on either side; nothing named keeps everything."""

    codes: tuple[str, ...] = ()
    years: frozenset[int] = frozenset()
    countries: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        faults = [
            Fault(f"{code!r} is no customs code", "--codes", way_out="write two to six digits, such as 280530 or 8505")
            for code in self.codes
            if not (code.isdigit() and 2 <= len(code) <= 6)
        ]
        faults += [
            Fault(f"{name!r} is no country code", "--countries", way_out="write its three letters")
            for name in self.countries
            if not (len(name) == 3 and name.isalnum() and name.isupper())
        ]
        if faults:
            raise BadInput(faults)


@dataclass(frozen=True)
class Trade:
    """What was kept, and what a reader of it should know.

    ``read`` counts rows, ``unknown_places`` rows of places without a country code, ``left_out`` rows that repeat others, by
    what they are; ``remarks`` are sentences on what is doubtful.
    """

    table: pa.Table
    read: int
    unknown_places: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    @property
    def without_quantity(self) -> int:
        """Kept rows that have a value and no tonnes."""
        return int(self.table.column("quantity_t").null_count)


def outliers(trade: Trade, most: int = 10) -> list[dict[str, object]]:
    """Rows whose unit value is far from the median tonne of their code and year, the heaviest first.

    The unit value says which goods hide in a code; one far off is often a slip of the weight.
    """
    kept = trade.table.to_pandas()
    kept = kept[(kept["quantity_t"] > 0.0) & (kept["value_kusd"] > 0.0)]
    if kept.empty:
        return []
    kept = kept.assign(unit_value=kept["value_kusd"] / kept["quantity_t"])
    ordered = kept.sort_values(["year", "hs_code", "unit_value"], kind="stable")
    share = ordered.groupby(["year", "hs_code"])["quantity_t"]
    at_half = ordered[share.cumsum() >= 0.5 * share.transform("sum")].groupby(["year", "hs_code"])["unit_value"].first()
    median = at_half.loc[list(zip(kept["year"], kept["hs_code"], strict=True))].to_numpy()
    far = kept.assign(median=median)[np.abs(np.log(kept["unit_value"].to_numpy() / median)) > np.log(OUTLIER)]
    columns = ["year", "exporter", "importer", "hs_code", "quantity_t", "unit_value", "median"]
    return far.sort_values("quantity_t", ascending=False, kind="stable").head(most)[columns].to_dict("records")


def schema() -> pa.Schema:
    """Types of the columns: whole numbers, floats, one flag, and text."""
    import pyarrow as pa

    kinds = {
        "year": pa.int32(), "month": pa.int32(), "value_kusd": pa.float64(), "quantity_t": pa.float64(), "quantity_estimated": pa.bool_(),
    }  # fmt: skip
    return pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])


def write_trade(trade: Trade, place: Path) -> None:
    """Write the table of a `Trade`, as `write_table` does."""
    write_table(trade.table, place)


def write_table(table: pa.Table, place: Path) -> None:
    """Write a table as Parquet, or as CSV, as the name of the file says; the caller sees to it that it appears whole."""
    from pyarrow import csv, parquet

    if kind_of(place) == "parquet":
        parquet.write_table(table, place, compression="zstd")
    else:
        csv.write_csv(table, place)


def kind_of(place: Path) -> str:
    """``parquet`` or ``csv`` by the last known ending of a name; raises `BadInput` for any other."""
    for suffix in reversed(place.suffixes):
        if suffix in (".parquet", ".csv"):
            return suffix[1:]
    raise BadInput([Fault("the name ends in neither .csv nor .parquet", str(place), way_out="choose one of the two")])


def together(tables: Sequence[pa.Table]) -> pa.Table:
    """The kept parts as one table, sorted so that the order of files and rows does not matter."""
    import pyarrow as pa

    whole = pa.concat_tables(tables)
    keys = ("year", "month", "revision", "hs_code", "exporter", "importer", "reporter", "flow", "value_kusd")
    return whole.sort_by([(name, "ascending") for name in keys])


def whole_sums(rows: pd.DataFrame, key: Sequence[str], amounts: Sequence[str]) -> pd.DataFrame:
    """Sums of amounts by key, sorted; a sum is missing where one of its parts is."""
    groups = rows.groupby(list(key), sort=True, dropna=False)[list(amounts)]
    sums = groups.sum()
    return sums.where(groups.count().eq(groups.size(), axis=0))


def readable(path: Path) -> Path:
    """The path, if it is a file or folder that can be opened; raises `BadInput` if not."""
    if not path.exists():
        raise BadInput([Fault("there is no such file or folder", str(path), way_out="check its name")])
    if not os.access(path, os.R_OK):
        raise BadInput([Fault("it cannot be opened", str(path), way_out="check its rights")])
    return path
