"""The verbs of the command line; what each of them needs is loaded when it is called."""

from __future__ import annotations

from importlib.metadata import version as version_of
from typing import Annotated

import typer

from monazite.cli.ask import ask
from monazite.cli.backtest import backtest
from monazite.cli.balance import balance
from monazite.cli.bench import bench
from monazite.cli.check import check
from monazite.cli.compare import compare
from monazite.cli.evidence import evidence
from monazite.cli.export import export
from monazite.cli.import_ import import_
from monazite.cli.new import new
from monazite.cli.run import run

app = typer.Typer(
    name="monazite",
    help="What a decision does to a critical-mineral supply chain, from ore to magnet to scrap.",
    epilog="Exit codes: 0 done, 1 something went wrong, 2 the input has to be mended, 3 no trustworthy solution.",
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
)

VERBS = (new, check, run, compare, ask, evidence, balance, backtest, import_, export, bench)
for verb in VERBS:
    app.command(verb.__name__.rstrip("_"))(verb)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"monazite {version_of('monazite')}")
        raise typer.Exit


@app.callback()
def _options(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True,
                                                   help="Print the version and stop.")] = False) -> None:
    """Options that stand before the verb."""
