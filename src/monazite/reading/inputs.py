"""Where each number of a world comes from: its formula, checked against its cell and against what was known in time.

A cell's derivation is the row of ``derivations.csv`` for its table, row, column and policy, or else that for row ``*``.
A number that a policy brings may do without one: it then is what the option's author chose, and counts as an estimate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from monazite.errors import BadInput, Fault, nearest
from monazite.reading.cells import edge_of
from monazite.reading.dictionary import Column, dictionary
from monazite.reading.faults import Faults
from monazite.reading.scenarios import Draft
from monazite.reading.tables import Key, Row, RowSet, key_text
from monazite.world.derivations import HALF_WIDTH, grade, ids, interval, value
from monazite.world.evidence import Derivation, Evidence, Input
from monazite.world.world import TABLES

TOLERANCE = 1e-6
"""Largest relative gap between a cell and what its formula yields."""

ALL = "*"


@dataclass(frozen=True, slots=True)
class Known:
    """Evidence as of a date, and for ids that are not known yet the day from which they are."""

    evidence: Mapping[str, Evidence]
    later: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class Cell:
    """A filled numeric cell of a world's table, or of a policy: the number in its edge unit, and where it stands."""

    table: str
    row: str
    column: Column
    number: float
    line: int | None
    policy: str = ""
    file: str = ""


def cells(chosen: Mapping[str, Mapping[Key, Row]]) -> Iterator[Cell]:
    """Every filled numeric cell of the world's tables, in the order of the dictionary and of the files."""
    for table in TABLES:
        columns = [column for column in dictionary()[table].columns.values() if column.measured]
        for key, row in chosen[table].items():
            for column in columns:
                if column.name in row.filled and column.name in row.values:
                    number = float(edge_of(column, row.values[column.name]))
                    yield Cell(table, key_text(key), column, number, row.line, file=f"{table}.csv")


def policy_cells(drafted: Mapping[str, Iterable[Draft]]) -> Iterator[Cell]:
    """Every number that these policies add or set, policy by policy in the order of their files."""
    for policy, drafts in drafted.items():
        for draft in drafts:
            for column in draft.table.columns.values():
                if column.measured and column.name in draft.given:
                    number = float(edge_of(column, draft.values[column.name]))
                    yield Cell(draft.table.name, key_text(draft.key), column, number, draft.line, policy, draft.file)


def find(derivations: Mapping[Key, object], cell: Cell) -> object | None:
    """The derivation of a cell: its own, or the one for all rows of its table (under the same policy, if it has one)."""
    own = (cell.table, cell.row, cell.column.name, cell.policy)
    return derivations.get(own, derivations.get((cell.table, ALL, cell.column.name, cell.policy)))


def check_derivations(
    tables: Mapping[str, RowSet],
    chosen: Mapping[str, Mapping[Key, Row]],
    of_policies: Mapping[str, tuple[Cell, ...] | None],
    known: Known,
    faults: Faults,
) -> None:
    """Every number has a formula, the formula yields the number, and its evidence exists and was known in time.

    ``of_policies`` are the numbers of every policy; of a policy that nobody can know yet there are none, but None.
    """
    early = {name for name, numbers in of_policies.items() if numbers is None}
    rows = {key: row for key, row in chosen["derivations"].items() if row.values["policy"] not in early}
    addressed = {key: row for key, row in rows.items() if _address_exists(key, row, tables, of_policies, faults)}
    usable = _usable("derivations.csv", addressed, known, faults)
    _usable("by_hand.csv", chosen["by_hand"], known, faults)
    everything = list(cells(chosen))
    if everything and not rows:
        faults.add(
            Fault(
                f"none of the {len(everything):,} numbers of the study says where it comes from",
                "derivations.csv",
                way_out="give each a formula over evidence, or a plain number, which counts as an estimate",
            )
        )
        return
    for cell in (*everything, *chain.from_iterable(numbers or () for numbers in of_policies.values())):
        row = find(usable, cell)
        if row is not None:
            _check_value(cell, row, known, faults)
        elif find(rows, cell) is None and not cell.policy:
            faults.add(
                Fault(
                    f"{cell.number:g} has no derivation",
                    cell.file,
                    cell.line,
                    cell.column.name,
                    f"add a row {cell.table}, {cell.row}, {cell.column.name} to derivations.csv",
                )
            )


