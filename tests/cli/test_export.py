"""``monazite export`` writes the programme of an option for other solvers, with the meaning of every column and row."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import highspy
import pytest

import monazite.program.mps
from monazite.formulation.formulate import formulate
from monazite.solving import solve
from monazite.study.foresight import solve_option
from monazite.study.study import open_study


def least_cost(path):
    """What HiGHS finds when it reads the file itself."""
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    assert highs.readModel(str(path)) == highspy.HighsStatus.kOk
    highs.run()
    return highs.getInfo().objective_function_value


def labels(path):
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_another_reader_of_the_file_finds_the_least_cost_of_the_option(monazite_says, starter):
    """Proves: the starter's ban, exported at draft, is solved from the file to the objective of its outcome, which is
    printed.
    Without it: who checks the answer with another solver would check another question.
    """
    result = monazite_says("export", starter, "--option", "ban", "--draft", "--to", "ban.mps")
    outcome = solve_option(open_study(starter, resolution="draft"), "ban")

    assert result.exit_code == 0, result.stderr
    assert least_cost("ban.mps") == pytest.approx(outcome.objective, rel=1e-9)
    assert repr(outcome.objective) in result.stdout


def test_the_table_beside_it_names_every_column_and_row(monazite_says, starter):
    """Proves: one line for each column and row, numbered from 0, with its name in the file, its label and its unit.
    Without it: a value of C1042 in another solver would mean nothing.
    """
    told = json.loads(monazite_says("export", starter, "--draft", "--to", "trade.mps", "--json").stdout)
    program = solve_option(open_study(starter, resolution="draft"), "trade").program
    rows = labels("trade.labels.csv")
    columns = [row for row in rows if row["kind"] == "column"]
    section = Path("trade.mps").read_text(encoding="utf-8").partition("COLUMNS\n")[2].partition("RHS\n")[0]
    names = {line.split()[0] for line in section.splitlines()}

    assert (told["option"], told["columns"], told["rows"]) == ("trade", program.c.size, program.row_lower.size)
    assert [row["label"] for row in columns] == [program.column_label(i) for i in range(program.c.size)]
    assert [row["label"] for row in rows if row["kind"] == "row"] == [
        program.row_label(i) for i in range(program.row_lower.size)
    ]
    assert [int(row["number"]) for row in columns] == list(range(program.c.size))
    assert {row["name"] for row in columns} == names
    assert {row["unit"] for row in columns if row["label"].startswith("ship[")} == {"kt/yr"}


def test_with_perfect_foresight_nothing_is_held_and_nothing_is_solved(monazite_says, starter, monkeypatch):
    """Proves: "perfect" writes the programme in which the ban is known from the start, without an objective; its least
    cost is no more than that of the path with surprises.
    Without it: a programme that has no solution could not be looked at in another tool.
    """
    surprised = solve_option(open_study(starter, resolution="draft"), "ban").objective
    monkeypatch.setattr("monazite.study.foresight.solve_option", never)
    words = ("--option", "ban", "--draft", "--foresight", "perfect", "--to", "ban.mps", "--json")
    told = json.loads(monazite_says("export", starter, *words).stdout)
    study = open_study(starter, resolution="draft")
    expected = solve(formulate(study.system(study.policies("ban")))).objective

    assert told["objective"] is None
    assert least_cost("ban.mps") == pytest.approx(expected, rel=1e-9)
    assert expected <= surprised + 1e-6


def test_an_unknown_option_or_date_is_refused_with_the_nearest(monazite_says, starter):
    """Proves: 'bann' and 'strat' are told together with 'ban' and 'start'; exit code 2, and no file.
    Without it: a mistyped option would be exported as the reference.
    """
    result = monazite_says("export", starter, "--option", "bann", "--as-of", "strat", "--to", "x.mps")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean 'ban'?" in result.stderr
    assert "did you mean 'start'?" in result.stderr
    assert not list(Path().glob("*x.*"))


@pytest.mark.parametrize(("to", "said"), [
    ("ban.lp", "only MPS is written -> name the file ban.mps"),
    ("nowhere/ban.mps", "the folder nowhere does not exist"), ("folder.mps", "this is a folder"),
])  # fmt: skip
def test_other_formats_and_impossible_places_are_refused(monazite_says, starter, to, said):
    """Proves: another ending, a folder that is missing and a folder in place of the file are exit code 2 with the way
    out.
    Without it: an MPS file would be called ban.lp, and other tools would read it wrongly.
    """
    Path("folder.mps").mkdir()
    result = monazite_says("export", starter, "--draft", "--to", to)

    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_an_error_half_way_leaves_the_old_files_and_nothing_new(monazite_says, starter, monkeypatch):
    """Proves: when the table cannot be written, the programme is not there either, an older file is as it was, and
    nothing half-written is left.
    Without it: a programme would lie beside the labels of another one.
    """
    Path("ban.mps").write_text("older", encoding="utf-8")
    before = sorted(path.name for path in Path().iterdir())
    monkeypatch.setattr(monazite.cli.export, "_write_labels", broken)

    result = monazite_says("export", starter, "--draft", "--to", "ban.mps")

    assert result.exit_code == 1
    assert Path("ban.mps").read_text(encoding="utf-8") == "older"
    assert sorted(path.name for path in Path().iterdir()) == before


def never(*args):
    raise AssertionError("solved")


def broken(*args):
    raise OSError("no space left")
