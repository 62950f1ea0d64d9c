"""``monazite compare STUDY --payoffs``: what every combination of the parties' strategies leads to."""

from __future__ import annotations

import json
import os
from importlib.metadata import version
from pathlib import Path
from typing import Any

from monazite.cli.names import RUNS, require_names
from monazite.cli.progress import progress
from monazite.errors import BadInput, Fault

KIND = f"monazite payoffs, {version('monazite')}"
"""How a kept table says what it is and who made it: another version solves again."""


def payoffs_of(name: str, *, as_of: str, resolution: str, unused: dict[str, bool]) -> dict[str, Any]:
    """The payoffs of a study at a date, as plain data; solved once for the study's present inputs, then read again.

    ``unused`` are the flags that mean nothing beside payoffs, and whether each was given. Raises ``BadInput`` if one was,
    for a date that the study does not have, and for a study without parties.
    """
    from monazite.reading.folder import digest
    from monazite.study.parties.payoffs import solve_payoffs
    from monazite.study.study import as_of_dates, find_study

    given = [flag for flag, was in unused.items() if was]
    if given:
        raise BadInput([Fault(f"{flag} means nothing beside --payoffs", way_out="leave it out") for flag in given])
    root = find_study(name)
    require_names(root, [as_of] if as_of else [], [])
    day = as_of or list(as_of_dates(root))[-1]
    inputs = digest(root)
    kept = RUNS / f"{root.resolve().name}-{inputs[:8]}-payoffs-{day}-{resolution}.json"
    found = _read(kept, inputs)
    if found is None:
        with progress(f"{day}: combinations of strategies") as tell:
            found = {"kind": KIND, **solve_payoffs(root, day, resolution, progress=tell)}
        _keep(kept, found)
    return found


def _read(kept: Path, inputs: str) -> dict[str, Any] | None:
    """A table that was kept for just these inputs by this version; None if there is none, or it is not whole."""
    try:
        found = json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    whole = isinstance(found, dict) and (found.get("kind"), found.get("digest")) == (KIND, inputs)
    return found if whole else None


def _keep(kept: Path, found: dict[str, Any]) -> None:
    """Write the table under another name first, so that nothing half-written is found.

    Raises ``BadInput`` if the place cannot be written.
    """
    draft = kept.with_name(f"{kept.name}.{os.getpid()}.partial")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(found, ensure_ascii=False, allow_nan=False, indent=1), encoding="utf-8")
        draft.replace(kept)
    except OSError as error:
        draft.unlink(missing_ok=True)
        fault = Fault(
            f"the payoffs cannot be kept ({error.strerror or error})", str(kept), way_out="check rights and room"
        )
        raise BadInput([fault]) from None
