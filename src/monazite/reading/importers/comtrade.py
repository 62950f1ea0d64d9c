"""UN Comtrade: what each country's customs report of its imports and exports; the two reports of one flow are kept as two.

Read as downloaded: CSV of the portal, of today and earlier, bulk files, and answers of the API as JSON; plain, gzip or zip.
Weights become tonnes, values thousand USD: imports mostly CIF, exports FOB, as each record says. Files are streamed; only
what is kept stays in memory. Source: United Nations Statistics Division, UN Comtrade user guide.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from monazite.errors import BadInput, Fault
from monazite.reading.faults import Faults
from monazite.reading.importers.comtrade_blocks import Told, blocks, check
from monazite.reading.importers.comtrade_places import WORLD
from monazite.reading.importers.comtrade_records import ENTERS, Block, records
from monazite.reading.importers.comtrade_totals import short_of_world, without_repeats
from monazite.reading.importers.downloads import Download, downloads
from monazite.reading.importers.trade import COLUMNS, Trade, Wanted, schema, together

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

ENDINGS = (".csv", ".txt", ".tsv", ".json", ".gz")
SOURCE, LICENCE = "UN Comtrade", "UN Comtrade policy on use and re-dissemination"
PARTS = (
    "re-exports, re-imports and goods for processing are parts of exports and imports: choose one flow before you add"
)

_RELEASED = re.compile(r"\[(\d{4}-\d{2}-\d{2})\]")


@dataclass
class _Kept:
    """What has been read so far."""

    frames: list[pd.DataFrame] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)
    read: int = 0


def read_comtrade(paths: Sequence[str | Path], wanted: Wanted, vintage: str = "") -> Trade:
    """The wanted records of UN Comtrade files, each flow of each reporter once.

    ``vintage`` is kept with rows of files whose names do not say when they were released. Raises `BadInput` with every fault
    of a stage: files that are no tables of UN Comtrade; numbers that are none; records that contradict each other.
    """
    files = downloads(paths, ENDINGS)
    _settle(fault for one in files for fault in check(one))
    kept, faults = _Kept(), Faults()
    for one in files:
        try:
            _read(one, wanted, vintage, kept, faults)
        except BadInput as error:
            for fault in error.faults:
                faults.add(fault)
    faults.settle()
    table, unknown = _tidied(kept, wanted)
    return Trade(table, kept.read, unknown, dict(kept.left_out), tuple(kept.remarks))


def _settle(found: Iterable[Fault]) -> None:
    faults = list(found)
    if faults:
        raise BadInput(faults)


def _read(one: Download, wanted: Wanted, vintage: str, kept: _Kept, faults: Faults) -> None:
    told = Told()
    released = _RELEASED.search(one.label)
    for block in blocks(one, told, wanted.codes):
        frame = records(block, Block(one.name, told.has_lines), wanted, kept.left_out, faults)
        if len(frame):
            kept.frames.append(frame.assign(vintage=released[1] if released else vintage))
    kept.read += told.rows
    kept.remarks += told.remarks(one.name)


def _tidied(kept: _Kept, wanted: Wanted) -> tuple[pa.Table, dict[str, int]]:
    """The records, each once, as the tidy table, and the places that have no country code."""
    import pandas as pd
    import pyarrow as pa

    if not kept.frames:
        return schema().empty_table(), {}
    rows = pd.concat(kept.frames, ignore_index=True)
    kept.frames.clear()
    rows = without_repeats(rows, kept.left_out, kept.remarks)
    kept.remarks += short_of_world(rows)
    world = rows["partner"] == WORLD
    kept.left_out["totals over all partners"] += int(world.sum())
    rows = rows[~world]
    if rows.empty and world.any():
        kept.remarks.append("all wanted records are totals over all partners; ask for single partners")
    enters = rows["flow"].isin(ENTERS)
    rows = rows.assign(
        exporter=rows["partner"].where(enters, rows["reporter"]),
        importer=rows["reporter"].where(enters, rows["partner"]),
    )
    if wanted.countries:
        rows = rows[rows["exporter"].isin(wanted.countries) | rows["importer"].isin(wanted.countries)]
    kept.remarks += _on_all(rows, kept)
    unknown = Counter(place[1:] for side in ("exporter", "importer") for place in rows[side] if place.startswith("?"))
    table = rows.assign(source=SOURCE, licence=LICENCE)[list(COLUMNS)]
    parts = [schema().empty_table(), pa.Table.from_pandas(table, schema=schema(), preserve_index=False)]
    kept.left_out = Counter({what: count for what, count in kept.left_out.items() if count})
    return together(parts), dict(unknown)


def _on_all(rows: pd.DataFrame, kept: _Kept) -> list[str]:
    """Sentences on the whole of what is kept."""
    told = []
    revisions = rows["revision"].value_counts().sort_index()
    if len(revisions) > 1:
        shares = ", ".join(f"{name} ({count:,} rows)" for name, count in revisions.items())
        told.append(f"reporters use different revisions: {shares}; a code of one need not be that of another")
    if set(rows["flow"]) - {"import", "export"}:
        told.append(PARTS)
    if count := int(rows["quantity_estimated"].fillna(False).astype(bool).sum()):
        told.append(f"{count:,} weights are estimates of the publisher, marked in quantity_estimated")
    return told
