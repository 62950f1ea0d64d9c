"""Agents foresee everything that was announced and nothing that was not: surprise by surprise to the realised path.

For each date of announcement the columns of earlier periods are held at what was done by then, and the rest is solved
again with what is known now. Perfect foresight is the other choice: one solve that knows all from the first period on, so
that material is hoarded before a stop.

The solver starts each surprise from where the events of the study alone have led by then, see ``events_alone``; a surprise
without events starts from where the path itself stands.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from monazite.errors import SolveFault
from monazite.formulation.formulate import formulate
from monazite.formulation.price_followers import price_followers
from monazite.formulation.system import Floats, System
from monazite.program import CompiledProgram
from monazite.results.outcome import Outcome
from monazite.solving import NEARBY, Session, Solution, SolveOptions
from monazite.study.events_alone import Met, events_alone, held, met
from monazite.study.study import PERFECT, Study, require_foresight
from monazite.world.policies import Policy, as_announced

INCENTIVE_TOLERANCE = 0.005
"""How far an incentive or royalty may move between two rounds of its fixed point, as a share of itself."""
INCENTIVE_ROUNDS = 10


def solve_option(
    study: Study, option: str, captive_terminal_share: float | None = None, foresight: str | None = None
) -> Outcome:
    """Solve an option of a study with the foresight of the study, or another one; see ``realise``."""
    return realise(study, option, study.policies(option), captive_terminal_share, foresight)


def realise(
    study: Study,
    option: str,
    policies: tuple[Policy, ...],
    captive_terminal_share: float | None = None,
    foresight: str | None = None,
) -> Outcome:
    """The realised path under dated policies, with the foresight of the study or another one of ``FORESIGHTS``.

    Raises ``BadInput`` for a foresight that does not exist, ``Infeasible`` or ``SolveFault`` from the solver with labels.
    Announcements that fall into one period are one surprise, known from the start of that period; what was announced
    before the first period was always known.
    """
    policies = as_announced(policies)
    path: Outcome | None = None
    alone: Met | None = None
    surprises = stages(study, policies, foresight)
    for first, known in surprises:
        system = study.system(known, captive_terminal_share, [p for p in policies if p not in known])
        if len(surprises) > 1 and (path is None or alone is not None):
            alone = events_alone(study, policies, known, captive_terminal_share, first, alone)
        path = _advance(system, option, first, path, alone, settle=first == surprises[-1][0])
    if path is None:
        raise SolveFault("the study has no periods -> lengthen the periods in study.toml")
    return path


def stages(
    study: Study, policies: tuple[Policy, ...], foresight: str | None = None
) -> list[tuple[int, tuple[Policy, ...]]]:
    """For each surprise: the first period that is still open, and the policies, or parts of them, known from there on.

    With perfect foresight everything is known from the first period on.
    """
    chosen = foresight or study.foresight
    require_foresight(chosen)
    parts, grid = as_announced(policies), study.grid
    if chosen == PERFECT:
        return [(0, parts)]
    first = [0 if p.announced < grid.start else grid.index_of(p.announced) for p in parts]
    return [(t, tuple(p for p, at in zip(parts, first, strict=True) if at <= t)) for t in sorted({0, *first})]


def _advance(
    system: System, option: str, first: int, before: Outcome | None, alone: Met | None, *, settle: bool
) -> Outcome:
    """Solve from period ``first`` on, with earlier periods as they happened; the last time settle what follows prices.

    ``alone`` is the last surprise of the events alone.
    """
    past = None if before is None else before.x
    program, solution = _solved(system, first, before, alone)
    seconds, solves = solution.seconds, 1
    outcome = _joined(system, option, program, solution, first, before)
    residual = _rate_change(system, outcome)
    while settle and residual > INCENTIVE_TOLERANCE and solves < INCENTIVE_ROUNDS:
        system = replace(system, sale_price=_sale_prices(outcome, system, damping=0.5))
        program = held(formulate(system), first, past)
        solution = Session(program, NEARBY).solve(start=solution.basis)
        seconds, solves = seconds + solution.seconds, solves + 1
        outcome = _joined(system, option, program, solution, first, before)
        residual = _rate_change(system, outcome)
    worst = dict(zip(("primal", "dual", "gap"), solution.residuals, strict=True))
    if before is not None:
        worst = {k: max(v, before.residuals[k]) for k, v in worst.items()}
        seconds, solves = seconds + before.seconds, solves + before.solves
    return replace(outcome, residuals=worst, seconds=seconds, solves=solves, incentive_residual=residual)


def _solved(
    system: System, first: int, before: Outcome | None, alone: Met | None
) -> tuple[CompiledProgram, Solution]:
    """The programme of a surprise and its solution."""
    if before is None:
        opening = met(system)
        return opening.program, opening.solution
    met_now = alone if alone is not None and alone.first == first else None
    if met_now is not None and met_now.past is before.x and met_now.system == system:
        return met_now.program, met_now.solution
    program = formulate(system)
    start, options = before.basis, SolveOptions()
    # Policies that add and remove one record may leave more places in another order: then this is no start.
    if met_now is not None and met_now.program.A.shape == program.A.shape:
        start, options = met_now.solution.basis, NEARBY
    program = held(program, first, before.x)
    return program, Session(program, options).solve(start=start)


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


def _sale_prices(outcome: Outcome, system: System, damping: float) -> dict[tuple[str, str], Floats]:
    """Half way from the prices assumed to the prices found, so that the fixed point does not swing."""
    flat = np.ones(len(system.grid))
    places = dict.fromkeys((f.commodity, f.region) for f in price_followers(system))
    return {
        place: damping * outcome.price(*place)
        + (1.0 - damping) * system.sale_price.get(place, flat * system.price(*place))
        for place in places
    }


def _rate_change(system: System, outcome: Outcome) -> float:
    """Largest change of anything that follows a price, as a share of the highest it reaches, if it were reckoned on the
    prices that were found: a share, so that it does not depend on the money.
    """
    followers = price_followers(system)
    prices = {(f.commodity, f.region): outcome.price(f.commodity, f.region) for f in followers}
    found = replace(system, sale_price=prices)
    moves = [_moved(f.reckoned(system), f.reckoned(found), outcome.total(f.block, **f.labels)) for f in followers]
    return max(moves, default=0.0)


def _moved(assumed: Floats, found: Floats, used: Floats) -> float:
    """How far a rate moved where it was used, as a share of the highest that it reaches."""
    highest = float(np.max(np.abs(found), initial=0.0))
    return float(np.max(np.abs(found - assumed) * (used > 1e-9), initial=0.0)) / highest if highest > 0.0 else 0.0
