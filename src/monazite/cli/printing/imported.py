"""What an import found, as a page: how much was kept, what was left out and why, what is missing, what is doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from monazite.cli.printing.columns import Column, Row
from monazite.cli.printing.figures import figure
from monazite.cli.printing.page import Page

KINDS = {
    "dash": "dashes, zero in the publisher's legend", "NA": "NA, not available", "W": "W, withheld", "XX": "XX, not applicable",
    "E": "E, net exporter", "S": "S, not meaningful", "bound": "bounds such as >95, kept with their end", "range": "ranges, kept with both ends",
    "sentence": "sentences, kept in the note",
}  # fmt: skip
"""How the kinds of printed values are told."""


def print_imported(page: Page, told: Mapping[str, Any]) -> None:
    """Print what an import told, whichever its source: the parts that it has."""
    kept, read = told["rows_kept"], told["rows_read"]
    of_cells = "kinds" in told or "missing" in told
    page.heading(
        f"{told['file']}: {kept:,} rows of {read:,} cells"
        if of_cells
        else f"{told['file']}: {kept:,} of {read:,} rows kept"
    )
    page.points(list(_sentences(told)))
    _mirrors(page, told.get("mirrors"))
    _outliers(page, told.get("outliers") or ())
    _doubtful(page, told.get("doubtful") or ())
    if told.get("sources"):
        page.blank()
        page.section("Rows for sources.csv")
        keys = ("id", "title", "publisher", "date", "licence")
        page.table(
            [Column(key) for key in keys], [Row(tuple(source[key] for key in keys)) for source in told["sources"]]
        )


def _sentences(told: Mapping[str, Any]) -> Iterator[str]:
    if not told["rows_kept"]:
        yield "nothing was kept: no row is one of those asked for" if told["rows_read"] else "nothing was kept: there are no rows"
    if "without_quantity" in told:
        yield f"{told['without_quantity']:,} rows have a value and no tonnes"
    if left_out := told.get("left_out"):
        yield "left out, since they repeat others: " + "; ".join(
            f"{what} ({count:,})" for what, count in left_out.items()
        )
    if kinds := {kind: count for kind, count in told.get("kinds", {}).items() if kind in KINDS}:
        yield "printed otherwise than as a number: " + "; ".join(
            f"{KINDS[kind]} ({count:,})" for kind, count in kinds.items()
        )
    if "missing" in told:
        missing = told["missing"]
        counts = ", ".join(f"{name} {count:,}" for name, count in missing.items())
        yield f"rows without an estimate, which are missing and not stable: {sum(missing.values()):,}{f' ({counts})' if counts else ''}"
    if told.get("never"):
        yield f"no estimate in any of the years for {', '.join(told['never'])}"
    if told.get("unknown_places"):
        names = ", ".join(f"{name} ({count:,})" for name, count in sorted(told["unknown_places"].items())[:10])
        yield f"places without a country code, kept with a question mark: {names}"
    yield from told.get("remarks", ())


def _mirrors(page: Page, mirrors: Mapping[str, Any] | None) -> None:
    if mirrors is None:
        return
    page.blank()
    page.section("What both sides say of one flow")
    if not mirrors["both_report"]:
        page.paragraph(
            "Nothing to compare: no flow is reported by its importer and its exporter. Download the records of both sides."
        )
        return
    page.paragraph(
        f"Flows reported by both sides: {mirrors['both_report']:,}, of which {mirrors['far_apart']:,} differ by more than half. Reported by one "
        f"side only, although both report others of that code and time: {mirrors['one_reports']:,}. Imports carry freight and insurance, so "
        "a value ratio a little above one is usual."
        + (" The widest gaps, by the value at stake:" if mirrors["gaps"] else "")
    )
    keys = ("exporter", "importer", "hs_code", "unit", "importer_says", "exporter_says", "ratio")
    heads = ("time", "from", "to", "code", "unit", "importer says", "exporter says", "ratio")
    _table(
        page,
        heads,
        ("importer says", "exporter says", "ratio"),
        [(_time(gap), *(figure(gap[key]) for key in keys)) for gap in mirrors["gaps"]],
    )


def _outliers(page: Page, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        page.blank()
        page.section("Unit values far from the median tonne of their code and year, the heaviest first")
        keys = ("year", "exporter", "importer", "hs_code", "quantity_t", "unit_value", "median")
        _table(
            page,
            ("year", "from", "to", "code", "t", "USD/kg", "median"),
            ("t", "USD/kg", "median"),
            [tuple(str(row[key]) if key == "year" else figure(row[key]) for key in keys) for row in rows],
        )


def _doubtful(page: Page, groups: Sequence[Mapping[str, Any]]) -> None:
    if groups:
        page.blank()
        page.section("Countries that do not add up to the printed world, graded low")
        rows = []
        for group in groups:
            head = (f"{group['quantity']} {group['period']}", figure(group["added"]), figure(group["world"]))
            rows.append((*head, "", "", "") if not group["suspects"] else (*head, *_suspect(group["suspects"][0])))
            rows += [("", "", "", *_suspect(suspect)) for suspect in group["suspects"][1:]]
        _table(
            page,
            ("what", "countries", "world", "likely slip", "printed", "would fit"),
            ("countries", "world", "printed", "would fit"),
            rows,
        )


def _suspect(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return f"{row['subject']}, line {row['line']}", figure(row["value"]), figure(row["would_fit"])


def _table(page: Page, heads: Sequence[str], numeric: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
    page.table([Column(head, head in numeric) for head in heads], [Row(row) for row in rows])


def _time(row: Mapping[str, Any]) -> str:
    return f"{row['year']}-{row['month']:02d}" if row["month"] else str(row["year"])
