"""Exit codes and messages: who has to act is told by a number, what to do by a sentence, and never by a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import monazite.study.run
from monazite.cli import main
from monazite.errors import BadInput, Fault, Infeasible, ModelFault, MonaziteError, SolveFault


@pytest.mark.parametrize(("error", "code"), [
    (BadInput([Fault("x", "units.csv", 3, "capacity", "mend it")]), 2), (ModelFault("x"), 2), (SolveFault("x"), 3),
    (Infeasible("x"), 3), (MonaziteError("x"), 1), (KeyError("x"), 1), (RecursionError("x"), 1),
])
def test_each_error_ends_with_its_code_and_no_traceback(monazite_says, starter, monkeypatch, error, code):
    """Proves: 2 for input, 3 for solving, 1 for the rest, a mistake of ours included; stderr holds the message only.
    Without it: a script could not tell a study to be mended from a solver that gave up.
    """
    monkeypatch.setattr(monazite.study.run, "run_study", raising(error))

    result = monazite_says("run", starter)

    assert (result.exit_code, result.stdout) == (code, "")
    assert "Traceback" not in result.stderr
    assert "x" in result.stderr
    assert not Path("runs").exists()


def test_a_mistake_of_ours_says_so_and_where(monazite_says, starter, monkeypatch):
    """Proves: the message names the error, the file and the line, and asks for a report; the environment brings the rest.
    Without it: the user would look for the fault in the study.
    """
    monkeypatch.setattr(monazite.study.run, "run_study", raising(KeyError("lane")))
    told = monazite_says("run", starter).stderr
    monkeypatch.setenv("MONAZITE_TRACEBACK", "1")

    assert "monazite made a mistake, and it is not yours: KeyError: 'lane'" in told
    assert ".py, line " in told
    assert "Traceback" in monazite_says("run", starter).stderr


def test_every_fault_is_told_and_nothing_is_written(monazite_says, starter):
    """Proves: two faults in two files come in one list with file, line and way out; exit code 2; no run folder.
    Without it: a study would be mended one fault at a time.
    """
    (starter / "units.csv").write_text((starter / "units.csv").read_text().replace("100000", "many", 1))
    (starter / "lanes.csv").write_text((starter / "lanes.csv").read_text().replace("east,west", "east,wset", 1))

    for words in (("run", starter), ("check", starter), ("compare", starter)):
        result = monazite_says(*words)

        assert (result.exit_code, result.stdout) == (2, "")
        assert "units.csv, line 2, column capacity: 'many' is not a number" in result.stderr
        assert "did you mean 'west'?" in result.stderr
    assert not Path("runs").exists()


@pytest.mark.parametrize("words", [["nuw"], ["run"], ["run", "x", "--nope"], ["run", "x", "--workers", "0"]])
def test_a_command_that_cannot_be_read_is_code_two(words, capsys):
    """Proves: unknown verbs and options, missing arguments and bad values end with 2 and a line on stderr.
    Without it: a mistyped command in a script would look like a failed run.
    """
    code = main(words)
    told = capsys.readouterr()

    assert (code, told.out) == (2, "")
    assert "Usage: monazite" in told.err


def test_help_costs_less_than_a_third_of_a_second(here):
    """Proves: `python -m monazite --help` lists the verbs within 0.3 s of processor time, the start of Python included.
    Without it: the first impression would be a wait for libraries that help does not need.
    """
    before = os.times()
    told = subprocess.run([sys.executable, "-m", "monazite", "--help"], capture_output=True, text=True, check=True).stdout
    after = os.times()
    spent = (after.children_user - before.children_user) + (after.children_system - before.children_system)

    assert all(verb in told for verb in ("new", "check", "run", "compare", "export", "bench"))
    assert spent < 0.3


def test_help_loads_neither_solver_nor_tables(here):
    """Proves: after --help neither pandas, numpy, highspy nor rich is loaded.
    Without it: the limit of 0.3 s would hold on fast machines only.
    """
    script = ("import sys; from monazite.cli import main; main(['--help']); "
              "print(sorted({'pandas', 'numpy', 'scipy', 'highspy', 'rich'} & set(sys.modules)), file=sys.stderr)")

    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert told.stderr.strip() == "[]"


@pytest.mark.parametrize("verb", ["new", "check", "run", "compare", "export", "bench"])
def test_each_verb_is_a_module_and_explains_itself(monazite_says, verb):
    """Proves: the help of a verb begins with a sentence and names --json.
    Without it: a verb could be added that nobody can find out about.
    """
    result = monazite_says(verb, "--help")

    assert result.exit_code == 0
    assert "--json" in result.stdout
    assert (Path(monazite.__file__).parent / "cli" / f"{verb}.py").is_file()


def test_the_version_is_that_of_the_package(monazite_says):
    """Proves: `monazite --version` prints name and number.
    Without it: a report of a fault could not say what was used.
    """
    assert monazite_says("--version").stdout == f"monazite {monazite.__version__}\n"


@pytest.mark.skipif(os.name != "posix", reason="pipes end differently elsewhere")
def test_a_reader_that_stops_reading_is_no_error(here):
    """Proves: `monazite check | head` leaves no message behind.
    Without it: looking at the first lines would end in a traceback.
    """
    command = f"{sys.executable} -m monazite check starter | head -1"

    told = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)

    assert told.stdout == "starter: nothing wrong was found\n"
    assert told.stderr == ""


def test_letters_that_the_terminal_lacks_end_nothing(starter):
    """Proves: on a terminal that knows ASCII only, an option called "høg" is printed as "h?g", and the exit code is 0.
    Without it: a run would end in an encoding error after all the work was done.
    """
    settings = starter / "study.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"ban"', '"høg"'), encoding="utf-8")

    told = subprocess.run([sys.executable, "-m", "monazite", "check", starter], capture_output=True, text=True, check=True,
                          env={**os.environ, "PYTHONIOENCODING": "ascii"})

    assert "options: trade, h?g" in told.stdout


def raising(error):
    def run_study(*args, **choices):
        raise error

    return run_study
