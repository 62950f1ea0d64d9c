"""``monazite import``: a download becomes a table, or nothing is written."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

COUNTRIES = "country_code,country_name,country_iso2,country_iso3\n699,India,IN,IND\n392,Japan,JP,JPN\n"


@pytest.fixture
def download(here: Path) -> Path:
    """Two rows of one year, and the table of countries."""
    Path("baci").mkdir()
    Path("baci/country_codes_V202601.csv").write_text(COUNTRIES)
    Path("baci/BACI_HS92_Y2023_V202601.csv").write_text("t,i,j,k,v,q\n2023,699,392,284690,3000,68\n2023,699,392,10121,5,2\n")
    return Path("baci")


def test_a_download_becomes_a_table(monazite_says, download):
    """Proves: of two rows the one of the code is kept and written; page and document count both.
    Without it: users would have to trust that the right rows were kept.
    """
    told = json.loads(monazite_says("import", "baci", download, "--codes", "2846", "-o", "trade.csv", "--json").stdout)
    page = monazite_says("import", "baci", download, "--codes", "2846", "-o", "trade.parquet").stdout

    assert (told["rows_read"], told["rows_kept"]) == (2, 1)
    assert page.startswith("trade.parquet: 1 of 2 rows kept")
    assert pd.read_csv("trade.csv", dtype=str)["hs_code"].to_list() == ["284690"]
    assert pd.read_parquet("trade.parquet")["quantity_t"].to_list() == [68.0]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("bacci",), "did you mean 'baci'?"),
        (("baci", "--commodities", "cobalt"), "baci takes no --commodities -> it takes --codes, --years, --countries"),
        (("usgs", "--codes", "2846"), "usgs takes no --codes"),
        (("wgi", "--countries", "Japan"), "is no country code"),
        (("baci", "--codes", "28469O"), "is no customs code"),
        (("baci", "--years", "2024-2019"), "is no year or span of years"),
        (("baci", "--countries", "India"), "is no country code"),
    ],
)
def test_wrong_words_are_refused_and_nothing_is_written(monazite_says, download, words, told):
    """Proves: a mistaken source, code, span or country ends with code 2 and leaves no file.
    Without it: an empty table would look like no trade.
    """
    said = monazite_says("import", words[0], download, *words[1:], "-o", "trade.csv")

    assert (said.exit_code, said.stdout) == (2, "")
    assert told in said.stderr
    assert not Path("trade.csv").exists()


def test_a_name_that_is_no_table_is_refused(monazite_says, download):
    """Proves: trade.xlsx ends in neither .csv nor .parquet.
    Without it: a file that no spreadsheet opens.
    """
    said = monazite_says("import", "baci", download, "-o", "trade.xlsx")

    assert said.exit_code == 2
    assert "neither .csv nor .parquet" in said.stderr


COMTRADE = (
    "period,reporterISO,reporterCode,flowCode,partnerISO,partnerCode,classificationCode,cmdCode,netWgt,cifvalue,fobvalue,primaryValue\n"
    "2023,JPN,392,M,IND,699,H6,284690,10000,400000,,400000\n"
    "2023,IND,699,X,JPN,392,H6,284690,200000,,6000000,6000000\n"
    "2023,JPN,392,M,W00,0,H6,284690,10000,400000,,400000\n"
)
WORLD = (
    "Source,Country,Type,Prod_t_2023,Prod_t_est_2024,Reserves_t\n"
    'MCS2025,Chile,"Mine production, contained cobalt","116,000",7,\nMCS2025,Peru,"Mine production, contained cobalt",20000,NA,5\n'
    'MCS2025,World total,"Mine production, contained cobalt",36000,9,\n'
)
GOVERNANCE = "code,year,indicator,estimate,stddev\nIND,2023,pv,-0.49,0.21\nJEY,2023,pv,..,..\n"


def test_both_reports_of_a_flow_stand_on_the_page(monazite_says, here):
    """Proves: 10 t by the importer and 200 t by the exporter are told with their ratio, 0.05, and the world as left out.
    Without it: who uses two reports of one flow would not know that they disagree by a factor of twenty.
    """
    Path("a.csv").write_text(COMTRADE)
    told = json.loads(monazite_says("import", "comtrade", "a.csv", "-o", "trade.csv", "--json").stdout)
    page = monazite_says("import", "comtrade", "a.csv", "-o", "trade.parquet").stdout

    assert (told["rows_read"], told["rows_kept"], told["left_out"]) == (3, 2, {"totals over all partners": 1})
    assert told["mirrors"]["gaps"][0]["ratio"] == pytest.approx(0.05)
    assert page.splitlines()[-1].split() == ["2023", "IND", "JPN", "284690", "t", "10.0", "200", "0.0500"]
    assert set(pd.read_csv("trade.csv")["flow"]) == {"import", "export"}


def test_a_slip_in_a_release_stands_on_the_page(monazite_says, here):
    """Proves: 116,000 beside a printed world of 36,000 is told with line 2 and the 16,000 that would fit, and so is its source.
    Without it: the slip would be pasted into a study.
    """
    Path("mcs2025-cobal_world.csv").write_text(WORLD)
    page = monazite_says("import", "usgs", "mcs2025-cobal_world.csv", "-o", "rows.csv").stdout

    assert "Chile, line 2  116,000     16,000" in page
    assert "NA, not available (1)" in page and "usgs-mcs-2025" in page
    assert pd.read_csv("rows.csv")["unit"].unique().tolist() == ["t contained"]


def test_missing_governance_stands_on_the_page(monazite_says, here):
    """Proves: a country with two dots is told as missing and not stable, and its cell stays empty.
    Without it: silence would be good governance.
    """
    Path("wgi.csv").write_text(GOVERNANCE)
    page = monazite_says("import", "wgi", "wgi.csv", "-o", "wgi_table.csv").stdout

    assert "rows without an estimate, which are missing and not stable: 1 (political_stability 1)" in page
    assert pd.read_csv("wgi_table.csv")["estimate"].isna().to_list() == [False, True]


@pytest.mark.parametrize("source", ["baci", "comtrade", "usgs", "wgi"])
def test_whatever_is_given_ends_with_a_message(monazite_says, here, source):
    """Proves: a missing file, noise, a torn zip and an empty folder end with code 2, the place and a way out, and no file.
    Without it: a traceback, or a table of nothing.
    """
    Path("noise.csv").write_bytes(bytes(range(256)) * 9)
    Path("torn.zip").write_bytes(b"PK\x03\x04torn")
    Path("empty").mkdir()
    for place in ("missing.csv", "noise.csv", "torn.zip", "empty"):
        said = monazite_says("import", source, place, "-o", "table.csv")

        assert (said.exit_code, said.stdout) == (2, ""), place
        assert place in said.stderr and "->" in said.stderr and "Traceback" not in said.stderr
        assert not Path("table.csv").exists()


def test_help_says_what_each_source_takes(monazite_says):
    """Proves: --help has a paragraph for each of the four sources.
    Without it: one would have to read the code to know which download fits.
    """
    told = monazite_says("import", "--help").stdout

    assert all(f"{source}: " in told for source in ("baci", "comtrade", "usgs", "wgi"))
