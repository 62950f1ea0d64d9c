"""The error tree: who has to act, what the message says, and that it survives the way between processes."""

from __future__ import annotations

import pickle

import pytest

from monazite import errors
from monazite.errors import BadInput, Fault, MonaziteError, nearest


def all_errors():
    """Every class of the tree."""
    return [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, MonaziteError)]


def test_a_fault_says_place_fault_and_way_out_in_this_order():
    """Proves: file, line, column, message, arrow, way out.
    Without it: "invalid value" with no name in it.
    """
    fault = Fault("'JPX' is no region", "lanes.csv", 12, "destination", "did you mean 'JPN'?")

    assert str(fault) == "lanes.csv, line 12, column destination: 'JPX' is no region -> did you mean 'JPN'?"


def test_a_fault_leaves_out_what_it_does_not_know():
    """Proves: no empty commas and arrows when place or way out are missing.
    Without it: a fault found in memory would read as if it stood in a file without a name.
    """
    assert str(Fault("no periods")) == "no periods"
    assert str(Fault("must be positive", column="capacity")) == "column capacity: must be positive"


def test_all_faults_of_a_stage_come_in_one_message():
    """Proves: two faults make one message of three lines, counted in the first.
    Without it: n faults would take n runs to find.
    """
    lines = str(BadInput([Fault("one"), Fault("two")])).splitlines()

    assert lines == ["2 faults in the input; nothing was written:", "  one", "  two"]


def test_one_fault_is_not_called_faults():
    """Proves: the count agrees with its noun, also when the faults come from a generator.
    Without it: a generator would be used up by the count and the message be empty.
    """
    error = BadInput(fault for fault in [Fault("one")])

    assert str(error).startswith("1 fault in")
    assert error.faults == (Fault("one"),)


def test_faults_survive_the_way_from_a_worker_process():
    """Proves: pickling returns the same faults and the same text.
    Without it: an ensemble's worker would die of its own error message.
    """
    error = BadInput([Fault("one", "a.csv", 2), Fault("two")])

    back = pickle.loads(pickle.dumps(error))

    assert (back.faults, str(back)) == (error.faults, str(error))


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.__name__)
def test_every_error_has_an_exit_code_a_sentence_and_a_place_in_the_drawing(kind):
    """Proves: each class returns 1, 2 or 3 to the shell, says who acts, and stands in the module's drawing.
    Without it: a script could not tell a slip in a table from a failure of the solver.
    """
    assert kind.exit_code in (1, 2, 3)
    assert kind.__doc__
    assert kind.__name__ in errors.__doc__


def test_the_exit_code_says_who_has_to_act():
    """Proves: 2 for the author of the study, 3 where the solver returned nothing to trust.
    Without it: a batch would repeat runs that cannot succeed.
    """
    assert {kind.exit_code for kind in all_errors() if issubclass(kind, errors.ModelFault)} == {2}
    assert {kind.exit_code for kind in all_errors() if issubclass(kind, errors.SolveFault)} == {3}
    assert errors.BadInput.exit_code == errors.UnitMismatch.exit_code == 2


def test_the_nearest_name_is_offered_or_all_of_them():
    """Proves: a slip gets its correction, a stranger the list, an empty list says so.
    Without it: the user would have to look for the spelling in another file.
    """
    assert nearest("osom", ["oscom", "chavara"]) == "did you mean 'oscom'?"
    assert nearest("zzz", ["b", "a"]) == "known are: a, b"
    assert nearest("zzz", [f"n{i:02}" for i in range(20)]).endswith("n11, ...")
    assert nearest("zzz", []) == "no such names are defined"
