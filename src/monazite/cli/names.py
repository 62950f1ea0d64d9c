"""What the names on a command line mean: studies, dates, options, and the folder in which a run is kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from monazite.errors import BadInput, Fault, nearest

FORESIGHTS = ("surprise", "perfect")
"""What agents may know, as ``study.study`` has it; named here too because opening a study takes long."""
RUNS = Path("runs")
"""Runs lie here, in the folder from which the command is given, unless another place is named."""


def require_names(root: Path, as_of: Sequence[str], options: Sequence[str], foresight: str | None = None) -> None:
    """Refuse dates and options that a study does not have, each with the nearest one that it has, and unknown foresight.

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
    faults += [] if foresight in (None, *FORESIGHTS) else [
        Fault(f"there is no foresight {foresight!r}", way_out=nearest(str(foresight), FORESIGHTS))]
    if faults:
        raise BadInput(faults)


def run_folder(root: Path, *, draft: bool = False, part: bool = False, foresight: str | None = None) -> Path:
    """Where a run of a study is kept by default: its name, and the first signs of the digest of its inputs.

    Drafts, runs with another foresight than the study's own, and runs of some options or dates only, have a folder of
    their own, so that they do not replace a whole run.
    """
    from monazite.reading.folder import digest

    settings = _settings(root)
    name = settings["study"]["name"] if settings else root.resolve().name
    own = settings["study"]["foresight"] if settings else None
    other = [foresight] if foresight and foresight != own else []
    return RUNS / "-".join([name, digest(root)[:8], *other, *(["draft"] if draft else []), *(["part"] if part else [])])


def _settings(root: Path) -> dict | None:
    """The settings of a study, or None if anything in them is at fault."""
    from monazite.reading.faults import Faults
    from monazite.reading.settings import read_settings

    faults = Faults()
    settings = read_settings(root, faults)
    return None if len(faults) else settings
