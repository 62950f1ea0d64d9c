"""UN Comtrade in each of its layouts, made small by hand, with what would be counted twice in them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tracemalloc
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monazite.errors import BadInput
from monazite.reading.importers import COLUMNS, Wanted, read_comtrade

RECORD = {
    "typeCode": "C", "freqCode": "A", "refPeriodId": 20230101, "refYear": 2023, "refMonth": 52, "period": "2023",
    "reporterCode": 392, "reporterISO": "JPN", "reporterDesc": "Japan", "flowCode": "M", "flowDesc": "Import",
    "partnerCode": 699, "partnerISO": "IND", "partnerDesc": "India", "partner2Code": 0, "partner2ISO": "W00",
    "classificationCode": "H6", "classificationSearchCode": "HS", "isOriginalClassification": True, "cmdCode": "284690",
    "cmdDesc": "Compounds, of rare-earth metals; n.e.c.", "aggrLevel": 6, "isLeaf": True, "customsCode": "C00", "mosCode": "0",
    "motCode": 0, "qtyUnitCode": 8, "qtyUnitAbbr": "kg", "qty": 68000.0, "isQtyEstimated": False, "netWgt": 68000.0,
    "isNetWgtEstimated": False, "grossWgt": 0.0, "cifvalue": 3000000.0, "fobvalue": None, "primaryValue": 3000000.0,
    "legacyEstimationFlag": 0, "isReported": False, "isAggregate": True,
}  # fmt: skip
OLD = (
    "Classification,Year,Period,Trade Flow Code,Trade Flow,Reporter Code,Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,"
    "Commodity Code,Commodity,Qty Unit Code,Qty Unit,Qty,Netweight (kg),Trade Value (US$),Flag\n"
    'H4,2016,2016,2,Export,699,India,IND,392,Japan,JPN,284690,"Compounds, n.e.c.",8,Weight in kilograms,1000,1000,45000,0\n'
    "H4,2016,2016,1,Import,392,Japan,JPN,490,\"Other Asia, nes\",,850511,Magnets,8,Weight in kilograms,500,500,30000,4\n"
)


def record(**changes) -> dict:
    return {**RECORD, **changes}


def export(**changes) -> dict:
    """India's own report of what it sold to Japan."""
    return record(**{
        "reporterCode": 699, "reporterISO": "IND", "partnerCode": 392, "partnerISO": "JPN", "flowCode": "X", "cifvalue": None,
        "fobvalue": 2700000.0, "primaryValue": 2700000.0, "netWgt": 70000.0, "qty": 70000.0, **changes,
    })  # fmt: skip


def text(rows: list[dict], separator: str = ",", ending: str = "\n") -> str:
    lines = io.StringIO()
    writer = csv.DictWriter(lines, list(RECORD), delimiter=separator, lineterminator=ending)
    lines.write(separator.join(RECORD) + "\n")
    writer.writerows(rows)
    return lines.getvalue()


@pytest.fixture
def given_rows(tmp_path):
    """Writes records as today's CSV and reads them back."""

    def read(*rows: dict, **wanted):
        place = tmp_path / "download.csv"
        place.write_text(text(list(rows)))
        return read_comtrade([place], Wanted(**wanted))

    return read


def frame(trade) -> pd.DataFrame:
    return trade.table.to_pandas()


def test_two_reports_of_one_flow_are_two_rows(given_rows):
    """Proves: what India says it sold, 70 t FOB, and what Japan says it bought, 68 t CIF, stand side by side with who says so.
    Without it: they would be added to 138 t that nobody traded.
    """
    table = frame(given_rows(record(), export()))

    assert tuple(table.columns) == COLUMNS
    assert set(table["exporter"]) == {"IND"} and set(table["importer"]) == {"JPN"}
    bought, sold = table[table["flow"] == "import"].iloc[0], table[table["flow"] == "export"].iloc[0]
    assert (bought["reporter"], bought["quantity_t"], bought["value_kusd"], bought["valuation"]) == ("JPN", 68.0, 3000.0, "CIF")
    assert (sold["reporter"], sold["quantity_t"], sold["value_kusd"], sold["valuation"]) == ("IND", 70.0, 2700.0, "FOB")
    assert set(table["revision"]) == {"HS22"} and set(table["hs_code"]) == {"284690"}


