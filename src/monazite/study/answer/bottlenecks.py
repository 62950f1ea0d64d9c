"""What really limits the chain at home: the worth of freeing one stage, alone and together with all that come after it.

Single scarcity prices mislead: two missing stages in a row are each worth nothing alone. So each stage is freed by a
like amount, alone, with all later stages free, and in every combination; a stage's Shapley share is its mean
contribution over all orders of freeing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import factorial

from monazite.formulation.formulate import formulate
from monazite.results.content import oxide_equivalent
from monazite.results.outcome import Outcome
from monazite.results.welfare import TRANSFERS
from monazite.solving import Basis, solve
from monazite.study.answer.magnets import made_at_home
from monazite.study.answer.number import TONNES, in_year
from monazite.study.answer.terms import Stage, Terms
from monazite.study.study import Study
from monazite.world.policies import Edit, Policy
from monazite.world.recipes import recipes
from monazite.world.records import Project
from monazite.world.world import World


@dataclass(frozen=True, slots=True)
class Freed:
    """What a combination of freed stages leads to: gain of the whole chain (MUSD per year) and magnets at home (t/yr)."""

    gain: float
    magnets: float


def coalitions(terms: Terms, *, every: bool) -> list[tuple[str, ...]]:
    """Sets of stages, the empty one first: every set, or only single stages and each stage with all later ones."""
    names = tuple(s.name for s in terms.stages)
    if every:
        return [c for size in range(len(names) + 1) for c in combinations(names, size)]
    return list(dict.fromkeys([(), *((n,) for n in names), *(names[i:] for i in range(len(names)))]))


def free(
    study: Study, terms: Terms, names: tuple[str, ...], year: int, start: Basis | None = None
) -> tuple[Freed, Basis | None]:
    """Solve the bottleneck option with these stages freed, all announcements foreseen; gains as an annuity from then on.

    ``start`` is the basis of another set's solution; the solution's own comes back with the result.
    """
    policies = study.policies(terms.bottleneck_option)
    freed = tuple(_policy(study, terms, s, policies) for s in terms.stages if s.name in names)
    system = study.system((*policies, *freed))
    program = formulate(system)
    solution = solve(program, start=start)
    outcome = Outcome(terms.bottleneck_option, system, program, solution.x, solution.y)
    made = in_year(system.grid, made_at_home(outcome, terms), year) * TONNES
    # Duty, tax and incentives only change hands: the chain as a whole gains without them.
    moved = sum(outcome.cost(term) for term in TRANSFERS)
    return Freed((moved - outcome.objective) / _years(outcome, terms), made), solution.basis


def _years(outcome: Outcome, terms: Terms) -> float:
    """Discounted years from the release to the end of the horizon."""
    weight = outcome.system.weight
    return float(
        sum(w for w, p in zip(weight, outcome.system.grid.periods, strict=True) if p.start.year >= terms.relaxed_from)
    )


def _policy(study: Study, terms: Terms, stage: Stage, policies: tuple[Policy, ...]) -> Policy:
    """Freeing a stage as a policy: capacity on the day, or a control that names home no more."""
    if stage.control:
        return Policy(
            f"free {stage.name}",
            stage.name,
            date(terms.relaxed_from, 1, 1),
            tuple(
                Edit("remove", "controls", c.control)
                for c in study.system(policies).world.controls
                if c.control == stage.control
            ),
        )
    project = Project(
        f"free_{stage.unit}", stage.unit, stage.added / TONNES, date(terms.relaxed_from, 1, 1), 1.0, 0.0, 0.0
    )
    return Policy(
        f"free {stage.name}",
        stage.name,
        date(terms.relaxed_from, 1, 1),
        (Edit("add", "projects", project.project, record=project),),
    )


def shapley(worth: dict[tuple[str, ...], float], names: tuple[str, ...]) -> dict[str, float]:
    """Mean contribution of each name over all orders; the shares add up to worth(all) - worth(none).

    Source: Shapley (1953), exact over all coalitions.
    """
    n = len(names)
    shares = dict.fromkeys(names, 0.0)
    for name in names:
        for size in range(n):
            for others in combinations([m for m in names if m != name], size):
                weight = factorial(size) * factorial(n - size - 1) / factorial(n)
                with_it = tuple(m for m in names if m in others or m == name)
                shares[name] += weight * (worth[with_it] - worth[others])
    return shares


def contained(world: World, terms: Terms, stage: Stage) -> float | None:
    """Tonnes of the element's oxide a year in what a stage takes in when it runs its added capacity; a mine, in what it
    brings up. Of the unit's processes the one that takes in most. None for a control: nothing is added.
    """
    if stage.control:
        return None
    book, most = recipes(world), 0.0
    for activity in world.activities:
        if activity.unit == stage.unit:
            amounts = book[activity.process].amounts
            for side in (-1.0, 1.0):
                held = sum(abs(x) * oxide_equivalent(world, c, terms.element) for c, x in amounts.items() if x * side > 0.0)
                if held > 0.0:
                    most = max(most, held)
                    break
    return most * stage.added or None


def table(
    terms: Terms, found: dict[tuple[str, ...], Freed], tonnes: Mapping[str, float | None] | None = None
) -> list[dict[str, object]]:
    """One row per stage: gain alone, gain with all later stages free as well, Shapley share; MUSD/yr and t magnets/yr.

    ``tonnes`` are t of contained oxide a year by which each stage is freed (``contained``): with them the gains are told in
    USD per kg of it as well. Shapley shares need every set of stages; without them they are None.
    """
    names = tuple(s.name for s in terms.stages)
    gain = {c: f.gain - found[()].gain for c, f in found.items()}
    magnets = {c: f.magnets - found[()].magnets for c, f in found.items()}
    every = len(found) == 2 ** len(names)
    share = shapley(gain, names) if every else dict.fromkeys(names)
    share_magnets = shapley(magnets, names) if every else dict.fromkeys(names)
    rows = []
    for i, name in enumerate(names):
        later = names[i:]
        rows.append(
            {
                "stage": name,
                "alone": gain[(name,)],
                "with_later": gain[later],
                "share": share[name],
                "freed": (tonnes or {}).get(name),
                **{f"{key}_per_kg": _per_kg(value, (tonnes or {}).get(name)) for key, value in (
                    ("alone", gain[(name,)]), ("with_later", gain[later]), ("share", share[name]))},
                "magnets_alone": magnets[(name,)],
                "magnets_with_later": magnets[later],
                "magnets_share": share_magnets[name],
            }
        )
    return rows


def _per_kg(gain: float | None, tonnes: float | None) -> float | None:
    """MUSD a year over tonnes a year, as USD/kg."""
    return None if gain is None or not tonnes else gain / tonnes * TONNES
