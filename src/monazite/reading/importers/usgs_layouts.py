"""The tables of a data release of the Mineral Commodity Summaries, in each of their shapes, as one list of cells.

World tables have a row for each country and columns such as ``Prod_t_2022``, ``Prod_est_2023``, ``Reserves_kt``; salient
tables a row for each year and columns such as ``Imports_t``; the release of 2026 one row for each number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from monazite.errors import BadInput, Fault
from monazite.reading.importers.downloads import BROKEN, Download
from monazite.reading.sheets import Unreadable, open_sheet

Row = Mapping[str, str]

UNITS = {
    "t": "t", "kt": "kt", "mt": "million t", "mmt": "million t", "kg": "kg", "pct": "percent", "num": "item",
    "metric tons": "t", "thousand metric tons": "kt", "million metric tons": "million t", "kilograms": "kg", "percent": "percent",
    "number": "item", "dollars per kilogram": "USD/kg", "dollars per metric ton": "USD/t", "dollars per pound": "USD/lb",
    "dkg": "USD/kg", "dt": "USD/t", "dlb": "USD/lb",
}  # fmt: skip
"""What the publisher counts in, as words and as the ends of column names, and how evidence writes it."""

HOME = "U.S."
"""Whom salient statistics are about."""

_AMOUNT = re.compile(r"(prod|cap|reserves?)_(.*)", re.IGNORECASE)
_EDITION = re.compile(r"mcs\s?(20\d\d)", re.IGNORECASE)
_YEAR = re.compile(r"(19|20)\d\d")


@dataclass(frozen=True)
class Cell:
    """One cell of a release: where it stands, what it is about, and its text."""

    file: str
    line: int
    column: str
    edition: int | None
    commodity: str
    country: str
    what: str
    kind: str
    unit: str
    period: str
    text: str
    estimated: bool
    remark: str


def cells(one: Download) -> list[Cell] | None:
    """The cells of a table; None if it is no table of a release.

    Raises `BadInput` for a file that breaks off or is no text.
    """
    try:
        with one.opened() as stream:
            sheet = open_sheet(stream, one.name, set())
            if sheet is None:
                return None
            header = [_mended(name) for name in sheet.header]
            lower = [name.casefold() for name in header]
            shape = _shape(lower)
            if shape is None:
                return None
            edition = _EDITION.search(one.label)
            found: list[Cell] = []
            for line, row in sheet.rows:
                values = dict(zip(lower, (_mended(cell) for cell in row), strict=False))
                place = _Place(one.name, line, _edition(values, edition), one.label)
                found += shape(place, header, values)
            return found
    except Unreadable as error:
        raise BadInput([error.fault]) from None
    except BROKEN as error:
        raise BadInput([one.broken(error)]) from None


@dataclass(frozen=True)
class _Place:
    file: str
    line: int
    edition: int | None
    label: str


def _shape(lower: Sequence[str]):  # type: ignore[no-untyped-def]
    if {"statistics", "statistics_detail", "unit", "year", "value"} <= set(lower):
        return _long
    if "country" in lower and any(_AMOUNT.fullmatch(name) for name in lower):
        return _world
    if (
        {"commodity", "year"} <= set(lower)
        and {"datasource", "source"} & set(lower)
        and any("_" in name for name in lower)
    ):
        return _salient
    return None


def _mended(text: str) -> str:
    """Text whose bytes are no UTF-8 is read as spreadsheets of the publisher write it."""
    if not text.isascii() and any("\udc80" <= sign <= "\udcff" for sign in text):
        text = text.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return " ".join(text.split())


def _edition(values: Row, named: re.Match | None) -> int | None:
    said = _EDITION.search(f"{values.get('source', '')} {values.get('datasource', '')}") or named
    return int(said[1]) if said else None


def _long(place: _Place, header: Sequence[str], values: Row) -> Iterator[Cell]:
    detail, statistics = values.get("statistics_detail", ""), values.get("statistics", "")
    what = detail if statistics.casefold().split(" ")[0] in detail.casefold() else f"{statistics}: {detail}"
    remark = values.get("notes", "")
    yield Cell(
        place.file, place.line, "Value", place.edition, values.get("commodity", ""), values.get("country", ""), what,
        "", values.get("unit", ""), values.get("year", ""), values.get("value", ""), remark.startswith("Estimated"), remark,
    )  # fmt: skip


def _world(place: _Place, header: Sequence[str], values: Row) -> Iterator[Cell]:
    kind = values.get("type") or values.get("form") or ""
    notes = {
        what: values.get(f"{what}_notes") or values.get(f"{what}_note") or ""
        for what in ("prod", "cap", "reserves", "reserve")
    }
    for name in header:
        amount = _AMOUNT.fullmatch(name)
        if amount is None or "note" in name.casefold():
            continue
        stem = amount[1].casefold()
        words = [word for word in re.split(r"[_\s]+", amount[2].casefold()) if word]
        year = next((word for word in words if _YEAR.fullmatch(word)), "")
        units = [word for word in words if word in UNITS]
        unit = values.get("unit_meas") or (units[-1] if units else "")
        rest = [word for word in words if word not in UNITS and word not in ("est", year)]
        what = {"prod": kind or "production", "cap": f"capacity: {kind}"}.get(stem, "reserves")
        if what == "reserves" and kind and "production" not in kind.casefold():
            what += f": {kind}"
        remark = notes[stem] or (notes["reserve"] if stem == "reserves" else "")
        text = values.get(name.casefold(), "")
        if not text and remark.strip() in ("NA", "W", "XX"):
            text, remark = remark.strip(), ""
        yield Cell(
            place.file, place.line, name, place.edition, values.get("commodity", ""), values.get("country", ""),
            what + (f", {' '.join(rest)}" if rest else ""), kind, unit, year or str((place.edition or 1) - 1), text,
            "est" in words or (stem == "prod" and remark.startswith("Estimated")), remark,
        )  # fmt: skip


def _salient(place: _Place, header: Sequence[str], values: Row) -> Iterator[Cell]:
    for name in header:
        if name.casefold() in ("datasource", "source", "commodity", "year") or "note" in name.casefold() or not name:
            continue
        what, _, unit = name.rpartition("_")
        yield Cell(
            place.file, place.line, name, place.edition, values.get("commodity", ""), HOME, (what or name).replace("_", " "),
            "", unit.casefold(), values.get("year", ""), values.get(name.casefold(), ""), False, "",
        )  # fmt: skip


def unknown_table(one: Download) -> Fault:
    """The fault of a file that is no table of a release."""
    return Fault(
        "this is no table of a data release of the Mineral Commodity Summaries",
        one.name,
        1,
        way_out="a world table has Country and columns such as Prod_t_2023, a salient table DataSource, Commodity and Year",
    )
