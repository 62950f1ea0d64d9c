"""Importer's and exporter's report of one flow beside each other, on tables made by hand."""

from __future__ import annotations

import pyarrow as pa
import pytest

from monazite.reading.importers import Trade, mirror_gaps
from monazite.reading.importers.trade import schema


def trade(*rows: tuple) -> Trade:
    """A trade table of (exporter, importer, flow, thousand USD, tonnes), all of 2023 and one code."""
    whole = [
        {
            "year": 2023, "exporter": exporter, "importer": importer, "reporter": importer if flow == "import" else exporter, "flow": flow,
            "revision": "HS22", "hs_code": "284690", "value_kusd": value, "quantity_t": tonnes,
        }
        for exporter, importer, flow, value, tonnes in rows
    ]  # fmt: skip
    return Trade(pa.Table.from_pylist(whole, schema=schema()), len(whole))


def test_the_widest_gap_at_stake_comes_first():
    """Proves: 10 t against 200 t worth 6,000 stands before 1 kg against 1 t worth 5; the first ratio is 0.05.
    Without it: the list would be full of parcels.
    """
    told = mirror_gaps(trade(("IND", "JPN", "import", 400.0, 10.0), ("IND", "JPN", "export", 6000.0, 200.0),
                             ("IND", "VNM", "import", 5.0, 1.0), ("IND", "VNM", "export", 5.0, 0.001)))  # fmt: skip
    first, second = told["gaps"]

    assert (first["importer"], first["importer_says"], first["exporter_says"], first["unit"]) == ("JPN", 10.0, 200.0, "t")
    assert first["ratio"] == pytest.approx(0.05) and second["ratio"] == pytest.approx(1000.0)
    assert (told["both_report"], told["far_apart"]) == (2, 2)


def test_values_stand_in_where_a_side_has_no_tonnes():
    """Proves: without the exporter's tonnes 300 is compared with 100 thousand USD; 110 against 100 is freight and not told.
    Without it: flows without a weight would never be compared, or every flow would be told.
    """
    told = mirror_gaps(trade(("IND", "JPN", "import", 300.0, 10.0), ("IND", "JPN", "export", 100.0, None),
                             ("IND", "VNM", "import", 110.0, 1.0), ("IND", "VNM", "export", 100.0, 1.0)))  # fmt: skip

    assert [(gap["importer"], gap["unit"], gap["ratio"]) for gap in told["gaps"]] == [("JPN", "thousand USD", 3.0)]
    assert told["both_report"] == 2


def test_silence_counts_only_where_the_silent_side_reports_others():
    """Proves: Japan reports a purchase that India, which reports another sale, does not; China, which reports nothing, is no gap.
    Without it: every country that was not downloaded would look silent.
    """
    told = mirror_gaps(trade(("IND", "JPN", "import", 300.0, 10.0), ("CHN", "JPN", "import", 300.0, 10.0),
                             ("IND", "VNM", "export", 100.0, 1.0)))  # fmt: skip

    assert (told["both_report"], told["one_reports"], told["gaps"]) == (0, 1, [])


def test_no_rows_have_no_mirrors():
    """Proves: an empty table has none.
    Without it: a filter that keeps nothing would end in a traceback.
    """
    assert mirror_gaps(trade())["both_report"] == 0
