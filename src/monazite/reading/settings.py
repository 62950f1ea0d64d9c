"""``study.toml``: the question, the options, the as-of dates, the time axis and the resolution of a study."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from monazite.errors import Fault, nearest
from monazite.reading.dictionary import Column, Table, settings_dictionary
from monazite.reading.faults import Faults, Refused
from monazite.reading.study_files import leads_out
from monazite.reading.tables import out_of_order
from monazite.reading.toml_files import read_toml, read_values, typed

FILE = "study.toml"
RESOLUTIONS = ("draft", "fine")


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen: a named tuple of policies."""

    name: str
    title: str
    policies: tuple[str, ...]


def read_settings(root: Path, faults: Faults) -> dict:
    """The sections of ``study.toml`` as the dictionary types them; ``answer`` is handed on as it stands."""
    path = root / FILE
    if not os.path.isfile(path) or leads_out(path, root):
        faults.add(Fault("the file is missing", FILE, way_out="every study has one; 'monazite new' writes an example"))
        return {}
    parsed = read_toml(path, FILE, faults)
    if parsed is None:
        return {}
    given, _ = parsed
    sections = settings_dictionary()
    for name in given:
        if name not in sections:
            faults.add(Fault(f"unknown section {name!r}", FILE, None, name, nearest(name, sections)))
    settings: dict = {}
    for name, section in sections.items():
        if name in given:
            settings[name] = _section(section, given[name], faults)
        elif section.required:
            faults.add(Fault(f"the section [{name}] is missing", FILE, None, name, section.meaning))
    settings.setdefault("events", ())
    settings.setdefault("answer", {})
    _check_dates(settings, faults)
    return settings


def options_of(settings: dict) -> tuple[Option, ...]:
    """The options of a study, in order."""
    return tuple(Option(entry["name"], entry["title"], entry["policies"]) for entry in settings["options"])


def dates_of(root: Path) -> dict[str, date]:
    """The as-of dates of a study by name, read without reading its tables.

    Where the settings do not give them there is one date on which everything is known; the reader says what is wrong.
    """
    entries = read_settings(root, Faults()).get("as_of", ())
    dates = {entry["name"]: entry["date"] for entry in entries if entry.keys() >= {"name", "date"}}
    return dates or {"today": date.max}


def check_names(settings: dict, policies: Mapping[str, object], faults: Faults) -> None:
    """Options, the reference and the events must name what exists, each once."""
    options = [entry.get("name") for entry in settings.get("options", ()) if entry]
    for kind in ("options", "as_of"):
        names = [entry.get("name") for entry in settings.get(kind, ()) if entry]
        for name in sorted({name for name in names if name and names.count(name) > 1}):
            faults.add(Fault(f"{name!r} stands twice", FILE, None, f"{kind}.name", "give each a name of its own"))
    reference = settings.get("study", {}).get("reference")
    if options and reference and reference not in options:
        faults.add(
            Fault(
                f"the reference {reference!r} is no option",
                FILE,
                None,
                "study.reference",
                nearest(reference, filter(None, options)),
            )
        )
    used = [
        (f"options.{number}.policies", name)
        for number, entry in enumerate(settings.get("options", ()), 1)
        for name in entry.get("policies") or ()
    ]
    for column, name in [*used, *(("events", name) for name in settings.get("events", ()))]:
        if name not in policies:
            faults.add(
                Fault(
                    f"there is no policy {name!r}",
                    FILE,
                    None,
                    column,
                    f"{nearest(name, policies)}; a policy is a file of scenarios/",
                )
            )


def _section(section: Table, given: object, faults: Faults) -> object:
    name, columns = section.name, dict(section.columns)
    if name == "answer":
        if not isinstance(given, dict):
            faults.add(Fault("this must be a table of values", FILE, None, name, section.meaning))
        return given
    if name == "events":
        try:
            return typed(Column(name, section.meaning, "names"), given)
        except Refused as refused:
            faults.add(Fault(refused.message, FILE, None, name, refused.way_out))
            return ()
    if section.named:
        return _resolution(section, given, faults)
    if section.many:
        return _many(section, given, faults)
    values = read_values(columns, given, FILE, None, name, faults)
    _check_order(columns, values, name, faults)
    return values


def _resolution(section: Table, given: object, faults: Faults) -> dict:
    if not isinstance(given, dict):
        faults.add(
            Fault("this must hold [resolution.draft] and [resolution.fine]", FILE, None, section.name, section.meaning)
        )
        return {}
    for name in given:
        if name not in RESOLUTIONS:
            faults.add(
                Fault(f"unknown resolution {name!r}", FILE, None, f"{section.name}.{name}", nearest(name, RESOLUTIONS))
            )
    return {
        name: read_values(dict(section.columns), given.get(name, {}), FILE, None, f"{section.name}.{name}", faults)
        for name in RESOLUTIONS
    }


def _many(section: Table, given: object, faults: Faults) -> list[dict]:
    if not isinstance(given, list) or not given:
        faults.add(
            Fault(f"this must be a list of tables: [[{section.name}]]", FILE, None, section.name, section.meaning)
        )
        return []
    return [
        read_values(dict(section.columns), entry, FILE, None, f"{section.name}.{number}", faults)
        for number, entry in enumerate(given, 1)
    ]


def _check_order(columns: dict[str, Column], values: dict, path: str, faults: Faults) -> None:
    for message, column, way_out in out_of_order(columns, values):
        faults.add(Fault(message, FILE, None, f"{path}.{column}", way_out))


def _check_dates(settings: dict, faults: Faults) -> None:
    """The horizon starts in the base year or later, covers at least one period, and holds what is printed."""
    periods, base_year = settings.get("periods", {}), settings.get("study", {}).get("base_year")
    start, last, printed = (periods.get(name) for name in ("start", "years_until", "printed_until"))
    if start and base_year and start < date(base_year, 1, 1):
        faults.add(
            Fault(
                f"the horizon starts on {start}, before the base year {base_year}",
                FILE,
                None,
                "periods.start",
                f"start it on {base_year}-01-01 or later",
            )
        )
    if start and last and last == start:
        faults.add(
            Fault(
                f"the horizon is empty: it starts and ends on {start}",
                FILE,
                None,
                "periods.years_until",
                "end it some years after its start",
            )
        )
    if printed and last and printed > last:
        faults.add(
            Fault(
                f"{printed} is printed, but the horizon ends on {last}",
                FILE,
                None,
                "periods.printed_until",
                "print less, or lengthen the horizon",
            )
        )
