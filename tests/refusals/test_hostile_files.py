"""Files that are made to do harm: without end, without bottom, leading elsewhere, locked, or painting the terminal."""

from __future__ import annotations

import multiprocessing.synchronize  # noqa: F401  (loaded here, since somebody without rights could not load it)
import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monazite.cli.app import app
from monazite.errors import BadInput
from monazite.reading import new_study, references, sheets
from monazite.reading.faults import LONGEST_TEXT, SHOWN_PER_FILE
from monazite.reading.sheets import LONGEST_LINE, MOST_ROWS, Unreadable, open_sheet
from monazite.reading.study_files import digest

POLICY = "scenarios/export-ban.toml"


class Endless:
    """A file that never ends and counts what was read of it."""

    def __init__(self, head: bytes, line: bytes) -> None:
        self.head, self.line, self.lines, self.bytes = head, line, 0, 0

    def readline(self, most: int) -> bytes:
        text = self.head if not self.lines else self.line
        text = text if text.endswith(b"\n") else text * (most // len(text) + 1)
        self.lines += 1
        self.bytes += min(most, len(text))
        return text[:most]


def test_a_table_of_a_billion_rows_is_refused_before_it_is_read():
    """Proves: of a file without end 200,001 rows are read and given up one by one; the memory taken stays below 2 MB.
    Without it: the reader would fill the memory first, and the machine would stop instead of the reading.
    """
    file = Endless(b"region,name\n", b"nowhere,Nowhere at all\n")
    sheet = open_sheet(file, "regions.csv", {"region", "name"})
    tracemalloc.start()

    with pytest.raises(Unreadable, match="more than 200,000 rows"):
        for _ in sheet.rows:
            pass

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert file.lines == MOST_ROWS + 2
    assert peak < 2e6


def test_a_line_of_a_billion_bytes_is_refused_before_it_is_read():
    """Proves: of a line without end one byte more than the limit is read.
    Without it: a file without line ends would be read as a whole before anybody could look at it.
    """
    file = Endless(b"region,name\n", b"x")
    sheet = open_sheet(file, "regions.csv", {"region", "name"})

    with pytest.raises(Unreadable, match="longer than 4,194,304 bytes"):
        next(sheet.rows)

    assert file.bytes == LONGEST_LINE + 1 + min(LONGEST_LINE + 1, len(file.head))


def test_a_file_too_large_is_refused_before_its_digest_is_taken(study):
    """Proves: `run` and `compare`, which name their folder by the digest, refuse 200 GB at once, by name.
    Without it: naming the folder would read the whole file first: a quarter of an hour for a message.
    """
    with (study.root / "old.csv").open("wb") as file:
        file.truncate(200 * 1024**3)

    faults = [study.faults(verb=verb) for verb in ("check", "run", "compare")]

    assert [[fault.file for fault in some] for some in faults] == [["old.csv"]] * 3


BOMBS = {
    "lists in lists": "x = " + "[" * 100_000,
    "tables in tables": "x = " + "{a=" * 100_000,
    "a key of a hundred thousand parts": ".".join(["a"] * 100_000) + " = 1",
    "a heading of a hundred thousand parts": "[" + ".".join(["a"] * 100_000) + "]",
    "a quoted key of many parts": " . ".join(['"a b"'] * 100_000) + " = 1",
    "a number of a hundred thousand digits": "x = " + "9" * 100_000,
    "a text of two megabytes": f"x = '{'x' * 2_000_000}'",
    "an unknown key of a hundred thousand letters": "x" * 100_000 + " = 1",
    "brackets that never close": "[" * 500_000,
    "a hundred thousand keys": "".join(f"k{n} = 1\n" for n in range(80_000)),
}


@pytest.mark.parametrize("file", ["study.toml", POLICY])
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_toml_file_that_would_explode_is_refused(study, bomb, file):
    """Proves: each is told by its file within a minute, in messages that fit on a screen.
    Without it: a key of 100,000 parts takes the parser hours, and a number of 100,000 digits ends in a traceback.
    """
    study.write(file, BOMBS[bomb] + "\n" + study.text(file))
    began = time.perf_counter()

    faults = study.faults()

    assert time.perf_counter() - began < 60
    assert faults[0].file == file
    assert all(len(str(fault)) < 4 * LONGEST_TEXT for fault in faults)


@pytest.mark.parametrize(
    "written", ['["units"]', "{ a = 1 }", "12", "[[1]]", "2025-01-01", "true", '"' + "x" * 90_000 + '"']
)
@pytest.mark.parametrize("word", ["table", "key", "row", "title", "announced"])
def test_a_policy_that_says_something_else_where_a_word_belongs(study, word, written):
    """Proves: lists, tables, numbers and days in the place of a name are told with the file, shortly.
    Without it: `table = ["units"]` would end in a TypeError.
    """
    given = {"title": '"t"', "announced": "2025-01-01", "table": '"units"', "key": '"mine"', "row": "{}", word: written}
    edit = "add" if word == "row" else "remove"
    lines = [f"{name} = {given[name]}" for name in ("title", "announced")]
    lines += [f"[[{edit}]]", *(f"{name} = {given[name]}" for name in ("table", "row" if edit == "add" else "key"))]
    study.write(POLICY, "\n".join(lines))

    faults = [fault for fault in study.faults() if fault.file == POLICY] if harmful(word, written) else ["fine"]

    assert faults
    assert all(len(str(fault)) < 4 * LONGEST_TEXT for fault in faults)


def harmful(word: str, written: str) -> bool:
    """Whether what is written cannot stand there; numbers and days are texts for a title, and a day is a day."""
    return not (word == "title" and written in ("12", "2025-01-01")) and (word, written) != ("announced", "2025-01-01")


def test_many_wrong_names_cost_no_search_each(study, monkeypatch):
    """Proves: of 5,000 wrong names 40 are told with the nearest, and for no other the nearest is searched.
    Without it: a hundred thousand wrong rows would be compared with every known name, for hours.
    """
    searched = []
    monkeypatch.setattr(references, "nearest", lambda name, known: searched.append(name) or "near")
    study.append("prices.csv", *[f"concentrate,nowhere{number},1,0.1,x" for number in range(5000)])

    faults = study.faults()

    assert len(searched) == SHOWN_PER_FILE
    assert "4,960 more faults" in faults[-1].message


@pytest.mark.parametrize("file", ["study.toml", POLICY, "README.md", "lanes.csv", "notes.csv"])
def test_a_link_to_a_file_elsewhere_is_refused_and_not_read(study, file):
    """Proves: tables, settings, policies, notes and stray files that lead out are told by name, their content is not.
    Without it: a study from a stranger could carry the reader's own files into every run that is sent on.
    """
    secret = study.root.parent / "secret"
    secret.write_text("hunter2,password\n1,2\n")
    (study.root / file).unlink(missing_ok=True)
    (study.root / file).symlink_to(secret)

    faults = study.faults()

    assert (file, "this is a link to a file outside the study folder") in [(f.file, f.message) for f in faults]
    assert not [fault for fault in faults if "hunter2" in str(fault)]


def test_a_folder_of_policies_elsewhere_is_refused(study):
    """Proves: policies that lie in a linked folder outside are told one by one.
    Without it: a link to a folder would do what a link to a file may not.
    """
    (study.root / "scenarios").rename(study.root.parent / "elsewhere")
    (study.root / "scenarios").symlink_to(study.root.parent / "elsewhere")

    assert (POLICY, "this is a link to a file outside the study folder") in [
        (f.file, f.message) for f in study.faults()
    ]


def test_a_link_within_the_study_is_followed(study):
    """Proves: lanes.csv may be a link to another file of the same folder, and the folder itself may be a link.
    Without it: a study under version control could not keep two calendars of one table.
    """
    (study.root / "lanes.csv").rename(study.root / "lanes-2024.txt")
    (study.root / "lanes.csv").symlink_to("lanes-2024.txt")
    (study.root.parent / "linked").symlink_to(study.root)

    result = CliRunner().invoke(app, ["check", str(study.root.parent / "linked")])

    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("file", ["study.toml", POLICY])
def test_a_pipe_in_the_place_of_settings_is_not_waited_for(study, file):
    """Proves: nobody writes into the pipe, and the command ends all the same.
    Without it: the command would wait for ever, and say nothing.
    """
    (study.root / file).unlink()
    os.mkfifo(study.root / file)

    assert study.faults()


@contextmanager
def without_rights():
    """Whatever the suite runs as, what follows runs as somebody whom the rights of files stop."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("place", ["lanes.csv", "study.toml", POLICY, "scenarios", "."])
@pytest.mark.parametrize("verb", ["check", "run", "compare"])
def test_what_may_not_be_read_is_refused_by_name(monkeypatch, place, verb):
    """Proves: a locked table, policy or folder is told as such, with exit code 2, by every verb.
    Without it: a PermissionError would look like a mistake of ours.
    """
    with tempfile.TemporaryDirectory() as open_to_all:
        os.chmod(open_to_all, 0o755)
        monkeypatch.chdir(open_to_all)
        new_study("study")
        CliRunner().invoke(app, ["check", "study"])  # loads what somebody without rights could not load
        locked = Path("study", place)
        locked.chmod(0)
        try:
            with without_rights():
                result = CliRunner().invoke(app, [verb, "study"])
        finally:
            locked.chmod(0o755)
        monkeypatch.chdir("/")

    assert result.exit_code == 2, result.output
    assert "Permission denied" in result.stderr
    assert (Path(place).name if place != "." else "study") in result.stderr


def test_a_digest_of_a_locked_file_says_which(tmp_path):
    """Proves: the digest of a study whose table is gone between two looks is a fault with a name.
    Without it: FileNotFoundError would reach the user.
    """
    new_study(tmp_path / "study")
    (tmp_path / "study" / "old.csv").symlink_to("/etc/hostname")

    with pytest.raises(BadInput, match="old.csv: this is a link to a file outside"):
        digest(tmp_path / "study")


PAINT = "\x1b[31mred\x1b[0m \x9b31m \x07 \u202egnp.exe [red]markup[/red] <script>alert(1)</script>"


@pytest.mark.parametrize("where", ["header", "policy", "setting", "section", "file name"])
def test_what_a_file_says_never_reaches_the_terminal_as_a_command(study, where):
    """Proves: escape sequences in heads, keys and file names are spelled out in messages and in JSON; markup stays as
    it is.
    Without it: a study could clear the screen, rename the window, or print "nothing wrong was found" in green.
    """
    match where:
        case "header":
            study.replace("lanes.csv", "freight", f"freight,{PAINT}")
        case "policy":
            study.append(POLICY, f'["{toml(PAINT)}"]')
        case "setting":
            study.append("study.toml", f'"{toml(PAINT)}" = 1')
        case "section":
            study.append("study.toml", f'["{toml(PAINT)}"]')
        case "file name":
            study.write(f"scenarios/{PAINT.replace('/', '')}.toml", "x")

    result = CliRunner().invoke(app, ["check", str(study.root), "--json"])

    assert result.exit_code == 2
    assert not [sign for sign in result.stdout + result.stderr if sign != "\n" and not sign.isprintable()]
    assert "\\x1b[31mred" in result.stderr
    assert "[red]markup[" in result.stderr
    assert "<script>alert(1)<" in result.stderr


def toml(text: str) -> str:
    """A text as it stands between the quotes of TOML."""
    return "".join(f"\\u{ord(sign):04x}" if not sign.isprintable() else sign for sign in text)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("lanes.csv", "7000", "NaN", "lanes.csv, line 2, column base_flow: 'NaN' is not a finite number"),
        ("study.toml", "base_year = 2024", "base_year = 2026", "column periods.start: the horizon starts on"),
        ("study.toml", "[study]", "[study", "study.toml, line"),
        (POLICY, "share = 0", "share = 99", f"{POLICY}, line"),
        ("derivations.csv", "{NI-EXPORTS}", "{NI-EXPORT}", "evidence 'NI-EXPORT', which does not exist"),
    ],
)
def test_a_command_in_a_process_of_its_own_says_the_same(study, file, old, new, says):
    """Proves: `python -m monazite check` ends with 2, an empty stdout and the message, for a fault of each stage.
    Without it: the tests beside this one could pass by something that only they set up.
    """
    study.replace(file, old, new)

    told = subprocess.run(
        [sys.executable, "-m", "monazite", "check", study.root], capture_output=True, text=True, check=False
    )

    assert (told.returncode, told.stdout) == (2, "")
    assert says in told.stderr
    assert "Traceback" not in told.stderr


def test_the_limits_are_those_that_the_pages_state():
    """Proves: rows, columns and bytes are as the guide for spreadsheets says.
    Without it: a reader would be told 200,000 rows and stopped at another number.
    """
    page = (Path(__file__).parents[2] / "docs" / "howto" / "edit-tables-in-a-spreadsheet.md").read_text(
        encoding="utf-8"
    )

    assert f"{sheets.MOST_ROWS:,} rows" in page
    assert f"{sheets.MOST_COLUMNS} columns" in page
    assert f"{sheets.LARGEST_FILE // 1024**2} MB" in page
