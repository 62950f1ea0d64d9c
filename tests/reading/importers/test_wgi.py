"""Governance indicators in the shapes in which they are distributed, made small by hand; what is missing stays missing."""

from __future__ import annotations

import pandas as pd
import pytest

from monazite.errors import BadInput
from monazite.reading.importers import read_wgi
from monazite.reading.importers.wgi import COLUMNS

WIDE = "Country/Territory,Code,2022,2023,country_code\nIndia,IND,-0.61,-0.49,356\nJersey,JEY,nan,,832\nCongo,ZAR,-2.0,-2.1,180\n"
ERRORS = WIDE.replace("-0.61", "0.20").replace("-0.49", "0.21").replace("-2.0", "0.22").replace("-2.1", "0.23")
DATABANK = (
    "Country Name,Country Code,Series Name,Series Code,2022 [YR2022],2023 [YR2023]\n"
    'India,IND,"Political Stability: Estimate",PV.EST,-0.61,-0.49\n'
    'India,IND,"Political Stability: Standard Error",PV.STD.ERR,0.20,0.21\n'
    'India,IND,"Political Stability: Percentile Rank",PV.PER.RNK,24.5,29.1\n'
    'Jersey,JEY,"Political Stability: Estimate",PV.EST,..,..\n'
    "Congo,COD,Political Stability: Estimate,GOV_WGI_PV.EST,-2.0,-2.1\n"
    "Congo,COD,Political Stability: Standard Error,GOV_WGI_PV.STD.ERR,0.22,0.23\n"
    ",,,,,\n,,,,,\nData from database: Worldwide Governance Indicators,,,,,\nLast Updated: 11/05/2024,,,,,\n"
)
LONG = (
    "codeindyr,code,countryname,year,indicator,estimate,stddev,nsource,pctrank,pctranklower,pctrankupper\n"
    "INDpv2022,IND,India,2022,pv,-0.61,0.20,8,24.5,20,30\nINDpv2023,IND,India,2023.0,pv,-0.49,0.21,8,29.1,20,30\n"
    "JEYpv2022,JEY,Jersey,2022,pv,..,..,..,..,..,..\nJEYpv2023,JEY,Jersey,2023,pv,,,,,,\n"
    "ZARpv2022,ZAR,Congo,2022,pv,-2.0,0.22,8,2,1,3\nZARpv2023,ZAR,Congo,2023,pv,-2.1,0.23,8,2,1,3\n"
)
SIX = "iso3,country,year,voice_accountability,political_stability,gov_effectiveness,mean6\nIND,India,2022,0.1,-0.61,0.4,0.0\nJEY,Jersey,2022,,,1.5,\n"


@pytest.fixture
def given_files(tmp_path):
    """Writes files {name: text} and reads them back."""

    def read(files: dict[str, str], **choices):
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return read_wgi([tmp_path / name for name in files], **choices)

    return read


def frame(found) -> pd.DataFrame:
    return found.table.to_pandas().set_index(["country", "year", "indicator"])


