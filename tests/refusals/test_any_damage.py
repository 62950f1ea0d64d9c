"""Whatever is done to a file, a study is read or refused; nothing else reaches the user."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monazite.errors import BadInput, MonaziteError
from monazite.reading import new_study, read_study

FILES = (
    "disposals.csv",
    "commodities.csv",
    "elements.csv",
    "units.csv",
    "lanes.csv",
    "derivations.csv",
    "evidence.csv",
    "compositions.csv",
    "recoveries.csv",
    "study.toml",
    "scenarios/export-ban.toml",
)
PIECES = (
    b"",
    b",",
    b";",
    b'"',
    b"\n",
    b"\r",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"=",
    b"*",
    b"|",
    b"nan",
    b"1e999",
    b"-1",
    b"9" * 400,
    "é".encode(),
    b"{MINE-2024}",
    b"[[add]]\n",
    b"[",
    b"2025-13-01",
    b"true",
    b"'''",
    b"known_on",
    b'" "',
    b"sep=;\n",
    b"\t",
    b"%",
    b"\xc2\xa0",
    b"\xe2\x80\xae",
    b"t Ni",
    b"% of ",
    b"per ",
    b"min(",
    b"**",
    b"[[set]]\ntable = ['units']\nkey = [[1]]\nvalues = 3\n",
    b"2025-01-01T00:00:00",
    b"{}",
)


@given(data=st.data(), file=st.sampled_from(FILES))
@settings(max_examples=300)
def test_a_damaged_file_is_read_or_refused(data, file):
    """Proves: cutting, doubling and inserting bytes anywhere gives a study or faults that name a file.
    Without it: a traceback would tell the author about our code instead of about the file.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "study")
        new_study(root)
        text = (root / file).read_bytes()
        for _ in range(data.draw(st.integers(1, 3))):
            start = data.draw(st.integers(0, len(text)))
            end = min(len(text), start + data.draw(st.sampled_from([0, 0, 1, 5, 60])))
            text = (
                text[:start] + data.draw(st.sampled_from(PIECES)) * data.draw(st.sampled_from([1, 1, 3])) + text[end:]
            )
        (root / file).write_bytes(text)

        try:
            read_study(root, date(2025, 6, 30))
        except BadInput as refusal:
            assert all(fault.file and fault.message for fault in refusal.faults)


@pytest.mark.parametrize("text", ['""', '" "', '"\\n"', "\u00a0", '"",""', "sep=;", "sep=;\n\n", "\ufeff"])
def test_a_file_of_nothing_but_signs_is_empty(study, text):
    """Proves: quotes around nothing, a blank that does not break, and a separator alone are a file without rows.
    Without it: a StopIteration would reach the user.
    """
    study.write("demands.csv", text.encode().decode("unicode_escape") if "\\" in text else text)

    assert ("demands.csv", "the file holds no rows") in [(fault.file, fault.message) for fault in study.faults()]


def test_a_folder_that_cannot_be_written(tmp_path):
    """Proves: a new study under a file instead of a folder is refused by name.
    Without it: NotADirectoryError would reach the user.
    """
    (tmp_path / "file").write_text("")

    try:
        new_study(tmp_path / "file" / "study")
    except MonaziteError as error:
        assert "file" in str(error)
    else:
        raise AssertionError("a study was written into a file")
    shutil.rmtree(tmp_path)
