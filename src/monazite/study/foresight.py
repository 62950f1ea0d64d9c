"""Agents foresee everything that was announced and nothing that was not: surprise by surprise to the realised path.

For each date of announcement the columns of earlier periods are held at what was done by then, and the rest is solved
again with what is known now. With perfect foresight instead, half a year of exports would be hoarded before a stop.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

import numpy as np

from monazite.errors import SolveFault
from monazite.formulation.formulate import formulate
from monazite.formulation.incentives import rate
from monazite.formulation.royalties import export_charge, royalty_lanes
from monazite.formulation.system import Floats, System
from monazite.program import CompiledProgram
from monazite.results.outcome import Outcome
from monazite.solving import Session, Solution
from monazite.study.study import Study
from monazite.world.policies import Policy

GIVEN = ("capacity", "build")
"""Families that data decide, not agents: they are never held at earlier values."""
INCENTIVE_TOLERANCE = 0.005
"""How far an incentive or royalty may move between two rounds of its fixed point, as a share of itself."""
INCENTIVE_ROUNDS = 10


def solve_option(study: Study, option: str, captive_terminal_share: float | None = None) -> Outcome:
    """Solve an option of a study with foresight by announcement; see ``realise``."""
    return realise(study, option, study.policies(option), captive_terminal_share)


def realise(
    study: Study,
    option: str,
    policies: tuple[Policy, ...],
    captive_terminal_share: float | None = None,
) -> Outcome:
    """The realised path under dated policies.

    Raises ``Infeasible`` or ``SolveFault`` from the solver with labels. Announcements that fall into one period are one
    surprise, known from the start of that period; what was announced before the first period was always known.
    """
    path: Outcome | None = None
    surprises = stages(study, policies)
    for first, known in surprises:
        system = study.system(known, captive_terminal_share, [p for p in policies if p not in known])
        path = _advance(system, option, first, path, settle=first == surprises[-1][0])
    if path is None:
        raise SolveFault("the study has no periods -> lengthen the periods in study.toml")
    return path


def stages(study: Study, policies: tuple[Policy, ...]) -> list[tuple[int, tuple[Policy, ...]]]:
    """For each surprise: the first period that is still open, and the policies known from there on."""
    grid = study.grid
    first = [0 if p.announced < grid.start else grid.index_of(p.announced) for p in policies]
    return [(t, tuple(p for p, at in zip(policies, first, strict=True) if at <= t)) for t in sorted({0, *first})]


def _advance(system: System, option: str, first: int, before: Outcome | None, *, settle: bool) -> Outcome:
    """Solve from period ``first`` on, with earlier periods as they happened; the last time settle what follows prices."""
    program = _held(formulate(system), first, before)
    solution = Session(program).solve(start=before.basis) if before else _opening(program)
    seconds, solves = solution.seconds, 1
    outcome = _joined(system, option, program, solution, first, before)
    residual = _rate_change(system, outcome)
    while settle and residual > INCENTIVE_TOLERANCE and solves < INCENTIVE_ROUNDS:
        system = replace(system, sale_price=_sale_prices(outcome, system, damping=0.5))
        program = _held(formulate(system), first, before)
        solution = Session(program).solve(start=solution.basis)
        seconds, solves = seconds + solution.seconds, solves + 1
        outcome = _joined(system, option, program, solution, first, before)
        residual = _rate_change(system, outcome)
    worst = dict(zip(("primal", "dual", "gap"), solution.residuals, strict=True))
    if before is not None:
        worst = {k: max(v, before.residuals[k]) for k, v in worst.items()}
        seconds, solves = seconds + before.seconds, solves + before.solves
    return replace(outcome, residuals=worst, seconds=seconds, solves=solves, incentive_residual=residual)


_OPENINGS: OrderedDict[bytes, Solution] = OrderedDict()
REMEMBERED = 4
"""Openings kept in a process: options differ only in what is announced later, so most of them open alike."""


def _opening(program: CompiledProgram) -> Solution:
    """The solution of a programme without a past, solved cold, once in a process for each set of numbers."""
    key = program.digest()
    if key not in _OPENINGS:
        _OPENINGS[key] = Session(program).solve()
        while len(_OPENINGS) > REMEMBERED:
            _OPENINGS.popitem(last=False)
    return _OPENINGS[key]


def _held(program: CompiledProgram, first: int, before: Outcome | None) -> CompiledProgram:
    """The programme with everything that agents did before period ``first`` held as it was."""
    if before is None or first == 0:
        return program
    past = np.concatenate(
        [
            block.start + np.flatnonzero(block.index.codes["period"] < first)
            for block in program.columns
            if block.name not in GIVEN
        ]
    )
    return program.with_fixed(past, before.x[past])


def _joined(
    system: System, option: str, program: CompiledProgram, solution: Solution, first: int, before: Outcome | None
) -> Outcome:
    """Duals of closed periods stay what they were when those periods were open."""
    duals = solution.y.copy()
    if before is not None:
        for block in program.rows:
            period = block.index.codes.get("period")
            if period is not None:
                past = block.start + np.flatnonzero(period < first)
                duals[past] = before.y[past]
    return Outcome(option, system, program, solution.x, duals, basis=solution.basis)


def _places(system: System) -> list[tuple[str, str]]:
    """Where incentives and royalties follow the price."""
    region, lanes = system.world.region_of_unit, system.world.keyed("lanes")
    taxed = {(lanes[name].commodity, lanes[name].destination): None for name in royalty_lanes(system)}
    return [*((c, region[s.unit]) for s in system.world.subsidies for c in s.commodities), *taxed]


def _sale_prices(outcome: Outcome, system: System, damping: float) -> dict[tuple[str, str], Floats]:
    """Half way from the prices assumed to the prices found, so that the fixed point does not swing."""
    flat = np.ones(len(system.grid))
    return {
        place: damping * outcome.price(*place)
        + (1.0 - damping) * system.sale_price.get(place, flat * system.price(*place))
        for place in _places(system)
    }


def _rate_change(system: System, outcome: Outcome) -> float:
    """Largest change of any incentive's rate or royalty, as a share of the highest it reaches, if it were reckoned on the
    prices that were found: a share, so that it does not depend on the money.
    """
    found = replace(system, sale_price={place: outcome.price(*place) for place in _places(system)})
    moves = [
        _moved(rate(system, s.subsidy, c), rate(found, s.subsidy, c), outcome.total("eligible", subsidy=s.subsidy, commodity=c))
        for s in system.world.subsidies
        for c in s.commodities
    ]
    moves += [
        _moved(export_charge(system, name), export_charge(found, name), outcome.total("ship", lane=name))
        for name in royalty_lanes(system)
    ]
    return max(moves, default=0.0)


def _moved(assumed: Floats, found: Floats, used: Floats) -> float:
    """How far a rate moved where it was used, as a share of the highest that it reaches."""
    highest = float(np.max(np.abs(found), initial=0.0))
    return float(np.max(np.abs(found - assumed) * (used > 1e-9), initial=0.0)) / highest if highest > 0.0 else 0.0
