"""A page of text: 80 to 100 signs wide, readable without colour, the same in a terminal and in a file."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monazite.cli.printing.columns import Column, Row, laid_out
from monazite.cli.printing.plain import visible

if TYPE_CHECKING:
    from rich.console import Console

NARROWEST, WIDEST = 80, 100


@dataclass(frozen=True)
class Page:
    """Where a verb writes; every line is printed as it is, neither cut nor broken by the terminal's width."""

    console: Console
    width: int

    def heading(self, text: str) -> None:
        """A heading of the first order, underlined."""
        self._underlined(text, "=")

    def section(self, text: str) -> None:
        """A heading of the second order, underlined."""
        self._underlined(text, "-")

    def paragraph(self, text: str, style: str = "") -> None:
        """A sentence or more, broken at blanks."""
        self._lines(textwrap.wrap(text, self.width, break_long_words=False, break_on_hyphens=False), style)

    def points(self, texts: Sequence[str]) -> None:
        """A list of sentences."""
        for text in texts:
            self._lines(textwrap.wrap(text, self.width, initial_indent="- ", subsequent_indent="  ",
                                      break_long_words=False, break_on_hyphens=False))

    def table(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        """A table, or nothing if it has no rows."""
        if rows:
            self._lines(laid_out(columns, rows, self.width))

    def blank(self) -> None:
        """An empty line."""
        self._lines([""])

    def _underlined(self, text: str, sign: str) -> None:
        lines = textwrap.wrap(text, self.width) or [""]
        self._lines(lines, "bold")
        self._lines([sign * max(map(len, lines))], "dim")

    def _lines(self, lines: Sequence[str], style: str = "") -> None:
        from rich.text import Text

        for line in lines:
            self.console.print(Text(visible(line), style), soft_wrap=True)


def page() -> Page:
    """The page on stdout: as wide as the terminal within limits, as wide as allowed where there is none."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    width = console.width if console.is_terminal else WIDEST
    return Page(console, min(max(width, NARROWEST), WIDEST))
