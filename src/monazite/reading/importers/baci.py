"""CEPII BACI: bilateral trade of all countries by six-digit code, both sides' records already made one.

Read as distributed: the zip of a revision, the folder unpacked from it, or single years with the table of countries
beside them. Columns t (year), i (exporter), j (importer), k (code), v (thousand USD, FOB), q (tonnes, may be NA). Files are
streamed; only what is kept stays in memory. Source: Gaulier and Zignago, CEPII working paper 2010-23.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np

from monazite.errors import BadInput, Fault
from monazite.reading.importers.trade import BOTH, COLUMNS, Trade, Wanted, readable, schema, together

if TYPE_CHECKING:
    import pyarrow as pa

_YEAR_FILE = re.compile(r"BACI_(HS\d\d)_[A-Z](\d{4})_V(\w+?)\.csv", re.IGNORECASE)
_COUNTRIES = re.compile(r"country_codes(_V\w+)?\.csv", re.IGNORECASE)
NEEDED = ("t", "i", "j", "k", "v", "q")
LICENCE = "Etalab Open Licence 2.0"
BLOCK = 8 << 20
"""Bytes that are taken apart at once."""
# "Other Asia, not elsewhere specified" has no code of its own; in customs records it is Taiwan.
OTHER_ASIA = {490: "TWN"}


@dataclass(frozen=True)
class _Year:
    """One year of one revision: where it lies, and how messages call it."""

    revision: str
    year: int
    vintage: str
    name: str
    place: Path
    inside: str = ""


def read_baci(places: Sequence[str | Path], wanted: Wanted) -> Trade:
    """The wanted rows of BACI files, zips or folders; all of one revision.

    Raises `BadInput` with every fault found before reading: files that are missing, no zip, of two revisions, without the
    table of countries; and for a file that breaks off or holds what is no number, with its name.
    """
    import pyarrow as pa

    paths = [readable(Path(place)) for place in places]
    years = [one for path in paths for one in _years(path)]
    _check(paths, years)
    codes = _countries(paths)
    chosen = [one for one in years if not wanted.years or one.year in wanted.years]
    unknown: Counter[str] = Counter()
    kept, read = [schema().empty_table()], 0
    for one in sorted(chosen, key=lambda one: (one.year, one.name)):
        for batch in _batches(one):
            read += batch.num_rows
            try:
                kept.append(_tidy(one, batch, codes, wanted, unknown))
            except pa.ArrowInvalid as error:
                raise _unreadable(one, error) from None
    return Trade(together(kept), read, dict(unknown))


def _years(path: Path) -> list[_Year]:
    found = []
    if path.is_dir():
        for file in sorted(path.iterdir()):
            if match := _YEAR_FILE.fullmatch(file.name):
                found.append(_Year(match[1].upper(), int(match[2]), f"V{match[3]}", str(file), file))
    elif match := _YEAR_FILE.fullmatch(path.name):
        found.append(_Year(match[1].upper(), int(match[2]), f"V{match[3]}", str(path), path))
    elif path.suffix.lower() == ".zip":
        for inside in _inside(path):
            if match := _YEAR_FILE.fullmatch(Path(inside).name):
                found.append(_Year(match[1].upper(), int(match[2]), f"V{match[3]}", f"{path}:{inside}", path, inside))
    return found


def _inside(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return sorted(archive.namelist())
    except (zipfile.BadZipFile, OSError) as error:
        raise BadInput([Fault(f"this is no whole zip ({error})", str(path), way_out="download it again")]) from None


def _check(paths: Sequence[Path], years: Sequence[_Year]) -> None:
    faults = []
    for path in paths:
        if not any(one.place in (path, *([] if path.is_file() else path.iterdir())) for one in years):
            faults.append(
                Fault("no file of BACI is here", str(path), way_out="names of its years begin with BACI_HS and keep revision, year and vintage")
            )
    for what, values in (("revisions", {one.revision for one in years}), ("vintages", {one.vintage for one in years})):
        if len(values) > 1:
            faults.append(Fault(f"two {what} together: {', '.join(sorted(values))}", way_out="import them one by one"))
    twice = [name for name, count in Counter(one.year for one in years).items() if count > 1]
    if twice:
        faults.append(Fault(f"the year {min(twice)} is there twice", way_out="name each year once"))
    if faults:
        raise BadInput(faults)


def _countries(paths: Sequence[Path]) -> dict[int, str]:
    """Three letters of each numeric country code, from the table that lies beside or in the files."""
    for path in paths:
        folder = path if path.is_dir() else path.parent
        beside = [file for file in sorted(folder.iterdir()) if _COUNTRIES.fullmatch(file.name)]
        texts = [(str(file), file.read_text("utf-8-sig", errors="replace")) for file in beside]
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                for inside in archive.namelist():
                    if _COUNTRIES.fullmatch(Path(inside).name):
                        texts.insert(0, (f"{path}:{inside}", archive.read(inside).decode("utf-8-sig", "replace")))
        for name, text in texts:
            rows = csv.DictReader(io.StringIO(text))
            number, letters = (
                next((c for c in rows.fieldnames or () if c in names), None)
                for names in (("country_code", "code"), ("country_iso3", "iso3", "iso_3digit_alpha"))
            )
            if number is None or letters is None:
                way_out = "it needs country_code and country_iso3"
                raise BadInput([Fault("this is no table of countries of BACI", name, 1, way_out=way_out)])
            known = ((r[number], r[letters]) for r in rows)
            return {int(code): place for code, place in known if code.isdigit() and len(place) == 3} | OTHER_ASIA
    way_out = "put country_codes_V....csv of the download beside it"
    raise BadInput([Fault("the table of countries is missing", str(paths[0]) if paths else "", way_out=way_out)])


@contextmanager
def _opened(one: _Year) -> Iterator[IO[bytes]]:
    if one.inside:
        with zipfile.ZipFile(one.place) as archive, archive.open(one.inside) as stream:
            yield stream
    else:
        with one.place.open("rb") as stream:
            yield stream


def _batches(one: _Year) -> Iterator[pa.RecordBatch]:
    """A file a block at a time; what cannot be read is told with the file's name."""
    import pyarrow as pa
    import pyarrow.csv as blocks

    kinds = {"t": pa.int32(), "i": pa.int32(), "j": pa.int32(), "k": pa.int32(), "v": pa.string(), "q": pa.string()}
    try:
        with _opened(one) as stream:
            reader = blocks.open_csv(
                pa.PythonFile(stream, mode="r"),
                read_options=blocks.ReadOptions(block_size=BLOCK, use_threads=False),
                convert_options=blocks.ConvertOptions(column_types=kinds, include_columns=list(NEEDED)),
            )
            yield from reader
    except (pa.ArrowInvalid, pa.ArrowKeyError, KeyError, ValueError) as error:
        raise _unreadable(one, error) from None
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise BadInput([Fault(f"it breaks off ({error})", one.name, way_out="download it again")]) from None


