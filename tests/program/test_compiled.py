"""The finished programme can be read by people and changed by nobody."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from monazite.errors import ProgramFault
from monazite.program import CompiledProgram, apply, difference
from monazite.program.testing import assert_programs_equal


def arrays(program: CompiledProgram):
    vectors = [program.c, program.lower, program.upper, program.row_lower, program.row_upper]
    matrix = [program.A.data, program.A.indices, program.A.indptr]
    return [*vectors, *matrix, *(array for term in program.costs.values() for array in term)]


def test_every_row_and_column_can_be_named(chain):
    """Proves: the third column and the last row say family and labels.
    Without it: a fault would be reported as a number.
    """
    program = chain.draft().compile()

    assert program.column_label(2) == "run[unit=plant, period=1]"
    assert program.row_label(7) == "capacity[unit=plant, period=2]"


def test_families_keep_their_place_unit_and_meaning(chain):
    """Proves: sell stands after the four columns of run; the dual of the balance is a price.
    Without it: results would number the columns a second time.
    """
    program = chain.draft().compile()

    assert (program.column("sell").slice, program.column("sell").unit) == (slice(4, 8), "kt/yr")
    assert program.row("balance").dual == "MUSD per kt"


def test_a_programme_counts_its_families(chain):
    """Proves: eight columns, eight rows, and ten entries of the balance against four of the capacity.
    Without it: nobody could say which family made a study slow.
    """
    assert chain.draft().compile().describe() == {
        "columns": {"run": 4, "sell": 4},
        "rows": {"balance": 4, "capacity": 4},
        "entries": {"balance": 10, "capacity": 4},
    }


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda p: p.column("sel"), "no columns are called 'sel' -> did you mean 'sell'"),
        (lambda p: p.row("balances"), "no rows are called 'balances' -> did you mean 'balance'"),
        (lambda p: p.column_label(8), "column 8 does not exist -> they are counted from 0 to 7"),
        (lambda p: p.row_label(-1), "row -1 does not exist"),
        (lambda p: p.with_fixed([0], [np.nan]), "not finite"),
    ],
)
def test_what_does_not_exist_is_answered_with_what_does(chain, ask, said):
    """Proves: each wrong question gets the nearest right one.
    Without it: a KeyError or a wrong slice.
    """
    program = chain.draft().compile()

    with pytest.raises(ProgramFault, match=said):
        ask(program)


def test_nothing_in_a_programme_can_be_written(chain):
    """Proves: all twelve arrays refuse writing.
    Without it: one variant could change the numbers of the next.
    """
    program = chain.draft().compile()

    assert not any(array.flags.writeable for array in arrays(program))


def test_a_programme_survives_a_pickle(chain):
    """Proves: what comes out of a pickle is the same, byte for byte, and still read-only.
    Without it: an ensemble in many processes would need to formulate in each.
    """
    program = chain.draft().compile()

    back = pickle.loads(pickle.dumps(program))

    assert [a.tobytes() for a in arrays(back)] == [a.tobytes() for a in arrays(program)]
    assert not any(array.flags.writeable for array in arrays(back))
    assert difference(program, back).size() == 0
    assert_programs_equal(program, back)


def test_decided_columns_can_be_held(chain):
    """Proves: run[mine,1] held at 4 has both bounds 4; the other bounds and the original stay.
    Without it: what was decided before an announcement would be decided again with hindsight.
    """
    program = chain.draft().compile()

    held = program.with_fixed([0], [4.0])

    assert (held.lower[0], held.upper[0], held.upper[1]) == (4.0, 4.0, np.inf)
    assert program.upper[0] == np.inf
    assert apply(program, difference(program, held)).upper[0] == 4.0