def test_the_world_is_no_partner(given_rows):
    """Proves: 80 t with the world beside 68 t with India leave 68 t, and the page says that a partner is missing.
    Without it: 148 t.
    """
    trade = given_rows(record(), record(partnerCode=0, partnerISO="W00", netWgt=80000.0, primaryValue=4000000.0))

    assert frame(trade)["quantity_t"].to_list() == [68.0]
    assert trade.left_out == {"totals over all partners": 1}
    assert any("JPN import of 284690 in 2023 75%" in remark for remark in trade.remarks)


def test_a_table_of_totals_only_says_why_it_is_empty(given_rows):
    """Proves: one record with the world keeps nothing and says so; a country that trades nothing of it does not blame the world.
    Without it: an empty table would look like no trade.
    """
    alone = given_rows(record(partnerCode=0, partnerISO="W00"))
    other = given_rows(record(), record(partnerCode=0, partnerISO="W00"), countries=frozenset({"CHN"}))

    assert alone.table.num_rows == other.table.num_rows == 0
    assert any("ask for single partners" in remark for remark in alone.remarks)
    assert not any("ask for single partners" in remark for remark in other.remarks)


def test_parts_of_a_total_are_left_out(given_rows):
    """Proves: by sea 60 t, by air 8 t, through a second partner 5 t and under another procedure 3 t are parts of 68 t.
    Without it: 144 t.
    """
    trade = given_rows(
        record(), record(motCode=2100, netWgt=60000.0), record(motCode=1000, netWgt=8000.0),
        record(partner2Code=156, netWgt=5000.0), record(customsCode="C04", netWgt=3000.0),
    )  # fmt: skip

    assert frame(trade)["quantity_t"].to_list() == [68.0]
    assert sum(trade.left_out.values()) == 4


def test_parts_without_a_total_are_added_and_told(given_rows):
    """Proves: 60 t by sea and 8 t by air without a total are 68 t, once, and the page says that parts were added.
    Without it: a row would be lost, or two rows stand for one flow.
    """
    trade = given_rows(record(motCode=2100, netWgt=60000.0, primaryValue=2e6, cifvalue=2e6),
                       record(motCode=1000, netWgt=8000.0, primaryValue=1e6, cifvalue=1e6))  # fmt: skip
    row = frame(trade).iloc[0]

    assert (len(frame(trade)), row["quantity_t"], row["value_kusd"]) == (1, 68.0, 3000.0)
    assert any("means of transport: their parts were added" in remark for remark in trade.remarks)


def test_no_weight_is_not_a_weight_of_nothing(given_rows):
    """Proves: net weight 0 with 12 pieces stays empty; with 500 kg as quantity it is 0.5 t, marked as that quantity's estimate.
    Without it: trade without tonnes would be tonnes without trade, and unit values infinite.
    """
    trade = given_rows(record(netWgt=0, qty=12, qtyUnitAbbr="u", qtyUnitCode=5), record(partnerCode=704, partnerISO="VNM", netWgt="", qty=500, isQtyEstimated=True))
    table = frame(trade).set_index("exporter")

    assert pd.isna(table.loc["IND", "quantity_t"]) and table.loc["VNM", "quantity_t"] == 0.5
    assert trade.without_quantity == 1
    assert table.loc["VNM", "quantity_estimated"] and table.loc["IND", "quantity_estimated"] is None


def test_valuation_is_what_the_record_says(given_rows):
    """Proves: an import whose value equals its FOB value is FOB, although imports mostly are CIF.
    Without it: freight would be taken off what never had it.
    """
    assert frame(given_rows(record(cifvalue="", fobvalue=3000000.0)))["valuation"].to_list() == ["FOB"]


def test_groups_of_countries_and_nameless_places(given_rows):
    """Proves: a union as reporter is left out, other Asia is Taiwan by number and letters, areas nowhere keep a question mark.
    Without it: members would be counted twice, and Taiwan not at all.
    """
    trade = given_rows(
        record(reporterCode=97, reporterISO="EUR"), record(partnerCode=490, partnerISO="S19"), record(partnerCode=899, partnerISO="_X")
    )

    assert set(frame(trade)["exporter"]) == {"TWN", "?899"}
    assert trade.unknown_places == {"899": 1}
    assert trade.left_out == {"groups of countries, such as unions": 1}


