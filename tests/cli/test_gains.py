"""``monazite compare`` tells who gains and who pays, from the account that the run keeps."""

from __future__ import annotations

import json

import pytest

from monazite.cli.printing.gains import print_gains, print_gains_by_years
from monazite.cli.printing.page import page


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A run of the starter study, solved once."""
    from monazite.results.archive import write_run
    from monazite.study.run import run_study
    from monazite.study.study import find_study

    return write_run(
        run_study(find_study("starter"), resolution="draft", workers=1), tmp_path_factory.mktemp("run") / "run"
    )


def test_who_gains_stands_on_the_page_of_a_comparison(monazite_says, folder):
    """Proves: regions with their names, parties, the line social, and the margin beside it; no years unless asked for.
    Without it: a comparison would say what moves and not who pays.
    """
    said = monazite_says("compare", folder).stdout

    for expected in (
        "Who gains and who pays",
        "Eastland:",
        "producers",
        "social = private + government",
        "unexplained margin",
    ):
        assert expected in said
    assert "by years" not in said


def test_years_stand_on_the_page_if_asked_for(monazite_says, folder):
    """Proves: --by-period adds a table for each option with its spans of years and the whole.
    Without it: a loss of this year and one of 2034 would look alike.
    """
    said = monazite_says("compare", folder, "--by-period").stdout

    assert "'ban' by years" in said
    assert all(span in said for span in ("2025", "2027-2029", "2030-2034", "all years"))


def test_the_same_as_json(monazite_says, folder):
    """Proves: gains come with the numbers of the comparison; spans only with --by-period; the spans make the whole.
    Without it: other programs would have to read the page.
    """
    plain, by_years = (
        json.loads(monazite_says("compare", folder, "--json", *more).stdout) for more in ((), ("--by-period",))
    )
    rows = by_years["answers"][0]["gains"]
    gains = next(r["gains"]["ban"] for r in rows if r["region"] == "east" and r["party"] == "producers")

    assert list(plain["answers"][0]["gains"][0]["gains"]["ban"]) == ["all"]
    assert sum(v["value"] for span, v in gains.items() if span != "all") == pytest.approx(gains["all"]["value"])


def test_a_run_without_an_account_by_period_says_so(monazite_says, starter, answered):
    """Proves: of a run that holds no account the page tells the rest, and how to get one.
    Without it: a run of an older version could no longer be looked at.
    """
    monazite_says("run", starter, "--out", "kept")

    said = monazite_says("compare", "kept", "--by-period")

    assert said.exit_code == 0
    assert "run the study again to see who gains" in said.stdout


def test_by_period_beside_stacks_is_refused(monazite_says, here):
    """Proves: exit code 2 by name.
    Without it: the flag would be taken and have no effect.
    """
    result = monazite_says("compare", "starter", "--with", "export-ban", "--by-period")

    assert result.exit_code == 2 and "--by-period means nothing beside --with" in result.stderr


def entry(value, low=None, high=None):
    return {"value": value, "low": low, "high": high}


def test_a_range_is_told_where_it_is_worth_telling(capsys):
    """Proves: -20 to +10 stands below -20, while 3.1 to 3.3, within which equally good optima differ, is told as 3.1.
    Without it: each cell would carry a second line of rounding.
    """
    rows = [
        {"region": "r", "region_name": "R", "party": "users", "gains": {"stop": {"all": entry(-20.0, -20.0, 10.0)}}},
        {"region": "r", "region_name": "R", "party": "traders", "gains": {"stop": {"all": entry(3.1, 3.1, 3.3)}}},
    ]
    print_gains(page(), rows, "keep")
    said = capsys.readouterr().out

    assert "-20.0..10.0" in said
    assert "3.1" in said and "3.3" not in said


def test_the_whole_stands_behind_the_years(capsys):
    """Proves: columns are the spans in order of time, and all years last.
    Without it: the sum would stand where a reader expects the first year.
    """
    gains = {"all": entry(3.0), "2025": entry(1.0), "2026-2029": entry(2.0)}
    print_gains_by_years(
        page(), [{"region": "r", "region_name": "R", "party": "users", "gains": {"stop": gains}}], "keep"
    )
    head = next(line for line in capsys.readouterr().out.splitlines() if "2026-2029" in line)

    assert head.split() == ["2025", "2026-2029", "all", "years"]


def test_nothing_is_compared_with_the_reference_alone(capsys):
    """Proves: a comparison of the reference with itself says that there is nothing to compare.
    Without it: an empty table would be printed.
    """
    print_gains(page(), [{"region": "", "region_name": "all regions", "party": "social", "gains": {}}], "keep")

    assert "Nothing is compared with 'keep'." in capsys.readouterr().out
