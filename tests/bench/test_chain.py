"""The made-up chain that all contenders are given: its size, its shape, and what its instruments change."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from monazite.bench.chain import COMMODITIES, FEWEST, INSTRUMENTS, LANES, TRADED, chain, chain_of, stacked
from monazite.bench.direct import build
from monazite.program import difference
from monazite.solving import solve


@pytest.fixture(scope="module")
def small():
    """The smallest chain, its programme and its solution."""
    data = chain(FEWEST)
    program = build(data)
    return data, program, solve(program)


@pytest.mark.parametrize("columns", [13_000, 60_000, 150_000])
def test_a_chain_has_about_the_columns_asked_for(columns):
    """Proves: 12,960, 59,616 and 150,336 columns for 13,000, 60,000 and 150,000: within 1 %.
    Without it: "at 13,000 columns" would be said of another size.
    """
    assert chain_of(columns).columns == pytest.approx(columns, rel=0.01)


def test_the_size_that_is_told_is_that_of_the_programme(small):
    """Proves: the count made from the arrays is the number of columns that are built, 10,368 for four regions.
    Without it: peers would be compared by a number that nobody solves.
    """
    data, program, _ = small

    assert data.columns == program.c.size == 10_368


def test_the_same_seed_gives_the_same_chain():
    """Proves: every array of two chains of one seed is equal to the byte; another seed gives other capacities.
    Without it: two contenders, each in its own process, would solve different chains.
    """
    one, again, other = chain(5, seed=3), chain(5, seed=3), chain(5, seed=4)

    assert all(np.array_equal(getattr(one, f.name), getattr(again, f.name)) for f in fields(one))
    assert not np.array_equal(one.run_upper, other.run_upper)


def test_lanes_lead_from_every_region_to_others():
    """Proves: each region sends each traded commodity along three lanes, to three regions that are not itself.
    Without it: a lane from a region to itself, or the same lane twice, would be columns that do nothing.
    """
    data = chain(6)
    lanes = set(zip(data.goods.tolist(), data.origin.tolist(), data.destination.tolist(), strict=True))

    assert len(lanes) == data.goods.size == 6 * LANES * len(TRADED)
    assert not (data.origin == data.destination).any()
    assert {COMMODITIES[good] for good in data.goods} == set(TRADED)


def test_the_chain_trades_uses_and_stores(small):
    """Proves: in the optimum between a tenth and nine tenths of lanes and users are active, something is stored, the
    heavy oxide is short in places and the surplus oxide is thrown away in others.
    Without it: an empty or a saturated programme is solved in presolve, and the comparison measures nothing.
    """
    _, program, solution = small
    active = {
        name: float(np.mean(solution.values(name) > 1e-6)) for name in ("run", "ship", "serve", "level", "discard")
    }

    assert all(0.1 < share < 0.9 for share in active.values()), active
    assert solution.objective < 0.0
    assert program.column("discard").index.size > 0


def test_material_is_conserved_in_every_region_and_period(small):
    """Proves: what is made, landed and released is what is used, shipped, stored and discarded; a store holds what it
    held less 1 % a year and what was released.
    Without it: the peers would agree with us on a chain that makes magnets of nothing.
    """
    data, program, solution = small
    balance = program.A[program.row("commodity_balance").slice] @ solution.x
    level, release = (
        solution.values(name).reshape(-1, len(data.regions), len(data.periods)) for name in ("level", "release")
    )
    before = np.concatenate([np.zeros_like(level[:, :, :1]), level[:, :, :-1]], axis=2) * 0.99**data.lengths
    before[:, :, 0] = data.initial

    assert np.abs(balance).max() < 1e-9
    assert level == pytest.approx(before - data.lengths * release, abs=1e-9)


@pytest.mark.parametrize("name", [*INSTRUMENTS, "all"])
def test_an_instrument_changes_numbers_and_not_the_pattern(small, name):
    """Proves: each instrument changes some numbers of the programme, on the same labels and cells, and the least cost.
    Without it: a patch of nothing would be measured, and would be fast.
    """
    data, program, solution = small
    changed = build(stacked(data) if name == "all" else INSTRUMENTS[name](data))
    patch = difference(program, changed)

    assert 0 < patch.size() < program.c.size
    assert abs(solve(changed).objective - solution.objective) > 1e-3


def test_a_better_recovery_changes_the_matrix(small):
    """Proves: one of the instruments changes coefficients of the matrix itself, not bounds or costs only.
    Without it: the dearest kind of patch would not be among those measured.
    """
    data, program, _ = small

    assert difference(program, build(INSTRUMENTS["better recovery"](data))).entries[0].size > 0
