"""Records of a JSON text one after the other, whatever is read at once."""

from __future__ import annotations

import io
import json

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

    assert (found, records.beside) == (rows, {**beside, "last": 12345})


@pytest.mark.parametrize("text", ["", "3", "{", '{"data": [{}', '{"data": [{} {}]}', '{"data": [7]}', '{"data": 7}', '[{"a": 1,}]', "[] []"])
def test_what_is_no_list_of_records_is_refused(text):
    """Proves: nothing, a number, torn brackets, a missing comma, numbers for records, no list, and a second text are refused.
    Without it: the first half of an answer would pass for the whole.
    """
    with pytest.raises(NotRecords):
        list(JsonRecords(io.StringIO(text)))
