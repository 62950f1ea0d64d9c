"""Two studies to be spoiled, and the faults with which a command refuses them.

``study`` is the starter study, which makes sense. ``complete`` makes none, but has a row in every table: it is written
from
the data dictionary, so that a new table or column is spoiled by the tests of the matrix without anybody adding it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monazite.cli.app import app
from monazite.errors import BadInput, Fault
from monazite.reading import new_study, read_study
from monazite.reading.dictionary import ANYWHERE, Column, Table, dictionary

AS_OF = date(2025, 6, 30)
"""The one as-of date of the starter study."""


MORE_WORDS = {"export": ("--to", "programme.mps"), "ask": ("1",), "evidence": ("cobalt",)}
"""What a verb must be told beside the study."""


class Spoiled:
    """A study folder under test, edited as with a text editor, and the faults with which it is refused."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def text(self, file: str) -> str:
        """The text of a file."""
        return (self.root / file).read_text(encoding="utf-8")

    def write(self, file: str, text: str | bytes) -> None:
        """Write a file anew, byte for byte."""
        (self.root / file).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))

    def replace(self, file: str, old: str, new: str) -> None:
        """Put ``new`` where ``old`` stands first; the test is wrong if it stands nowhere."""
        text = self.text(file)
        assert old in text, f"{old!r} is not in {file}"
        self.write(file, text.replace(old, new, 1))

    def append(self, file: str, *lines: str) -> None:
        """Add lines at the end."""
        self.write(file, self.text(file) + "".join(f"{line}\n" for line in lines))

    def faults(self, as_of: date = AS_OF, verb: str = "check") -> tuple[Fault, ...]:
        """The faults with which a command refuses the study; as of another day than its own the reader is asked."""
        if as_of != AS_OF:
            with pytest.raises(BadInput) as refusal:
                read_study(self.root, as_of)
            return refusal.value.faults
        return refused(self.root, verb, *MORE_WORDS.get(verb, ()))

    def is_taken(self) -> bool:
        """Whether ``monazite check`` finds nothing wrong."""
        return CliRunner().invoke(app, ["check", str(self.root)]).exit_code == 0

    def only_fault(self, as_of: date = AS_OF) -> Fault:
        """The one fault with which the study is refused."""
        faults = self.faults(as_of)
        assert len(faults) == 1, "\n".join(map(str, faults))
        return faults[0]


SETTINGS = """[study]
name = "complete"
title = "Every table has a row"
question = "Is it read?"
base_year = 2024
price_year = 2024
discount_rate = 0.07
reference = "keep"
[[as_of]]
name = "start"
date = 2025-06-30
title = "as known at the start"
[periods]
start = 2025-01-01
quarters_until = 2027-01-01
years_until = 2036-01-01
printed_until = 2032-01-01
[resolution.draft]
lanes = 4
activities = 4
demands = 9
[resolution.fine]
lanes = 8
activities = 8
demands = 21
[[options]]
name = "keep"
title = "as it is"
policies = []
[[prices]]
commodity = "commodities"
region = "regions"
[[parties]]
name = "seller"
title = "who sells"
region = "regions"
decides = []
[[parties]]
name = "buyer"
title = "who buys"
region = "regions"
decides = []
[[strategies]]
party = "seller"
name = "stay"
title = "to stay"
policies = []
[[strategies]]
party = "seller"
name = "go"
title = "to go"
policies = []
[[strategies]]
party = "buyer"
name = "stay"
title = "to stay"
policies = []
[[strategies]]
party = "buyer"
name = "go"
title = "to go"
policies = []
"""


class Complete(Spoiled):
    """A study with one row in each table of the dictionary, each cell such that the reader takes it."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        root.mkdir()
        (root / "scenarios").mkdir()
        self.write("study.toml", SETTINGS)
        for table in dictionary().values():
            self.table(table, [row_of(table)])

    def table(self, table: Table, rows: Sequence[dict[str, str]]) -> None:
        """Write a table with these rows; what is no UTF-8 is written as it is."""
        lines = io.StringIO(newline="")
        writer = csv.DictWriter(lines, list(dict.fromkeys(name for row in rows for name in row)), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        (self.root / f"{table.name}.csv").write_bytes(lines.getvalue().encode("utf-8", "surrogateescape"))


def row_of(table: Table) -> dict[str, str]:
    """A row that says nothing wrong by itself, and refers to the rows of the other tables only."""
    return {
        **{name: cell_of(table, column) for name, column in table.columns.items()},
        ANYWHERE["note"].name: "a remark",
    }


def cell_of(table: Table, column: Column) -> str:
    """A cell within the bounds of its column; the key of a table is the table's name."""
    if column.refers:
        return column.refers.partition(".")[0]
    match column.type:
        case "name" | "names":
            return table.name if column.key else "some"
        case "number":
            tried = [
                "1",
                "0.5",
                "2024",
                "-0.5",
                "0",
                *(str(end) for end in (column.lower, column.upper) if end is not None),
            ]
            return next(text for text in tried if _within(column, float(text)))
        case "date":
            return "2026-01-01" if column.not_before else "2025-01-01"
        case "unit":
            return "t oxide"
    return {"flag": "no", "choice": next(iter(column.choices), ""), "text": "1"}[column.type]


def _within(column: Column, number: float) -> bool:
    return (
        (column.lower is None or number >= column.lower)
        and (column.above is None or number > column.above)
        and (column.upper is None or number <= column.upper)
    )


def refused(study: Path, *words: str) -> tuple[Fault, ...]:
    """The faults with which ``monazite VERB STUDY`` ends.

    Fails unless the exit code is 2, each fault stands on stderr, there is no traceback, and nothing was written.
    """
    before = everything(study.parent)
    place = ["--study", str(study)] if words[0] == "evidence" else [str(study)]
    result = CliRunner().invoke(app, [words[0], *place, *words[1:], "--json"], env={"NO_COLOR": "1"})
    told = json.loads(result.stdout)["error"]
    faults = tuple(Fault(**fault) for fault in told["faults"])
    assert (result.exit_code, told["exit_code"], told["kind"]) == (2, 2, "BadInput"), result.stderr
    assert "Traceback" not in result.output
    assert len(result.stderr.strip().split("\n")) == len(faults) + 1
    assert everything(study.parent) == before
    return faults


def everything(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file, folder and link below a folder, hidden ones included, with its size and the time of its last
    change.
    """
    return {
        path.relative_to(folder).as_posix(): (path.lstat().st_size, path.lstat().st_mtime_ns)
        for path in folder.rglob("*")
    }


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder from which commands are given, so that a run folder would be seen in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def study(here: Path) -> Spoiled:
    """The starter study, freshly written and not yet spoiled."""
    new_study(here / "study")
    return Spoiled(here / "study")


@pytest.fixture
def place() -> Callable[[Fault], tuple[str, int | None, str]]:
    """Where a fault is: file, line, column."""
    return lambda fault: (fault.file, fault.line, fault.column)


@pytest.fixture
def complete(here: Path) -> Complete:
    """A study with a row in every table, not yet spoiled."""
    return Complete(here / "complete")


@pytest.fixture
def row() -> Callable[[Table], dict[str, str]]:
    """A row of a table that says nothing wrong by itself."""
    return row_of
