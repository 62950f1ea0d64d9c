"""A run folder gives back what was put in, holds no formula, and is there whole or not at all."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite.errors import BadInput, MonaziteError
from monazite.reading import new_study
from monazite.reading.folder import digest
from monazite.results.archive import is_run, read_run, require_free, write_run


@dataclass(frozen=True)
class Made:
    """A run as the archive sees it."""

    root: Path
    answer: dict = field(default_factory=lambda: {"study": "starter", "answers": [{"findings": ["a → b"], "low": None}]})
    tables: dict = field(default_factory=dict)
    record: dict = field(default_factory=lambda: {"versions": {"numpy": "2.4.6"}, "seconds": 1.5})


@pytest.fixture
def run(tmp_path):
    """A small run of the starter study with one table of every type that tables use."""
    new_study(tmp_path / "study")
    table = pd.DataFrame({
        "as_of": pd.Categorical(["start", "start", "start"]), "option": ["trade", "ban", "ban"], "label": ["a", None, "=b"],
        "value": [0.1 + 0.2, np.nan, -1e-300], "count": [1, 2, 3], "whole": pd.array([1, None, 3], dtype="Int64"),
        "captive": [True, False, True], "day": [date(2025, 6, 14)] * 3, "at": pd.to_datetime(["2025-06-14"] * 3),
    })
    return Made(tmp_path / "study", tables={"prices": table, "empty": table.drop(columns="as_of").iloc[:0]})


def test_reading_a_run_gives_back_what_was_written(run, tmp_path):
    """Proves: answer, record and tables are equal after a round, types, gaps and the last bit of 0.1 + 0.2 included.
    Without it: a comparison of two folders would show differences that no run had.
    """
    saved = read_run(write_run(run, tmp_path / "runs" / "one"))

    assert (saved.answer, saved.record) == (run.answer, run.record)
    assert sorted(saved.tables) == sorted(run.tables)
    for name, table in run.tables.items():
        pd.testing.assert_frame_equal(saved.tables[name], table, check_exact=True)


@given(values=st.lists(st.tuples(st.text(max_size=8), st.floats(), st.integers(-(2**63), 2**63 - 1)), max_size=5))
def test_any_table_of_text_and_numbers_survives(tmp_path_factory, values):
    """Proves: write-read is the identity whatever stands in the cells.
    Without it: the law would hold for tidy tables only.
    """
    place = tmp_path_factory.mktemp("law")
    frame = pd.DataFrame({"label": pd.Series([v[0] for v in values], dtype=object),
                          "value": np.array([v[1] for v in values], dtype=float),
                          "count": np.array([v[2] for v in values], dtype=np.int64)})

    saved = read_run(write_run(Made(place, tables={"any": frame}), place / "run"))

    pd.testing.assert_frame_equal(saved.tables["any"], frame, check_exact=True)


@pytest.mark.parametrize("cell", ["=1+1", "+1 a", "-a", "@sum", " =1", "\t=1", "'=1"])
def test_no_text_cell_is_a_formula(tmp_path, cell):
    """Proves: each of = + - @ at the start of a text or a header gets an apostrophe in the CSV; in Parquet it stays itself.
    Without it: whoever opens the table in a spreadsheet runs what an author of evidence wrote.
    """
    frame = pd.DataFrame({"label": [cell], cell: [1.0]})

    folder = write_run(Made(tmp_path, tables={"names": frame}), tmp_path / "run")
    with (folder / "tables" / "names.csv").open(encoding="utf-8", newline="") as lines:
        header, row = csv.reader(lines)

    assert (header, row) == (["label", f"'{cell}"], [f"'{cell}", "1.0"])
    assert read_run(folder).tables["names"].loc[0, "label"] == cell


def test_numbers_in_the_csv_stay_numbers(tmp_path):
    """Proves: -5.0 as a number and "-5" as a text stand in the CSV without an apostrophe.
    Without it: negative numbers would become text in a spreadsheet, and sums would leave them out.
    """
    folder = write_run(Made(tmp_path, tables={"t": pd.DataFrame({"a": [-5.0], "b": ["-5"]})}), tmp_path / "run")

    assert (folder / "tables" / "t.csv").read_text() == "a,b\n-5.0,-5\n"


def test_the_snapshot_is_the_study(run, tmp_path):
    """Proves: the snapshot has the digest of the study, and reading needs it not.
    Without it: the inputs of an old run would be whatever the study says today.
    """
    folder = write_run(run, tmp_path / "run")

    assert digest(folder / "snapshot") == digest(run.root)
    assert (folder / "snapshot" / "scenarios" / "export-ban.toml").is_file()


def test_the_same_run_gives_the_same_bytes(run, tmp_path):
    """Proves: two folders of one run hold the same files with the same bytes.
    Without it: digests of two runs could not be compared.
    """
    one, two = (write_run(run, tmp_path / name) for name in ("one", "two"))

    assert contents(one) == contents(two)


def test_a_later_run_replaces_an_earlier_one(run, tmp_path):
    """Proves: writing again leaves the new run only, and no other folder beside it.
    Without it: tables of the old run would stay among those of the new one.
    """
    folder = write_run(run, tmp_path / "runs" / "one")
    write_run(replace(run, tables={}), folder)

    assert read_run(folder).tables == {}
    assert [path.name for path in folder.parent.iterdir()] == ["one"]


def test_an_empty_folder_may_be_used(run, tmp_path):
    """Proves: an empty folder made beforehand takes the run.
    Without it: `mkdir results` would be a mistake.
    """
    (tmp_path / "results").mkdir()

    assert is_run(write_run(run, tmp_path / "results"))


@pytest.mark.parametrize("name", ["thesis.txt", "run.json", "sub/data.csv"])
def test_a_folder_of_somebody_else_is_not_touched(run, tmp_path, name):
    """Proves: a folder with any file of its own is refused with its name, a run.json that is not ours included.
    Without it: `--out .` would replace the user's work.
    """
    file = tmp_path / "mine" / name
    file.parent.mkdir(parents=True)
    file.write_text("{}")

    with pytest.raises(BadInput, match=name) as refused:
        write_run(run, tmp_path / "mine")

    assert "name a new folder" in str(refused.value)
    assert contents(tmp_path / "mine") == {name: b"{}"}


def test_a_run_folder_with_notes_in_it_is_not_replaced(run, tmp_path):
    """Proves: a file that the run did not write is named and kept; an invisible one does not count.
    Without it: notes written beside an answer would go with the next run.
    """
    folder = write_run(run, tmp_path / "run")
    (folder / ".DS_Store").write_text("")
    require_free(folder)
    (folder / "notes.md").write_text("my notes")

    with pytest.raises(BadInput, match="more than a run: notes.md"):
        write_run(run, folder)


def test_a_place_that_is_a_file_is_refused(run, tmp_path):
    """Proves: a file is neither replaced nor written beside.
    Without it: `--out answer.json` would remove it.
    """
    (tmp_path / "file").write_text("x")

    with pytest.raises(BadInput, match="this is no folder"):
        write_run(run, tmp_path / "file")
    with pytest.raises(BadInput, match="cannot be written"):
        write_run(run, tmp_path / "file" / "below")


@pytest.mark.parametrize(("change", "says"), [
    ({"answer": {"answers": [{"value": float("nan")}]}}, r"nan at answers\[0\].value"),
    ({"answer": {"x": {"y": np.float32(1)}}}, "at x.y"),
    ({"record": {"folder": 1}}, "'folder'"),
    ({"tables": {"mixed": pd.DataFrame({"a": ["x", 1.0]})}}, "table mixed"),
    ({"tables": {"../up": pd.DataFrame()}}, "'../up'"),
])
def test_what_cannot_be_kept_is_refused_and_the_old_run_stays(run, tmp_path, change, says):
    """Proves: the message names the place, and the folder holds the earlier run, byte for byte.
    Without it: a failed write would cost the answer that was there before.
    """
    folder = write_run(run, tmp_path / "runs" / "one")
    before = contents(folder.parent)

    with pytest.raises(MonaziteError, match=says):
        write_run(replace(run, **change), folder)

    assert contents(folder.parent) == before


def test_a_damaged_run_folder_is_not_read(run, tmp_path):
    """Proves: a table that is gone and an answer that was edited are both named in one message.
    Without it: half a copy of a folder would be compared as if it were the run.
    """
    folder = write_run(run, tmp_path / "run")
    (folder / "tables" / "prices.parquet").unlink()
    (folder / "answer.json").write_text(json.dumps({"study": "starter"}))

    with pytest.raises(BadInput, match="prices.parquet: the file is missing") as refused:
        read_run(folder)

    assert "answer.json: the file is not the one that was written" in str(refused.value)


def test_a_folder_without_a_run_is_not_read(tmp_path):
    """Proves: the message says what kind of folder is wanted.
    Without it: the user would be told about a missing key.
    """
    with pytest.raises(BadInput, match="no run folder -> name a folder that 'monazite run' wrote"):
        read_run(tmp_path)


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
