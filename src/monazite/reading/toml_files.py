"""Settings and policies written in TOML: the file as nested values, its faults told with the line."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date, datetime
from pathlib import Path

from monazite.errors import Fault, nearest
from monazite.reading.cells import value_of
from monazite.reading.dictionary import Column
from monazite.reading.faults import Faults, Refused
from monazite.reading.numbers import shown

LARGEST_FILE = 1024 * 1024
"""Bytes that a TOML file may have."""

DEEPEST_KEY = 32
"""Parts that a dotted key may have; the time to read one grows with the square of their number."""

_DEEP_KEY = re.compile(
    r"""(?<![A-Za-z0-9_-])(?:(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+)"""
    f"{{{DEEPEST_KEY}}}"
)


_HEADING = re.compile(r"\s*(\[\[?)([^\[\]]+)\]")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")


def read_toml(path: Path, file: str, faults: Faults) -> tuple[dict, str] | None:
    """The values of a TOML file and its text; None, with a fault, if it cannot be read."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST_FILE + 1)
        if len(raw) > LARGEST_FILE:
            faults.add(Fault(f"the file is larger than {LARGEST_FILE:,} bytes", file, way_out="shorten it"))
            return None
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        if deep := _DEEP_KEY.search(text):
            line = text[: deep.start()].count("\n") + 1
            faults.add(
                Fault(f"a key has more than {DEEPEST_KEY} parts", file, line, way_out="no key of a study has so many")
            )
            return None
        faults.locate(file, lines_of(text))
        return tomllib.loads(text), text
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        faults.add(
            Fault(f"byte 0x{error.object[error.start]:02X} is not UTF-8", file, line, way_out="save it as UTF-8")
        )
    except (ValueError, RecursionError) as error:
        # A number of thousands of digits is a ValueError of its own, and brackets in brackets end in recursion.
        place = re.search(r"line (\d+)", str(error))
        faults.add(
            Fault(
                f"this is not TOML: {error}",
                file,
                int(place[1]) if place else None,
                way_out="text stands in quotes, a list in [ ], a date as 2025-06-14",
            )
        )
    except OSError as error:
        faults.add(Fault(f"the file cannot be opened ({error.strerror})", file, way_out="check its name and rights"))
    return None


def lines_of(text: str) -> dict[str, int]:
    """The line of each section and key of a TOML file, by its path: ``study.base_year``, or ``options.2.policies``."""
    lines: dict[str, int] = {}
    count: Counter[str] = Counter()
    path = ""
    for number, line in enumerate(text.split("\n"), 1):
        if head := _HEADING.match(line):
            path = head[2].strip()
            if head[1] == "[[":
                count[path] += 1
                lines.setdefault(path, number)
                path = f"{path}.{count[path]}"
            lines.setdefault(path, number)
        elif key := _KEY.match(line):
            lines.setdefault(f"{path}.{key[1]}" if path else key[1], number)
    return lines


def typed(column: Column, value: object) -> object:
    """A value written in TOML, read by the same rules as a cell that holds its text; raises `Refused`."""
    return value_of(column, _as_text(column, value))


def read_values(
    columns: dict[str, Column],
    given: object,
    file: str,
    line: int | None,
    path: str,
    faults: Faults,
    *,
    partial: bool = False,
) -> dict[str, object]:
    """The values of a TOML table by the columns that describe it; ``partial`` leaves out what is not given."""
    if not isinstance(given, dict):
        faults.add(Fault("this must be a table of values", file, line, path, f"known are: {', '.join(columns)}"))
        return {}
    values: dict[str, object] = {}
    for name, value in given.items():
        place = f"{path}.{name}" if path else name
        if name not in columns:
            faults.add(Fault(f"unknown key {name!r}", file, line, place, nearest(name, columns)))
            continue
        try:
            values[name] = typed(columns[name], value)
        except Refused as refused:
            faults.add(Fault(refused.message, file, line, place, refused.way_out))
    if not partial:
        for name, column in columns.items():
            if name not in given and column.needed:
                faults.add(Fault(f"{name!r} is missing", file, line, path, column.meaning))
            elif name not in given:
                values[name] = column.absent
    return values


def _as_text(column: Column, value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        if column.type != "flag":
            raise Refused(f"{str(value).lower()} stands where {column.name} is expected", "give the value itself")
        return "yes" if value else "no"
    if isinstance(value, datetime) or not isinstance(value, int | float | date | list):
        raise Refused(f"{shown(str(value))} cannot stand here", f"give {column.meaning}")
    if isinstance(value, list):
        if column.type != "names" or not all(isinstance(part, str) for part in value):
            raise Refused(
                f"{shown(str(value))} is a list", "give a single value" if column.type != "names" else "list names only"
            )
        if any(len(part.split()) != 1 for part in value):
            raise Refused(f"{shown(str(value))} holds a name with a space", "a name has none")
        return " ".join(value)
    return value.isoformat() if isinstance(value, date) else repr(value)
