"""BACI as CEPII distributes it, made small by hand, with every peculiarity: blanks, NA, lost zeros, Taiwan, two revisions."""

from __future__ import annotations

import tracemalloc
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monazite.errors import BadInput
from monazite.reading.importers import COLUMNS, Wanted, outliers, read_baci, write_trade

COUNTRIES = 'country_code,country_name,country_iso2,country_iso3\n699,India,IN,IND\n392,Japan,JP,JPN\n704,Viet Nam,VN,VNM\n490,"Other Asia, nes",N/A,S19\n'
ROWS = (
    "t,i,j,k,v,q\n"
    "2023,699,392,284690,336.8,      3368.000\n"
    "2023,699,704,284690,13900,288\n"
    "2023,704,392,280530,100.5,           NA\n"
    "2023,490,392,850511,7.25,0.125\n"
    "2023,699,392,10121,5.0,2.0\n"
    "2023,999,392,284690,1.0,0.02\n"
)


@pytest.fixture
def download(tmp_path: Path) -> Path:
    """A folder with one year and the table of countries, as unpacked."""
    (tmp_path / "country_codes_V202601.csv").write_text(COUNTRIES)
    (tmp_path / "BACI_HS92_Y2023_V202601.csv").write_text(ROWS)
    return tmp_path


def frame(trade) -> pd.DataFrame:
    return trade.table.to_pandas()


def test_rows_become_one_tidy_table(download):
    """Proves: six rows with text codes of six digits, letters for countries, Taiwan for 490, and an empty quantity for NA.
    Without it: 010121 would be 10121, which begins like chapter 10, and NA would be Namibia or zero.
    """
    trade = read_baci([download], Wanted())
    table = frame(trade)

    assert tuple(table.columns) == COLUMNS
    assert set(table["hs_code"]) == {"284690", "280530", "850511", "010121"}
    assert set(table["exporter"]) == {"IND", "VNM", "TWN", "?999"}
    assert trade.unknown_places == {"999": 1}
    assert trade.without_quantity == 1
    assert set(table["revision"]) == {"HS92"} and set(table["vintage"]) == {"V202601"}
    shipped = table[(table["exporter"] == "IND") & (table["importer"] == "VNM")]
    assert (shipped["value_kusd"].item(), shipped["quantity_t"].item()) == (13_900.0, 288.0)


def test_codes_years_and_countries_choose(download):
    """Proves: 28 keeps both rare-earth codes but not 010121 (chapter 01); another year keeps nothing; VNM keeps its two rows.
    Without it: a million rows would be kept for a thousand.
    """
    assert set(frame(read_baci([download], Wanted(codes=("28",))))["hs_code"]) == {"284690", "280530"}
    assert set(frame(read_baci([download], Wanted(codes=("0101",))))["hs_code"]) == {"010121"}
    assert read_baci([download], Wanted(years=frozenset({2022}))).table.num_rows == 0
    assert read_baci([download], Wanted(countries=frozenset({"VNM"}))).table.num_rows == 2


def test_a_zip_a_folder_and_a_file_give_the_same(download, tmp_path):
    """Proves: the zip as downloaded, the folder, and the year with the countries beside it give the same table.
    Without it: what somebody unpacked would decide what he sees.
    """
    packed = tmp_path / "BACI_HS92_V202601.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in sorted(download.glob("*.csv")):
            archive.write(file, file.name)
    tables = [read_baci([place], Wanted()).table for place in (packed, download, download / "BACI_HS92_Y2023_V202601.csv")]

    assert tables[0].equals(tables[1]) and tables[1].equals(tables[2])


