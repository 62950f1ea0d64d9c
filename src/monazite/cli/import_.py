"""``monazite import SOURCE FILE...``: trade records as their publisher distributes them become one tidy table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monazite.cli.ending import document, ending
from monazite.cli.files import require_places, written
from monazite.cli.progress import progress
from monazite.errors import BadInput, Fault, nearest

SOURCES = ("baci",)


def import_(
    source: Annotated[str, typer.Argument(help="Whose records: baci.")],
    files: Annotated[list[Path], typer.Argument(help="Files, zips or folders as downloaded.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="Where the table goes: a name in .csv or .parquet.")],
    codes: Annotated[str, typer.Option(help="Customs codes to keep, by their first digits: 280530,284690,8505 [default: all].")] = "",
    years: Annotated[str, typer.Option(help="Years to keep: 2019, or 2019-2024 [default: all].")] = "",
    countries: Annotated[str, typer.Option(help="Countries on either side, by their three letters [default: all].")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Stream trade records into one table, and tell what in them is doubtful; nothing is written if a file is at fault."""
    with ending(as_json):
        from monazite.reading.importers import Wanted, outliers, read_baci, write_trade
        from monazite.reading.importers.trade import kind_of

        if source not in SOURCES:
            raise BadInput([Fault(f"there is no source {source!r}", "SOURCE", way_out=nearest(source, SOURCES))])
        kind_of(out)
        require_places([out])
        wanted = Wanted(_words(codes), frozenset(_years(years)), frozenset(_words(countries)))
        with progress(f"reading {source}"):
            trade = read_baci(files, wanted)
        with written(out) as (place,):
            write_trade(trade, place)
        told = {
            "file": str(out), "rows_read": trade.read, "rows_kept": trade.table.num_rows,
            "without_quantity": trade.without_quantity, "unknown_places": trade.unknown_places, "outliers": outliers(trade),
        }  # fmt: skip
        document(told) if as_json else _print(told)


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
            raise BadInput([Fault(f"{part!r} is no year or span of years", "--years", way_out="write 2019 or 2019-2024")])
        found += range(one[0], one[1] + 1)
    return found


def _print(told: dict) -> None:
    from monazite.cli.printing.columns import Column, Row
    from monazite.cli.printing.figures import figure
    from monazite.cli.printing.page import page

    paper = page()
    paper.heading(f"{told['file']}: {told['rows_kept']:,} of {told['rows_read']:,} rows kept")
    said = [f"{told['without_quantity']:,} rows have a value and no tonnes"]
    if told["unknown_places"]:
        names = ", ".join(f"{name} ({count:,})" for name, count in sorted(told["unknown_places"].items())[:10])
        said.append(f"places without a country code, kept with a question mark: {names}")
    paper.points(said)
    if told["outliers"]:
        paper.blank()
        paper.section("Unit values far from the median tonne of their code and year, the heaviest first")
        heads = ("year", "from", "to", "code", "t", "USD/kg", "median")
        keys = ("year", "exporter", "importer", "hs_code", "quantity_t", "unit_value", "median")
        numeric = ("t", "USD/kg", "median")
        paper.table([Column(head, head in numeric) for head in heads],
                    [Row(tuple(str(row[k]) if k == "year" else figure(row[k]) for k in keys)) for row in told["outliers"]])
