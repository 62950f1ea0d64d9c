"""Names that one table uses and another defines: each must exist, and must have been known by the as-of date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from monazite.errors import Fault, nearest
from monazite.reading.dictionary import Column
from monazite.reading.faults import Faults
from monazite.reading.tables import Key, Row, RowSet

Complaint = tuple[str, str, str]
"""What is wrong with a reference: message, column, way out."""


class Names:
    """The names that tables define: those that hold as of a date, and those that become known only later."""

    def __init__(self, tables: Mapping[str, RowSet], chosen: Mapping[str, Mapping[Key, Row]], day: date) -> None:
        self._tables = tables
        self._chosen = chosen
        self._day = day
        self._cache: dict[str, tuple[set, dict]] = {}

    def readable(self, target: str) -> bool:
        """Whether the table of a target such as ``units.unit`` could be read, so that its names are all there are."""
        return self._tables[target.partition(".")[0]].readable

    def of(self, target: str) -> tuple[set, dict]:
        """The names of a target, and for those known only later the day from which they are."""
        if target not in self._cache:
            table, _, column = target.partition(".")
            # Evidence is looked up in every vintage: whether it was known in time is judged where a formula uses it.
            rows = self._tables[table].rows if table == "evidence" else self._chosen[table].values()
            known = {row.values[column] for row in rows if column in row.values}
            later = {
                row.values[column]: row.known_on
                for row in self._tables[table].rows
                if row.values.get(column) not in known and row.known_on is not None
            }
            self._cache[target] = known, later
        return self._cache[target]

    def complaints(
        self,
        columns: Mapping[str, Column],
        values: Mapping[str, object],
        also: Mapping[str, set] | None = None,
        brief: bool = False,
    ) -> Iterable[Complaint]:
        """What is wrong with the references of a row; ``also`` holds further names for each target.

        ``brief`` leaves the nearest name out: to search it for each of many wrong rows would take hours.
        """
        for name, column in columns.items():
            if not column.refers or name not in values or not self.readable(column.refers):
                continue
            known, later = self.of(column.refers)
            extra = (also or {}).get(column.refers, set())
            for used in _used(column, values[name]):
                if used in known or used in extra:
                    continue
                table = column.refers.partition(".")[0]
                if used in later:
                    yield (
                        f"{used!r} is known only from {later[used]}, after the as-of date {self._day}",
                        name,
                        f"give the row an older vintage, or give {table} a row that was known",
                    )
                else:
                    yield f"{used!r} is not in {table}", name, "" if brief else nearest(used, known | extra)


def check_references(
    tables: Mapping[str, RowSet], chosen: Mapping[str, Mapping[Key, Row]], names: Names, faults: Faults
) -> None:
    """Add a fault for each name that a row uses and no table defines."""
    for name, rows in chosen.items():
        columns = tables[name].table.columns
        if not any(column.refers for column in columns.values()):
            continue
        for row in rows.values():
            brief = faults.full(tables[name].file)
            for message, column, way_out in names.complaints(columns, row.values, brief=brief):
                faults.add(Fault(message, tables[name].file, row.line, column, way_out))


def check_sources(evidence: RowSet, faults: Faults) -> None:
    """Only an estimate may stand without a source."""
    for row in evidence.rows:
        if row.values.get("source") == "" and row.values.get("grade", "estimate") != "estimate":
            faults.add(
                Fault(
                    f"{row.values.get('id')!r} has grade {row.values['grade']} and no source",
                    evidence.file,
                    row.line,
                    "source",
                    "name the source, or call it an estimate",
                )
            )


def _used(column: Column, value: object) -> tuple[str, ...]:
    names = value if isinstance(value, tuple) else (value,)
    return tuple(name for name in names if name not in (None, "") and not (name == "*" and column.wildcard))
