"""``monazite new FOLDER``: a small study that runs, to be turned into one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monazite.cli.ending import document, ending


def new(
    folder: Annotated[Path, typer.Argument(help="The folder to make; it must not exist, or be empty.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Write the starter study into a new folder: one mine, one refinery, two regions, two metals."""
    with ending(as_json):
        from monazite.reading import new_study

        written = new_study(folder)
        steps = [
            (f"monazite check {folder}", "reads it and says what is in it"),
            (f"monazite run {folder} --draft", "answers its question"),
            (f"{folder / 'README.md'}", "says what each file is for; every number in it is made up"),
        ]
        if as_json:
            document({"folder": str(folder), "files": [path.relative_to(folder).as_posix() for path in written],
                      "next": [step for step, _ in steps]})
            return
        typer.echo(f"A study to start from lies in {folder}. Next:\n")
        wide = max(len(step) for step, _ in steps)
        for step, why in steps:
            typer.echo(f"  {step:<{wide}}  {why}")
