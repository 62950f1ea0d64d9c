"""A new study folder to start from: small, valid, and running as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from monazite.errors import BadInput, Fault

STARTER = "starter"


def new_study(folder: str | Path) -> tuple[Path, ...]:
    """Write the starter study into an empty or new folder; the files written, in order.

    Raises `BadInput` if the folder holds anything already, or cannot be written.
    """
    root = Path(folder)
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise BadInput([Fault(f"{str(folder)!r} exists and is not an empty folder", way_out="choose a new name")])
    written = []
    try:
        for parts, source in _files(files("monazite") / "studies" / STARTER):
            path = root.joinpath(*parts)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(source.read_bytes())
            written.append(path)
    except OSError as error:
        raise BadInput(
            [
                Fault(
                    f"the study cannot be written ({error.strerror})",
                    str(folder),
                    way_out="check the path and its rights",
                )
            ]
        ) from None
    return tuple(written)


def _files(folder: Traversable, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.startswith((".", "__")):
            continue
        if entry.is_dir():
            yield from _files(entry, (*above, entry.name))
        else:
            yield (*above, entry.name), entry
