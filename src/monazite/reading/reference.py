"""The reference page of a study folder, written from the data dictionary: every table, column, unit and bound."""

from __future__ import annotations

from collections.abc import Iterator

from monazite.reading.balances.folder import balance_dictionary
from monazite.reading.dictionary import ANYWHERE, Column, Table, bounds, dictionary, settings_dictionary
from monazite.reading.observed import observed_table

_HEAD = """# The tables of a study

This page is written from the data dictionary, `monazite/reading/schema`. A study folder holds one CSV file for each
table below, `study.toml`, and policies in `scenarios/`. Numbers are written in the unit given here; the model computes
in the unit in brackets. Shares are fractions, dates are written as YYYY-MM-DD, and flags as yes or no. What else a
spreadsheet may make of them, and the limits of a file: [edit tables in a
spreadsheet](../howto/edit-tables-in-a-spreadsheet.md).
"""

_SCENARIOS = """## Policies: `scenarios/<name>.toml`

`title` and `announced` (a date) stand first. Then any number of edits of tables, in the units above; whatever their
order in the file, rows are removed first, then added, then set.

| edit | keys |
|---|---|
| `[[remove]]` | `table`, `key` |
| `[[add]]` | `table`, `row` with the columns of the table |
| `[[set]]` | `table`, `key`, `values` with the columns that change |

A key of several columns is a list, or its parts joined by `|`.
"""


_BALANCE = """# The tables of a balance folder

What `monazite balance FOLDER` reads: reports that contradict each other, and the laws that must hold between amounts
([how to](../howto/reconcile-your-own-reports.md)). Amounts are in units of your own and are not converted.
"""


_BACKTEST = """# The table of a backtest

What `monazite backtest STUDY` reads beside the tables of the study ([how it is used](../learn/backtest.md)).
"""


def reference_page() -> str:
    """The Markdown text of the reference page; the same dictionary always gives the same text."""
    parts = [
        _HEAD,
        *(_table(table) for table in dictionary().values()),
        _anywhere(),
        "# The settings of a study: `study.toml`\n",
        *(_section(section) for section in settings_dictionary().values()),
        _SCENARIOS,
        _BALANCE,
        *(_table(table, "balance") for table in balance_dictionary().values()),
        _BACKTEST,
        _table(observed_table(), "backtest"),
    ]
    return "\n".join(parts)


def _table(table: Table, folder: str = "study") -> str:
    need = f"Every {folder} has it." if table.required else f"A {folder} may do without it."
    head = f"## {table.title}: `{table.name}.csv`\n\n{table.meaning} {need}\n"
    return f"{head}A row is named by {_and(table.key)}.\n\n{_columns(table)}\n"


def _section(section: Table) -> str:
    form = f"[[{section.name}]]" if section.many else f"[{section.name}]" if section.columns else section.name
    text = f"## `{form}`\n\n{section.meaning}\n"
    return f"{text}\n{_columns(section)}\n" if section.columns else text


def _anywhere() -> str:
    rows = "\n".join(_row(column) for column in ANYWHERE.values())
    return (
        f"## Columns of any table\n\n{_COLUMNS_HEAD}\n{rows}\n\n"
        "A column whose name begins with `x_` is yours: it is not read.\n"
    )


_COLUMNS_HEAD = "| column | meaning | type | unit | bounds | default |\n|---|---|---|---|---|---|"


def _columns(table: Table) -> str:
    return "\n".join([_COLUMNS_HEAD, *(_row(column) for column in table.columns.values())])


def _row(column: Column) -> str:
    unit = f"{column.unit} ({column.internal})" if column.internal else column.unit
    limits = " or ".join(column.choices) if column.choices else bounds(column)
    kind = f"{column.type}, of {column.refers}" if column.refers else column.type
    cells = (f"`{column.name}`", "; ".join(_meaning(column)), kind, unit, limits, _default(column))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _meaning(column: Column) -> Iterator[str]:
    yield column.meaning
    if column.not_before:
        yield f"not before `{column.not_before}`"


def _default(column: Column) -> str:
    if column.needed:
        return "must be given"
    if column.default is None:
        return "empty"
    return {True: "yes", False: "no"}[column.default] if column.type == "flag" else f"{column.default}"


def _and(names: tuple[str, ...]) -> str:
    quoted = [f"`{name}`" for name in names]
    return " and ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))
