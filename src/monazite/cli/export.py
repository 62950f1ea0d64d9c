"""``monazite export STUDY``: the programme of an option as a file, so that any other solver can check the answer."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monazite.cli.ending import document, ending
from monazite.cli.files import require_places, written
from monazite.cli.names import require_names
from monazite.errors import BadInput, Fault

if TYPE_CHECKING:
    from monazite.program import CompiledProgram
    from monazite.program.mps import MpsNames
    from monazite.study.study import Study

SUFFIX = ".mps"


class Foresight(StrEnum):
    """What agents know: each announcement from its day on, or all of them from the start."""

    surprise = "surprise"
    perfect = "perfect"


def export(
    study: Annotated[str, typer.Argument(help="A study folder, or the name of a shipped study such as india-japan.")],
    to: Annotated[Path, typer.Option(help="The file to write, FILE.mps; FILE.labels.csv comes beside it.")],
    option: Annotated[str, typer.Option(help="The option to write down [default: the reference].")] = "",
    as_of: Annotated[str, typer.Option(help="As known on this date of the study [default: the last].")] = "",
    draft: Annotated[bool, typer.Option("--draft", help="Curves of few steps: a smaller programme.")] = False,
    foresight: Annotated[
        Foresight, typer.Option(help="surprise: solved, the past held; perfect: not solved.")
    ] = Foresight.surprise,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Write the linear programme of an option in MPS format, with a table of what its columns and rows are.

    With foresight "surprise" it is the last programme of the realised path, in which earlier periods are held as they
    happened, and its least cost is printed. With "perfect" everything announced is known from the first period, and
    nothing is solved: a programme without a solution can be written too.
    """
    with ending(as_json):
        from monazite.program.mps import write_mps
        from monazite.study.study import find_study, open_study

        root = find_study(study)
        require_names(root, [as_of] if as_of else [], [option] if option else [])
        labels = _places(to)
        opened = open_study(root, as_of or None, "draft" if draft else "fine")
        chosen = option or opened.reference
        program, least = _programme(opened, chosen, foresight)
        with written(to, labels) as (file, table):
            _write_labels(table, program, write_mps(program, file))
        told = {
            "file": str(to), "labels": str(labels), "option": chosen, "as_of": opened.as_of.isoformat(),
            "foresight": foresight.value, "columns": int(program.c.size), "rows": int(program.row_lower.size),
            "entries": int(program.A.nnz), "objective": least,
        }  # fmt: skip
        if as_json:
            document(told)
            return
        from monazite.cli.printing.page import page

        paper = page()
        paper.paragraph(
            f"{to}: {program.c.size:,} columns, {program.row_lower.size:,} rows, {program.A.nnz:,} entries; a "
            "minimisation, in million USD."
        )
        paper.paragraph(f"{labels}: what each column and row is.")
        if least is not None:
            paper.paragraph(f"The least cost that monazite found, which any other solver has to find: {least!r}")


def _places(to: Path) -> Path:
    """The table of labels beside the file; refuses names of other formats and places that cannot be written."""
    if to.suffix.lower() != SUFFIX:
        raise BadInput([Fault("only MPS is written", str(to), way_out=f"name the file {to.with_suffix(SUFFIX).name}")])
    labels = to.with_suffix(".labels.csv")
    require_places([to, labels])
    return labels


def _programme(study: Study, option: str, foresight: Foresight) -> tuple[CompiledProgram, float | None]:
    """The programme, and its least cost if it was solved."""
    from monazite.formulation.formulate import formulate
    from monazite.study.foresight import solve_option

    if foresight is Foresight.perfect:
        return formulate(study.system(study.policies(option))), None
    outcome = solve_option(study, option)
    return outcome.program, outcome.objective


def _write_labels(path: Path, program: CompiledProgram, names: MpsNames) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("kind", "number", "name", "label", "unit", "meaning"))
        table.writerows(_labels("column", program, names))
        table.writerows(_labels("row", program, names))


def _labels(kind: str, program: CompiledProgram, names: MpsNames) -> Iterator[tuple[str, int, str, str, str, str]]:
    blocks, said = (program.columns, names.columns) if kind == "column" else (program.rows, names.rows)
    told = iter(said.items())
    for block in blocks:
        for number in range(block.slice.start, block.slice.stop):
            name, label = next(told)
            yield kind, number, name, label, block.unit, block.meaning
