"""A download of UN Comtrade a block at a time: CSV with commas, semicolons or tabs, or JSON, as columns of text.

Which it is, is told by the first bytes. Only the columns that say something to us are taken apart.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from monazite.errors import BadInput, Fault
from monazite.reading.importers.comtrade_columns import NAMES, fields, missing, plain
from monazite.reading.importers.downloads import BROKEN, Download
from monazite.reading.importers.json_records import JsonRecords, NotRecords

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK = 4 << 20
"""Bytes of CSV that are taken apart at once."""
RECORDS = 20_000
"""Records of JSON that become one block."""
JSON_CODES = ("cmdCode", "CmdCode", "cmdcode")
"""What the code of a record is called in JSON."""
LIMITS = (500, 50_000, 100_000, 250_000)
"""Records after which the publisher cuts an answer: without a key, and with one, now and earlier."""

_MARK = b"\xef\xbb\xbf"
_HEAD = 64 * 1024


class Told:
    """What a file says of itself beside its records; complete when its last block is read."""

    def __init__(self) -> None:
        self.rows = 0
        self.has_lines = True
        self.announced: int | None = None

    def remarks(self, name: str) -> Iterator[str]:
        """Sentences on what may be missing."""
        if self.announced is not None and self.announced != self.rows:
            yield f"{name} announces {self.announced:,} records and holds {self.rows:,}: some are missing"
        elif self.rows in LIMITS:
            yield f"{name} has exactly {self.rows:,} records, a limit of downloads: it may be cut; ask for less at a time and compare"


def check(one: Download) -> list[Fault]:
    """What is wrong with the head of a file, before its rows are read."""
    try:
        head = one.first(_HEAD)
    except BROKEN as error:
        return [one.broken(error)]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return [Fault("the file is UTF-16, not UTF-8", one.name, 1, way_out="save it as 'CSV UTF-8'")]
    if not head.removeprefix(_MARK).strip():
        return [Fault("the file is empty", one.name, way_out="download it again")]
    if b"\0" in head:
        return [Fault("this is no text", one.name, way_out="save a workbook as CSV, one sheet in each file")]
    return [] if _is_json(head) else missing(_layout(head)[1], one.name)


def blocks(one: Download, told: Told, codes: Sequence[str] = ()) -> Iterator[pa.Table]:
    """Columns of text under our names of fields, all of them, empty where the file has none.

    Records of JSON whose code begins with none of ``codes`` are counted and left out here, where it saves most. The column
    ``at`` counts records from 0. Raises `BadInput` where the file breaks off or is torn, with the record if it is known.
    """
    try:
        head = one.first(_HEAD)
        yield from (_json(one, told, tuple(codes)) if _is_json(head) else _csv(one, head, told))
    except BROKEN as error:
        raise BadInput([one.broken(error)]) from None


def _is_json(head: bytes) -> bool:
    return head.removeprefix(_MARK).lstrip()[:1] in (b"{", b"[")


def _layout(head: bytes) -> tuple[str, list[str], int]:
    """The separator, the header, and how many cells the first row has."""
    text = head.removeprefix(_MARK).decode("utf-8", "replace")
    first, _, rest = text.partition("\n")
    separator = max(",;\t", key=first.count)
    header, row = (next(csv.reader([line], delimiter=separator), []) for line in (first, rest.partition("\n")[0]))
    return separator, [name.strip() for name in header], len(row)


def _csv(one: Download, head: bytes, told: Told) -> Iterator[pa.Table]:
    import pyarrow as pa
    import pyarrow.csv as arrow

    separator, header, width = _layout(head)
    if len({plain(name) for name in header}) < len(header):
        header = [name if header.index(name) == i else f"{name}#{i}" for i, name in enumerate(header)]
    found = fields(header)
    # Files of the portal end each row, but not the header, with a comma.
    names = [*header, *(f"#{i}" for i in range(len(header), width))] if width == len(header) + 1 else header
    try:
        with one.opened() as stream:
            reader = arrow.open_csv(
                pa.PythonFile(stream, mode="r"),
                read_options=arrow.ReadOptions(column_names=names, skip_rows=1, block_size=BLOCK, use_threads=False),
                parse_options=arrow.ParseOptions(delimiter=separator),
                convert_options=arrow.ConvertOptions(
                    column_types=dict.fromkeys(found.values(), pa.string()), include_columns=list(found.values())
                ),
            )
            for batch in reader:
                columns = {field: batch.column(name) for field, name in found.items()}
                yield _whole(columns, range(told.rows, told.rows + batch.num_rows))
                told.rows += batch.num_rows
    except (pa.ArrowInvalid, pa.ArrowKeyError) as error:
        message = str(error).splitlines()[0].removeprefix("CSV parse error: ")
        if "Empty CSV file" in message:
            return
        way_out = "each row has as many cells as the header; download it again"
        raise BadInput(
            [Fault(f"it cannot be read after row {told.rows:,}: {message[:200]}", one.name, way_out=way_out)]
        ) from None


def _json(one: Download, told: Told, codes: tuple[str, ...]) -> Iterator[pa.Table]:
    told.has_lines = False
    found: dict[str, str] = {}
    rows: list[dict] = []
    places: list[int] = []
    with one.opened() as stream:
        records = JsonRecords(
            io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline=""), _pattern(codes)
        )
        try:
            for number, record in records:
                if not found:
                    found = fields(list(record))
                    _settle(missing(list(record), one.name))
                if codes:
                    code = _text(record.get(found["code"])).strip()
                    if not (code.startswith(codes) or f"0{code}".startswith(codes)):
                        continue
                rows.append(record)
                places.append(number - 1)
                if len(rows) == RECORDS:
                    yield _block(rows, places, found)
                    rows, places = [], []
        except NotRecords as error:
            raise BadInput([Fault(f"this is no whole JSON: {error}", one.name, way_out="download it again")]) from None
    told.rows = records.count
    if said := records.beside.get("error") or records.beside.get("errorObject"):
        raise BadInput(
            [Fault(f"the publisher answered with an error: {str(said)[:200]}", one.name, way_out="ask again")]
        )
    told.announced = _announced(records.beside)
    if rows:
        yield _block(rows, places, found)


def _announced(beside: dict[str, object]) -> int | None:
    """How many records an answer says it has: today's beside its list, the earlier one's under ``validation``."""
    count = beside.get("count")
    earlier = beside.get("validation")
    if isinstance(earlier, dict) and isinstance(earlier.get("count"), dict):
        count = earlier["count"].get("value")
    return count if isinstance(count, int) and not isinstance(count, bool) and count >= 0 else None


def _pattern(codes: Sequence[str]) -> re.Pattern[str] | None:
    """What the text of a record of one of the codes holds, its leading zero lost or not."""
    if not codes:
        return None
    starts = sorted({*codes, *(code.removeprefix("0") for code in codes)})
    return re.compile(rf'"(?:{"|".join(JSON_CODES)})"\s*:\s*"?\s*(?:{"|".join(starts)})')


def _settle(faults: list[Fault]) -> None:
    if faults:  # a record has no line
        raise BadInput([Fault(fault.message, fault.file, None, fault.column, fault.way_out) for fault in faults])


def _block(rows: list[dict], places: list[int], found: dict[str, str]) -> pa.Table:
    import pyarrow as pa

    return _whole(
        {field: pa.array([_text(row.get(name)) for row in rows], pa.string()) for field, name in found.items()}, places
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _whole(columns: dict[str, pa.Array], places: Sequence[int]) -> pa.Table:
    import pyarrow as pa

    empty = pa.array([""] * len(places), pa.string())
    return pa.table({**{field: columns.get(field, empty) for field in NAMES}, "at": pa.array(places, pa.int64())})
