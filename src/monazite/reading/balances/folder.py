"""A balance folder: ``amounts.csv``, ``reports.csv`` and, where needed, ``grades.csv`` and ``laws.csv``.

Each process with flows in and out balances, and conserves each component of which flows carry a grade; laws come on top.
A report without ``sd`` takes it from ``relative_sd``, else from its range, read as two standard deviations to each side.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from monazite.balance import Problem, Products
from monazite.errors import BadInput, Fault, nearest
from monazite.reading.balances.algebra import Sum, expression, law
from monazite.reading.dictionary import Table, table_of
from monazite.reading.faults import Faults, Refused
from monazite.reading.tables import Row, RowSet, read_rows

TABLES = ("amounts", "grades", "laws", "reports")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NO_WORD, _WORD = "cannot stand in a law", "use letters, digits and _, beginning with a letter"


@dataclass(frozen=True, eq=False)
class BalanceFolder:
    """A problem and the names of its parts: amounts (n) with units, laws (k), reports (m) with sources and scopes."""

    root: Path
    problem: Problem
    amounts: tuple[str, ...]
    units: tuple[str, ...]
    laws: tuple[str, ...]
    reports: tuple[str, ...]
    measures: tuple[str, ...]
    sources: tuple[str, ...]
    scopes: tuple[str, ...]


@cache
def balance_dictionary() -> Mapping[str, Table]:
    """The tables of a balance folder, by name."""
    return {name: table_of(name, f"balance/{name}") for name in TABLES}


def read_balance(root: str | Path) -> BalanceFolder:
    """Read and check a folder; raises `BadInput` with every fault of the stage at once."""
    place = Path(root)
    if not place.is_dir():
        way_out = "name a folder that holds amounts.csv and reports.csv"
        raise BadInput([Fault("there is no such folder", str(root), way_out=way_out)])
    faults = Faults()
    tables = {name: read_rows(place, table, faults) for name, table in balance_dictionary().items()}
    _check_files(place, faults)
    faults.settle()
    bounds = _amounts(tables, faults)
    laws = _process_laws(tables) | _written_laws(tables["laws"], bounds, faults)
    reports = tables["reports"].rows
    measured = [_parsed(row, "measures", "reports.csv", bounds, faults, expression) for row in reports]
    errors = [_error(row, faults) for row in reports]
    faults.settle()
    names = tuple(bounds)
    number = {name: i for i, name in enumerate(names)}
    problem = Problem(
        laws=_products(list(laws.values()), number),
        measured=_products(measured, number),
        reported=np.array([row.values["value"] for row in reports], dtype=float),
        deviation=np.array([own for own, _ in errors]),
        low=np.array([low for low, _, _ in bounds.values()]),
        high=np.array([high for _, high, _ in bounds.values()]),
        by_factor=np.array([row.values["error"] == "lognormal" for row in reports], dtype=bool),
        shared=_shared(reports, [common for _, common in errors]),
        start=np.array([math.nan if start is None else start for _, _, start in bounds.values()], dtype=float),
    )
    units = {row.key: row.values.get("unit") or "" for row in tables["amounts"].rows}
    return BalanceFolder(
        place, problem, names, tuple(units.get(name, "share") for name in names), tuple(laws),
        tuple(str(row.key) for row in reports),
        *(tuple(str(row.values.get(column) or "") for row in reports) for column in ("measures", "source", "scope")),
    )  # fmt: skip


def _check_files(place: Path, faults: Faults) -> None:
    """A table whose name is mistaken would silently be left out."""
    for file in sorted(os.listdir(place)):
        if file.endswith(".csv") and file.removesuffix(".csv") not in TABLES:
            way_out = "; or ".join(filter(None, [nearest(file, [f"{name}.csv" for name in TABLES]), "move it elsewhere"]))
            faults.add(Fault("this is no table of a balance", file, way_out=way_out))


Reader = Callable[[str, Mapping[str, object]], Sum]
Bounds = dict[str, tuple[float, float, float | None]]


def _amounts(tables: Mapping[str, RowSet], faults: Faults) -> Bounds:
    """Bounds and first guess of every unknown: amounts, then grades as ``flow.component``."""
    found: Bounds = {}
    for row in tables["amounts"].rows:
        if not _NAME.fullmatch(str(row.key)):
            faults.add(Fault(f"{row.key!r} {_NO_WORD}", "amounts.csv", row.line, "amount", _WORD))
        found[str(row.key)] = _bounds(row, "amounts.csv", faults)
    flows = {str(row.key) for row in tables["amounts"].rows if row.values["origin"] or row.values["destination"]}
    for row in tables["grades"].rows:
        flow, component = row.values["flow"], str(row.values["component"])
        if flow not in flows:
            why = "has neither origin nor destination" if flow in found else "does not exist"
            way_out = "give it one in amounts.csv" if flow in found else nearest(str(flow), flows)
            faults.add(Fault(f"the flow {flow!r} {why}", "grades.csv", row.line, "flow", way_out))
        if not _NAME.fullmatch(component):
            faults.add(Fault(f"{component!r} {_NO_WORD}", "grades.csv", row.line, "component", _WORD))
        found[f"{flow}.{component}"] = _bounds(row, "grades.csv", faults)
    return found


def _bounds(row: Row, file: str, faults: Faults) -> tuple[float, float, float | None]:
    values = row.values
    fixed, high, start = values.get("fixed"), values.get("high"), values.get("start")
    low = -math.inf if values.get("free") else values["low"]
    top = math.inf if high is None else high
    if low > top:
        message = f"the bounds cross: at least {low:g}, at most {top:g}"
        faults.add(Fault(message, file, row.line, "high", "exchange or mend them"))
    if fixed is not None and not low <= fixed <= top:
        message = f"the fixed value {fixed:g} lies outside of the bounds"
        faults.add(Fault(message, file, row.line, "fixed", "mend it, or say free = yes"))
    return (low, top, start) if fixed is None else (fixed, fixed, fixed)


def _process_laws(tables: Mapping[str, RowSet]) -> dict[str, Sum]:
    """What enters a process leaves it: mass, and each component that any of its flows carries."""
    inward: dict[str, list[str]] = {}
    outward: dict[str, list[str]] = {}
    for row in tables["amounts"].rows:
        if row.values["destination"]:
            inward.setdefault(str(row.values["destination"]), []).append(str(row.key))
        if row.values["origin"]:
            outward.setdefault(str(row.values["origin"]), []).append(str(row.key))
    carried: dict[str, list[str]] = {}
    for row in tables["grades"].rows:
        carried.setdefault(str(row.values["component"]), []).append(str(row.values["flow"]))
    laws: dict[str, Sum] = {}
    for process in filter(outward.__contains__, inward):
        signs = [(flow, 1.0) for flow in inward[process]] + [(flow, -1.0) for flow in outward[process]]
        laws[f"{process}: mass"] = _added([(((flow, 1.0),), sign) for flow, sign in signs])
        for component, flows in carried.items():
            there = [(flow, sign) for flow, sign in signs if flow in flows]
            if there:
                terms = [(tuple(sorted([(flow, 1.0), (f"{flow}.{component}", 1.0)])), sign) for flow, sign in there]
                laws[f"{process}: {component}"] = _added(terms)
    return laws


def _added(terms: Sequence[tuple[tuple[tuple[str, float], ...], float]]) -> Sum:
    total: Sum = {}
    for factors, coefficient in terms:
        total[factors] = total.get(factors, 0.0) + coefficient
    return {factors: coefficient for factors, coefficient in total.items() if coefficient}


def _written_laws(rows: RowSet, known: Mapping[str, object], faults: Faults) -> dict[str, Sum]:
    laws = {str(row.key): _parsed(row, "equation", "laws.csv", known, faults, law) for row in rows.rows}
    for row in rows.rows:
        if not any(laws[str(row.key)]):
            message = "the law says nothing about any amount"
            faults.add(Fault(message, "laws.csv", row.line, "equation", "name what it binds"))
    return laws


def _parsed(row: Row, column: str, file: str, known: Mapping[str, object], faults: Faults, read: Reader) -> Sum:
    try:
        return read(str(row.values[column]), known)
    except Refused as refused:
        faults.add(Fault(refused.message, file, row.line, column, refused.way_out))
        return {(("?", 1.0),): 1.0}


def _error(row: Row, faults: Faults) -> tuple[float, float]:
    """Own and shared standard deviation of a report, in its unit or of its logarithm."""
    value, low, high = row.values["value"], row.values.get("low"), row.values.get("high")
    sd, share, common = row.values.get("sd"), row.values.get("relative_sd"), row.values.get("group_sd")
    by_factor = row.values["error"] == "lognormal"

    def bad(message: str, column: str, way_out: str) -> tuple[float, float]:
        faults.add(Fault(message, "reports.csv", row.line, column, way_out))
        return 1.0, 0.0

    if by_factor and not (value > 0.0 and (low is None or low > 0.0)):
        return bad("only what is positive can err by a factor", "value", "say error = normal")
    if (common is None) != (not row.values.get("group")):
        return bad("group and group_sd belong together", "group_sd" if common is None else "group", "give both or none")
    size = 1.0 if by_factor else abs(value)
    if sd is not None:
        own = sd / value if by_factor else sd
    elif share is not None:
        own = share * size
    elif low is not None and high is not None:
        own = 0.25 * (math.log(high / low) if by_factor else high - low)
    else:
        return bad("nothing says how far the report may be wrong", "sd", "give sd, relative_sd, or low and high")
    if not own > 0.0:
        return bad("the report has no doubt at all", "sd", "give sd; or fix the amount in amounts.csv")
    return own, (common or 0.0) * size


def _shared(reports: Sequence[Row], common: Sequence[float]) -> sp.csr_array | None:
    named = dict.fromkeys(row.values["group"] for row in reports if row.values.get("group"))
    groups = {name: i for i, name in enumerate(named)}
    if not groups:
        return None
    entries = [(i, groups[row.values["group"]], common[i]) for i, row in enumerate(reports) if row.values.get("group")]
    i, j, size = zip(*entries, strict=True)
    return sp.csr_array((size, (i, j)), shape=(len(reports), len(groups)))


def _products(sums: Sequence[Sum], number: Mapping[str, int]) -> Products:
    terms = [
        (row, coefficient, [(number[name], power) for name, power in factors])
        for row, total in enumerate(sums)
        for factors, coefficient in total.items()
    ]
    return Products.of(len(sums), len(number), terms)
