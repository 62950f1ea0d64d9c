"""What spreadsheets, editors and people do to a table without meaning anything by it: the same world is read.

Each edit is made to every table of the starter study, and is listed in docs/howto/edit-tables-in-a-spreadsheet.md.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monazite.cli.app import app
from monazite.reading.dictionary import dictionary
from monazite.world.world import TABLES, World

Rows = list[list[str]]


def with_cells(change: Callable[[str, str, str], str], separator: str = ",") -> Callable[[str, str], str]:
    """An edit of single cells, by table and column."""

    def edit(table: str, text: str) -> str:
        head, *rows = cells_of(text)
        changed = [[change(table, name, cell) for name, cell in zip(head, row, strict=True)] for row in rows]
        return written([head, *changed], separator)

    return edit


def with_rows(change: Callable[[Rows], Rows], **how: object) -> Callable[[str, str], str]:
    """An edit of the rows, header first."""
    return lambda table, text: written(change(cells_of(text)), **how)


def with_text(change: Callable[[str], str]) -> Callable[[str, str], str]:
    """An edit of the text as it stands."""
    return lambda table, text: change(text)


def cells_of(text: str) -> Rows:
    return list(csv.reader(io.StringIO(text)))


def written(rows: Rows, separator: str = ",", quoting: int = csv.QUOTE_MINIMAL, ends: str = "\n") -> str:
    lines = io.StringIO(newline="")
    csv.writer(lines, delimiter=separator, quoting=quoting, lineterminator=ends).writerows(rows)
    return lines.getvalue()


def of_type(table: str, name: str, *types: str) -> bool:
    column = dictionary()[table].columns.get(name)
    return column is not None and column.type in types


def grouped(sign: str) -> Callable[[str, str, str], str]:
    """Thousands apart by a sign, in every number of a thousand or more without decimals."""

    def change(table: str, name: str, cell: str) -> str:
        whole = of_type(table, name, "number") and cell.isdigit() and len(cell) > 3
        return f"{int(cell):,}".replace(",", sign) if whole else cell

    return change


def german(table: str, name: str, cell: str) -> str:
    """Every number with a decimal comma."""
    if not of_type(table, name, "number") or not cell:
        return cell
    return cell.replace(".", ",") if "." in cell else f"{cell},0"


def as_percentage(table: str, name: str, cell: str) -> str:
    column = dictionary()[table].columns.get(name)
    share = column is not None and column.unit in ("fraction", "1/yr") and cell
    return f"{float(cell) * 100:.6g} %" if share else cell


def exponent(table: str, name: str, cell: str) -> str:
    return f"{float(cell):.6E}" if of_type(table, name, "number") and cell else cell


def signed(table: str, name: str, cell: str) -> str:
    return f"+{cell}" if of_type(table, name, "number") and cell and not cell.startswith("-") else cell


def zeros(table: str, name: str, cell: str) -> str:
    return f"{cell}00" if of_type(table, name, "number") and "." in cell else cell


def flags(yes: str, no: str) -> Callable[[str, str, str], str]:
    return lambda table, name, cell: {"yes": yes, "no": no}.get(cell, cell) if of_type(table, name, "flag") else cell


def padded(rows: Rows) -> Rows:
    width = len(rows[0]) + 3
    return [*(row + [""] * (width - len(row)) for row in rows), [""] * width, [" "] * width]


EDITS = {
    "byte-order mark": with_text(lambda text: "\ufeff" + text),
    "line ends of Windows": with_text(lambda text: text.replace("\n", "\r\n")),
    "line ends of old computers": with_text(lambda text: text.replace("\n", "\r")),
    "no end of the last line": with_text(lambda text: text.rstrip("\n")),
    "blank lines at the end": with_text(lambda text: text + "\n\n\r\n   \n"),
    "blank lines before the header": with_text(lambda text: "\n\n" + text),
    "a blank line after each line": with_text(lambda text: text.replace("\n", "\n\n")),
    "rows and columns of empty cells": with_rows(padded),
    "semicolons": with_rows(lambda rows: rows, separator=";"),
    "tabs": with_rows(lambda rows: rows, separator="\t"),
    "semicolons announced in the first line": with_text(lambda text: "sep=;\r\n" + written(cells_of(text), ";")),
    "everything in quotes": with_rows(lambda rows: rows, quoting=csv.QUOTE_ALL),
    "columns in another order": with_rows(lambda rows: [list(reversed(row)) for row in rows]),
    "rows in another order": with_rows(lambda rows: [rows[0], *reversed(rows[1:])]),
    "header in capitals": with_rows(lambda rows: [[name.upper() for name in rows[0]], *rows[1:]]),
    "header with blanks": with_rows(
        lambda rows: [[f" {name.replace('_', ' ').title()} " for name in rows[0]], *rows[1:]]
    ),
    "blanks around cells": with_rows(lambda rows: [[f"  {cell}\u00a0" for cell in row] for row in rows]),
    "a column of one's own": with_rows(
        lambda rows: [[*row, "x_mine" if not n else f"a, b; {n}"] for n, row in enumerate(rows)]
    ),
    "a column of remarks": lambda table, text: (
        text
        if "note" in dictionary()[table].columns
        else written([[*row, "note" if not n else "seen\nby me"] for n, row in enumerate(cells_of(text))])
    ),
    "an empty column between": with_rows(lambda rows: [[*row[:1], "", *row[1:]] for row in rows]),
    "thousands with commas": with_cells(grouped(",")),
    "thousands with blanks": with_cells(grouped(" ")),
    "thousands with narrow blanks": with_cells(grouped("\u202f")),
    "thousands with apostrophes": with_cells(grouped("'")),
    "decimal commas": with_cells(german, ";"),
    "decimal commas among tabs": with_cells(german, "\t"),
    "exponents": with_cells(exponent),
    "exponents with decimal commas": with_cells(lambda t, n, c: german(t, n, exponent(t, n, c)), ";"),
    "percentages": with_cells(as_percentage),
    "percentages with decimal commas": with_cells(
        lambda t, n, c: (
            german(t, n, as_percentage(t, n, c).removesuffix(" %")) + " %" * as_percentage(t, n, c).endswith("%")
        ),
        ";",
    ),
    "signs before numbers": with_cells(signed),
    "more zeros": with_cells(zeros),
    "flags as a spreadsheet writes them": with_cells(flags("TRUE", "FALSE")),
    "flags as numbers": with_cells(flags("1", "0")),
    "letters composed in two ways": with_text(lambda text: unicodedata.normalize("NFD", text)),
}


def in_order(world: World) -> dict[str, list]:
    """A world whose rows stand in order of their text, so that the order of rows in files does not count."""
    return {
        field.name: sorted(map(repr, getattr(world, field.name)))
        if field.name in TABLES
        else getattr(world, field.name)
        for field in fields(world)
    }


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_that_means_nothing_changes_nothing(starter, edit):
    """Proves: made to every table at once, the edit is taken, and the same world is read, to the last bit of each
    number.
    Without it: opening and saving a table in a spreadsheet would make it a fault, or another study.
    """
    for path in starter.root.glob("*.csv"):
        # Letters with accents and lists of lines stand in every table that has a remark or a name.
        starter.write(path.name, starter.text(path.name).replace("made up", "erfunden für Übungen"))
    expected = in_order(starter.read().world)
    before = {path.name: path.read_bytes() for path in starter.root.glob("*.csv")}

    for file, text in before.items():
        starter.write(file, EDITS[edit](file.removesuffix(".csv"), text.decode("utf-8")))

    assert in_order(starter.read().world) == expected
    assert any((starter.root / file).read_bytes() != text for file, text in before.items())


def test_twenty_edits_and_more_are_tried():
    """Proves: the list above is as long as the guide says, and the guide names each of its entries.
    Without it: an edit could be dropped from the list, and the page would go on promising it.
    """
    page = (Path(__file__).parents[2] / "docs" / "howto" / "edit-tables-in-a-spreadsheet.md").read_text(
        encoding="utf-8"
    )

    assert len(EDITS) >= 20
    assert [edit for edit in EDITS if edit not in " ".join(page.split())] == []


@pytest.mark.parametrize(
    ("points", "fault"), [("7000,5", None), ("7.001", "'7.001' may be thousands, for other numbers of the file")]
)
def test_a_point_beside_decimal_commas_is_not_guessed(starter, points, fault):
    """Proves: 7.001 in a file whose other numbers have decimal commas is refused, since it may be seven thousand and
    one.
    Without it: whoever writes decimal commas, and thousands with points, would lose a thousand times.
    """
    rows = cells_of(starter.text("lanes.csv"))
    rows[1][4], rows[1][5], rows[2][5] = points, "0,05", "0,05"
    starter.write("lanes.csv", written(rows, ";"))

    result = CliRunner().invoke(app, ["check", str(starter.root)])

    assert result.exit_code == 2
    assert (fault or "the cell says 7000.5 t/yr") in result.stderr


def test_an_optional_table_may_be_empty_or_missing(starter):
    """Proves: no bytes, a header alone, and no file are all 'no disposals'.
    Without it: a study would need empty files for what it does not have.
    """
    starter.replace("derivations.csv", "disposals,*,cost,0.1,,,\n", "")
    worlds = []
    for text in ("", "commodity,region,cost\n"):
        starter.write("disposals.csv", text)
        worlds.append(starter.read().world)
    (starter.root / "disposals.csv").unlink()

    assert [world.disposals for world in (*worlds, starter.read().world)] == [(), (), ()]


def test_names_of_any_script_are_names(starter):
    """Proves: a region may be called Östland or भारत, and its name 日本 [red] <b>.
    Without it: the people whose plants they are could not name them.
    """
    for path in starter.root.glob("*.csv"):
        text = (
            starter.text(path.name)
            .replace("west", "भारत")
            .replace("east", "Östland")
            .replace("Westland", "日本 [red] <b>")
        )
        starter.write(path.name, text)
    starter.replace("scenarios/export-ban.toml", '"west"', '"भारत"')
    starter.replace("scenarios/export-ban.toml", '"east"', '"Östland"')

    regions = starter.read().world.regions

    assert [region.region for region in regions] == ["Östland", "भारत"]
    assert regions[1].name == "日本 [red] <b>"


@pytest.mark.parametrize(
    "name", ["my study", "ЛИТИЙ и кобальт", "étude (2) – copie", "100% 'sure'", "$(touch x);`id`", "-", "[red]"]
)
def test_a_folder_may_have_any_name(starter, name, monkeypatch):
    """Proves: blanks, other scripts, quotes and signs of the shell in the name of the folder change nothing.
    Without it: a copy that a file manager made could not be read.
    """
    folder = starter.root.rename(starter.root.parent / name)
    monkeypatch.chdir(folder.parent)

    result = CliRunner().invoke(app, ["check", f"./{name}"])

    assert result.exit_code == 0, result.output
    assert f"./{name}: nothing wrong was found" in result.stdout


def test_an_apostrophe_takes_the_formula_out_of_a_text(starter):
    """Proves: '=x is read as =x.
    Without it: what the writer made safe would come back changed.
    """
    starter.replace("units.csv", "Eastland Mining", "'=Mining")

    assert starter.read().world.units[0].owner == "=Mining"
