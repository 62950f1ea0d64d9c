"""What the names on a command line mean: studies, dates, options, and the folder in which a run is kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from monazite.errors import BadInput, Fault, nearest

RUNS = Path("runs")
"""Runs lie here, in the folder from which the command is given, unless another place is named."""


def require_names(root: Path, as_of: Sequence[str], options: Sequence[str]) -> None:
    """Refuse dates and options that a study does not have, each with the nearest one that it has.

    Where the settings themselves are at fault nothing is said: the reader tells that together with all other faults.
    """
    settings = _settings(root)
    if settings is None:
        return
    faults = [
        Fault(f"the study has no {what} {name!r}", way_out=nearest(name, known))
        for what, wanted, known in (
            ("as-of date", as_of, [entry["name"] for entry in settings["as_of"]]),
            ("option", options, [entry["name"] for entry in settings["options"]]),
        )
        for name in wanted if name not in known
    ]
    if faults:
        raise BadInput(faults)


def run_folder(root: Path, *, draft: bool = False, part: bool = False) -> Path:
    """Where a run of a study is kept by default: its name, and the first signs of the digest of its inputs.

    Drafts, and runs of some options or dates only, have a folder of their own, so that they do not replace a whole run.
    """
    from monazite.reading.folder import digest

    settings = _settings(root)
    name = settings["study"]["name"] if settings else root.resolve().name
    return RUNS / "-".join([name, digest(root)[:8], *(["draft"] if draft else []), *(["part"] if part else [])])


def _settings(root: Path) -> dict | None:
    """The settings of a study, or None if anything in them is at fault."""
    from monazite.reading.faults import Faults
    from monazite.reading.settings import read_settings

    faults = Faults()
    settings = read_settings(root, faults)
    return None if len(faults) else settings
