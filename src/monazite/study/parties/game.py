"""What each party may expect when all choose for themselves: best replies, equilibria in pure strategies, and regret.

A payoff is not one number. What nobody knows, such as the worth of stock that may not be sold, is the same in all cells
of the table, so the table is read several times, once for each end of what is open: a *reading*. To say that a change
of strategy gains for certain it must gain in every reading. What prices leave open is another matter in each cell: a
payoff may lie anywhere between its ends, whatever the others are.

Nothing here knows what a strategy is. Source: Nash (1950) for equilibria; Savage (1951) for regret.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from monazite.errors import ModelFault

Floats = NDArray[np.float64]

CERTAIN, POSSIBLE, NO = "certain", "possible", "no"
"""Whether a strategy is a best reply, or a profile an equilibrium."""


@dataclass(frozen=True)
class Game:
    """A table of payoffs with its readings.

    ``payoffs`` has shape (readings, strategies of the first party, of the second, ..., parties). ``open_by``, shape (2,
    the same without readings), is how far below (at most zero) and above (at least zero) its payoff each cell may lie;
    it may be infinite, and without it is zero. A gain of at most ``least`` counts as none. Raises ``ModelFault`` if a
    shape is another, a payoff is not finite, or a cell's ends do not lie around it.
    """

    parties: tuple[str, ...]
    strategies: tuple[tuple[str, ...], ...]
    payoffs: Floats
    open_by: Floats | None = None
    least: float = 0.0

    def __post_init__(self) -> None:
        counts = tuple(len(names) for names in self.strategies)
        shape = (*counts, len(self.parties))
        if self.payoffs.ndim < 2 or self.payoffs.shape[1:] != shape or not len(self.payoffs):
            raise ModelFault(
                f"payoffs have the shape {self.payoffs.shape}, but {len(self.parties)} parties with {counts} strategies "
                f"need (readings, {', '.join(map(str, shape))}) -> give one payoff for each party, profile and reading"
            )
        if not np.isfinite(self.payoffs).all():
            raise ModelFault("a payoff is not a finite number -> look at the solution of its profile")
        ends = self.ends
        if ends.shape != (2, *shape) or not ((ends[0] <= 0.0) & (ends[1] >= 0.0)).all():
            raise ModelFault(
                "how far payoffs are open must be told below and above each of them -> give both ends around 0"
            )

    @property
    def ends(self) -> Floats:
        """How far below and above its payoff each cell may lie; shape (2, strategies..., parties)."""
        return np.zeros((2, *self.payoffs.shape[1:])) if self.open_by is None else self.open_by

    @property
    def profiles(self) -> list[tuple[str, ...]]:
        """Every combination of one strategy for each party, the last party's changing fastest."""
        return list(product(*self.strategies))

    def position(self, profile: tuple[str, ...]) -> tuple[int, ...]:
        """Where a profile stands in the table."""
        return tuple(names.index(s) for names, s in zip(self.strategies, profile, strict=True))


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """A profile that nobody leaves alone: no change of one's own strategy can gain in any reading (certain), or none
    must gain in every reading (possible)."""

    profile: tuple[str, ...]
    certain: bool


@dataclass(frozen=True, slots=True)
class Regret:
    """The most that a strategy can fall short of the best reply, over all that the others may do: its least and
    greatest value over readings and ends, and what the others do where it is greatest (None for the party itself)."""

    party: str
    strategy: str
    low: float
    high: float
    against: tuple[str | None, ...]


def gains_of_change(game: Game, party: int) -> tuple[Floats, Floats]:
    """The least and most that a party gains by another strategy while the others stay; each of shape (readings,
    others..., own, other own).

    The axes of the others keep their order, and the party's own axis comes last, once for the strategy that it leaves
    and once for the one that it takes. Staying gains nothing.
    """
    own = np.moveaxis(game.payoffs[..., party], 1 + party, -1)
    below, above = np.moveaxis(game.ends[..., party], 1 + party, -1)
    change = own[..., None, :] - own[..., :, None]
    stays = np.eye(own.shape[-1], dtype=bool)
    least = np.where(stays, 0.0, below[..., None, :] - above[..., :, None])
    most = np.where(stays, 0.0, above[..., None, :] - below[..., :, None])
    return change + least, change + most


def replies(game: Game, party: int) -> NDArray[np.str_]:
    """Whether a party's strategy is a best reply to the others', for every profile; shape (strategies of each party).

    ``certain``: no other strategy of its own can gain in any reading. ``possible``: none must gain in every reading.
    Else ``no``.
    """
    least, most = gains_of_change(game, party)
    certain = (most.max(axis=0) <= game.least).all(axis=-1)
    possible = (least.min(axis=0) <= game.least).all(axis=-1)
    return np.moveaxis(np.where(certain, CERTAIN, np.where(possible, POSSIBLE, NO)), -1, party)


def equilibria(game: Game) -> list[Equilibrium]:
    """Profiles in which every party's strategy is, or may be, a best reply; those that are certain come first."""
    every = [replies(game, party) for party in range(len(game.parties))]
    found = []
    for profile in game.profiles:
        kinds = {str(table[game.position(profile)]) for table in every}
        if NO not in kinds:
            found.append(Equilibrium(profile, kinds == {CERTAIN}))
    return sorted(found, key=lambda one: not one.certain)


def regrets(game: Game) -> list[Regret]:
    """The regret of each strategy of each party, in the order of the game.

    regret(s) = max over the others' strategies o of [max over s' of payoff(s', o) - payoff(s, o)]
    """
    found = []
    for party, name in enumerate(game.parties):
        others = [names for i, names in enumerate(game.strategies) if i != party]
        # Axes after this: readings, all that the others may do, own.
        least, most = (
            short.max(axis=-1).reshape(len(short), -1, short.shape[-1]) for short in gains_of_change(game, party)
        )
        for i, strategy in enumerate(game.strategies[party]):
            low, high = float(least[..., i].max(axis=1).min()), float(most[..., i].max())
            worst = int(most[..., i].max(axis=0).argmax())
            where = np.unravel_index(worst, tuple(len(names) for names in others))
            named: list[str | None] = [names[int(at)] for names, at in zip(others, where, strict=True)]
            named.insert(party, None)
            found.append(Regret(name, strategy, low, high, tuple(named)))
    return found