SHAPES = {
    "one for each indicator": {"wgi_political_stability_estimate.csv": WIDE, "wgi_political_stability_stderr.csv": ERRORS},
    "DataBank": {"databank.csv": DATABANK},
    "long": {"wgidataset.csv": LONG},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same_rows(given_files, shape):
    """Proves: estimates -0.61 and -0.49 of India with 0.20 and 0.21, none of Jersey, and Congo under its code of today, from each.
    Without it: what somebody downloaded would decide what he sees.
    """
    found = given_files(SHAPES[shape], vintage="2024")
    table = frame(found)

    assert tuple(found.table.column_names) == COLUMNS
    assert table.loc[("IND", 2022, "political_stability"), ["estimate", "standard_error"]].to_list() == [-0.61, 0.20]
    assert table.loc[("COD", 2023, "political_stability"), ["estimate", "standard_error"]].to_list() == [-2.1, 0.23]
    assert len(table) == 6
    assert set(found.table.column("licence").to_pylist()) == {"CC BY 4.0"}


@pytest.mark.parametrize("shape", SHAPES)
def test_missing_is_missing_and_never_stable(given_files, shape):
    """Proves: an empty cell, nan and two dots are two rows without an estimate, counted, with Jersey named; zero would be average.
    Without it: an island of which nobody asked would be as stable as the median country.
    """
    found = given_files(SHAPES[shape])

    assert frame(found).loc["JEY", "estimate"].isna().all()
    assert found.missing == {"political_stability": 2} and found.never == ("JEY",)


def test_the_day_of_update_becomes_the_vintage(given_files):
    """Proves: 'Last Updated: 11/05/2024' is the vintage; a file that does not say makes the page ask for one.
    Without it: estimates of two editions could not be told apart, and each edition revises all years.
    """
    assert set(given_files(SHAPES["DataBank"]).table.column("vintage").to_pylist()) == {"11/05/2024"}
    assert any("--vintage" in remark for remark in given_files(SHAPES["long"]).remarks)


def test_a_table_with_a_column_for_each_dimension_is_read(given_files):
    """Proves: three dimensions of two countries are six rows, their mean is none, and missing standard errors are told.
    Without it: the most common reprint would have to be turned by hand.
    """
    found = given_files({"six.csv": SIX})

    assert len(frame(found)) == 6 and found.missing == {"political_stability": 1, "voice_accountability": 1}
    assert frame(found).loc[("JEY", 2022, "government_effectiveness"), "estimate"] == 1.5
    assert any("4 estimates have no standard error" in remark for remark in found.remarks)


def test_a_country_twice_in_one_file_is_told_and_not_chosen(given_files):
    """Proves: two rows of one code with -0.61 and -0.20 leave no estimate, with both lines told; where they agree it is kept.
    Without it: the last row would win, whichever country it is really about.
    """
    found = given_files({"political_stability_estimate.csv": WIDE + "Indies,IND,-0.20,-0.49,1\n"})

    assert pd.isna(frame(found).loc[("IND", 2022, "political_stability"), "estimate"])
    assert frame(found).loc[("IND", 2023, "political_stability"), "estimate"] == -0.49
    assert any("IND stands twice" in remark and "lines 2 and 5" in remark for remark in found.remarks)


def test_years_and_countries_choose(given_files):
    """Proves: 2023 alone is three rows, India alone two.
    Without it: a page of one country would list two hundred.
    """
    assert len(frame(given_files(SHAPES["long"], years=frozenset({2023})))) == 3
    assert len(frame(given_files(SHAPES["long"], countries=frozenset({"IND"})))) == 2


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"some.csv": WIDE}, "does not say which indicator it is about"),
        ({"a.csv": "a,b\n1,2\n"}, "no table of the Worldwide Governance Indicators"),
        ({"empty.csv": ""}, "the file is empty"),
        ({"ranks.csv": DATABANK.replace(".EST", ".RNK").replace(".STD.ERR", ".RNK")}, "no estimates are here"),
        ({"wgi.csv": LONG.replace("-0.61", "24.5")}, "line 2, column estimate: '24.5' is no estimate"),
        ({"wgi.csv": LONG.replace("-0.61", "stable")}, "line 2, column estimate: 'stable' is no estimate"),
        ({"wgi.csv": LONG.replace(",0.20", ",-0.20")}, "line 2, column stddev: '-0.20' is no standard error"),
        ({"wgi.csv": LONG.replace("pv,-0.61", "xx,-0.61")}, "line 2, column indicator: 'xx' is no indicator"),
        ({"one.csv": LONG, "two.csv": LONG.replace("-0.61", "-0.60")}, "IND has two numbers for political_stability in 2022"),
        ({"one.csv": DATABANK, "two.csv": DATABANK.replace("11/05/2024", "09/29/2023")}, "two editions together"),
        ({"torn.csv": LONG + '"torn'}, "close every quote"),
    ],
)
def test_what_is_no_governance_is_refused(given_files, files, told):
    """Proves: an unnamed indicator, another table, ranks for estimates, words, a negative error, two editions and torn files
    are told with file and line.
    Without it: a rank of 24.5 would be the most stable country there ever was.
    """
    with pytest.raises(BadInput, match=told):
        given_files(files)
