"""How a command ends: with a document on stdout if one was asked for, with a message on stderr if something is wrong.

Nobody sees a traceback, unless MONAZITE_TRACEBACK is set.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import typer

from monazite.cli.printing.plain import visible, visible_json
from monazite.errors import BadInput, MonaziteError


def document(value: object) -> None:
    """Print one JSON document, and nothing else, on stdout."""
    typer.echo(visible_json(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1, default=str)))


@contextmanager
def ending(as_json: bool) -> Iterator[None]:
    """Run a verb; an error becomes its message on stderr, with ``as_json`` also a document, and its exit code."""
    try:
        yield
    except MonaziteError as error:
        faults = [asdict(fault) for fault in error.faults] if isinstance(error, BadInput) else []
        _end(str(error), type(error).__name__, error.exit_code, faults, as_json)
    except (typer.Exit, typer.Abort, BrokenPipeError):
        raise
    except Exception as error:
        if os.environ.get("MONAZITE_TRACEBACK"):
            traceback.print_exc()
        _end(f"monazite made a mistake, and it is not yours: {type(error).__name__}: {error} ({_place(error)}) -> please "
             "report it with the command you gave; with MONAZITE_TRACEBACK=1 in the environment it tells more",
             type(error).__name__, MonaziteError.exit_code, [], as_json)


def _end(message: str, kind: str, code: int, faults: list[dict], as_json: bool) -> None:
    typer.echo(visible(message), err=True)
    if as_json:
        document({"error": {"kind": kind, "exit_code": code, "message": message, "faults": faults}})
    sys.stdout.flush()
    raise typer.Exit(code)


def _place(error: Exception) -> str:
    """Where it happened, as a file of ours and a line."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "monazite" in Path(frame.filename).parts]
    last = frames[-1] if frames else traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}, line {last.lineno}"
