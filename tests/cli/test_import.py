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
