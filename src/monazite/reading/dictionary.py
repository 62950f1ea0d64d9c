"""The data dictionary: what each column of a study means, in which unit it is written, and what it may hold.

It stands once, in ``schema/*.toml``; the reader, the error messages, the reference pages and the writer all ask here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import get_args, get_type_hints

from monazite.world.evidence import EVIDENCE_KEYS, EVIDENCE_RECORDS
from monazite.world.world import KEYS, TABLES, World

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "text": "free text",
        "name": "a short name without spaces",
        "names": "short names separated by spaces",
        "number": "a number with a point as decimal sign",
        "date": "a date as YYYY-MM-DD",
        "flag": "yes or no",
        "choice": "one of the listed words",
        "unit": "a unit with its basis, such as t oxide/yr",
    }
)
"""The types a column may have, in words."""

LARGEST = Decimal("1e12")
"""No number of a study is larger: beyond it a unit was mistaken."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: meaning, type, edge unit and the factor to the internal unit, bounds, default, reference.

    ``lower`` and ``upper`` are allowed themselves, ``above`` is not; all three and ``default`` are in the edge unit.
    """

    name: str
    meaning: str
    type: str
    unit: str = ""
    internal: str = ""
    factor: Decimal = Decimal(1)
    lower: Decimal | None = None
    above: Decimal | None = None
    upper: Decimal | None = None
    whole: bool = False
    choices: tuple[str, ...] = ()
    required: bool = False
    default: object = None
    key: bool = False
    refers: str = ""
    wildcard: bool = False
    not_before: str = ""

    @property
    def needed(self) -> bool:
        """Whether a row without a value in this column is refused."""
        return (self.key and self.default is None) or self.required

    @property
    def measured(self) -> bool:
        """Whether its numbers are quantities, which have to be derived from evidence; a whole number is a place in an order."""
        return self.type == "number" and not self.whole

    @property
    def absent(self) -> object:
        """The value of an empty cell, in internal units: the default, or nothing in the column's type."""
        if self.default is not None:
            return float(Decimal(self.default) * self.factor) if self.type == "number" else self.default
        return {"text": "", "name": "", "names": (), "choice": "", "unit": ""}.get(self.type)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a study, or one section of its settings: meaning, columns in order, and whether it must exist."""

    name: str
    title: str
    meaning: str
    columns: Mapping[str, Column]
    required: bool = False
    many: bool = False
    named: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that name a row."""
        return tuple(column.name for column in self.columns.values() if column.key)


KNOWN_ON = Column(
    "known_on",
    "Day from which this row holds; of rows with one key the latest known by the as-of date is used.",
    "date",
)
NOTE = Column("note", "Remark of the study's author; the model does not read it.", "text")
ANYWHERE: Mapping[str, Column] = MappingProxyType({"known_on": KNOWN_ON, "note": NOTE})
"""Columns that every table may carry; so may columns whose names begin with ``x_``, which are not read."""

ALL_TABLES: tuple[str, ...] = (*TABLES, *EVIDENCE_RECORDS)
"""Every table of a study folder: those of the world, then those that say where its numbers come from."""

ALL_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType({**KEYS, **EVIDENCE_KEYS})
"""The key columns of every table."""


@cache
def record_of(table: str) -> type:
    """The record class whose fields are the columns of a table."""
    if table in EVIDENCE_RECORDS:
        return EVIDENCE_RECORDS[table]
    return get_args(get_type_hints(World)[table])[0]


@cache
def dictionary() -> Mapping[str, Table]:
    """All tables of the dictionary, by name, in the order in which a study is read."""
    return MappingProxyType({name: _table(name, _source(name)) for name in ALL_TABLES})


@cache
def settings_dictionary() -> Mapping[str, Table]:
    """The sections of ``study.toml``, by name."""
    sections = _source("study")["sections"]
    return MappingProxyType({name: _table(name, {"title": name, **entry}) for name, entry in sections.items()})


def table_of(name: str, place: str) -> Table:
    """A table that is defined in ``schema/<place>.toml`` and belongs to another folder than a study."""
    return _table(name, _source(place))


def columns_of(table: Table) -> dict[str, Column]:
    """The columns that a file of this table may have: its own and those allowed anywhere."""
    return {**ANYWHERE, **table.columns}


def in_type(column: Column) -> str:
    """What a cell of this column must be, in words: type, unit, bounds or choices."""
    if column.type == "choice":
        return "one of " + ", ".join(column.choices)
    words = TYPES[column.type] if not column.whole else "a whole number"
    if column.unit:
        words += f" in {column.unit}"
    limits = bounds(column)
    return f"{words}, {limits}" if limits else words


def bounds(column: Column) -> str:
    """The bounds of a number in words, empty if there are none but the general one."""
    low = (
        f"above {_plain(column.above)}"
        if column.above is not None
        else f"at least {_plain(column.lower)}"
        if column.lower is not None
        else ""
    )
    high = f"at most {_plain(column.upper)}" if column.upper is not None else ""
    return " and ".join(word for word in (low, high) if word)


def _plain(number: Decimal) -> str:
    return f"{number:f}"


def _source(name: str) -> dict:
    text = files(__package__).joinpath("schema", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def _table(name: str, entry: dict) -> Table:
    columns = {column: _column(column, values) for column, values in entry.get("columns", {}).items()}
    flags = {flag: entry.get(flag, False) for flag in ("required", "many", "named")}
    return Table(name, entry["title"], entry["meaning"], MappingProxyType(columns), **flags)


def _column(name: str, values: dict) -> Column:
    typed = dict(values)
    for field in ("factor", "lower", "above", "upper"):
        if field in typed:
            typed[field] = Decimal(typed[field])
    typed["choices"] = tuple(typed.get("choices", ()))
    return Column(name=name, **typed)
