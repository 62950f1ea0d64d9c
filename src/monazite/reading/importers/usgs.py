"""USGS Mineral Commodity Summaries: a data release becomes rows of evidence that can be pasted into a study.

World tables, salient statistics, and the one long table of 2026. Each row keeps the edition and the day since when it is
known; figures that the publisher calls estimates are graded medium, those that contradict the printed world total low.
Source: U.S. Geological Survey, National Minerals Information Center, data releases of the Mineral Commodity Summaries.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from monazite.errors import BadInput, Fault, nearest
from monazite.reading.cells import LONGEST_NAME, neutral
from monazite.reading.dictionary import dictionary
from monazite.reading.faults import Faults
from monazite.reading.importers.downloads import Download, downloads
from monazite.reading.importers.usgs_layouts import UNITS, Cell, cells, unknown_table
from monazite.reading.importers.usgs_totals import Addend, misfits
from monazite.reading.importers.usgs_values import Printed, printed
from monazite.units import parse

if TYPE_CHECKING:
    import pyarrow as pa

RELEASED = {2022: "2022-01-31", 2023: "2023-01-31", 2024: "2024-01-31", 2025: "2025-01-31", 2026: "2026-02-06"}
"""Day on which an edition became public."""
LICENCE = "public domain"

_WORLD = re.compile(r"world( total)?.*", re.IGNORECASE)
_BASES = (("REO", re.compile(r"rare-earth-oxide(s)? equivalent|\bREO\b")), ("gross", re.compile(r"gross weight", re.IGNORECASE)),
          ("contained", re.compile(r"\bcontain(s|ed)\b|\bcontent\b", re.IGNORECASE)))  # fmt: skip


@dataclass(frozen=True)
class Evidence:
    """Rows in the columns of ``evidence.csv``, the rows that ``sources.csv`` needs for them, and what is to be said of both."""

    rows: tuple[dict[str, object], ...]
    sources: tuple[dict[str, str], ...]
    read: int
    kinds: dict[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    doubtful: tuple[dict[str, object], ...] = ()

    @property
    def table(self) -> pa.Table:
        """The rows as a table; text and numbers."""
        import pyarrow as pa

        columns = dictionary()["evidence"].columns
        kinds = {name: pa.float64() if column.type == "number" else pa.string() for name, column in columns.items()}
        return pa.Table.from_pylist([dict(row) for row in self.rows], schema=pa.schema(list(kinds.items())))


def read_usgs(
    places: Sequence[str | Path],
    *,
    commodities: Sequence[str] = (),
    years: frozenset[int] = frozenset(),
    known_on: str = "",
    basis: str = "",
) -> Evidence:
    """The wanted numbers of a release as evidence; ``basis`` is that of masses of which the table does not say one.

    Raises `BadInput` with every fault of a stage: files that are none of a release, commodities that it does not have, an
    edition whose day is not known.
    """
    files = downloads(places, (".csv", ".txt"))
    named = {str(Path(place)) for place in places}
    found, remarks, faults = [], [], Faults()
    for one in files:
        try:
            some = cells(one)
        except BadInput as error:
            for fault in error.faults:
                faults.add(fault)
            continue
        if some is not None:
            found += some
        elif one.name in named or len(files) == 1:
            faults.add(unknown_table(one))
        else:
            remarks.append(f"{one.name} is no table of world or salient statistics, and is left out")
    faults.settle()
    _check(found, files, commodities, known_on, basis)
    chosen = [cell for cell in found if _wanted(cell, commodities, years)]
    return _evidence(chosen, len(found), remarks, known_on, basis)


def _check(
    found: Sequence[Cell], files: Sequence[Download], commodities: Sequence[str], known_on: str, basis: str
) -> None:
    faults = Faults()
    if not found:
        faults.add(
            Fault("no numbers are here", ", ".join(one.name for one in files), way_out="give world or salient tables")
        )
    known = {_commodity(cell).casefold() for cell in found}
    for name in commodities:
        if name.casefold() not in known:
            faults.add(
                Fault(
                    f"the release has no commodity {name!r}", "--commodities", way_out=nearest(name.casefold(), known)
                )
            )
    if known_on:
        try:
            date.fromisoformat(known_on)
        except ValueError:
            faults.add(Fault(f"{known_on!r} is no day", "--known-on", way_out="write it as YYYY-MM-DD"))
    for file in sorted({cell.file for cell in found if cell.edition is None}):
        faults.add(
            Fault(
                "it does not say of which edition it is",
                file,
                way_out="begin the file's name with MCS and the year: MCS2025_...",
            )
        )
    for edition in sorted(
        {cell.edition for cell in found if cell.edition and cell.edition not in RELEASED and not known_on}
    ):
        faults.add(
            Fault(
                f"the day on which MCS {edition} was released is not known here",
                "--known-on",
                way_out="give it as YYYY-MM-DD",
            )
        )
    try:
        parse(f"t {basis}".strip())
    except BadInput as error:
        faults.add(Fault(f"{basis!r} is no basis of mass", "--basis", way_out=error.faults[0].way_out))
    faults.settle()


def _wanted(cell: Cell, commodities: Sequence[str], years: frozenset[int]) -> bool:
    if commodities and _commodity(cell).casefold() not in {name.casefold() for name in commodities}:
        return False
    return not years or (cell.period[:4].isdigit() and int(cell.period[:4]) in years)


def _commodity(cell: Cell) -> str:
    """What the number is about; older world tables say it in the name of their file only: mcs2024-cobal_world.csv."""
    if cell.commodity:
        return cell.commodity
    stem = re.sub(
        r"(?i)^mcs\s?20\d\d[-_ ]*|[-_ ]*(world|salient).*$|\.csv$|\.txt$", "", Path(cell.file.rpartition(":")[2]).name
    )
    # Names of files keep five letters of a commodity; the whole word often stands in what is measured.
    whole = re.search(rf"(?i)\b{re.escape(stem)}[a-z]*", f"{cell.what} {cell.kind}") if stem else None
    return whole[0].lower() if whole else stem.replace("-", " ").replace("_", " ") or "unnamed"


def _evidence(chosen: Sequence[Cell], read: int, remarks: list[str], known_on: str, basis: str) -> Evidence:
    rows: list[dict[str, object]] = []
    addends: list[Addend] = []
    places: list[Cell] = []
    kinds: Counter[str] = Counter()
    empty: list[str] = []
    unnamed: Counter[str] = Counter()
    filled = {(cell.file, cell.column) for cell in chosen if cell.text}
    for cell in chosen:
        said = printed(cell.text)
        if said.kind == "empty":
            if (cell.file, cell.column) in filled:
                empty.append(f"{cell.country} {_what(cell)} {cell.period}")
            continue
        unit = _unit(cell, basis)
        if unit is None:
            unnamed[cell.unit or cell.column] += 1
            continue
        kinds[said.kind] += 1
        addends.append(
            Addend(
                (_what(cell), unit, cell.period),
                len(rows),
                said.value,
                bool(_WORLD.fullmatch(cell.country)),
                said.kind == "bound",
            )
        )
        rows.append(_row(cell, said, unit, known_on))
        places.append(cell)
    if empty:
        remarks.append(
            f"{len(empty):,} cells are empty and give no row, which is not zero: {'; '.join(empty[:5])}{' ...' if len(empty) > 5 else ''}"
        )
    if unnamed:
        remarks.append(
            "left out for want of a unit: "
            + ", ".join(f"{name!r} ({count:,})" for name, count in unnamed.most_common(8))
        )
    _name_all(rows)
    doubtful = _doubts(addends, rows, places)
    editions = sorted({cell.edition for cell in chosen if cell.edition})
    sources = tuple(_source(edition, known_on) for edition in editions)
    return Evidence(tuple(rows), sources, read, dict(kinds), tuple(remarks), tuple(doubtful))


def _row(cell: Cell, said: Printed, unit: str, known_on: str) -> dict[str, object]:
    estimated = said.estimated or cell.estimated
    notes = [
        "estimated by USGS" if estimated else "",
        said.note,
        re.sub(r"^Estimated\.( -- )?|^Reported\.( -- )?", "", cell.remark),
    ]
    if "rounded" in f"{cell.country} {cell.what}":
        notes.append("rounded by USGS")
    world = _WORLD.fullmatch(cell.country) is not None
    return {
        "id": "", "subject": neutral("World" if world else cell.country.strip()), "quantity": neutral(_what(cell)),
        "value": said.value, "low": said.low, "high": said.high, "unit": unit, "period": neutral(cell.period),
        "source": f"usgs-mcs-{cell.edition}", "grade": "medium" if estimated else "high",
        "known_on": known_on or RELEASED[cell.edition or 0], "vintage": f"MCS {cell.edition}",
        "note": neutral("; ".join(filter(None, notes))),
    }  # fmt: skip


def _what(cell: Cell) -> str:
    """What is measured: the printed words without basis and rounding, and the commodity unless they name it."""
    words = _BASES[0][1].sub("", re.sub(r"[:,]?\s*\(?\brounded\)?|, metric tons\b|\bmetric tons of\b", "", cell.what))
    words = " ".join(words.split()).strip(" ,:-")
    words = words[:1].lower() + words[1:] if words[1:2].islower() else words
    commodity = _commodity(cell).lower()
    return words if commodity in words.lower() else f"{words}, {commodity}"


def _unit(cell: Cell, basis: str) -> str | None:
    unit = UNITS.get(" ".join(cell.unit.casefold().split()))
    if unit is None or not re.search(r"\b(t|kt|kg)$", unit) or "/" in unit:
        return unit
    said = next((word for word, pattern in _BASES if pattern.search(f"{cell.what} {cell.kind}")), basis)
    return f"{unit} {said}".strip()


def _doubts(
    addends: Sequence[Addend], rows: list[dict[str, object]], places: Sequence[Cell]
) -> list[dict[str, object]]:
    """Rows that do not add up to their world, graded low with the reason; those that a lost or added digit explains first."""
    told = []
    for found in misfits(addends):
        sums = f"countries add up to {found.added:,.0f}, the printed world is {found.world:,.0f}"
        suspects = dict(found.suspects)
        for row in suspects or found.rows:
            slip = f"; {suspects[row]:,.0f} would fit: is a footnote's digit glued to it?" if row in suspects else ""
            rows[row]["grade"] = "low"
            rows[row]["note"] = "; ".join(filter(None, [str(rows[row]["note"]), f"doubtful: {sums}{slip}"]))
        named = [
            {**rows[row], "file": places[row].file, "line": places[row].line, "would_fit": less}
            for row, less in found.suspects
        ]
        told.append({"quantity": found.group[0], "unit": found.group[1], "period": found.group[2], "added": found.added,
                     "world": found.world, "suspects": named})  # fmt: skip
    return told


def _name_all(rows: list[dict[str, object]]) -> None:
    """A name for each row that no other has."""
    taken: Counter[str] = Counter()
    for row in rows:
        words = f"{row['vintage']} {row['subject']} {row['quantity']} {row['period']}".replace("\u2013", "-")
        name = re.sub(r"[^A-Za-z0-9.-]+", "-", words).strip("-").upper()[: LONGEST_NAME - 4]
        taken[name] += 1
        row["id"] = name if taken[name] == 1 else f"{name}-{taken[name]}"


def _source(edition: int, known_on: str) -> dict[str, str]:
    return {
        "id": f"usgs-mcs-{edition}", "title": f"Mineral Commodity Summaries {edition}, data release", "publisher": "U.S. Geological Survey",
        "date": known_on or RELEASED.get(edition, ""), "address": "", "licence": LICENCE, "note": "",
    }  # fmt: skip
