"""Where the events of a study lead by themselves, surprise by surprise: solved once, and options start from there.

Events (controls of others, taken on one day for all) hold in every option, and most of what a surprise changes is theirs:
thousands of pivots, where an option's own policies take a few hundred. So the path of the events alone is found first,
and each surprise of an option is solved from where that path has got to. What options share, they then share to the last
digit as well: where several prices are equally right, all begin from the same ones.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

import numpy as np

from monazite.errors import MonaziteError, PatternChanged
from monazite.formulation.formulate import formulate
from monazite.formulation.system import Floats, System
from monazite.program import CompiledProgram
from monazite.solving import Session, Solution
from monazite.study.study import Study
from monazite.world.policies import Policy

GIVEN = ("capacity", "build")
"""Families that data decide, not agents: they are never held at earlier values."""
REMEMBERED = 6
"""How many surprises are kept in a process; what is remembered saves time and changes no byte."""


class Met(NamedTuple):
    """A surprise that was solved: the world as known then, the first open period, what was done before (None: nothing)."""

    system: System
    first: int
    past: Floats | None
    program: CompiledProgram
    solution: Solution


_MET: deque[Met] = deque(maxlen=REMEMBERED)


def held(program: CompiledProgram, first: int, past: Floats | None) -> CompiledProgram:
    """The programme with everything that agents did before period ``first`` held as it was.

    ``past`` are the quantities of the path until then, in each family's unit, shape (columns,).
    """
    if past is None or first == 0:
        return program
    columns = np.concatenate(
        [
            block.start + np.flatnonzero(block.index.codes["period"] < first)
            for block in program.columns
            if block.name not in GIVEN
        ]
    )
    return program.with_fixed(columns, past[columns])


def met(system: System, first: int = 0, before: Met | None = None) -> Met:
    """A surprise in period ``first`` after another, or without one before it the opening of a path, which is solved cold.

    Solved once in a process for each world and past. Raises what the solver raises, and ``PatternChanged`` where
    the two do not stand on one pattern.
    """
    past, start = (None, None) if before is None else (before.solution.x, before.solution.basis)
    for known in _MET:
        if known.past is past and known.first == first and known.system == system:
            return known
    program = formulate(system)
    if before is not None and program.A.shape != before.program.A.shape:
        raise PatternChanged("the world of a surprise has other places than the one before it -> it has no start there")
    program = held(program, first, past)
    _MET.append(Met(system, first, past, program, Session(program).solve(start=start)))
    return _MET[-1]


def events_alone(
    study: Study,
    policies: tuple[Policy, ...],
    known: tuple[Policy, ...],
    captive_terminal_share: float | None,
    first: int,
    before: Met | None,
) -> Met | None:
    """Where the events among ``known`` lead in period ``first`` without the other policies, on the pattern of them all.

    ``before`` is the last surprise of this path; without news for it that one is returned. None if the events cannot
    stand alone, or leave no path alone.
    """
    events = tuple(p for p in known if p.policy in study.folder.events)
    try:
        system = study.system(events, captive_terminal_share, [p for p in policies if p not in events])
        if before is not None and before.system == system:
            return before
        return met(system, first, before)
    except MonaziteError:
        return None
