"""How far the base year leaves the answer open: its numbers on other base years that the same reports allow.

Every option is solved on the same draws, all announcements foreseen, and beside the base year that is nearest to the reports,
solved in the same way; the spread of the differences is laid around each printed number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from monazite.formulation.formulate import formulate
from monazite.results.outcome import Outcome
from monazite.results.welfare import welfare_account
from monazite.solving import Basis, Session
from monazite.study.answer.number import Number
from monazite.study.answer.option_numbers import Solved, option_numbers
from monazite.study.answer.terms import Terms
from monazite.study.study import Study

MIDDLE = 0.8
"""The share of draws that an interval holds."""
DRAWS = {"draft": 4, "fine": 10}
"""How many other base years are drawn, by resolution."""
MATERIAL = 1e-3
"""Intervals narrower than this share of the largest number of their kind, and below it, are not told."""

Figures = Mapping[tuple[str, str], float]
"""Numbers by option and key."""


@dataclass(frozen=True)
class Beside:
    """An answer's numbers on one base year, all announcements foreseen, with the bases of the solutions by option."""

    figures: dict[tuple[str, str], float]
    bases: dict[str, Basis | None]


def on_base_year(
    study: Study, terms: Terms, options: Sequence[str], need: float, starts: Mapping[str, Basis | None] | None = None
) -> Beside:
    """Every numeric headline of these options on the study's base year, whichever draw it is; ``need`` in kt/yr.

    The reference and counterparts have to be among the options. Raises what the solver raises.
    """
    solved: dict[str, Solved] = {}
    bases: dict[str, Basis | None] = {}
    for option in options:
        system = study.system(study.policies(option))
        program = formulate(system)
        start = (starts or {}).get(option) or (next(iter(bases.values())) if bases else None)
        solution = Session(program).solve(start=start)
        bases[option] = solution.basis
        outcome = Outcome(option, system, program, solution.x, solution.y)
        account = welfare_account(outcome)
        solved[option] = Solved(outcome, account, account)
    figures = {}
    for option, one in solved.items():
        other = solved[terms.counterparts.get(option, study.reference)]
        if option == study.reference or option in terms.counterparts.values():
            other = one
        for key, number in option_numbers(one, other, solved[study.reference], terms, need).items():
            if isinstance(number.value, (int, float)):
                figures[option, key] = float(number.value)
    return Beside(figures, bases)


def drawn(study: Study, terms: Terms, options: Sequence[str], need: float, beside: Beside, draw: int) -> Figures:
    """What base year number ``draw`` changes of every number."""
    other = on_base_year(study.on_draw(draw), terms, options, need, beside.bases).figures
    return {key: other[key] - value for key, value in beside.figures.items()}


@dataclass(frozen=True)
class Spread:
    """What the draws of a date leave open: the ends of the middle 80 % of changes of each number, by option and key, and
    of the home gain of each option the changes themselves."""

    count: int
    ends: dict[tuple[str, str], tuple[float, float]]
    changes: dict[tuple[str, str], np.ndarray]

    def share_of_sign(self, option: str, key: str, value: float) -> float:
        """In which share of the draws a number keeps the sign of ``value``."""
        return float(np.mean(np.sign(value + self.changes[option, key]) == np.sign(value)))


def spread(found: Sequence[Figures]) -> Spread:
    """The spread of what draws change; of none, nothing is open."""
    tail = 0.5 * (1.0 - MIDDLE)
    changes = {key: np.array([one[key] for one in found]) for key in (found[0] if found else ())}
    ends = {key: (float(np.quantile(c, tail)), float(np.quantile(c, 1.0 - tail))) for key, c in changes.items()}
    return Spread(len(found), ends, changes)


def spread_of(study: Study, terms: Terms, options: Sequence[str], need: float, count: int) -> Spread:
    """The spread of these options' numbers over ``count`` other base years, beside the reference and their counterparts."""
    wanted = {study.reference, *options, *(terms.counterparts[o] for o in options if o in terms.counterparts)}
    chosen = [o for o in study.options if o in wanted]
    beside = on_base_year(study, terms, chosen, need)
    return spread([drawn(study, terms, chosen, need, beside, i) for i in range(count)])


def open_numbers(numbers: Mapping[str, Mapping[str, Number]], left: Spread) -> list[dict[str, Any]]:
    """A row for each number that the draws move in some option: label, unit, and each option's value with its interval."""
    rows = []
    keys = dict.fromkeys(key for found in numbers.values() for key in found)
    for key in keys:
        own = {o: (float(found[key].value), left.ends[o, key]) for o, found in numbers.items()
               if key in found and (o, key) in left.ends and isinstance(found[key].value, (int, float))}  # fmt: skip
        size = max((max(abs(value), *map(abs, ends)) for value, ends in own.values()), default=0.0)
        if any(high - low > MATERIAL * size for _, (low, high) in own.values()):
            one = next(found[key] for found in numbers.values() if key in found)
            rows.append({
                "key": key, "label": one.label.strip(), "unit": one.unit,
                **{o: {"value": value, "low": value + low, "high": value + high, "decimals": one.decimals}
                   for o, (value, (low, high)) in own.items()},
            })  # fmt: skip
    return rows