def traced(chosen_cells: tuple[Cell, ...], derivations: tuple[Derivation, ...], known: Known) -> tuple[Input, ...]:
    """Each cell with its range, grade, formula and ids.

    A number whose formula has no ids is an estimate, and its range is that of an estimate; ranges stay within the
    bounds of the dictionary.
    """
    by_address = {(row.table, row.row, row.column, row.policy): row for row in derivations}
    found = []
    for cell in chosen_cells:
        row = find(by_address, cell) or _chosen_by_author(cell)
        names = ids(row.formula)
        if names:
            low, high = interval(row.formula, known.evidence)
        else:
            half = abs(cell.number) * HALF_WIDTH["estimate"]
            low, high = cell.number - half, cell.number + half
        low, high = _within(cell.column, low, cell.number), _within(cell.column, high, cell.number)
        found.append(
            Input(
                cell.table,
                cell.row,
                cell.column.name,
                cell.number,
                low,
                high,
                row.grade or grade(row.formula, known.evidence),
                row.formula,
                names,
                cell.column.unit,
                float(cell.column.factor),
                cell.policy,
            )
        )
    return tuple(found)


def _chosen_by_author(cell: Cell) -> Derivation:
    """What stands for a derivation of a policy's number that has none: the number itself."""
    return Derivation(cell.table, cell.row, cell.column.name, repr(cell.number), cell.policy)


def _within(column: Column, end: float, number: float) -> float:
    floor = column.lower if column.above is None else column.above
    if floor is not None and end <= floor:
        # An open bound is not reached itself: stop half-way to it.
        end = float(floor) if column.above is None else (float(floor) + number) / 2.0
    return min(end, float(column.upper)) if column.upper is not None else end


def _address_exists(
    key: Key, row: Row, tables: Mapping[str, RowSet], of_policies: Mapping[str, tuple[Cell, ...] | None], faults: Faults
) -> bool:
    """Whether table, column, row and policy of a derivation exist; rows of every vintage count."""
    table, address, column, policy = key
    if policy and policy not in of_policies:
        way_out = nearest(policy, of_policies)
        faults.add(Fault(f"there is no policy {policy!r}", "derivations.csv", row.line, "policy", way_out))
        return False
    if table not in TABLES:
        faults.add(
            Fault(
                f"there is no table {table!r} in a world", "derivations.csv", row.line, "table", nearest(table, TABLES)
            )
        )
        return False
    numeric = [name for name, entry in dictionary()[table].columns.items() if entry.measured]
    if column not in numeric:
        faults.add(
            Fault(
                f"{table} has no numeric column {column!r}",
                "derivations.csv",
                row.line,
                "column",
                nearest(column, numeric),
            )
        )
        return False
    if policy:
        known = {cell.row for cell in of_policies[policy] or () if (cell.table, cell.column.name) == (table, column)}
        missing = f"policy {policy} gives no {column} of row {address!r} in {table}"
    else:
        known = tables[table].names
        missing = f"there is no row {address!r} in {table}"
    if address != ALL and address not in known:
        way_out = "" if faults.full("derivations.csv") else nearest(address, known)
        faults.add(Fault(missing, "derivations.csv", row.line, "row", way_out))
        return False
    return True


def _usable(file: str, rows: Mapping[Key, Row], known: Known, faults: Faults) -> dict[Key, Row]:
    """The rows whose formula can be worked out with what was known in time; evidence that came late is told once."""
    usable: dict[Key, Row] = {}
    late: dict[str, list[int]] = {}
    for key, row in rows.items():
        try:
            too_new = [name for name in ids(row.values["formula"]) if name in known.later]
            for name in too_new:
                late.setdefault(name, []).append(row.line)
            if not too_new:
                value(row.values["formula"], known.evidence)
                usable[key] = row
        except BadInput as error:
            for fault in error.faults:
                faults.add(Fault(fault.message, file, row.line, "formula", fault.way_out))
    for name, lines in late.items():
        others = (
            f"; so do lines {', '.join(map(str, lines[1:13]))}{', ...' if len(lines) > 13 else ''}" if lines[1:] else ""
        )
        faults.add(
            Fault(
                f"uses {name}, known only on {known.later[name]}{others}",
                file,
                lines[0],
                "formula",
                "give the row an older vintage that rests on what was known",
            )
        )
    return usable


def _check_value(cell: Cell, row: Row, known: Known, faults: Faults) -> None:
    formula = row.values["formula"]
    derived = value(formula, known.evidence)
    if abs(derived - cell.number) > TOLERANCE * max(abs(derived), abs(cell.number)):
        unit = f" {cell.column.unit}" if cell.column.unit else ""
        faults.add(
            Fault(
                f"the cell says {cell.number:.9g}{unit}, its formula {formula!r} (derivations.csv, line {row.line}) "
                f"yields {derived:.9g}",
                cell.file,
                cell.line,
                cell.column.name,
                "mend the one that is wrong",
            )
        )