def _unreadable(one: _Year, error: Exception) -> BadInput:
    message = str(error).splitlines()[0]
    way_out = f"a year of BACI has the columns {', '.join(NEEDED)} and numbers in them"
    return BadInput([Fault(f"it cannot be read: {message}", one.name, way_out=way_out)])


def _tidy(one: _Year, batch: pa.RecordBatch, codes: dict[int, str], wanted: Wanted, unknown: Counter[str]) -> pa.Table:
    """The wanted rows of a block in the columns of the tidy table."""
    import pyarrow as pa
    import pyarrow.compute as pc

    k, t = batch.column("k").to_numpy(), batch.column("t").to_numpy()
    keep = np.ones(k.size, dtype=bool)
    if wanted.codes:
        keep = np.logical_or.reduce([k // 10 ** (6 - len(code)) == int(code) for code in wanted.codes])
    if wanted.years:
        keep &= np.isin(t, list(wanted.years))
    rows = pa.Table.from_batches([batch]).filter(pa.array(keep))
    sides = {}
    for name, column in (("exporter", "i"), ("importer", "j")):
        numbers = rows.column(column).to_pylist()
        sides[name] = [codes.get(number, f"?{number}") for number in numbers]
    if wanted.countries:
        near = [e in wanted.countries or m in wanted.countries for e, m in zip(*sides.values(), strict=True)]
        rows = rows.filter(pa.array(near, pa.bool_()))
        sides = {name: [s for s, ok in zip(side, near, strict=True) if ok] for name, side in sides.items()}
    unknown.update(place[1:] for side in sides.values() for place in side if place.startswith("?"))
    amounts = {
        column: pc.replace_with_mask(text, pc.is_in(text, pa.array(["", "NA"])), pa.scalar(None, pa.string()))
        for column, text in ((c, pc.utf8_trim_whitespace(rows.column(c)).combine_chunks()) for c in ("v", "q"))
    }
    size = rows.num_rows
    same = {
        "reporter": BOTH, "flow": BOTH, "revision": one.revision, "valuation": "FOB", "source": "CEPII BACI",
        "vintage": one.vintage, "licence": LICENCE,
    }  # fmt: skip
    values = {
        "year": rows.column("t"), "month": pa.nulls(size, pa.int32()),
        **{name: pa.array(side, pa.string()) for name, side in sides.items()},
        **{name: pa.array([text] * size, pa.string()) for name, text in same.items()},
        "hs_code": pa.array([f"{number:06d}" for number in rows.column("k").to_pylist()], pa.string()),
        "value_kusd": amounts["v"].cast(pa.float64()), "quantity_t": amounts["q"].cast(pa.float64()),
        "quantity_estimated": pa.nulls(size, pa.bool_()),
    }  # fmt: skip
    return pa.table([values[name] for name in COLUMNS], schema=schema())
