"""Data releases of the Mineral Commodity Summaries in their shapes, made small by hand, and what must not become zero."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from monazite.errors import BadInput
from monazite.reading import new_study, read_study
from monazite.reading.dictionary import dictionary
from monazite.reading.importers import read_usgs, write_table

KIND = '"Mine production, rare-earth-oxide equivalent",metric tons'
WORLD_2025 = (
    "SOURCE,COMMODITY,COUNTRY,TYPE,UNIT_MEAS,PROD_2023,PROD_EST_ 2024,PROD_NOTES,CAP_2023,CAP_EST_ 2024,CAP_NOTES,RESERVES_2024,RESERVE_NOTES\n"
    f"MCS2025,Rare earths,United States,{KIND},41600,45000,,,,,1900000,\n"
    f"MCS2025,Rare earths,Australia,{KIND},16000,13000,Estimated based on import data.,,,,5700000,\n"
    f"MCS2025,Rare earths,Burma,{KIND},43000,31000,,,,,,NA\n"
    f"MCS2025,Rare earths,Canada ,{KIND},,,,,,,830000,\n"
    f'MCS2025,Rare earths,China,{KIND},255000,"270,000",Production quota.,,,,44000000,\n'
    f"MCS2025,Rare earths,World total (rounded),{KIND},356000,360000,,,,,>50000000,\n"
)
WORLD_2023 = (
    "Source,Country,Type,Prod_kt_2021,Prod_kt_est_2022,Prod_notes,Reserves_kt,Reserves_notes\n"
    'MCS2023,Chile,"Mine production, contained lithium",28.3,e39,,9300,\n'
    'MCS2023,Other,"Mine production, contained lithium",W,—,,Less than ½ unit,\n'
    'MCS2023,World total,"Mine production, contained lithium",107,39,,26000,\n'
)
SALIENT = (
    "DataSource,Commodity,Year,USprod_t,Imports_kg,Price_dkg,Employment_num,NIR_pct,Stocks_mcm\n"
    "MCS2024,Yttrium,2022,NA,1200,12.5,30,>95,7\n"
)  # fmt: skip
LONG_2026 = (
    "MCS chapter,Section,Commodity,Country,Statistics,Statistics_detail,Unit,Year,Value,Notes,Is critical mineral 2025\n"
    'RARE EARTHS,World Mine Production and Reserves,Rare Earths,India,Production,Mine production,metric tons,2024,"2,900",Estimated.,Yes\n'
    "RARE EARTHS,World Mine Production and Reserves,Rare Earths,Canada,Production,Mine production,metric tons,2024,—,,Yes\n"
    'RARE EARTHS,World Mine Production and Reserves,Rare Earths,World total,Reserves,Reserves: rounded,metric tons,2025,">85,000,000",,Yes\n'
    "RARE EARTHS,Salient Statistics—United States,Rare Earths,United States,Net import reliance,Net import reliance: Ores,percent,2021,E,,Yes\n"
    "SCANDIUM,Salient Statistics—United States,Scandium,United States,Price,Price: Oxide,dollars per kilogram,2021,890–1000,,Yes\n"
)


@pytest.fixture
def release(tmp_path):
    """Writes a table under a name and reads it back."""

    def read(text: str, name: str = "mcs.csv", **choices):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return read_usgs([tmp_path / name], **choices)

    return read


def row(found, subject: str, quantity: str, period: str) -> dict:
    one = [r for r in found.rows if (r["subject"], r["period"]) == (subject, period) and r["quantity"].startswith(quantity)]
    assert len(one) == 1, one
    return one[0]


def test_a_world_table_becomes_evidence(release):
    """Proves: China's 270,000 of 2024 is 270000 t REO, medium for it is an estimate, known since 31 January 2025, MCS 2025.
    Without it: somebody would type it, without edition and day.
    """
    found = release(WORLD_2025)
    china = row(found, "China", "mine production, rare earths", "2024")

    assert tuple(china) == tuple(dictionary()["evidence"].columns)
    assert (china["value"], china["unit"], china["grade"], china["source"]) == (270_000.0, "t REO", "medium", "usgs-mcs-2025")
    assert (china["known_on"], china["vintage"]) == ("2025-01-31", "MCS 2025")
    assert row(found, "China", "mine", "2023")["grade"] == "high"
    assert row(found, "China", "reserves", "2024")["value"] == 44_000_000.0
    assert len({r["id"] for r in found.rows}) == len(found.rows)
    assert found.doubtful == ()


def test_nothing_becomes_zero_unseen(release):
    """Proves: Canada's empty cells give no row and are told; NA gives a row without a value; a bound keeps its end and side.
    Without it: a mine of which nothing is known would stand still.
    """
    found = release(WORLD_2025)
    world = row(found, "World", "reserves", "2024")

    assert [r for r in found.rows if r["subject"] == "Canada" and "production" in r["quantity"]] == []
    assert any("2 cells are empty and give no row, which is not zero: Canada" in remark for remark in found.remarks)
    assert row(found, "Burma", "reserves", "2024")["value"] is None
    assert (world["value"], world["low"], world["high"]) == (50_000_000.0, 50_000_000.0, None)
    assert "a lower bound" in world["note"]


def test_a_glued_footnote_is_caught_by_the_printed_total(release):
    """Proves: 116,000 of Australia makes 455,600 of a printed 356,000; 16,000 would fit, and only that row is graded low.
    Without it: a footnote's digit would be a hundred thousand tonnes.
    """
    found = release(WORLD_2025.replace("16000,13000", '"116,000",13000'))
    doubt = found.doubtful[0]

    assert (doubt["added"], doubt["world"]) == (455_600.0, 356_000.0)
    assert [(s["subject"], s["line"], s["would_fit"]) for s in doubt["suspects"]] == [("Australia", 3, 16_000.0)]
    assert [r["subject"] for r in found.rows if r["grade"] == "low"] == ["Australia"]


def test_a_total_that_no_digit_explains_doubts_every_row(release):
    """Proves: 68,000 in Burma for 43,000 is explained by no digit: all rows of 2023 are low, none of 2024.
    Without it: a doubt that cannot be placed would be dropped.
    """
    found = release(WORLD_2025.replace("Burma," + KIND + ",43000", "Burma," + KIND + ",68000"))

    assert found.doubtful[0]["suspects"] == []
    assert {r["period"] for r in found.rows if r["grade"] == "low"} == {"2023"}


def test_a_missing_part_only_bounds_the_total(release):
    """Proves: with a part withheld, 28.3 of 107 is no contradiction; 280.3 of 107 is.
    Without it: each withheld figure would look like a slip.
    """
    assert release(WORLD_2023, "mcs2023-lithi_world.csv").doubtful == ()
    assert len(release(WORLD_2023.replace("28.3", "280.3").replace("W,", "1,"), "mcs2023-lithi_world.csv").doubtful) == 1


def test_earlier_world_tables_name_unit_and_year_in_their_columns(release):
    """Proves: Prod_kt_est_2022 'e39' is 39 kt contained, an estimate; W is no value; a dash is zero and says so; half a unit a bound.
    Without it: kilotonnes would be tonnes, and e39 ten to the thirty-ninth.
    """
    found = release(WORLD_2023, "mcs2023-lithi_world.csv")
    chile = row(found, "Chile", "mine production, contained lithium", "2022")
    other = [row(found, "Other", "mine production", year) for year in ("2021", "2022")]
    half = row(found, "Other", "reserves", "2022")

    assert (chile["value"], chile["unit"], chile["grade"]) == (39.0, "kt contained", "medium")
    assert [r["value"] for r in other] == [None, 0.0] and "zero in the publisher's legend" in other[1]["note"]
    assert (half["value"], half["low"], half["high"]) == (0.5, 0.0, 0.5)


def test_salient_tables_have_a_unit_in_each_column(release):
    """Proves: kilograms, dollars, people and per cent are told apart, NA has no value, and cubic metres are left out and told.
    Without it: a price would be a weight.
    """
    found = release(SALIENT, "MCS2024-yttri_salient.csv")
    units = {r["quantity"].partition(",")[0]: (r["value"], r["unit"]) for r in found.rows}

    assert units == {"USprod": (None, "t"), "imports": (1200.0, "kg"), "price": (12.5, "USD/kg"), "employment": (30.0, "item"), "NIR": (95.0, "percent")}
    assert any("for want of a unit: 'mcm' (1)" in remark for remark in found.remarks)


def test_the_long_table_of_2026_is_read(release):
    """Proves: 2,900 is an estimate of 2024, a dash zero, E no number, a range its middle with both ends; --basis says REO.
    Without it: the newest edition would have to be typed.
    """
    found = release(LONG_2026, "MCS2026_Commodities_Data.csv", basis="REO")
    price = row(found, "United States", "price: Oxide, scandium", "2021")

    assert (row(found, "India", "mine", "2024")["unit"], row(found, "India", "mine", "2024")["grade"]) == ("t REO", "medium")
    assert row(found, "Canada", "mine", "2024")["value"] == 0.0
    assert row(found, "United States", "net import reliance", "2021")["value"] is None
    assert (price["low"], price["value"], price["high"]) == (890.0, 945.0, 1000.0)
    assert {r["known_on"] for r in found.rows} == {"2026-02-06"}


def test_commodities_and_years_choose(release):
    """Proves: scandium alone is one row, 2024 alone two.
    Without it: a study of one metal would carry ninety.
    """
    assert len(release(LONG_2026, "mcs2026.csv", commodities=("scandium",)).rows) == 1
    assert len(release(LONG_2026, "mcs2026.csv", years=frozenset({2024})).rows) == 2


@pytest.mark.parametrize("text", [WORLD_2025, LONG_2026])
def test_rows_can_be_pasted_into_a_study(tmp_path, text):
    """Proves: appended to the starter study's evidence and sources, every row is read, units and days included.
    Without it: the table would look like evidence and be refused as such.
    """
    (tmp_path / "mcs2026.csv").write_text(text, encoding="utf-8")
    found = read_usgs([tmp_path / "mcs2026.csv"])
    study = tmp_path / "study"
    new_study(study)
    write_table(found.table, tmp_path / "rows.csv")
    with (study / "evidence.csv").open("a") as evidence:
        evidence.writelines((tmp_path / "rows.csv").read_text().splitlines(keepends=True)[1:])
    with (study / "sources.csv").open("a", newline="") as sources:
        csv.DictWriter(sources, list(dictionary()["sources"].columns), lineterminator="\n").writerows(found.sources)

    kept = {record.id for record in read_study(study, date(2026, 6, 30)).evidence}

    assert {entry["id"] for entry in found.rows} <= kept


@pytest.mark.parametrize(
    ("name", "text", "choices", "told"),
    [
        ("prices.csv", "oxide,year,usd\nCe,2011,4\n", {}, "no table of a data release"),
        ("world.csv", WORLD_2025.replace("MCS2025", "USGS"), {}, "does not say of which edition it is"),
        ("mcs2031.csv", LONG_2026, {}, "the day on which MCS 2031 was released is not known here"),
        ("mcs2026.csv", LONG_2026, {"commodities": ("scandum",)}, "did you mean 'scandium'?"),
        ("mcs2026.csv", LONG_2026, {"known_on": "in January"}, "is no day"),
        ("mcs2026.csv", LONG_2026, {"basis": "bananas"}, "is no basis of mass"),
        ("mcs2026.csv", LONG_2026 + '"torn', {}, "close every quote"),
        ("empty.csv", "", {}, "no table of a data release"),
    ],
)
def test_what_is_no_release_is_refused(release, name, text, choices, told):
    """Proves: another table, an unknown edition, day, commodity or basis, a torn and an empty file are told with the way out.
    Without it: rows without edition or day, which a study would take for always known.
    """
    with pytest.raises(BadInput, match=told):
        release(text, name, **choices)


def test_other_tables_of_a_folder_are_passed_over_and_told(tmp_path: Path):
    """Proves: of a folder with a world table and a table of figures the first is read and the second named.
    Without it: an unpacked release, which holds both, could not be read as a whole.
    """
    (tmp_path / "mcs2025_world.csv").write_text(WORLD_2025)
    (tmp_path / "mcs2025_fig1.csv").write_text("State,Value\nNevada,7\n")
    found = read_usgs([tmp_path])

    assert len(found.rows) == 16
    assert any("mcs2025_fig1.csv is no table" in remark for remark in found.remarks)


def test_bytes_that_are_no_utf8_are_read_as_spreadsheets_write_them(tmp_path: Path):
    """Proves: a dash written as byte 0x97 is a dash, and so is one in UTF-8 beside a blank that does not break.
    Without it: Côte would be CÃ´te, and a dash a sentence.
    """
    for name, coding, blank in (("old.csv", "cp1252", " "), ("new.csv", "utf-8", "\u00a0")):
        text = WORLD_2025.replace("Canada ", f"Côte{blank}d").replace(f"{KIND},,,,", f"{KIND},—,—,,", 1)
        (tmp_path / name).write_bytes(text.encode(coding))
        found = read_usgs([tmp_path / name])

        assert row(found, "Côte d", "mine", "2023")["value"] == 0.0
