"""``monazite balance FOLDER``: the balanced picture on a page, as JSON, and other pictures that the reports allow."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

AMOUNTS = "amount,origin,destination\nexported,,sea\nto_japan,sea,\nto_vietnam,sea,\n"
REPORTS = (
    "report,measures,value,sd,source\norigin,exported,1000,50,customs of the origin\n"
    "japan,to_japan,296,20,customs of Japan\nvietnam,to_vietnam,288,20,customs of Vietnam\n"
)


@pytest.fixture
def trade(here: Path) -> Path:
    """One country says that it exported 1,000 t; two partners say that they took 296 and 288."""
    Path("trade").mkdir()
    Path("trade/amounts.csv").write_text(AMOUNTS)
    Path("trade/reports.csv").write_text(REPORTS)
    return Path("trade")


def test_the_page_tells_the_contradiction(monazite_says, trade):
    """Proves: 1,000 against 584 with deviations 50, 20, 20 is a chi-square of 416^2 / 3300 = 52.4; the exporter is moved by
    6.3 of its deviations, and the page says that all three could be the wrong one.
    Without it: 681 t would be printed as if the reports agreed.
    """
    text = monazite_says("balance", trade).stdout

    assert "chi-square 52.44 with 1 surplus reports: they contradict each other beyond their doubt" in text
    row = next(line.split() for line in text.splitlines() if line.startswith("origin"))
    assert row[1:5] == ["1,000", "684.848", "-6.30", "-7.24"]
    last = text.splitlines()[-1]
    assert all(name in last for name in ("origin", "japan", "vietnam"))


def test_the_document_and_the_draws(monazite_says, trade):
    """Proves: --json holds what the page says, and each of 20 draws balances; without --out nothing is written.
    Without it: a spreadsheet user could not go on from here.
    """
    told = json.loads(monazite_says("balance", trade, "--json", "--draws", 20, "--out", "draws.csv").stdout)
    some = pd.read_csv("draws.csv", index_col="draw")

    assert told["freedom"] == 1
    first = told["amounts"][0]
    assert (first["amount"], first["known"]) == ("exported", "redundant")
    assert [first["value"], first["sd"] ** 2] == pytest.approx([1000 - 416 * 2500 / 3300, 2500 - 2500**2 / 3300])
    assert [row["or"] for row in told["doubted"]] == ["japan vietnam"]
    assert (some["exported"] - some["to_japan"] - some["to_vietnam"]).abs().max() < 1e-9
    assert len(some) == 20


def test_draws_without_a_place_are_refused(monazite_says, trade):
    """Proves: exit code 2, and the way out names both options.
    Without it: the draws would be made and thrown away.
    """
    said = monazite_says("balance", trade, "--draws", 5)

    assert said.exit_code == 2
    assert "give --draws and --out together" in said.stderr


def test_a_balance_that_cannot_close_names_its_process(monazite_says, trade):
    """Proves: with both partners at most 100 t and the exporter at least 500 t the process `sea` is named.
    Without it: "balance 0 stays open" would leave the user counting.
    """
    Path("trade/amounts.csv").write_text(
        "amount,origin,destination,low,high\nexported,,sea,500,\nto_japan,sea,,0,100\nto_vietnam,sea,,0,100\n"
    )
    said = monazite_says("balance", trade)

    assert said.exit_code != 0
    assert "sea: mass" in said.stderr
