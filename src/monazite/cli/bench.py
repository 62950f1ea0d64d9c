"""``monazite bench``: how fast the model is beside its peers, on this machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monazite.cli.ending import document, ending
from monazite.cli.files import require_places, written
from monazite.cli.progress import progress

if TYPE_CHECKING:
    from monazite.cli.printing.page import Page


def bench(
    quick: Annotated[bool, typer.Option("--quick", help="One small study and one small chain, once: seconds.")] = False,
    peers: Annotated[
        str, typer.Option(help="Peers to compare with, separated by commas, or 'none' [default: all].")
    ] = "",
    repeats: Annotated[int, typer.Option(min=1, help="How often each measurement is repeated.")] = 3,
    limit: Annotated[
        float, typer.Option(min=1.0, help="Seconds after which a measurement of a peer is given up.")
    ] = 180.0,
    out: Annotated[Path | None, typer.Option(help="Keep the report as JSON in this file.")] = None,
    page: Annotated[Path | None, typer.Option(help="Write the report as a Markdown page to this file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Measure build, hand-over, variants, whole runs and memory beside linopy, Pyomo and PyPSA, on this machine.

    All of them are given the same programme, and have to find the same least cost. The peers come with
    pip install 'monazite[bench]'.
    """
    with ending(as_json):
        from monazite.bench.comparison import QUICK, Plan, compared
        from monazite.bench.contenders import chosen_peers
        from monazite.bench.page import markdown

        chosen = chosen_peers([name.strip() for name in peers.split(",") if name.strip()])
        require_places([file for file in (out, page) if file])
        plan = Plan(chosen, limit=limit, **(QUICK if quick else {"repeats": repeats}))
        with progress("measuring") as tell:
            report = compared(plan, tell or (lambda _: None))
        texts = {file: text for file, text in (
            (out, json.dumps(report, indent=1) + "\n"),
            (page, markdown(report, _command(quick, peers, repeats, page))),
        ) if file}  # fmt: skip
        with written(*texts) as places:
            for place, text in zip(places, texts.values(), strict=True):
                place.write_text(text, encoding="utf-8")
        if as_json:
            document(report)
            return
        from monazite.cli.printing.page import page as paper

        _print(paper(), report)


def _command(quick: bool, peers: str, repeats: int, page: Path | None) -> str:
    """The command that writes the same page again."""
    words = [
        "monazite bench",
        *(["--quick"] if quick else []),
        *([f"--peers {peers}"] if peers else []),
        *([f"--repeats {repeats}"] if repeats != 3 and not quick else []),
        *([f"--page {_as_told(page)}"] if page else []),
    ]
    return " ".join(words)


def _as_told(page: Path) -> str:
    """The page as somebody else would name it: no folder of this machine stands in what is published."""
    whole, here = page.resolve(), Path.cwd()
    return whole.relative_to(here).as_posix() if whole.is_relative_to(here) else page.name


def _print(paper: Page, report: dict[str, Any]) -> None:
    from monazite.bench.tables import tables
    from monazite.cli.printing.columns import Column, Row

    paper.heading("monazite beside its peers")
    for table in tables(report):
        paper.blank()
        paper.section(table.title)
        for note in table.notes:
            paper.paragraph(note)
        paper.blank()
        paper.table(
            [Column(head, i >= table.words) for i, head in enumerate(table.heads)], [Row(row) for row in table.rows]
        )
