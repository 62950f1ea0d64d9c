"""An answer depends on its question alone: not on what was asked before, nor on the session or process that answers."""

from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from monazite.errors import Infeasible
from monazite.solving import Basis, Session, SolveOptions, solve

CHANGES = ({"closed": (1, 3, 5, 7, 9)}, {"tariff": 2.0}, {}, {"efficiency": 0.5}, {"closed": (2,), "tariff": 5.0})


def test_the_order_of_variants_leaves_no_trace(market, same_bytes):
    """Proves: five variants, forwards, backwards and each in a fresh session, give equal bytes of x, y, z and basis.
    Without it: a solver that remembers gives other bytes in another order: a resumed ensemble differs from a whole one.
    """
    variants = [market(seed=2, **change) for change in CHANGES]
    session = Session(market(seed=2))
    start = session.solve().basis

    forwards = [session.solve(variant, start=start) for variant in variants]
    backwards = [session.solve(variant, start=start) for variant in reversed(variants)][::-1]
    fresh = [Session(variant).solve(start=start) for variant in variants]

    assert all(same_bytes(a, b) and same_bytes(a, c) for a, b, c in zip(forwards, backwards, fresh, strict=True))
    assert {solution.route for solution in forwards} == {"warm"}


def test_the_number_of_threads_may_change_between_solves(market, same_bytes):
    """Proves: one thread, two, and one again in one process: the same bytes.
    Without it: the solver, whose threads are shared by the process, would refuse the second solve.
    """
    program = market(seed=1)

    one, two, again = (solve(program, options=SolveOptions(threads=count)) for count in (1, 2, 1))

    assert same_bytes(one, two)
    assert same_bytes(one, again)


def test_a_failure_leaves_no_trace(transport, same_bytes):
    """Proves: a solve after an infeasible variant has the bytes of one before it.
    Without it: the one bad draw of an ensemble would colour those that follow.
    """
    session = Session(transport())
    before = session.solve()
    with pytest.raises(Infeasible):
        session.solve(transport(capacity=(1.0, 1.0)), start=before.basis)

    assert same_bytes(session.solve(), before)


def test_a_solution_survives_a_pickle(market, same_bytes):
    """Proves: a solution comes out of a pickle with the same bytes, read-only, and starts the same warm solve.
    Without it: base and variants could not be solved in different processes.
    """
    program, variant = market(seed=4), market(seed=4, tariff=1.0)
    solution = solve(program)

    back = pickle.loads(pickle.dumps(solution))

    assert same_bytes(back, solution)
    assert not any(array.flags.writeable for array in (back.x, back.y, back.z, back.basis.columns))
    assert same_bytes(solve(variant, start=back.basis), solve(variant, start=solution.basis))


def test_a_basis_starts_alike_as_the_solver_left_it_and_as_codes(market, same_bytes):
    """Proves: a basis whose codes nobody has read yet, and one made of its codes, start solves of the same bytes.
    Without it: looking at a basis, or keeping it in a file, would change the answers that start from it.
    """
    start = solve(market(seed=6)).basis
    variant = market(seed=6, tariff=1.0)
    unread = solve(variant, start=start)
    codes = Basis(start.columns.copy(), start.rows.copy())

    assert same_bytes(solve(variant, start=codes), unread)
    assert start.shape == (codes.columns.size, codes.rows.size)
    assert set(codes.columns.tolist()) <= {0, 1, 2, 3, 4}


def test_a_start_whose_columns_have_become_dependent_is_mended(market):
    """Proves: with a third of all coefficients gone to zero, the basis of before is singular; started from it the
    solver finds the cold objective to 1e-9.
    Without it: a patch that changes the matrix would end in an error, or in a wrong answer.
    """
    program = market(seed=3)
    start = solve(program).basis
    matrix = program.A.copy()
    matrix.data = np.where(np.arange(matrix.nnz) % 3 == 0, 0.0, matrix.data)
    thinner = replace(program, A=matrix)
    basic = np.flatnonzero(start.columns == 1)

    warm = Session(program).solve(thinner, start=start)

    assert np.linalg.matrix_rank(thinner.A[:, basic].toarray()) < np.linalg.matrix_rank(program.A[:, basic].toarray())
    assert warm.route == "warm"
    assert warm.objective == pytest.approx(solve(thinner).objective, rel=1e-9)


def test_another_process_gives_the_same_bytes(market):
    """Proves: a new interpreter with another hash seed, unpickling the programme, finds the same quantities and prices.
    Without it: "reproduce" would hold only for those who ran it first.
    """
    program = market(seed=5)
    script = (
        "import hashlib, pickle, sys; from monazite.solving import solve; "
        "s = solve(pickle.load(sys.stdin.buffer)); "
        "print(hashlib.sha256(s.x.tobytes() + s.y.tobytes() + s.z.tobytes()).hexdigest())"
    )
    source = str(Path(__file__).parents[2] / "src")
    environment = {**os.environ, "PYTHONHASHSEED": "12345", "PYTHONPATH": source}
    other = subprocess.run(
        [sys.executable, "-c", script], input=pickle.dumps(program), capture_output=True, check=True, env=environment
    )

    here = solve(program)

    digest = hashlib.sha256(here.x.tobytes() + here.y.tobytes() + here.z.tobytes()).hexdigest()
    assert other.stdout.decode().strip() == digest
