"""A run folder gives back what was put in, holds no formula, and is there whole or not at all."""

from __future__ import annotations

import csv
import hashlib
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
from monazite.results import archive
from monazite.results.archive import KIND, is_run, read_run, require_free, write_run


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


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1 a", "-a", "@sum", " =1", "\t=1", "\r=1", "\n=1", "\tcmd", "\rcmd", "'=1", "\uff1d1+1", "\uff0bx",
             "-2+3", "=-5"])
def test_no_text_cell_is_a_formula(tmp_path, cell):
    """Proves: = + - @, their wide forms, and a tab or line end at the start of a text or a header get an apostrophe in
    the
    CSV; in Parquet it stays itself.
    Without it: whoever opens the table in a spreadsheet runs what an author of evidence wrote.
    """
    frame = pd.DataFrame({"label": [cell], cell: [1.0]})

    folder = write_run(Made(tmp_path, tables={"names": frame}), tmp_path / "run")
    with (folder / "tables" / "names.csv").open(encoding="utf-8", newline="") as lines:
        header, row = csv.reader(lines)

    written = f"'{cell}".replace("\r", "\n")
    assert (header, row) == (["label", written], [written, "1.0"])
    assert read_run(folder).tables["names"].loc[0, "label"] == cell


def test_no_cell_begins_a_row_of_its_own(tmp_path):
    """Proves: a text with a carriage return before '=1+1' is one quoted cell, and the file has two lines of cells.
    Without it: a spreadsheet would end the row at the return, and take what follows for a formula in the next.
    """
    folder = write_run(Made(tmp_path, tables={"t": pd.DataFrame({"a": ["harmless\r=1+1"]})}), tmp_path / "run")

    assert (folder / "tables" / "t.csv").read_bytes() == b'a\n"harmless\n=1+1"\n'


def test_numbers_in_the_csv_stay_numbers(tmp_path):
    """Proves: -5.0 as a number and "-5" or "+1e3" as a text stand in the CSV without an apostrophe.
    Without it: negative numbers would become text in a spreadsheet, and sums would leave them out.
    """
    folder = write_run(Made(tmp_path, tables={"t": pd.DataFrame({"a": [-5.0], "b": ["-5"], "c": ["+1e3"]})}), tmp_path / "run")

    assert (folder / "tables" / "t.csv").read_text() == "a,b,c\n-5.0,-5,+1e3\n"


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


def test_a_link_that_was_put_into_the_study_meanwhile_is_not_followed(run, tmp_path):
    """Proves: a link out of the study is refused by name when the snapshot is taken, and no folder is left.
    Without it: the user's own files would be copied into a folder that is sent on.
    """
    (tmp_path / "secret").write_text("hunter2")
    (run.root / "notes.md").symlink_to(tmp_path / "secret")

    with pytest.raises(BadInput, match="notes.md: this is a link to a file outside the study folder"):
        write_run(run, tmp_path / "run")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret", "study"]


def test_a_link_within_the_study_is_kept_as_a_file(run, tmp_path):
    """Proves: the snapshot holds what the link leads to, as a file of its own.
    Without it: the snapshot would read its tables from a folder that may change.
    """
    (run.root / "lanes.csv").rename(run.root / "lanes-2024.txt")
    (run.root / "lanes.csv").symlink_to("lanes-2024.txt")

    copy = write_run(run, tmp_path / "run") / "snapshot" / "lanes.csv"

    assert not copy.is_symlink()
    assert copy.read_bytes() == (run.root / "lanes-2024.txt").read_bytes()


@pytest.mark.parametrize("name", ["thesis.txt", "run.json", "sub/data.csv", ".env", ".git/config", "sub/.hidden"])
def test_a_folder_of_somebody_else_is_not_touched(run, tmp_path, name):
    """Proves: a folder with any file of its own is refused with its name, hidden ones and a run.json that is not ours
    included.
    Without it: `--out .` would replace the user's work.
    """
    file = tmp_path / "mine" / name
    file.parent.mkdir(parents=True)
    file.write_text("{}")

    with pytest.raises(BadInput, match=name) as refused:
        write_run(run, tmp_path / "mine")

    assert "name a new folder" in str(refused.value)
    assert contents(tmp_path / "mine") == {name: b"{}"}


