"""``monazite balance STUDY``: the base year of a study on a page, as JSON, and its draws."""

from __future__ import annotations

import json

import pandas as pd
import pytest


@pytest.fixture(scope="module")
def page(monazite_page):
    """What `monazite balance india-japan` prints."""
    return monazite_page("balance", "india-japan").stdout


@pytest.fixture(scope="module")
def monazite_page():
    """The command line, once for all tests of this file."""
    from typer.testing import CliRunner

    from monazite.cli.app import app

    return lambda *words: CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "100", "NO_COLOR": "1"})


def test_the_page_goes_from_totals_to_calibration(page):
    """Proves: the sections stand in the order of a reader's questions, for the world and for India.
    Without it: a reader who looks for one country would have to add up records.
    """
    heads = [
        "world: what each stage puts out and users take",
        "IND: what each stage puts out and users take",
        "Reports, and how far each was moved",
        "What reports count and nobody reports by itself",
        "Numbers of single records that were moved farthest",
        "Sources, by the number that was moved farthest",
        "Filled in: tonnage whose number rests on an estimate",
        "Calibration: does the programme give the base year back?",
        "Margins that are hard to believe",
    ]

    assert [page.index(head) for head in heads] == sorted(page.index(head) for head in heads)
    assert "a dearer destination moves its lanes in steps" in page


def test_what_is_set_aside_is_told_apart(page):
    """Proves: the survey's 2,900 t for India stand with 'set aside' in place of a test, and in a sentence of their own.
    Without it: a reader would take it for one of the reports that were weighed.
    """
    assert "set aside, and far from this picture: usgs_india" in page
    assert any(line.split()[:3] == ["usgs_india", "set", "aside"] for line in page.splitlines())


def test_the_document_and_the_draws_of_a_study(monazite_page, tmp_path):
    """Proves: --json holds every report with its sources, --as-of June sets Australia aside, and three draws are written with a
    column for each flow, in tonnes.
    Without it: a researcher could not go on from here.
    """
    out = tmp_path / "draws.csv"
    told = json.loads(monazite_page("balance", "india-japan", "--as-of", "june-2025", "--json", "--draws", 3, "--out", out).stdout)
    some = pd.read_csv(out, index_col="draw")
    reports = {row["name"]: row for row in told["reports"]}

    assert told["as_of"] == "2025-06-14"
    assert reports["usgs_australia"]["counts"] is False
    assert reports["refiners_china"]["sources"] == ["argus-2025-04"]
    assert some.shape[0] == 3 and some["activities.mine_irel"].between(3000.0, 5000.0).all()
    assert told["calibration"]["responses"][1]["least"] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("india-japan", "--without", "refiners_chian"), "refiners_china"),
        (("india-japan", "--without", "usgs_india"), "has no report 'usgs_india' that counts"),
        (("india-japan", "--as-of", "june"), "june-2025"),
        (("india-jpan",), "did you mean 'india-japan'?"),
        (("balance-india-2024", "--as-of", "today"), "a folder of reports has no dates"),
    ],
)
def test_wrong_names_are_refused_with_the_nearest(monazite_page, words, told):
    """Proves: an unknown report, one that does not count, an unknown date, no such folder, a date for a folder of reports: exit
    code 2, and the way out.
    Without it: a slip would balance something else.
    """
    said = monazite_page("balance", *words)

    assert said.exit_code == 2
    assert told in said.output and "Traceback" not in said.output
