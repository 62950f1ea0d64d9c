"""The answer of a run as a page: verdict first, then findings, numbers of all options, reasons, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from monazite.cli.printing.columns import Column, Row
from monazite.cli.printing.figures import ABSENT, figure, named, number, span
from monazite.cli.printing.page import Page

Part = Mapping[str, Any]
"""A part of an answer, as JSON gives it."""
FORESIGHT = {
    "surprise": "Foresight: surprise. What was announced is known from that day on, and nothing before.",
    "perfect": "Foresight: perfect. Everything is known from the first day, what is announced later too.",
}
"""What is said of each kind of foresight."""
ROUNDING = 1e-9
"""A number of a plain table smaller than this share of the largest in its column is printed as zero."""
SHOWN = 20
"""How many of the weakest inputs are printed."""
Cell = Callable[[str, str], str]
"""What is printed for an option's number: (option, key) to one or more lines."""


def print_answer(page: Page, answer: Part) -> None:
    """Print the whole answer, one chapter for each date as of which the question was asked."""
    for place, part in enumerate(answer["answers"]):
        if place:
            page.blank()
            page.blank()
        print_opening(page, answer, part)
        _print_verdict(page, part["verdict"])
        if part.get("findings"):
            page.points(part["findings"])
            page.blank()
        page.section("Options")
        print_options(page, answer["reference"], part["options"])
        page.blank()
        page.section("Numbers")
        print_numbers(page, part["options"], _with_ranges(part["options"]))
        _print_notes(page, part["options"], part.get("ranges", {}))
        _print_common(page, part.get("common", {}).get("numbers", {}))
        for section in part.get("sections", ()):
            print_section(page, section)
        _print_by_hand(page, part.get("by_hand", ()))
        _print_rests_on(page, part.get("rests_on", {}))


def print_opening(page: Page, answer: Part, part: Part) -> None:
    """The heading of a chapter, which holds the date, the question, and what agents know of what is to come."""
    as_of = part["as_of"]
    title = as_of["title"][:1].upper() + as_of["title"][1:]
    page.heading(f"{title} [{as_of['name']}, {as_of['date']}]")
    page.paragraph(answer["question"], "italic")
    if answer.get("foresight"):
        page.paragraph(FORESIGHT[answer["foresight"]])
    page.blank()


def print_options(page: Page, reference: str, options: Mapping[str, Part]) -> None:
    """The options with their titles; the one that others are compared with is marked."""
    page.table([Column(""), Column("")], [
        Row((name, entry["title"] + (" (reference)" if name == reference else ""))) for name, entry in options.items()])


def print_numbers(page: Page, options: Mapping[str, Part], cell: Cell) -> None:
    """A table with a row for each number and a column for each option, in groups where the numbers have them."""
    entries: dict[str, Part] = {}
    for option in options.values():
        for key, entry in option["numbers"].items():
            entries.setdefault(key, entry)
    grouped: dict[str, list[str]] = {}
    for key, entry in entries.items():
        grouped.setdefault(entry.get("group") or "", []).append(key)
    rows: list[Row] = []
    for group, members in grouped.items():
        rows += [Row(title=f"{group}:")] if group else []
        rows += [Row((named(entries[key]["label"], entries[key].get("unit", "")), *(
            cell(name, key) if key in option["numbers"] else ABSENT
            for name, option in options.items()))) for key in members]
    page.table([Column("", False), *(Column(name, True) for name in options)], rows)


def _with_ranges(options: Mapping[str, Part]) -> Cell:
    """Prints each number with its range below."""
    return lambda option, key: number(options[option]["numbers"][key])


def _print_verdict(page: Page, verdict: Part) -> None:
    word = "decided" if verdict["decided"] else "not decided"
    opened = verdict["sentence"].lower().startswith(word)
    page.paragraph(verdict["sentence"] if opened else f"{word.capitalize()}: {verdict['sentence']}", "bold")
    page.points(verdict.get("reasons", ()))
    page.blank()


def _print_notes(page: Page, options: Mapping[str, Part], ranges: Part) -> None:
    """What is to be said about single numbers, each note once; notes of one option name it."""
    said: dict[tuple[str, str], list[str]] = {}
    for name, option in options.items():
        for entry in option["numbers"].values():
            if entry.get("note"):
                said.setdefault((entry["label"].strip(), entry["note"]), []).append(name)
    notes = [f"{label}: {note}" if len(names) == len(options) else f"{label} ({', '.join(names)}): {note}"
             for (label, note), names in said.items()]
    if any(span(entry.get("low"), entry.get("high")) for o in options.values() for entry in o["numbers"].values()):
        drawn = ranges.get("other_base_years", 0)
        of = "every option" if len(ranges.get("of", ())) == len(options) else " and ".join(f"'{name}'" for name in ranges.get("of", ()))
        more = f" Those of {of} hold the middle {ranges['middle']:.0%} of {drawn} other base years that the reports allow." if drawn else ""
        notes.insert(0, f"A second line under a number is its range, from..to.{more}")
    if notes:
        page.blank()
        page.points(notes)


