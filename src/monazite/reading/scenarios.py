"""Policies as files: ``scenarios/<name>.toml`` sets, adds or removes rows, in the units of the tables.

Within one policy rows are removed first, then added, then set, whatever their order in the file. Each of these may have a
day of its own on which the world learns of it; the policy's own day is the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from monazite.errors import Fault, nearest
from monazite.reading.dictionary import Column, Table, dictionary, record_of
from monazite.reading.faults import Faults, Refused
from monazite.reading.numbers import shown
from monazite.reading.references import Names
from monazite.reading.study_files import SCENARIOS, leads_out
from monazite.reading.tables import Key, RowSet, key_in, key_text, out_of_order
from monazite.reading.toml_files import read_toml, read_values, typed
from monazite.world.policies import Edit, Policy
from monazite.world.world import KEYS

ACTIONS = ("remove", "add", "set")
_HEAD = {
    "title": Column("title", "What the policy does, as shown in tables.", "text", required=True),
    "announced": Column("announced", "Day on which the world learns of it.", "date", required=True),
}
_FILE_NAME = Column("policy", "Name of the policy: that of its file.", "name", required=True)
_OWN_DAY = Column("announced", "Day on which the world learns of this change; the policy's own day if left out.", "date")
_PARTS = {"set": {"table", "key", "values"}, "add": {"table", "row"}, "remove": {"table", "key"}}
BEGINNINGS = ("start", "opens", "opened")
"""Columns that say from when a row takes effect."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An edit as it was read, with its place: the policy's file, the line of its header, and its number in words.

    ``given`` are the columns that the file itself fills; the others of an added row are at their defaults.
    """

    action: str
    table: Table
    key: Key
    values: Mapping[str, object]
    file: str
    line: int | None
    place: str
    given: frozenset[str] = frozenset()
    announced: date | None = None


def read_policies(root: Path, faults: Faults) -> dict[str, tuple[Policy, tuple[Draft, ...]]]:
    """Every policy of ``scenarios/`` with its edits as read; their references are checked by ``check_drafts``."""
    found = {}
    for path in policy_files(root):
        file = f"{SCENARIOS}/{path.name}"
        try:
            typed(_FILE_NAME, path.stem)
        except Refused as refused:
            faults.add(Fault(refused.message, file, way_out=f"rename the file; {refused.way_out}"))
        parsed = read_toml(path, file, faults)
        if parsed is not None:
            found[path.stem] = _policy(path.stem, file, *parsed, faults)
    return found


def policy_files(root: Path) -> list[Path]:
    """The files of ``scenarios/`` that are policies, in order of name."""
    folder = root / SCENARIOS
    return sorted(path for path in folder.glob("*.toml") if path.is_file() and not leads_out(path, root))


def check_drafts(
    drafts: Mapping[str, tuple[Draft, ...]], tables: Mapping[str, RowSet], names: Names, faults: Faults
) -> None:
    """Edits must change rows that exist, or that a policy adds, and refer to such rows only.

    Rows of every vintage count here; whether an option can be built as of a date is seen when it is.
    """
    everything = [draft for edits in drafts.values() for draft in edits]
    added: dict[str, set] = {}
    for draft in everything:
        if draft.action == "add":
            added.setdefault(draft.table.name, set()).add(draft.key)
    also = {f"{table}.{KEYS[table][0]}": keys for table, keys in added.items()}
    for draft in everything:
        rows = tables[draft.table.name]
        known = {row.key for row in rows.rows} | added.get(draft.table.name, set())
        if draft.action != "add" and rows.readable and draft.key not in known:
            faults.add(
                Fault(
                    f"there is no row {key_text(draft.key)!r} in {draft.table.name}",
                    draft.file,
                    draft.line,
                    f"{draft.place}.key",
                    nearest(key_text(draft.key), [key_text(k) for k in known if k]),
                )
            )
        later = {
            target: set(names.of(target)[1]) | also.get(target, set())
            for target in {c.refers for c in draft.table.columns.values() if c.refers}
        }
        for message, column, way_out in names.complaints(draft.table.columns, draft.values, later):
            faults.add(Fault(message, draft.file, draft.line, f"{draft.place}.{column}", way_out))


def check_announcements(
    drafted: Mapping[str, tuple[Policy, tuple[Draft, ...]]], end: date | None, faults: Faults
) -> None:
    """Refuse days that cannot be: a change known before its policy, before the row that it changes, after it takes effect,
    or after ``end``, the first day after the horizon.
    """
    for name, (policy, drafts) in drafted.items():
        if end is not None and policy.announced >= end:
            faults.add(Fault(f"it is announced on {policy.announced}, and the horizon ends on {end}", f"{SCENARIOS}/{name}.toml",
                             None, "announced", "give an earlier day, or lengthen the periods in study.toml"))
        for draft in drafts:
            day = draft.announced
            for message, way_out in _wrong_day(draft, day, policy, drafts, end) if day is not None else ():
                faults.add(Fault(message, draft.file, draft.line, f"{draft.place}.announced", way_out))


def _wrong_day(
    draft: Draft, day: date, policy: Policy, drafts: tuple[Draft, ...], end: date | None
) -> Iterator[tuple[str, str]]:
    """What is wrong with the day on which a change of its own is announced, and the way out."""
    if day < policy.announced:
        yield (f"{day} lies before {policy.announced}, when the policy is announced",
               f"announce the policy on {day}, and give its other changes their own later days")
    if end is not None and day >= end:
        yield f"{day} lies after the horizon, which ends on {end}", "give an earlier day, or lengthen the periods in study.toml"
    begins = next((draft.values[name] for name in BEGINNINGS if draft.values.get(name) is not None), None)
    if isinstance(begins, date) and begins < day:
        yield f"{day} lies after {begins}, when it takes effect", "what holds already is known: give that day or an earlier one"
    before = ACTIONS[: ACTIONS.index(draft.action)]
    for other in drafts:
        known = other.announced or policy.announced
        if other.action in before and (other.table, other.key) == (draft.table, draft.key) and known > day:
            yield (f"{day} lies before {known}, when the policy is to {other.action} the row",
                   "rows are removed, then added, then set: announce them in this order")


def known_drafts(drafts: tuple[Draft, ...], day: date) -> tuple[Draft, ...]:
    """The edits of a policy that were announced by a day, given that the policy itself was."""
    return tuple(draft for draft in drafts if draft.announced is None or draft.announced <= day)


def _policy(name: str, file: str, given: dict, text: str, faults: Faults) -> tuple[Policy, tuple[Draft, ...]]:
    head = {key: value for key, value in given.items() if key not in ACTIONS}
    values = read_values(_HEAD, head, file, None, "", faults)
    drafts = tuple(draft for action in ACTIONS for draft in _drafts(action, given.get(action, []), file, text, faults))
    edits = tuple(_edit(draft) for draft in drafts) if not len(faults) else ()
    return Policy(name, values.get("title", ""), values.get("announced", date.min), edits), drafts


def _drafts(action: str, entries: object, file: str, text: str, faults: Faults) -> Iterator[Draft]:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        faults.add(Fault(f"{action!r} must be a list of tables", file, None, action, f"write [[{action}]]"))
        return
    lines = [number for number, line in enumerate(text.split("\n"), 1) if re.match(rf"\s*\[\[\s*{action}\s*\]\]", line)]
    for number, entry in enumerate(entries, 1):
        line = lines[number - 1] if len(lines) == len(entries) else None
        draft = _draft(action, entry, file, line, f"{action} {number}", faults)
        if draft is not None:
            yield draft


def _draft(action: str, entry: dict, file: str, line: int | None, place: str, faults: Faults) -> Draft | None:
    before = len(faults)
    known = _PARTS[action] | {_OWN_DAY.name}
    for part in sorted(set(entry) - known):
        faults.add(Fault(f"unknown key {part!r}", file, line, f"{place}.{part}", nearest(part, known)))
    for part in sorted(_PARTS[action] - set(entry)):
        faults.add(Fault(f"{part!r} is missing", file, line, place, f"[[{action}]] has {', '.join(_PARTS[action])}"))
    name = entry.get("table")
    if "table" in entry and (not isinstance(name, str) or name not in KEYS):
        told = shown(str(name))
        faults.add(Fault(f"there is no table {told} in a world", file, line, f"{place}.table", nearest(told, KEYS)))
    if len(faults) > before:
        return None
    table = dictionary()[name]
    columns = dict(table.columns)
    given = {"add": "row", "set": "values"}.get(action)
    filled = frozenset(entry[given]) if given and isinstance(entry[given], dict) else frozenset()
    if action == "add":
        values = read_values(columns, entry["row"], file, line, place, faults)
        key = key_in(table, values)
    else:
        values = {}
        key = _key(table, entry["key"], file, line, place, faults)
    if action == "set":
        changeable = {name: column for name, column in columns.items() if not column.key}
        values = read_values(changeable, entry["values"], file, line, place, faults, partial=True)
    for message, column, way_out in out_of_order(columns, values):
        faults.add(Fault(message, file, line, f"{place}.{column}", way_out))
    day = read_values({_OWN_DAY.name: _OWN_DAY}, _only(entry, _OWN_DAY.name), file, line, place, faults)
    return None if key is None else Draft(action, table, key, values, file, line, place, filled, day.get(_OWN_DAY.name))


def _only(entry: dict, name: str) -> dict:
    return {name: entry[name]} if name in entry else {}


def _key(table: Table, given: object, file: str, line: int | None, place: str, faults: Faults) -> Key | None:
    """The key of an edit: one value, a list of them, or its columns joined by ``|``."""
    parts = given if isinstance(given, list) else given.split("|") if isinstance(given, str) else [given]
    if len(parts) != len(table.key):
        faults.add(
            Fault(
                f"the key {shown(str(given))} has {len(parts)} parts",
                file,
                line,
                f"{place}.key",
                f"{table.name} is keyed by {', '.join(table.key)}",
            )
        )
        return None
    values = []
    for name, part in zip(table.key, parts, strict=True):
        try:
            values.append(typed(table.columns[name], part))
        except Refused as refused:
            faults.add(Fault(refused.message, file, line, f"{place}.key", refused.way_out))
            return None
    return values[0] if len(values) == 1 else tuple(values)


def _edit(draft: Draft) -> Edit:
    if draft.action == "add":
        record = record_of(draft.table.name)(**draft.values)
        return Edit("add", draft.table.name, draft.key, record=record, announced=draft.announced)
    values = dict(draft.values) if draft.action == "set" else None
    return Edit(draft.action, draft.table.name, draft.key, values, announced=draft.announced)
