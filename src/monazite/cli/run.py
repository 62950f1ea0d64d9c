"""``monazite run STUDY``: the answer, printed, and kept in a folder with everything that led to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monazite.cli.ending import document, ending
from monazite.cli.names import require_names, run_folder
from monazite.cli.progress import progress

if TYPE_CHECKING:
    from monazite.cli.printing.page import Page


def run(
    study: Annotated[str, typer.Argument(help="A study folder, or the name of a shipped study such as india-japan.")],
    out: Annotated[Path | None, typer.Option(help="Folder for the run [default: runs/STUDY-DIGEST].")] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Curves of few steps: quicker, coarser prices.")] = False,
    as_of: Annotated[list[str] | None, typer.Option(help="Answer as of this date of the study only; may be repeated.")] = None,
    option: Annotated[list[str] | None, typer.Option(help="Solve this option only; may be repeated.")] = None,
    foresight: Annotated[str | None, typer.Option(help="What agents know: 'surprise', what was announced so far, or 'perfect', "
                                                        "all from the start [default: as study.toml says].")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that solve at the same time.")] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Solve every option of a study, print the answer, and keep it in a folder.

    The folder holds answer.json, tables/ as Parquet and CSV, snapshot/ with all inputs, and run.json.
    """
    with ending(as_json):
        from monazite.results.archive import require_free, write_run
        from monazite.study.run import run_study
        from monazite.study.study import find_study

        root = find_study(study)
        require_names(root, as_of or [], option or [], foresight)
        folder = out or run_folder(root, draft=draft, part=bool(as_of or option), foresight=foresight)
        require_free(folder)
        with progress(f"reading {study}") as tell:
            made = run_study(root, resolution="draft" if draft else "fine", as_of=as_of, options=option, workers=workers,
                             progress=tell, foresight=foresight)
        write_run(made, folder)
        if as_json:
            document({**made.answer, "folder": str(folder)})
            return
        from monazite.cli.printing.answer import print_answer
        from monazite.cli.printing.page import page

        paper = page()
        print_answer(paper, made.answer)
        _print_files(paper, folder, len(made.tables))


def _print_files(paper: Page, folder: Path, tables: int) -> None:
    paper.blank()
    paper.section("Files")
    paper.paragraph(f"{folder}: answer.json; tables/ ({tables} tables, as Parquet and CSV); snapshot/ (the study as it was "
                    "read); run.json (versions, digests, times, residuals).")