def _print_common(page: Page, numbers: Mapping[str, Part]) -> None:
    """Numbers that no option changes, with their notes beside them."""
    if numbers:
        page.blank()
        page.section("Whatever is chosen")
        page.table([Column(""), Column("", True), Column("")],
                   [Row((named(entry["label"], entry.get("unit", "")), number(entry), entry.get("note") or ""))
                    for entry in numbers.values()])


def print_section(page: Page, section: Part) -> None:
    page.blank()
    page.section(section["title"])
    columns, rows = section["columns"], section["rows"]
    values = {column["key"]: [row.get(column["key"]) for row in rows] for column in columns}
    page.table(
        [Column(named(column["label"], column.get("unit", "")), _holds_numbers(values[column["key"]])) for column in columns],
        [Row(tuple(_cell(row.get(c["key"]), c, _largest(values[c["key"]])) for c in columns)) for row in rows])
    if not rows:
        page.paragraph("Nothing to list.")
    if section.get("note"):
        page.blank()
        page.paragraph(section["note"])


def _cell(value: object, column: Part, largest: float) -> str:
    """A cell of a plain table: years without thousands, and zero for what is rounding beside its column."""
    if isinstance(value, Mapping):
        return number(value)
    if isinstance(value, list):
        return ", ".join(figure(part) for part in value) or ABSENT
    if column["key"] == "year" and isinstance(value, int | float):
        return f"{value:.0f}"
    return figure(_unless_rounding(value, largest), column.get("decimals"))


def _largest(values: Sequence[object]) -> float:
    return max((abs(value) for value in values if isinstance(value, int | float)), default=0.0)


def _unless_rounding(value: object, largest: float) -> object:
    return 0 if isinstance(value, float) and abs(value) < ROUNDING * largest else value


def _holds_numbers(values: Sequence[object]) -> bool:
    told = [value.get("value") if isinstance(value, Mapping) else value for value in values]
    return bool(told) and all(value is None or isinstance(value, int | float) for value in told)


def _print_by_hand(page: Page, rows: Sequence[Part]) -> None:
    if not rows:
        return
    page.blank()
    page.section("By hand, beside the model")
    page.table(
        [Column(""), Column("by hand", True), Column("model", True), Column("why they differ")],
        [Row((named(row["label"], row.get("unit", "")), figure(row.get("by_hand"), row.get("decimals")),
              figure(row.get("model"), row.get("decimals")), row.get("gap") or ABSENT)) for row in rows])


def _print_rests_on(page: Page, part: Part) -> None:
    if not part:
        return
    page.blank()
    page.section("What it rests on")
    page.paragraph(part.get("sentence") or f"{part['inputs']:,} inputs, {part['estimates']:,} of them estimates.")
    every = part.get("weakest", ())
    weakest = every[:SHOWN]
    if not weakest:
        return
    units = {row.get("effect_unit", "") for row in weakest}
    largest = _largest([row.get("effect") for row in weakest])
    page.blank()
    page.table(
        [Column("weakest inputs"), Column("value", True), Column("range", True), Column("grade"),
         Column(named("effect", units.pop() if len(units) == 1 else ""), True), Column("evidence")],
        [Row((named(row["input"], row.get("unit", "")), figure(row.get("value")), span(row.get("low"), row.get("high")),
              row.get("grade", ""), _effect(row, largest, alone=not units), ", ".join(row.get("evidence", ())) or ABSENT))
         for row in weakest])
    if len(every) > len(weakest):
        page.paragraph(f"{len(every) - len(weakest)} more move it by less; answer.json lists them all.")


def _effect(row: Part, largest: float, *, alone: bool) -> str:
    """What the input moves; nothing where that is rounding; with its unit on a line below unless the head tells it."""
    told = figure(_unless_rounding(row.get("effect"), largest))
    if row.get("impossible"):
        return "no plan possible"
    if row.get("other_effect") is not None:
        told = f"{told} (other end {figure(row['other_effect'])})"
    return told if alone else f"{told}\n{row.get('effect_unit', '')}"
