"""The tables of a comparison, on a terminal and as a page of the documentation."""

from __future__ import annotations

import re
from pathlib import Path

from monazite.bench.comparison import Plan, compared
from monazite.bench.page import markdown
from monazite.bench.tables import tables

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "bench.md"


def test_every_contender_variant_and_aim_has_a_row(measurements):
    """Proves: four contenders' rows of two cases, eight variants, the aims and both sides of the whole run are in the
    tables, each row as wide as its heads.
    Without it: a measurement of half an hour would be made and not shown.
    """
    report = compared(Plan(("linopy", "pypsa"), sizes=(13_000,)))
    found = {table.title: table for table in tables(report)}

    assert all(len(row) == len(table.heads) for table in found.values() for row in table.rows)
    assert [row[0] for row in found["Build and hand-over"].rows] == [
        "india-japan, draft: monazite", "india-japan, draft: linopy", "chain of 13,000 columns: monazite",
        "chain of 13,000 columns: linopy", "chain of 13,000 columns: pypsa",
    ]  # fmt: skip
    assert len(found["Patched against rebuilt"].rows) == 8
    assert [row[0] for row in found["A whole run"].rows] == ["monazite: india-japan", "pypsa: chain"]
    assert len(found["Aims"].rows) == len(report["aims"])
    assert found["Reconciliation"].rows == (
        ("monazite", "0.10", "1.50", "0.20", "1.0"), ("closed form", "0.40", "2.50", "-", "1.7"),
    )  # fmt: skip
    assert [row[-1] for row in found["A year of trade"].rows] == ["1.0", "3.0"] * 3
    assert found["Another base year"].rows == (("monazite", "10", "0.10", "1.0"), ("anew", "10", "0.50", "5.0"))


def test_the_page_says_what_was_left_out_and_how_to_write_it_again(measurements):
    """Proves: the reason why PyPSA has no row for the study, and the command, stand on the page; its tables are
    well-formed.
    Without it: a gap in the table would be taken for a fault.
    """
    text = markdown(compared(Plan(("pypsa",), sizes=(13_000,))), "monazite bench --page bench.md")
    rows = [line for line in text.splitlines() if line.startswith("|")]

    assert "Left out: pypsa on india-japan, draft: the programme of a study is no network" in text
    assert "monazite bench --page bench.md" in text
    assert "| chain of 13,000 columns: pypsa | 13,000 | 1,000 | 4.00 | 1.00 | 1.00 | 125 | 101 | 0e+00 |" in rows


def test_the_page_of_the_documentation_is_one_of_today(measurements):
    """Proves: docs/reference/bench.md has the headings and table heads that are written today, a row for each of the
    four contenders, and the command that writes it.
    Without it: the page would show tables that no version makes. Mend it by `monazite bench --page
    docs/reference/bench.md`.
    """
    kept = PAGE.read_text(encoding="utf-8")
    fresh = markdown(compared(Plan(("linopy", "pypsa"))), "monazite bench --page docs/reference/bench.md")

    assert heads(kept) == heads(fresh)
    assert re.search(r"^monazite bench( --repeats \d+)? --page docs/reference/bench.md$", kept, re.MULTILINE)
    assert {name for name in ("monazite", "linopy", "pyomo", "pypsa") if f": {name} |" in kept} == {
        "monazite", "linopy", "pyomo", "pypsa",
    }  # fmt: skip


def heads(text):
    """Headings, and the line above the rule of each table."""
    return re.findall(r"^(#+ .+)$", text, re.MULTILINE) + re.findall(r"^(\|.+\|)\n\|[ :|-]+\|$", text, re.MULTILINE)