def test_numbers_stand_for_countries_where_letters_are_missing(given_rows):
    """Proves: the API without descriptions says 842, 757 and 579; these are the United States, Switzerland and Norway.
    Without it: by the United Nations' own list, where they are 840, 756 and 578, half of world trade would have no country.
    """
    rows = [record(reporterCode=842, reporterISO=None, partnerCode=code, partnerISO=None) for code in (757, 579)]
    table = frame(given_rows(*rows))

    assert set(table["importer"]) == {"USA"} and set(table["exporter"]) == {"CHE", "NOR"}


def test_longer_codes_are_parts_of_shorter_ones(given_rows):
    """Proves: beside 284690 the heading 2846 and TOTAL are left out; alone the heading is kept; 10121 is 010121.
    Without it: each gramme would be counted three times, and horses would be salt.
    """
    both = given_rows(record(), record(cmdCode="2846"), record(cmdCode="TOTAL"), record(cmdCode="10121"))
    alone = given_rows(record(cmdCode="2846"))

    assert set(frame(both)["hs_code"]) == {"284690", "010121"}
    assert sorted(both.left_out.values()) == [1, 1]
    assert frame(alone)["hs_code"].to_list() == ["2846"]


def test_flows_within_flows_are_named(given_rows):
    """Proves: re-exports are kept under their name, reported by the exporter, and the page warns of adding them to exports.
    Without it: what only passed through would be counted twice.
    """
    trade = given_rows(export(), export(flowCode="RX", primaryValue=1000.0))

    assert set(frame(trade)["flow"]) == {"export", "re-export"} and set(frame(trade)["exporter"]) == {"IND"}
    assert any("choose one flow before you add" in remark for remark in trade.remarks)


def test_revisions_are_told_and_never_one_flow_in_two(given_rows):
    """Proves: two reporters in HS17 and HS22 are told; one flow in both is refused.
    Without it: codes of two lists would be added, or one flow twice.
    """
    told = given_rows(record(), export(classificationCode="H5")).remarks

    assert any("HS17 (1 rows), HS22 (1 rows)" in remark for remark in told)
    with pytest.raises(BadInput, match=r"two revisions \(HS17, HS22\).*import the revisions one by one"):
        given_rows(record(), record(classificationCode="H5"))


def test_months_are_kept_apart_and_never_beside_their_year(given_rows):
    """Proves: May 2023 has year 2023 and month 5; beside the year 2023 of the same flow it is refused.
    Without it: a year of two years.
    """
    month = frame(given_rows(record(period="202305"), record(period="202306"))).sort_values("month")

    assert month["year"].to_list() == [2023, 2023] and month["month"].to_list() == [5, 6]
    with pytest.raises(BadInput, match="months stand beside their year"):
        given_rows(record(), record(period="202305"))


def test_what_was_downloaded_twice_counts_once(given_rows):
    """Proves: the same record twice is one; with another value it is refused with both values.
    Without it: two overlapping downloads would double what they share.
    """
    assert given_rows(record(), record()).left_out == {"downloaded twice": 1}
    with pytest.raises(BadInput, match=r"import of 284690 by JPN with IND in 2023: .*3,000.000 and 3,100.000|3,100.000 and 3,000.000"):
        given_rows(record(), record(primaryValue=3100000.0, cifvalue=3100000.0))


def test_a_full_answer_is_told_to_be_cut(tmp_path):
    """Proves: exactly 500 records, 2 where 3 are announced, and 1 where the earlier API announced 7, are told.
    Without it: the smallest flows would silently be missing.
    """
    full, short, old = tmp_path / "full.csv", tmp_path / "short.json", tmp_path / "old.json"
    full.write_text(text([record(partnerCode=1000 + i, partnerISO="") for i in range(500)]))
    short.write_text(json.dumps({"count": 3, "data": [record(), export()]}))
    old.write_text(json.dumps({"validation": {"count": {"value": 7}}, "dataset": [record()]}))

    assert any("announces 7 records and holds 1" in remark for remark in read_comtrade([old], Wanted()).remarks)
    assert any("exactly 500 records" in remark for remark in read_comtrade([full], Wanted()).remarks)
    assert any("announces 3 records and holds 2" in remark for remark in read_comtrade([short], Wanted()).remarks)


