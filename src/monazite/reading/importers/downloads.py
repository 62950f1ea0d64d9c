"""A download as bytes, whatever it is wrapped in: a plain file, gzip, or the files of a zip; told by its first bytes.

Nothing is unpacked to disk, and never more than a block is in memory.
"""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from monazite.errors import BadInput, Fault
from monazite.reading.importers.trade import readable

BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError)
"""What the standard library raises for a file that breaks off, or is locked or packed in a way it does not know."""


@dataclass(frozen=True)
class Download:
    """One table as downloaded: how messages call it, and where it lies."""

    name: str
    place: Path
    inside: str = ""

    @property
    def label(self) -> str:
        """Its own name without folders, which often says edition or day."""
        return Path(self.inside or self.place).name

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """Its bytes, unpacked; may raise any of ``BROKEN`` on opening or reading."""
        if self.inside:
            with zipfile.ZipFile(self.place) as archive, archive.open(self.inside) as stream:
                yield stream
        elif self.first(2, packed=True) == b"\x1f\x8b":
            with gzip.open(self.place, "rb") as stream:
                yield stream
        else:
            with self.place.open("rb") as stream:
                yield stream

    def first(self, size: int, packed: bool = False) -> bytes:
        """Its first bytes; ``packed``: as they lie on disk."""
        if packed:
            with self.place.open("rb") as stream:
                return stream.read(size)
        with self.opened() as stream:
            return stream.read(size)

    def broken(self, error: Exception) -> Fault:
        """The fault of a file that cannot be read to its end."""
        return Fault(f"it breaks off or cannot be unpacked ({error})", self.name, way_out="download it again")


def downloads(places: Sequence[str | Path], endings: Sequence[str]) -> list[Download]:
    """The tables in files, zips and folders, sorted by place; ``endings`` choose within folders and zips.

    Raises `BadInput` with every place that is missing, unreadable, or holds nothing of the kind.
    """
    found: list[Download] = []
    faults: list[Fault] = []
    for place in places:
        try:
            new = _within(readable(Path(place)), tuple(endings))
            if not new:
                faults.append(
                    Fault("no table is here", str(place), way_out=f"names of tables end in {', '.join(endings)}")
                )
            found += [one for one in new if one not in found]
        except BadInput as error:
            faults += error.faults
        except BROKEN as error:
            faults.append(Fault(f"this is no whole zip ({error})", str(place), way_out="download it again"))
    if faults:
        raise BadInput(faults)
    return found


def _within(path: Path, endings: tuple[str, ...]) -> list[Download]:
    if path.is_dir():
        files = (
            file for file in sorted(path.iterdir()) if file.is_file() and file.name.lower().endswith((*endings, ".zip"))
        )
        return [one for file in files for one in _within(readable(file), endings)]
    if Download(str(path), path).first(4, packed=True)[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        with zipfile.ZipFile(path) as archive:
            names = [
                name for name in sorted(archive.namelist()) if name.lower().endswith(endings) and "__MACOSX" not in name
            ]
        return [Download(f"{path}:{name}", path, name) for name in names]
    return [Download(str(path), path)]