def test_a_slip_of_the_weight_is_told(download):
    """Proves: of 336.8 thousand USD over 3,368 t is 0.10 USD/kg; beside goods of 45 and more it stands first among the doubtful.
    Without it: 3,368 t of India's rare earths would seem to have gone to Japan.
    """
    path = download / "BACI_HS92_Y2023_V202601.csv"
    path.write_text(path.read_text() + "2023,392,704,284690,450000,10000\n")
    worst = outliers(read_baci([download], Wanted(codes=("284690",))))[0]

    assert (worst["exporter"], worst["importer"], worst["quantity_t"]) == ("IND", "JPN", 3_368.0)
    assert worst["unit_value"] == pytest.approx(0.1)
    assert worst["median"] == pytest.approx(45.0)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("BACI_HS92_Y2023_V202601.csv", "t,i,j,k,v\n2023,699,392,284690,1\n", "it cannot be read"),
        ("BACI_HS92_Y2023_V202601.csv", "t,i,j,k,v,q\n2023,699,392,oxide,1,1\n", "it cannot be read"),
        ("BACI_HS92_Y2023_V202601.csv", "t,i,j,k,v,q\n2023,699,392,284690,many,1\n", "it cannot be read"),
        ("BACI_HS17_Y2022_V202601.csv", "t,i,j,k,v,q\n", "two revisions together: HS17, HS92"),
        ("BACI_HS92_Y2022_V202501.csv", "t,i,j,k,v,q\n", "two vintages together: V202501, V202601"),
        ("country_codes_V202601.csv", "a,b\n1,2\n", "no table of countries"),
    ],
)
def test_what_is_no_baci_is_refused_with_its_name(download, name, text, told):
    """Proves: a missing column, a code or value that is no number, two revisions, two vintages and a strange table of countries
    are told with the file.
    Without it: an answer from half a file, or a traceback of a library.
    """
    (download / name).write_text(text)
    with pytest.raises(BadInput, match=told):
        read_baci([download], Wanted())


def test_a_zip_that_breaks_off_is_refused(tmp_path):
    """Proves: the first half of a zip is no whole zip.
    Without it: years would silently be missing.
    """
    whole = tmp_path / "BACI_HS92_V202601.zip"
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("BACI_HS92_Y2023_V202601.csv", ROWS)
    whole.write_bytes(whole.read_bytes()[:80])

    with pytest.raises(BadInput, match="no whole zip"):
        read_baci([whole], Wanted())


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_what_is_written_reads_back(download, tmp_path, suffix):
    """Proves: the table as CSV and as Parquet reads back with codes as text and empty quantities empty.
    Without it: 010121 would lose its zero on the way to the next tool.
    """
    trade, place = read_baci([download], Wanted()), tmp_path / f"trade{suffix}"
    write_trade(trade, place)
    back = pd.read_csv(place, dtype={"hs_code": str}) if suffix == ".csv" else pd.read_parquet(place)

    assert back["hs_code"].to_list() == frame(trade)["hs_code"].to_list()
    assert back["quantity_t"].isna().sum() == 1


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(ROWS.splitlines()[1:]))
def test_the_order_of_rows_does_not_matter(download, order):
    """Proves: whatever the order of the rows in the file, the table is the same.
    Without it: two downloads of the same data would differ.
    """
    before = read_baci([download], Wanted()).table
    path = download / "BACI_HS92_Y2023_V202601.csv"
    path.write_text("\n".join([ROWS.splitlines()[0], *order]) + "\n")

    assert read_baci([download], Wanted()).table.equals(before)


def test_memory_does_not_grow_with_what_is_not_kept(download):
    """Proves: of 20,000 and of 200,000 rows of another code the reader's own memory is the same to a tenth of the larger file.
    Without it: a year of all trade would have to fit into memory.
    """
    path, peaks = download / "BACI_HS92_Y2023_V202601.csv", []
    for rows in (20_000, 200_000):
        path.write_text(ROWS + "2023,699,392,10121,5.0,2.0\n" * rows)
        tracemalloc.start()
        kept = read_baci([download], Wanted(codes=("284690",))).table.num_rows
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert kept == 3

    assert peaks[1] - peaks[0] < 0.1 * path.stat().st_size + (8 << 20)