def layouts(folder: Path) -> dict[str, Path]:
    """The same two records in every layout of today."""
    rows = [record(), export()]
    texts = {
        "plain.csv": text(rows), "portal.csv": text(rows, ending=",\n"), "semicolons.csv": text(rows, ";"), "bulk.txt": text(rows, "\t"),
        "marked.csv": "\ufeff" + text(rows, ending="\r\n"), "api.json": json.dumps({"elapsedTime": "1 s", "count": 2, "data": rows, "error": ""}),
        "list.json": json.dumps(rows, indent=1),
    }  # fmt: skip
    for name, written in texts.items():
        (folder / name).write_text(written, newline="")
    (folder / "latin.csv").write_bytes(text(rows).replace("n.e.c.", "n.é.c.").encode("latin-1"))
    with gzip.open(folder / "bulk.gz", "wt") as stream:
        stream.write(texts["bulk.txt"])
    with zipfile.ZipFile(folder / "packed.zip", "w") as archive:
        archive.writestr("inside/plain.csv", texts["plain.csv"])
    return {place.name: place for place in folder.iterdir()}


@pytest.mark.parametrize("name", ["portal.csv", "semicolons.csv", "bulk.txt", "marked.csv", "api.json", "list.json", "latin.csv", "bulk.gz", "packed.zip"])
def test_every_layout_gives_the_same_table(tmp_path, name):
    """Proves: commas at the end of rows, semicolons, tabs, a byte-order mark, JSON, gzip, zip and Latin letters change nothing.
    Without it: with the portal's comma every column would be read as its neighbour.
    """
    places = layouts(tmp_path)

    assert read_comtrade([places[name]], Wanted()).table.equals(read_comtrade([places["plain.csv"]], Wanted()).table)


def test_the_layout_of_before_2023_is_read(tmp_path):
    """Proves: 'Netweight (kg)' 1,000 is 1 t, 'Trade Value (US$)' 45,000 is 45 thousand, flag 4 an estimated weight.
    Without it: two decades of downloads would have to be fetched again.
    """
    place = tmp_path / "comtrade.csv"
    place.write_text(OLD)
    table = frame(read_comtrade([place], Wanted())).set_index("hs_code")

    assert table.loc["284690", ["exporter", "importer", "reporter"]].to_list() == ["IND", "JPN", "IND"]
    assert table.loc["284690", ["quantity_t", "value_kusd", "revision"]].to_list() == [1.0, 45.0, "HS12"]
    assert table.loc["850511", ["exporter", "quantity_estimated"]].to_list() == ["TWN", True]


def test_codes_years_and_countries_choose(given_rows):
    """Proves: each choice alone keeps what it names, in CSV and, by code, in JSON.
    Without it: a million rows would be kept for a thousand.
    """
    rows = (record(), export(period="2022"), record(cmdCode="850511", partnerCode=156, partnerISO="CHN"))

    assert set(frame(given_rows(*rows, codes=("28",)))["hs_code"]) == {"284690"}
    assert given_rows(*rows, years=frozenset({2022})).table.num_rows == 1
    assert set(frame(given_rows(*rows, countries=frozenset({"CHN"})))["exporter"]) == {"CHN"}


