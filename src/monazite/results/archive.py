"""A run as a folder that can be kept, sent and read again: the answer, its tables, the inputs, and how it was made.

    answer.json          what was found, for every date and option
    tables/NAME.parquet  the long tables, types kept; NAME.csv the same for spreadsheets
    snapshot/            the study as it was read
    run.json             versions, digests, times, residuals; under "folder" the list of files with their digests

A folder is written under another name first and takes its place when it is whole, so that nothing half-written is
found.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from monazite.errors import BadInput, Fault, MonaziteError
from monazite.reading.cells import neutral, one_line_end
from monazite.reading.study_files import study_files

if TYPE_CHECKING:
    import pandas as pd

RECORD, ANSWER, TABLES, SNAPSHOT = "run.json", "answer.json", "tables", "snapshot"
LONGEST_PART = 255
"""Bytes that the name of a file or folder may have on the disks of today."""
MOST_NAMED = 3
"""Files of somebody else that are named when a folder is refused."""
KIND = "monazite run folder, version 1"
"""How a run folder says that it is one; the number changes when an older reader would misread it."""

LARGEST_RECORD = 64 * 1024 * 1024
"""Bytes that the record of a run may have; a larger file of that name is none."""

OF_THE_SYSTEM = (".DS_Store", "Thumbs.db", "desktop.ini")
"""Files that file managers leave in any folder; they belong to nobody."""


class Run(Protocol):
    """What a finished run must offer to be archived: answer, long tables, record, and the folder of its study."""

    @property
    def answer(self) -> dict[str, Any]: ...
    @property
    def tables(self) -> Mapping[str, pd.DataFrame]: ...
    @property
    def record(self) -> dict[str, Any]: ...
    @property
    def root(self) -> Path: ...


@dataclass(frozen=True)
class SavedRun:
    """A run read back: equal to what was written, table types included; ``folder`` is where it lies.

    Of a categorical column only the categories that some row has are kept.
    """

    folder: Path
    answer: dict[str, Any]
    tables: dict[str, pd.DataFrame]
    record: dict[str, Any]


def write_run(run: Run, folder: str | Path) -> Path:
    """Write a run into ``folder``, replacing a run that lies there, and return the folder.

    Raises `BadInput` if the place is taken by anything else or cannot be written, `MonaziteError` if the answer holds
    what JSON cannot say (a number that is not finite, for instance) or a table mixes types in a column. In each case
    what was there before is still there.
    """
    target = Path(folder)
    require_free(target)
    draft = _beside(target, "partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        _write(run, draft)
        _take_place(draft, target)
    except OSError as error:
        raise BadInput(
            [
                Fault(
                    f"the run folder cannot be written ({error.strerror or error})",
                    str(target),
                    way_out="check path, rights and room on the disk, or choose another folder",
                )
            ]
        ) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return target


def read_run(folder: str | Path) -> SavedRun:
    """Read a run folder; raises `BadInput` naming each file that is missing or is not what was written."""
    import pandas as pd

    root = Path(folder)
    if not is_run(root):
        raise BadInput([Fault("this is no run folder", str(folder), way_out="name a folder that 'monazite run' wrote")])
    record = json.loads((root / RECORD).read_text(encoding="utf-8"))
    files: dict[str, str] = record.pop("folder")["files"]
    needed = [name for name in files if not name.startswith(f"{SNAPSHOT}/")]
    wrong = [
        Fault(
            "the file is missing" if not (root / name).is_file() else "the file is not the one that was written",
            f"{folder}/{name}",
            way_out="run the study again, or fetch the whole folder again",
        )
        for name in needed
        if not (root / name).is_file() or _digest(root / name) != files[name]
    ]
    if wrong:
        raise BadInput(wrong)
    place = ANSWER
    try:
        answer = json.loads((root / ANSWER).read_text(encoding="utf-8"))
        tables = {}
        for place in (name for name in needed if name.endswith(".parquet")):
            tables[Path(place).stem] = pd.read_parquet(root / place)
    except (OSError, ValueError, RecursionError) as error:
        raise BadInput([Fault(f"the file cannot be read ({error})", f"{folder}/{place}",
                              way_out="run the study again, or fetch the whole folder again")]) from None
    return SavedRun(root, answer, tables, record)


def is_run(folder: str | Path) -> bool:
    """Whether a folder was written by ``write_run``."""
    return _own_files(Path(folder)) is not None


def require_free(folder: str | Path) -> None:
    """Refuse, with `BadInput`, a place where a run may not be written: one that holds anything but an earlier run.

    Hidden files count, links count, and so does a file where a folder is needed. Looking ends at the first few finds.
    """
    target = Path(folder)
    try:
        if not os.path.lexists(target):
            _require_folder_above(target)
            return
        if not target.is_dir() or target.is_symlink():
            raise BadInput([Fault("this is no folder", str(folder), way_out="name a new folder")])
        own = _own_files(target)
        foreign = sorted(islice(_foreign(target, own or frozenset()), MOST_NAMED + 1))
    except OSError as error:
        raise BadInput([Fault(f"the run folder cannot be written ({error.strerror})", str(folder),
                              way_out="check path and rights, or name another folder")]) from None
    if foreign:
        what = "more than a run" if own else "something, and is no run folder"
        more = ", ..." if len(foreign) > MOST_NAMED else ""
        raise BadInput(
            [
                Fault(
                    f"the folder holds {what}: {', '.join(foreign[:MOST_NAMED])}{more}",
                    str(folder),
                    way_out="name a new folder, or move these files elsewhere",
                )
            ]
        )


def _require_folder_above(target: Path) -> None:
    """A new folder needs one above it, and names that a disk takes."""
    long = [part for part in target.parts if len(os.fsencode(part)) > LONGEST_PART]
    if long:
        raise BadInput([Fault(f"the run folder cannot be written (a name has more than {LONGEST_PART} bytes)",
                              f"{long[0][:60]}...", way_out="shorten it")])
    for above in Path(os.path.abspath(target)).parents:
        if os.path.lexists(above):
            if not above.is_dir():
                raise BadInput([Fault(f"the run folder cannot be written ({str(above)!r} is no folder)", str(target),
                                      way_out="name a folder in another place")])
            return


def _foreign(folder: Path, own: frozenset[str]) -> Iterator[str]:
    """What a folder holds beside the files of a run: names relative to it, as they are found."""
    for above, folders, names in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(above, name))]
        for name in sorted((*names, *links)):
            place = Path(above, name).relative_to(folder).as_posix()
            if place not in own and name not in OF_THE_SYSTEM:
                yield place


def _own_files(folder: Path) -> frozenset[str] | None:
    """The files that a run folder says are its own; None if it is no run folder, or names files outside itself."""
    record = folder / RECORD
    try:
        if not record.is_file() or record.stat().st_size > LARGEST_RECORD:
            return None
        told = json.loads(record.read_text(encoding="utf-8"))["folder"]
        inside = all(".." not in Path(name).parts and not Path(name).is_absolute() for name in told["files"])
        ours = told["kind"] == KIND and inside and _digests(told["files"])
        return frozenset([RECORD, *told["files"]]) if ours else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _digests(files: object) -> bool:
    return isinstance(files, dict) and all(isinstance(value, str) for value in files.values())


def _write(run: Run, folder: Path) -> None:
    _write_json(run.answer, folder / ANSWER, "the answer")
    (folder / TABLES).mkdir()
    for name, table in run.tables.items():
        _write_table(name, table, folder / TABLES)
    for source in study_files(run.root):
        copy = folder / SNAPSHOT / source.relative_to(run.root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)
    if "folder" in run.record:
        raise MonaziteError(
            "the record of a run has an entry 'folder', which is kept for the list of files -> rename it"
        )
    files = {path.relative_to(folder).as_posix(): _digest(path) for path in sorted(folder.rglob("*")) if path.is_file()}
    _write_json({**run.record, "folder": {"kind": KIND, "files": files}}, folder / RECORD, "the record")


def _write_json(value: object, path: Path, what: str) -> None:
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1)
    except (TypeError, ValueError):
        place, culprit = _not_json(value, "")
        raise MonaziteError(
            f"{what} holds {culprit!r} at {place.lstrip('.') or 'its top'}, which JSON cannot say "
            "-> write a finite number, text, true, false, null, or lists and tables of these"
        ) from None
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _not_json(value: object, place: str) -> tuple[str, object]:
    """The innermost part of a value that JSON refuses, with the way to it."""
    parts = (
        [(f"{place}.{key}", part) for key, part in value.items()]
        if isinstance(value, dict)
        else [(f"{place}[{i}]", part) for i, part in enumerate(value)]
        if isinstance(value, list | tuple)
        else []
    )
    for inner, part in parts:
        try:
            json.dumps(part, allow_nan=False)
        except (TypeError, ValueError):
            return _not_json(part, inner)
    return place, value


def _write_table(name: str, table: pd.DataFrame, folder: Path) -> None:
    import pyarrow as pa

    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name):
        raise MonaziteError(f"the table name {name!r} is no file name -> use lower-case letters, digits, '_' and '-'")
    try:
        table.to_parquet(folder / f"{name}.parquet", engine="pyarrow")
    except (pa.ArrowException, ValueError, TypeError) as error:
        raise MonaziteError(
            f"table {name} cannot be written ({error}) -> give each column one type and a name"
        ) from None
    texts = [column for column in table.columns if table[column].dtype.kind == "O"]
    safe = table.assign(**{column: table[column].astype(object).map(_not_a_formula) for column in texts})
    safe.rename(columns=_not_a_formula).to_csv(
        folder / f"{name}.csv", index=False, encoding="utf-8", lineterminator="\n"
    )


def _not_a_formula(value: object) -> object:
    """A text cell as a spreadsheet may open it: neither blanks nor the end of a line in front hide a formula.

    A carriage return would end the row for a spreadsheet, and begin a cell of the next: lines within a cell end
    otherwise.
    """
    if not isinstance(value, str):
        return value
    bare = value.lstrip()
    safe = f"'{value}" if neutral(bare) != bare or value.startswith(("\t", "\r", "\n")) else value
    return one_line_end(safe)


def _take_place(draft: Path, target: Path) -> None:
    """Put the finished folder where it belongs; what lies there stays until the new one is in place."""
    if not target.exists():
        os.replace(draft, target)
        return
    old = _beside(target, "old")
    shutil.rmtree(old, ignore_errors=True)
    os.replace(target, old)
    try:
        os.replace(draft, target)
    except OSError:
        os.replace(old, target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _beside(target: Path, what: str) -> Path:
    whole = Path(os.path.abspath(target))  # "." has no name to put a dot in front of
    return whole.with_name(f".{whole.name}.{os.getpid()}.{what}")


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
