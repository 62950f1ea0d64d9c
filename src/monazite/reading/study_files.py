"""The files of a study folder: which there are, that none of them leads out of it, and the digest of what they say.

Tables, settings, policies and notes are copied into every run that is kept. A link to a file elsewhere would carry that
file along, so a study with such a link is refused.
"""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

from monazite.errors import BadInput, Fault
from monazite.reading.faults import Faults
from monazite.reading.sheets import LARGEST_FILE

SCENARIOS = "scenarios"
READ = ("*.csv", "*.toml", f"{SCENARIOS}/*.toml")
"""What the reader may read, and what the digest of a study covers."""

KEPT = (*READ, "*.md")
"""What of a study is copied into a run that is kept."""


def study_files(root: Path, patterns: tuple[str, ...] = KEPT) -> list[Path]:
    """The regular files of a study, in order of their names; raises `BadInput` if one lies elsewhere or is too
    large.
    """
    faults = Faults()
    check_files(root, faults, patterns)
    faults.settle()
    return _matching(root, patterns)


def check_files(root: Path, faults: Faults, patterns: tuple[str, ...] = KEPT) -> None:
    """Every file lies in the folder itself, and none is larger than a table may be."""
    for path in _matching(root, patterns):
        name = path.relative_to(root).as_posix()
        if leads_out(path, root):
            faults.add(
                Fault("this is a link to a file outside the study folder", name, way_out="put a copy in its place")
            )
        elif (size := path.stat().st_size) > LARGEST_FILE:
            faults.add(
                Fault(
                    f"the file has {size:,} bytes, more than {LARGEST_FILE:,}",
                    name,
                    way_out="leave out what no table needs, or keep the file elsewhere",
                )
            )


def check_folder(root: Path) -> None:
    """Refuse, with `BadInput`, a path that is no folder or that cannot be looked into."""
    try:
        if root.is_dir():
            for folder in (root, root / SCENARIOS):
                if folder.is_dir():
                    next(folder.iterdir(), None)
            return
    except OSError as error:
        raise BadInput(
            [
                Fault(
                    f"the folder cannot be read ({error.strerror})",
                    str(error.filename or root),
                    way_out="check its rights, and those of the folders above it",
                )
            ]
        ) from None
    raise BadInput(
        [Fault(f"there is no study folder {str(root)!r}", way_out="check the path; 'monazite new' makes one")]
    )


def leads_out(path: Path, root: Path) -> bool:
    """Whether a path of a study folder is a link to something outside; what is shipped may lie where an installer put
    it.
    """
    if path.resolve().is_relative_to(root.resolve()):
        return False
    return not Path(str(files("monazite"))).resolve() in (root.resolve(), *root.resolve().parents)


def digest(root: Path) -> str:
    """SHA-256 over the names and bytes of all input files: tables, settings and policies, in order of name.

    Raises `BadInput` for files that are too large or lie elsewhere, before any is read.
    """
    total = hashlib.sha256()
    try:
        for path in study_files(root, READ):
            with path.open("rb") as stream:
                content = hashlib.file_digest(stream, "sha256").digest()
            name = path.relative_to(root).as_posix().encode("utf-8", "surrogateescape")
            total.update(len(name).to_bytes(8, "big") + name + content)
    except OSError as error:
        raise BadInput(
            [
                Fault(
                    f"the file cannot be opened ({error.strerror})",
                    Path(error.filename or root).name,
                    way_out="check its rights",
                )
            ]
        ) from None
    return total.hexdigest()


def _matching(root: Path, patterns: tuple[str, ...]) -> list[Path]:
    found = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    return sorted(found, key=lambda path: path.relative_to(root).as_posix())