def test_the_release_in_a_file_name_becomes_the_vintage(tmp_path):
    """Proves: COMTRADE-FINAL-CA392202H6[2024-03-01].gz was released on that day; other rows take the vintage that is given.
    Without it: a revised figure could not be told from its first edition.
    """
    bulk, plain = tmp_path / "COMTRADE-FINAL-CA392202H6[2024-03-01].gz", tmp_path / "plain.csv"
    bulk.write_bytes(gzip.compress(text([record()], "\t").encode()))
    plain.write_text(text([export()]))
    table = frame(read_comtrade([bulk, plain], Wanted(), "2026-01-15")).set_index("flow")

    assert table["vintage"].to_dict() == {"import": "2024-03-01", "export": "2026-01-15"}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"netWgt": "many"}, "line 2, column weight: 'many' is no amount"),
        ({"primaryValue": -1}, "line 2, column value: '-1' is no amount"),
        ({"primaryValue": "1e999"}, "column value: '1e999' is no amount"),
        ({"period": "2023Q1"}, "line 2, column period: '2023Q1' is no year and no month"),
        ({"flowCode": "Z"}, "line 2, column flow: 'Z' is no flow"),
        ({"classificationCode": "S3"}, "line 2, column classification: 'S3' is not the Harmonised System"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(given_rows, changes, told):
    """Proves: a weight, value, period, flow or classification that is none is told with file, line and column.
    Without it: it would be read as missing, or as something else.
    """
    with pytest.raises(BadInput) as refused:
        given_rows(record(**changes))

    assert told in str(refused.value)


def test_all_faults_of_all_files_come_at_once(tmp_path):
    """Proves: five bad cells in two files are five faults in one message.
    Without it: five rounds to mend one download.
    """
    (tmp_path / "a.csv").write_text(text([record(netWgt="x"), export(period="y", flowCode="z")]))
    (tmp_path / "b.json").write_text(json.dumps({"data": [record(primaryValue="v"), record(classificationCode="S1")]}))
    with pytest.raises(BadInput) as refused:
        read_comtrade([tmp_path], Wanted())

    assert len(refused.value.faults) == 5
    assert "record 1: 'v' is no amount" in str(refused.value)


HOSTILE = {
    "empty.csv": b"",
    "blank.json": b"  \n ",
    "binary.csv": b"\x00\x01\x02" * 50,
    "workbook.csv": b"PK\x03\x04 no zip",
    "wide.csv": "period,cmdCode\n".encode("utf-16"),
    "words.csv": b"a,b\n1,2\n",
    "torn.json": json.dumps({"data": [RECORD, RECORD]}).encode()[:-40],
    "open.json": b'{"data": [{"period": "2023',
    "deep.json": b'{"data": [' + b"[" * 100_000,
    "number.json": b'{"data": [1, 2]}',
    "nothing.json": b'{"result": []}',
    "refused.json": b'{"data": [], "error": "quota exceeded"}',
    "after.json": b'{"data": []} and more',
    "torn.csv": text([RECORD]).encode() + b"C,A,2023\n",
    "quote.csv": text([RECORD]).encode() + b'"' + b"C,A\n" * 9,
    "torn.gz": gzip.compress(text([RECORD] * 50).encode())[:-60],
    "line.csv": text([RECORD]).encode() + b"x" * (9 << 20),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_and_torn_files_are_refused_by_name(tmp_path, name):
    """Proves: whatever a file holds, the refusal is ours, names the file and says what to do.
    Without it: a traceback of a library, or half a download taken for a whole.
    """
    place = tmp_path / name
    place.write_bytes(HOSTILE[name])
    with pytest.raises(BadInput) as refused:
        read_comtrade([place], Wanted())

    assert name in str(refused.value) and "->" in str(refused.value)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(6)))
def test_the_order_of_records_does_not_matter(tmp_path, order):
    """Proves: whatever the order of six records, totals and parts among them, the table is the same.
    Without it: two downloads of the same data would differ.
    """
    rows = [record(), export(), record(motCode=2100, netWgt=1.0), record(partnerCode=0), record(cmdCode="2846"), record(partnerCode=704, partnerISO="VNM", motCode=1000)]
    place = tmp_path / "download.csv"
    place.write_text(text(rows))
    before = read_comtrade([place], Wanted()).table
    place.write_text(text([rows[i] for i in order]))

    assert read_comtrade([place], Wanted()).table.equals(before)


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_memory_does_not_grow_with_what_is_not_kept(tmp_path, kind):
    """Proves: 2,000 or 20,000 records of another code take the same memory, to a tenth of the larger file and a block.
    Without it: a year of all trade would have to fit into memory.
    """
    place, peaks = tmp_path / f"download.{kind}", []
    for count in (2_000, 20_000):
        rows = [record(), *[record(cmdCode="010121")] * count]
        place.write_text(text(rows) if kind == "csv" else json.dumps({"data": rows}))
        tracemalloc.start()
        kept = read_comtrade([place], Wanted(codes=("2846",))).table.num_rows
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert kept == 1

    assert peaks[1] - peaks[0] < 0.1 * place.stat().st_size + (8 << 20)
