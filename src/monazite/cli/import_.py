"""``monazite import SOURCE FILE...``: records as their publisher distributes them become one tidy table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monazite.cli.ending import document, ending
from monazite.cli.files import require_places, written
from monazite.cli.progress import progress
from monazite.errors import BadInput, Fault, nearest

if TYPE_CHECKING:
    import pyarrow as pa

TAKES = {
    "baci": ("codes", "years", "countries"),
    "comtrade": ("codes", "years", "countries", "vintage"),
    "usgs": ("years", "commodities", "known-on", "basis"),
    "wgi": ("years", "countries", "vintage"),
}
"""Each source, and the options that choose from it or say what its files do not."""


@dataclass(frozen=True)
class Asked:
    """What the command line asks for, read."""

    files: Sequence[Path]
    codes: tuple[str, ...]
    years: frozenset[int]
    countries: tuple[str, ...]
    commodities: tuple[str, ...]
    vintage: str
    known_on: str
    basis: str


def import_(
    source: Annotated[str, typer.Argument(help="Whose records: baci, comtrade, usgs or wgi.")],
    files: Annotated[list[Path], typer.Argument(help="Files, zips or folders as downloaded.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="Where the table goes: a name in .csv or .parquet.")],
    codes: Annotated[
        str,
        typer.Option(
            help="baci, comtrade: customs codes to keep, by their first digits: 280530,284690,8505 [default: all]."
        ),
    ] = "",
    years: Annotated[str, typer.Option(help="Years to keep: 2019, or 2019-2024 [default: all].")] = "",
    countries: Annotated[
        str,
        typer.Option(
            help="Countries to keep, on either side of trade, by their three letters; not usgs [default: all]."
        ),
    ] = "",
    commodities: Annotated[
        str, typer.Option(help="usgs: commodities to keep, as the release names them [default: all].")
    ] = "",
    vintage: Annotated[
        str, typer.Option(help="comtrade, wgi: edition or day of download, where the files do not say.")
    ] = "",
    known_on: Annotated[
        str, typer.Option("--known-on", help="usgs: day of release, where it is not known here: 2027-01-31.")
    ] = "",
    basis: Annotated[
        str, typer.Option(help="usgs: basis of masses of which the table does not say one, such as contained.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Stream records into one table, and tell what in them is doubtful; nothing is written if a file is at fault.

    baci: CEPII BACI, a zip of a revision, its folder, or single years with the table of countries beside them.

    comtrade: UN Comtrade, CSV of the portal (today's or earlier), bulk files, or JSON of its API; plain, gzip or zip.

    usgs: data releases of the Mineral Commodity Summaries, world and salient tables as CSV; becomes rows of evidence.

    wgi: World Bank Worldwide Governance Indicators, CSV of DataBank, of the long data set, or one for each indicator.
    """
    with ending(as_json):
        from monazite.reading.importers.trade import kind_of, write_table

        options = {
            "codes": codes,
            "countries": countries,
            "commodities": commodities,
            "vintage": vintage,
            "known-on": known_on,
            "basis": basis,
        }
        _check(source, options)
        kind_of(out)
        require_places([out])
        asked = Asked(files, _words(codes), frozenset(_years(years)), _words(countries), _words(commodities),
                      vintage.strip(), known_on.strip(), basis.strip())  # fmt: skip
        with progress(f"reading {source}"):
            table, told = _SOURCES[source](asked)
        with written(out) as (place,):
            write_table(table, place)
        told = {"file": str(out), "rows_kept": table.num_rows, **told}
        document(told) if as_json else _print(told)


def _check(source: str, options: dict[str, str]) -> None:
    """Refuse a source that is none, and options that say nothing to it."""
    if source not in TAKES:
        raise BadInput([Fault(f"there is no source {source!r}", "SOURCE", way_out=nearest(source, TAKES))])
    faults = [
        Fault(f"{source} takes no --{name}", f"--{name}", way_out=f"it takes --{', --'.join(TAKES[source])}")
        for name, said in options.items()
        if said and name not in TAKES[source]
    ]
    if faults:
        raise BadInput(faults)


def _trade(reader: str) -> Callable[[Asked], tuple[pa.Table, dict]]:
    def read(asked: Asked) -> tuple[pa.Table, dict]:
        from monazite.reading.importers import Wanted, mirror_gaps, outliers, read_baci, read_comtrade

        wanted = Wanted(asked.codes, asked.years, frozenset(asked.countries))
        trade = (
            read_comtrade(asked.files, wanted, asked.vintage)
            if reader == "comtrade"
            else read_baci(asked.files, wanted)
        )
        told = {
            "rows_read": trade.read, "without_quantity": trade.without_quantity, "unknown_places": trade.unknown_places,
            "left_out": trade.left_out, "remarks": list(trade.remarks), "outliers": outliers(trade),
        }  # fmt: skip
        return trade.table, {**told, "mirrors": mirror_gaps(trade)} if reader == "comtrade" else told

    return read


def _usgs(asked: Asked) -> tuple[pa.Table, dict]:
    from monazite.reading.importers import read_usgs

    found = read_usgs(
        asked.files, commodities=asked.commodities, years=asked.years, known_on=asked.known_on, basis=asked.basis
    )
    return found.table, {
        "rows_read": found.read, "kinds": found.kinds, "remarks": list(found.remarks),
        "doubtful": list(found.doubtful), "sources": list(found.sources),
    }  # fmt: skip


def _wgi(asked: Asked) -> tuple[pa.Table, dict]:
    from monazite.reading.importers import Wanted, read_wgi

    wanted = Wanted((), asked.years, frozenset(asked.countries))
    found = read_wgi(asked.files, years=wanted.years, countries=wanted.countries, vintage=asked.vintage)
    return found.table, {
        "rows_read": found.read, "missing": found.missing, "never": list(found.never), "unknown_places": found.unknown_places,
        "remarks": list(found.remarks),
    }  # fmt: skip


_SOURCES: dict[str, Callable[[Asked], tuple[pa.Table, dict]]] = {
    "baci": _trade("baci"), "comtrade": _trade("comtrade"), "usgs": _usgs, "wgi": _wgi,
}  # fmt: skip


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _years(text: str) -> list[int]:
    found: list[int] = []
    for part in _words(text):
        first, _, last = part.partition("-")
        try:
            one = (int(first), int(last or first))
        except ValueError:
            one = (1, 0)
        if not 1900 <= one[0] <= one[1] <= 2200:
            raise BadInput(
                [Fault(f"{part!r} is no year or span of years", "--years", way_out="write 2019 or 2019-2024")]
            )
        found += range(one[0], one[1] + 1)
    return found


def _print(told: dict) -> None:
    from monazite.cli.printing.imported import print_imported
    from monazite.cli.printing.page import page

    print_imported(page(), told)
