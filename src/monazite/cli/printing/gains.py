"""Who gains and who pays as a page: options side by side, or one option by years."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from monazite.cli.printing.columns import Column, Row
from monazite.cli.printing.figures import figure, span
from monazite.cli.printing.page import Page

Rows = Sequence[Mapping[str, Any]]
WORTH_TELLING = 0.5
"""MUSD between two ends below which a range is not printed: two optima that are equally good differ by as much."""
ALL = "all"
"""The whole horizon, among spans of years."""
UNIT = "USD million, discounted, against"
NOTE = (
    "A second line, where there is one, is the range: captive stock at the horizon worth nothing, or most of its base "
    "price. Producers are told where their owner is at home. Social is private gain and government; the unexplained "
    "margin beside it is no cash. The total is exact, the split by party follows prices and is soft."
)


def print_gains(page: Page, rows: Rows, reference: str) -> None:
    """Print a block for each region, a line for each party and a column for each option."""
    options = _options(rows)
    page.section(f"Who gains and who pays [{UNIT} '{reference}']")
    if not options:
        page.paragraph(f"Nothing is compared with '{reference}'.")
        return
    page.table(
        [Column(""), *(Column(name, True) for name in options)],
        _blocks(rows, options, lambda row, o: row["gains"][o][ALL]),
    )
    page.blank()
    page.paragraph(NOTE)


def print_gains_by_years(page: Page, rows: Rows, reference: str) -> None:
    """Print for each option a block for each region, with a column for each span of years and one for the whole."""
    for option in _options(rows):
        labels = list(rows[0]["gains"][option])
        spans = [*(label for label in labels if label != ALL), ALL]
        page.blank()
        page.section(f"'{option}' by years [{UNIT} '{reference}']")
        heads = [Column("all years" if label == ALL else label, True) for label in spans]
        page.table([Column(""), *heads], _blocks(rows, spans, lambda row, s, o=option: row["gains"][o][s]))


def _options(rows: Rows) -> list[str]:
    return list(rows[0]["gains"]) if rows else []


def _blocks(
    rows: Rows, columns: Sequence[str], entry: Callable[[Mapping[str, Any], str], Mapping[str, Any]]
) -> list[Row]:
    """The rows under the names of their regions."""
    made: list[Row] = []
    for name, lines in groupby(rows, key=lambda row: row["region_name"]):
        made.append(Row(title=f"{name}:"))
        made += [Row((line["party"], *(_cell(entry(line, column)) for column in columns))) for line in lines]
    return made


def _cell(entry: Mapping[str, Any]) -> str:
    value, low, high = entry["value"], entry["low"], entry["high"]
    spread = "" if low is None or high - low < WORTH_TELLING else span(low, high, 1)
    return f"{figure(value, 1)}\n{spread}" if spread else figure(value, 1)
