"""Would the model have been right? Its numbers beside what was observed, and beside guesses that need no model.

A series that the model misses by more than the guess that nothing changes has taught nothing: *skill* is one less the
model's error over that of the guess, so 1 is perfect, 0 as good as the guess, and below 0 worse than it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from monazite.errors import BadInput, Fault
from monazite.reading.observed import FILE, GUESSES, PRICES, Observation, read_observed
from monazite.results.outcome import Outcome
from monazite.study.stacks import Stack, stacked
from monazite.study.study import Study, as_of_dates, find_study, open_study

WORST = 10
"""How many of the largest misses are named."""
BARELY = 0.005
"""A change of less than this share of the starting point has no sign."""


@dataclass(frozen=True, slots=True)
class Compared:
    """An observation and the model's number for it, both in t, USD/kg or as a ratio."""

    observation: Observation
    model: float

    @property
    def miss(self) -> float:
        """Model less observed."""
        return self.model - self.observation.observed


@dataclass(frozen=True, slots=True)
class Score:
    """How well one kind of number (``model`` or a guess) met the observations of a group.

    ``weighted`` is the sum of misses over the sum of observations; ``mean`` and ``median`` are of the misses as shares of
    each observation (what was observed as nothing has none); ``skill`` is against the guess that nothing changes, and None for
    that guess itself, or where it was right; a share of nothing is None; of ``moved`` series that were observed to move, ``hits`` were moved to the right side.
    """

    group: str
    by: str
    series: int
    weighted: float | None
    mean: float | None
    median: float | None
    skill: float | None
    hits: int
    moved: int


def backtest(name: str, resolution: str = "draft") -> list[Compared]:
    """Every series of a study's ``observed.csv`` with the model's number; each option and stack is solved once.

    Raises ``BadInput`` for what cannot be read, and what the solver raises.
    """
    root = find_study(name)
    studies = {when: open_study(name, when, resolution) for when in as_of_dates(root)}
    solved: dict[tuple[str, str, tuple[str, ...]], Outcome] = {}
    found = []
    for one in observations(root, studies):
        case = one.as_of, one.option, one.stack
        if case not in solved:
            solved[case] = stacked(studies[one.as_of], one.option, Stack(one.stack)).outcome
        found.append(Compared(one, model_number(one, solved[case])))
    return found


def observations(root: Path, studies: dict[str, Study]) -> tuple[Observation, ...]:
    """The series of a study that is open as of each of its dates."""
    last = list(studies.values())[-1]
    world, grid = last.folder.world, last.grid
    known = {
        "commodities": [c.commodity for c in world.commodities],
        "regions": [r.region for r in world.regions],
        "periods": list(grid.names),
        "as_of": list(studies),
        "option": list(last.options),
        "stack": list(last.folder.policies),
    }
    return read_observed(root, last.folder.evidence, known)


def model_number(one: Observation, outcome: Outcome) -> float:
    """What the model says of a series: a price (mean over time, USD/kg), a ratio of two, or tonnes over all its periods.

    Raises ``BadInput`` for a ratio to a price of nothing.
    """
    grid = outcome.system.grid
    which = [grid.names.index(name) for name in one.periods]
    lengths = np.array([grid.periods[t].length for t in which])
    if one.what in PRICES:
        here, *there = (float(lengths @ outcome.price(one.commodities[0], at)[which]) for at in (*one.regions, *one.destinations))
        if there and there[0] <= 0.0:
            told = f"the model's price of {one.commodities[0]} in {one.destinations[0]} is nothing, so there is no ratio to it"
            raise BadInput([Fault(f"series {one.series}: {told}", FILE, way_out="compare the two prices one by one")])
        return here / (there[0] if there else lengths.sum())
    return 1000.0 * float(sum(lengths @ rates[which] for rates in _rates(one, outcome)))


def _rates(one: Observation, outcome: Outcome) -> Iterable[np.ndarray]:
    for commodity in one.commodities:
        for region in one.regions:
            if one.what == "shipped":
                toward = {"destination": one.destinations} if one.destinations else {}
                yield outcome.total("ship", commodity=commodity, origin=region, **toward)
            elif one.what == "made":
                yield sum(outcome.amounts(commodity, region, 1).values(), np.zeros(len(outcome.system.grid)))
            else:
                yield outcome.taken(commodity, region)


def scores(compared: Sequence[Compared]) -> list[Score]:
    """Scores of the model and of each guess that all series of a group have, group by group in the order of the file."""
    found = []
    for group in dict.fromkeys(one.observation.group for one in compared):
        members = [one for one in compared if one.observation.group == group]
        observed = np.array([one.observation.observed for one in members])
        start = np.array([one.observation.nothing_changes for one in members])
        numbers = {"model": np.array([one.model for one in members])}
        for guess in GUESSES:
            told = [getattr(one.observation, guess) for one in members]
            if None not in told:
                numbers[guess] = np.array(told, dtype=float)
        found += [_score(group, by, given, observed, start) for by, given in numbers.items()]
    return found


def _score(group: str, by: str, given: np.ndarray, observed: np.ndarray, start: np.ndarray) -> Score:
    miss, naive = np.abs(given - observed), np.abs(start - observed).sum()
    shares = miss[observed != 0.0] / np.abs(observed[observed != 0.0])
    moved = np.abs(observed - start) > BARELY * np.abs(start)
    right = moved & (np.sign(given - start) == np.sign(observed - start))
    total = np.abs(observed).sum()
    return Score(
        group, by, len(observed),
        weighted=float(miss.sum() / total) if total else None,
        mean=float(shares.mean()) if shares.size else None,
        median=float(np.median(shares)) if shares.size else None,
        skill=None if by == GUESSES[0] or naive == 0.0 else float(1.0 - miss.sum() / naive),
        hits=int(right.sum()), moved=int(moved.sum()),
    )  # fmt: skip


def worst(compared: Sequence[Compared]) -> list[Compared]:
    """The largest misses as shares of what was observed, but of series that are at least a hundredth of their group's total."""
    total: dict[str, float] = {}
    for one in compared:
        total[one.observation.group] = total.get(one.observation.group, 0.0) + abs(one.observation.observed)
    large = [one for one in compared if abs(one.observation.observed) >= 0.01 * total[one.observation.group] > 0.0]
    return sorted(large, key=lambda one: -abs(one.miss) / abs(one.observation.observed))[:WORST]


def document(name: str, compared: Sequence[Compared]) -> dict[str, Any]:
    """The whole as plain data: series, scores, and the names of the worst."""
    return {
        "study": name,
        "series": [{**asdict(one.observation), "model": one.model} for one in compared],
        "scores": [asdict(score) for score in scores(compared)],
        "worst": [one.observation.series for one in worst(compared)],
    }
