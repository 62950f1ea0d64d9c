"""``monazite new`` writes a study that runs, and touches nothing that is there."""

from __future__ import annotations

import json
from pathlib import Path

from monazite.reading.folder import digest


def test_a_new_study_is_written_with_what_to_do_next(monazite_says, here):
    """Proves: the folder can be checked as it stands, and the next commands are printed with its name.
    Without it: a newcomer would have a folder and no idea.
    """
    result = monazite_says("new", "mine")

    assert result.exit_code == 0
    assert "monazite run mine --draft" in result.stdout
    assert monazite_says("check", "mine").exit_code == 0


def test_json_lists_the_files(monazite_says, here):
    """Proves: one document with the folder, the files in it, and the next commands.
    Without it: a script could not tell what was written.
    """
    told = json.loads(monazite_says("new", "mine", "--json").stdout)

    assert told["folder"] == "mine"
    assert sorted(told["files"]) == sorted(p.relative_to("mine").as_posix() for p in Path("mine").rglob("*") if p.is_file())
    assert told["next"][0] == "monazite check mine"


def test_a_folder_that_holds_something_is_refused(monazite_says, starter):
    """Proves: exit code 2, and every byte of the folder is as it was.
    Without it: a study of weeks would be overwritten by the example.
    """
    before = digest(starter)
    result = monazite_says("new", starter)

    assert (result.exit_code, result.stdout, digest(starter)) == (2, "", before)
    assert "choose a new name" in result.stderr

