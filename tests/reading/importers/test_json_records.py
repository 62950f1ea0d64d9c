"""Records of a JSON text one after the other, whatever is read at once."""

from __future__ import annotations

import io
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monazite.reading.importers import json_records
from monazite.reading.importers.json_records import JsonRecords, NotRecords

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
ROWS = st.lists(st.dictionaries(st.text(), SCALARS, max_size=4), max_size=6)


@settings(max_examples=60)
@given(rows=ROWS, beside=st.dictionaries(st.sampled_from(["count", "error", "elapsedTime"]), SCALARS), chunk=st.integers(1, 9))
def test_records_are_what_json_says_whatever_is_read_at_once(rows, beside, chunk):
    """Proves: with 1 to 9 signs in memory at once the records, and what stands beside them, are those of the whole text.
    Without it: a number that ends a block would lose its last digits.
    """
    text = json.dumps({**beside, "data": rows, "last": 12345})
    before, json_records.CHUNK = json_records.CHUNK, chunk
    try:
        records = JsonRecords(io.StringIO(text))
        found = list(records)
    finally:
        json_records.CHUNK = before

    assert (found, records.beside) == (list(enumerate(rows, 1)), {**beside, "last": 12345})


TEXTS = st.sampled_from(['a}, {b', '"}, {"', "plain", '\\"}, {', "}", "{"])


@settings(max_examples=60)
@given(
    rows=st.lists(st.fixed_dictionaries({"code": st.sampled_from(["11", "22"]), "text": TEXTS}), max_size=12),
    separators=st.sampled_from([(", ", ": "), (",", ":")]), chunk=st.integers(20, 400),
)  # fmt: skip
def test_passing_over_records_loses_none_that_is_wanted(rows, separators, chunk):
    """Proves: whatever stands in texts, signs that part records among it, all records of code 22 come, each whole.
    Without it: a bracket in the description of a good would cost its trade.
    """
    before, json_records.CHUNK = json_records.CHUNK, chunk
    try:
        wanted = re.compile(r'"code"\s*:\s*"22')
        found = [record for _, record in JsonRecords(io.StringIO(json.dumps({"data": rows}, separators=separators)), wanted)]
    finally:
        json_records.CHUNK = before

    assert [record for record in found if record["code"] == "22"] == [record for record in rows if record["code"] == "22"]


def test_records_that_are_passed_over_are_counted():
    """Proves: of 1,000 records with the tenth wanted, the tenth comes with its number, few others, and 1,000 are counted.
    Without it: what a file announces could not be compared with what it holds.
    """
    rows = [{"code": "22" if i == 9 else "11"} for i in range(1000)]
    records = JsonRecords(io.StringIO(json.dumps({"data": rows})), re.compile('"code": "22'))
    found = list(records)

    assert (10, {"code": "22"}) in found and len(found) < 10
    assert records.count == 1000


@pytest.mark.parametrize("text", ["", "3", "{", '{"data": [{}', '{"data": [{} {}]}', '{"data": [7]}', '{"data": 7}', '[{"a": 1,}]', "[] []"])
def test_what_is_no_list_of_records_is_refused(text):
    """Proves: nothing, a number, torn brackets, a missing comma, numbers for records, no list, and a second text are refused.
    Without it: the first half of an answer would pass for the whole.
    """
    with pytest.raises(NotRecords):
        list(JsonRecords(io.StringIO(text)))
