"""How far the base year leaves the answer open: its numbers on other base years that the same reports allow.

Every option is solved on the same draws, all announcements foreseen, and beside the base year that is nearest to the reports,
solved in the same way; the spread of the differences is laid around each printed number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
    """What the draws of a date leave open: the ends of the middle 80 % of changes of each number, by option and key, no change
    always between them, and the changes themselves."""

    count: int
    ends: dict[tuple[str, str], tuple[float, float]]
    changes: dict[tuple[str, str], np.ndarray]

    def share_of_sign(self, option: str, key: str, value: float) -> float:
        """In which share of the draws a number keeps the sign of ``value``."""
        return float(np.mean(np.sign(value + self.changes[option, key]) == np.sign(value)))


def spread(found: Sequence[Figures]) -> Spread:
    """The spread of what draws change; of none, nothing is open. The base year nearest to the reports is as possible as any
    draw: where all draws lie on one side of it, it is the end."""
    tail = 0.5 * (1.0 - MIDDLE)
    changes = {key: np.array([one[key] for one in found]) for key in (found[0] if found else ())}
    ends = {
        key: (min(float(np.quantile(c, tail)), 0.0), max(float(np.quantile(c, 1.0 - tail)), 0.0)) for key, c in changes.items()
    }
    return Spread(len(found), ends, changes)


def spread_of(study: Study, terms: Terms, options: Sequence[str], need: float, count: int) -> Spread:
    """The spread of these options' numbers over ``count`` other base years, beside the reference and their counterparts."""
    wanted = {study.reference, *options, *(terms.counterparts[o] for o in options if o in terms.counterparts)}
    chosen = [o for o in study.options if o in wanted]
    beside = on_base_year(study, terms, chosen, need)
    return spread([drawn(study, terms, chosen, need, beside, i) for i in range(count)])


def with_other_base_years(numbers: Mapping[str, Mapping[str, Number]], left: Spread) -> dict[str, dict[str, Number]]:
    """The numbers with what the draws leave open in their ranges: each end as far out as the draws carry it, if they move the
    number in any option by more than rounding."""
    moved = _moved(numbers, left)

    def widened(option: str, key: str, number: Number) -> Number:
        if key not in moved or (option, key) not in left.ends or not isinstance(number.value, (int, float)):
            return number
        low, high = left.ends[option, key]
        least, most = (float(number.value) if end is None else end for end in (number.low, number.high))
        return replace(number, low=least + low, high=most + high)

    return {option: {key: widened(option, key, n) for key, n in found.items()} for option, found in numbers.items()}


def _moved(numbers: Mapping[str, Mapping[str, Number]], left: Spread) -> set[str]:
    """Keys of numbers that the draws move in some option by more than a thousandth of the largest of their kind."""
    widest: dict[str, float] = {}
    size: dict[str, float] = {}
    for option, found in numbers.items():
        for key, number in found.items():
            if (option, key) in left.ends and isinstance(number.value, (int, float)):
                low, high = left.ends[option, key]
                widest[key] = max(widest.get(key, 0.0), high - low)
                size[key] = max(size.get(key, 0.0), abs(number.value), -low, high)
    return {key for key, width in widest.items() if width > MATERIAL * size[key]}