@pytest.mark.parametrize("link", ["thesis.txt", "folder", "nothing"])
def test_a_link_in_the_folder_belongs_to_somebody(run, tmp_path, link):
    """Proves: links to files, to folders and to nothing are refused by name, and what they lead to is not touched.
    Without it: `--out` would remove a link that somebody needs.
    """
    (tmp_path / "thesis.txt").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "link").symlink_to(tmp_path / link)

    with pytest.raises(BadInput, match="something, and is no run folder: link"):
        write_run(run, tmp_path / "mine")

    assert (tmp_path / "mine" / "link").is_symlink()


@pytest.mark.parametrize("told", [
    {"kind": KIND, "files": {"../../thesis.txt": "00"}}, {"kind": KIND, "files": {"/etc/passwd": "00"}},
    {"kind": KIND, "files": ["thesis.txt"]}, {"kind": KIND, "files": {"thesis.txt": 7}}, {"kind": KIND}, [], "x", None,
    {"kind": "another", "files": {}},
])
def test_a_record_that_claims_what_is_not_its_own_is_none(tmp_path, told):
    """Proves: a run.json that names files outside its folder, or says nothing of use, makes no run folder.
    Without it: a folder that was sent could have files elsewhere read as its own, or its neighbours replaced.
    """
    (tmp_path / "run.json").write_text(json.dumps({"folder": told}))

    assert not is_run(tmp_path)
    with pytest.raises(BadInput, match="no run folder"):
        read_run(tmp_path)


@pytest.mark.parametrize("text", ["", "[" * 100_000, '{"folder": ' * 50_000, "\ud800", "nan"])
def test_a_record_that_is_no_document_is_none(tmp_path, text):
    """Proves: an empty record, one without bottom and one that is not text make no run folder.
    Without it: `compare` would end in a traceback.
    """
    (tmp_path / "run.json").write_bytes(text.encode("utf-8", "surrogatepass"))

    assert not is_run(tmp_path)


@pytest.mark.parametrize(
    ("file", "content"), [("answer.json", b"[" * 100_000), ("tables/prices.parquet", b"PAR1 and no more")])
def test_a_file_that_cannot_be_read_is_named_though_its_digest_is_right(run, tmp_path, file, content):
    """Proves: an answer without bottom and a table that is none are told by name.
    Without it: whoever changes a file and its digest could show the reader a traceback.
    """
    folder = write_run(run, tmp_path / "run")
    (folder / file).write_bytes(content)
    record = json.loads((folder / "run.json").read_text())
    record["folder"]["files"][file] = hashlib.sha256(content).hexdigest()
    (folder / "run.json").write_text(json.dumps(record))

    with pytest.raises(BadInput, match=f"{file}: the file cannot be read"):
        read_run(folder)


def test_looking_for_files_of_others_ends_with_the_first_few(tmp_path, monkeypatch):
    """Proves: of 1,000 foreign files four are looked at.
    Without it: `--out /` would walk through the whole disk to say that it is not empty.
    """
    looked = []
    for number in range(1000):
        (tmp_path / f"{number}.txt").write_text("")
    monkeypatch.setattr(archive, "OF_THE_SYSTEM", Noted(looked))

    with pytest.raises(BadInput, match=r"0.txt, 1.txt, 10.txt, ..."):
        require_free(tmp_path)

    assert len(looked) == 4


class Noted:
    """A list of names that notes for what it was asked, and holds none."""

    def __init__(self, looked: list[str]) -> None:
        self.looked = looked

    def __contains__(self, name: str) -> bool:
        self.looked.append(name)
        return False


@pytest.mark.parametrize("name", ["x" * 300, "below/" + "y" * 300])
def test_a_name_that_the_disk_does_not_take_is_refused_before_anything_is_solved(tmp_path, name):
    """Proves: a name of 300 letters is refused at once.
    Without it: the run would be solved first, and lost.
    """
    with pytest.raises(BadInput, match="the run folder cannot be written"):
        require_free(tmp_path / name)

    assert list(tmp_path.iterdir()) == []


def test_a_run_folder_with_notes_in_it_is_not_replaced(run, tmp_path):
    """Proves: a file that the run did not write is named and kept; one that a file manager leaves does not count.
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
    with pytest.raises(BadInput, match="cannot be written"):
        require_free(tmp_path / "file" / "below" / "further")


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
