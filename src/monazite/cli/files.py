"""Files that a command writes: all of them when everything went well, none otherwise."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from monazite.errors import BadInput, Fault


def require_places(files: Sequence[Path]) -> None:
    """Refuse, before any work is done, places where no file can be: a folder, or in a folder that is missing."""
    faults = [
        Fault("this is a folder", str(file), way_out="name a file in it")
        if file.is_dir()
        else Fault(f"the folder {file.parent} does not exist", str(file), way_out="make it, or name another place")
        for file in files
        if file.is_dir() or not file.parent.is_dir()
    ]
    twice = [file for file, count in Counter(files).items() if count > 1]
    faults += [Fault("two things would be written to this file", str(file), way_out="name two files") for file in twice]
    if faults:
        raise BadInput(faults)


@contextmanager
def written(*files: Path) -> Iterator[tuple[Path, ...]]:
    """Gives a place beside each file to write to; they become the files if the block ends well, and vanish if not."""
    places = tuple(file.with_name(f".{file.name}.{os.getpid()}.part") for file in files)
    try:
        yield places
        for place, file in zip(places, files, strict=True):
            os.replace(place, file)
    finally:
        for place in places:
            place.unlink(missing_ok=True)
