"""World Bank, Worldwide Governance Indicators: how each country is governed, in standard units, with the standard error.

An empty cell or two dots are no estimate: the country is not known there, and certainly not stable. Estimates run from about
-2.5 (weak) to 2.5 (strong); each edition revises earlier years. Source: Kaufmann and Kraay, Worldwide Governance Indicators.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from monazite.errors import BadInput, Fault
from monazite.reading.faults import Faults
from monazite.reading.importers.comtrade_places import places
from monazite.reading.importers.downloads import downloads
from monazite.reading.importers.wgi_layouts import ERROR, ESTIMATE, INDICATORS, Number, numbers
from monazite.reading.numbers import shown

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = ("country", "year", "indicator", "estimate", "standard_error", "source", "vintage", "licence")
"""Columns of the table, in order; estimate and standard error may be empty."""
SOURCE, LICENCE = "World Bank Worldwide Governance Indicators", "CC BY 4.0"
FARTHEST = 5.0
"""No estimate is farther from zero: a rank from 0 to 100 would be."""

_NOTHING = ("", "..", "...", "na", "n/a", "nan", "#n/a", "none", "null", "-")


@dataclass(frozen=True)
class Governance:
    """The table, how many numbers were read, and what is to be said of it.

    ``missing`` counts rows without an estimate by indicator, ``never`` names countries without one in any year and indicator.
    """

    table: pa.Table
    read: int
    missing: dict[str, int]
    never: tuple[str, ...]
    unknown_places: dict[str, int]
    remarks: tuple[str, ...] = ()


def read_wgi(
    paths: Sequence[str | Path],
    *,
    years: frozenset[int] = frozenset(),
    countries: frozenset[str] = frozenset(),
    vintage: str = "",
) -> Governance:
    """The wanted estimates, one row for each country, year and indicator, whether there is an estimate or not.

    ``vintage`` names the edition where the files do not. Raises `BadInput` with every fault of a stage: files in no known
    shape; cells that are no numbers or no estimates; two different numbers for one thing.
    """
    found: list[Number] = []
    updated: set[str] = set()
    faults = Faults()
    for one in downloads(paths, (".csv", ".txt", ".tsv")):
        try:
            some = numbers(one)
        except BadInput as error:
            for fault in error.faults:
                faults.add(fault)
            continue
        if not some.cells:
            faults.add(
                Fault(
                    "no estimates are here",
                    one.name,
                    way_out="series of estimates end in .est, of standard errors in .std.err",
                )
            )
        found += some.cells
        updated |= {some.updated} - {""}
    faults.settle()
    read = len(found)
    if len(updated) > 1:
        raise BadInput(
            [Fault(f"two editions together: {', '.join(sorted(updated))}", way_out="import them one by one")]
        )
    found = [cell for cell in found if _wanted(cell, years, countries)]
    rows, remarks = _rows(found)
    return _told(rows, read, vintage or next(iter(updated), ""), remarks)


def _wanted(cell: Number, years: frozenset[int], countries: frozenset[str]) -> bool:
    return (not years or not cell.year.isdigit() or int(cell.year) in years) and (
        not countries or _country(cell.country) in countries
    )


Key = tuple[str, int, str]


def _rows(found: Sequence[Number]) -> tuple[dict[Key, dict[str, float | None]], list[str]]:
    """Estimate and standard error of each country, year and indicator; two in one file that differ are none, and told."""
    rows: dict[Key, dict[str, float | None]] = {}
    first: dict[tuple[Key, str], Number] = {}
    twice: dict[tuple[str, str], list[Number]] = {}
    editions: dict[tuple[str, str], str] = {}
    faults = Faults()
    for cell in found:
        if not cell.year.isdigit() or cell.indicator not in INDICATORS.values():
            what, way_out = (
                ("indicator", f"known are: {', '.join(INDICATORS)}")
                if cell.year.isdigit()
                else ("year", "write it as 2023")
            )
            faults.add(Fault(f"{shown(getattr(cell, what))} is no {what}", cell.file, cell.line, what, way_out))
            continue
        key = (_country(cell.country), int(cell.year), cell.indicator)
        row = rows.setdefault(key, {ESTIMATE: None, ERROR: None})
        value = _value(cell, faults)
        if value is None:
            continue
        other = first.setdefault((key, cell.measure), cell)
        before = row[cell.measure]
        if other is cell:
            row[cell.measure] = value
        elif before is None or not math.isclose(value, before, rel_tol=1e-4, abs_tol=1e-5):
            if other.file != cell.file:
                said = (
                    f"{cell.country} has two numbers for {cell.indicator} in {cell.year}: {other.text} and {cell.text}"
                )
                editions.setdefault((other.file, cell.file), said)
            row[cell.measure] = None
            twice.setdefault((cell.file, key[0]), [other]).append(cell)
    for (one, two), said in editions.items():
        faults.add(Fault(said, f"{one} and {two}", way_out="they are of two editions: import them one by one"))
    faults.settle()
    remarks = [
        f"{country} stands twice in {file}, in lines {cells[0].line} and {cells[1].line}, with different numbers: where they differ, none is kept"
        for (file, country), cells in twice.items()
    ]
    return rows, remarks


def _value(cell: Number, faults: Faults) -> float | None:
    if cell.text.casefold() in _NOTHING:
        return None
    try:
        value = float(cell.text)
    except ValueError:
        value = math.nan
    least = 0.0 if cell.measure == ERROR else -FARTHEST
    if not least <= value <= FARTHEST:
        way_out = "an estimate lies within 5 of zero, its standard error above zero; '..' or nothing is missing"
        faults.add(
            Fault(
                f"{shown(cell.text)} is no {cell.measure.replace('_', ' ')}", cell.file, cell.line, cell.column, way_out
            )
        )
        return None
    return value


@cache
def _country(code: str) -> str:
    """Three letters as they are today; what is no code of a country gets a question mark."""
    with Path(__file__).with_name("former_codes.csv").open(encoding="utf-8", newline="") as lines:
        former = {row["code"]: row["country"] for row in csv.DictReader(lines)}
    today = former.get(code.upper(), code.upper())
    return (
        today
        if today in places().values() or today in former.values() or (len(today) == 3 and today.isalpha())
        else f"?{code}"
    )


def _told(chosen: dict[Key, dict[str, float | None]], read: int, vintage: str, remarks: list[str]) -> Governance:
    import pyarrow as pa

    kinds = {"year": pa.int32(), ESTIMATE: pa.float64(), ERROR: pa.float64()}
    columns = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
    rows = [
        {
            "country": country,
            "year": year,
            "indicator": indicator,
            **row,
            "source": SOURCE,
            "vintage": vintage,
            "licence": LICENCE,
        }
        for (country, year, indicator), row in sorted(chosen.items())
    ]
    missing = Counter(row["indicator"] for row in rows if row[ESTIMATE] is None)
    known = {row["country"] for row in rows if row[ESTIMATE] is not None}
    alone = sum(row[ESTIMATE] is not None and row[ERROR] is None for row in rows)
    if alone:
        remarks.append(f"{alone:,} estimates have no standard error: give the file of standard errors too")
    if not vintage:
        remarks.append("the files do not say their edition, and each revises earlier years: name it with --vintage")
    unknown = Counter(row["country"] for row in rows if row["country"].startswith("?"))
    never = tuple(sorted({row["country"] for row in rows} - known))
    return Governance(
        pa.Table.from_pylist(rows, schema=columns),
        read,
        dict(sorted(missing.items())),
        never,
        dict(unknown),
        tuple(remarks),
    )
