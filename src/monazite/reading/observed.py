"""``observed.csv`` of a study: what really happened, from evidence, beside which the model's numbers are set.

Observations may be learned after the as-of date of the series they are compared with: that is their purpose. Formulas are
worked out over the evidence as known on the last as-of date of the study.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from monazite.errors import BadInput, Fault, nearest
from monazite.reading.dictionary import Table, table_of
from monazite.reading.faults import Faults
from monazite.reading.tables import Row, read_rows
from monazite.world.derivations import ids, value
from monazite.world.evidence import Evidence

FILE = "observed.csv"
GUESSES = ("nothing_changes", "pro_rata", "pro_rata_buyer")
"""Simple guesses, by column; the first is the one that the model has to beat."""
PRICES = ("price", "price-ratio")
"""Kinds of series that are about the price of one thing at one place."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One series: which number of the model it is, what was observed and guessed (t, USD/kg or a ratio; None: no guess).

    ``evidence`` are the ids that the observed number is worked out from.
    """

    series: str
    label: str
    group: str
    what: str
    commodities: tuple[str, ...]
    regions: tuple[str, ...]
    destinations: tuple[str, ...]
    periods: tuple[str, ...]
    as_of: str
    option: str
    stack: tuple[str, ...]
    observed: float
    nothing_changes: float
    pro_rata: float | None
    pro_rata_buyer: float | None
    evidence: tuple[str, ...] = ()


@cache
def observed_table() -> Table:
    """The dictionary entry of ``observed.csv``."""
    return table_of("observed", "backtest/observed")


def read_observed(root: Path, evidence: Sequence[Evidence], known: Mapping[str, Sequence[str]]) -> tuple[Observation, ...]:
    """The series of a study, in the order of the file.

    ``known`` are the names that each column may hold, by column: commodities, regions, periods, as_of, option, stack.
    Raises ``BadInput`` with every fault: a file that is missing, a name that is unknown, a price of several things, a formula
    that cannot be worked out.
    """
    if not (root / FILE).exists():
        told = "the study does not say what was observed, so there is nothing to compare the model with"
        raise BadInput([Fault(told, FILE, way_out="write the file (docs/learn/backtest.md shows how), or name a study that has it")])
    faults = Faults()
    rows = read_rows(root, observed_table(), faults).rows
    faults.settle()
    by_id = {row.id: row for row in evidence}
    problems: list[Fault] = []
    found = [_observation(row, by_id, known, problems) for row in rows]
    if problems:
        raise BadInput(problems)
    return tuple(one for one in found if one is not None)


def _observation(
    row: Row, evidence: Mapping[str, Evidence], known: Mapping[str, Sequence[str]], problems: list[Fault]
) -> Observation | None:
    had = len(problems)
    cells = {name: cell or () if name in _LISTS else cell or "" for name, cell in row.values.items()}
    for column, names in {**known, "destinations": known["regions"]}.items():
        held = cells[column] if column in _LISTS else (cells[column],)
        problems += [
            Fault(f"{name!r} is not known", FILE, row.line, column, nearest(name, names) or f"one of {', '.join(names)}")
            for name in held
            if name not in names
        ]
    problems += _places(row, cells)
    numbers = {column: _number(row, column, str(cells[column]), evidence, problems) for column in ("observed", *GUESSES)}
    if len(problems) > had:
        return None
    return Observation(**{name: cells[name] for name in _WORDS}, **{name: tuple(cells[name]) for name in _LISTS}, **numbers,
                       evidence=tuple(dict.fromkeys(ids(cells["observed"]))))


def _places(row: Row, cells: Mapping[str, Any]) -> Iterator[Fault]:
    """What cannot be asked of the places of a series."""
    what = cells["what"]
    if what in PRICES and (len(cells["commodities"]), len(cells["regions"])) != (1, 1):
        yield Fault("a price is that of one commodity in one region", FILE, row.line, "commodities", "split the series")
    if what == "price-ratio" and len(cells["destinations"]) != 1:
        yield Fault("a price ratio needs one region to divide by", FILE, row.line, "destinations", "name the region of the other price")
    if cells["destinations"] and what not in ("shipped", "price-ratio"):
        yield Fault("only what is shipped has destinations", FILE, row.line, "destinations", "leave the cell empty")


_LISTS = ("commodities", "regions", "destinations", "periods", "stack")
_WORDS = ("series", "label", "group", "what", "as_of", "option")


def _number(row: Row, column: str, formula: str, evidence: Mapping[str, Evidence], problems: list[Fault]) -> float | None:
    if not formula:
        return None
    try:
        return value(formula, evidence)
    except BadInput as error:
        problems += [Fault(fault.message, FILE, row.line, column, fault.way_out) for fault in error.faults]
        return None
