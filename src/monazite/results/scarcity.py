"""Whether a price is what supply costs, or what those who go without would pay: a market price or a scarcity value.

The dual of a balance is called a price in both cases. It is the price of a market where one more kilogramme would come
from somebody who makes more; it is a scarcity value where every way in is shut and one more would have to be taken from
another user. Which of the two it is can be read from the programme:

    A way into a place (a process, a lane, an agreement, a substitute, a sale of the state) is open if it has room on its last step, no limit or
    rule on it has a price, it is in use or would be at once, and all that it takes in is available where it takes it. A
    way out that could as well be used less is a way in if all that it brings is available where it leads. A store is a
    way in if something is left in it and the same is available there in the next period; and if more could have been
    laid in it, and was available, in the period before.
    A commodity is rationed where no way in is open, and one that is shut or dear has a rent: it is worth more than it costs.
    It is idle where nobody brings any and no final user waits for it.
    Everywhere else it is available, at what it costs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from monazite.labels import Positions, match
from monazite.program import Block
from monazite.results.outcome import Floats, Outcome

AVAILABLE, RATIONED, IDLE = "available", "rationed", "idle"
WAYS: dict[str, tuple[str, ...]] = {
    "run": ("activity",), "ship": ("lane",), "deliver": ("agreement",), "switch": ("substitution",),
    "buy": ("purchase", "commodity"), "sell": ("purchase", "commodity"),
}  # fmt: skip
"""Families of columns that bring a commodity to a place or take it away, and what names each of their members."""
BALANCES = ("commodity_balance", "stock_balance", "capacity_chain")
"""Families of rows that limit nothing: what they say is that nothing is lost."""
TRACE = 1e-7
"""Kt per year, or kt, below which nothing flows or lies there."""
RENT = 1e-4
"""USD/kg that a way in has to earn beyond its costs before it is told."""

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class _Ways:
    """Ways into places, one a row: where they lead and from where, as matrices (ways, places), and how each stands."""

    to: sp.csr_array
    takes: sp.csr_array
    usable: Bools
    rent: Bools
    brings: Bools

    def __add__(self, other: _Ways) -> _Ways:
        return _Ways(
            sp.vstack([self.to, other.to], format="csr"),
            sp.vstack([self.takes, other.takes], format="csr"),
            np.concatenate([self.usable, other.usable]),
            np.concatenate([self.rent, other.rent]),
            np.concatenate([self.brings, other.brings]),
        )


def formed(outcome: Outcome) -> dict[tuple[str, str], list[str]]:
    """How the price of each commodity in each region is formed, by period: AVAILABLE, RATIONED or IDLE."""
    program = outcome.program
    ways = _stores(outcome)
    for family, names in WAYS.items():
        forth, back = _ways(outcome, program.column(family), names)
        ways = ways + forth + back
    available = _spread(ways.to, lambda at: ways.usable & ~_any(ways.takes, ~at))
    rationed = ~available & _spread(ways.to, lambda at: ways.rent | (ways.usable & _any(ways.takes, at & ~available)))
    alive = _any(sp.csr_array(ways.to.T), ways.brings) | _users(outcome)
    words = np.where(~alive, IDLE, np.where(rationed, RATIONED, AVAILABLE)).tolist()
    # Balances stand place by place, each with all periods.
    periods = len(outcome.system.grid)
    return {place: words[i * periods : (i + 1) * periods] for i, place in enumerate(outcome.places())}


def _spread(to: sp.csr_array, reached: Callable[[Bools], Bools]) -> Bools:
    """The places that are reached, place by place from those that need no other."""
    at = np.zeros(to.shape[1], dtype=np.bool_)
    while True:
        further = at | _any(sp.csr_array(to.T), reached(at))
        if (further == at).all():
            return at
        at = further


def _any(matrix: sp.csr_array, which: Bools) -> Bools:
    return np.asarray(matrix @ which.astype(np.float64) > 0.0)


def _ways(outcome: Outcome, block: Block, names: tuple[str, ...]) -> tuple[_Ways, _Ways]:
    """The members of a family of columns in each period, all steps of one together: used more, and used less."""
    program, balance = outcome.program, outcome.program.row("commodity_balance")
    key = block.index.key((*names, "period"))
    _, first, member = np.unique(key, return_index=True, return_inverse=True)
    upper = program.upper[block.slice]
    margin, worth = _margins(outcome, block)
    ruled = np.abs(margin - worth)[first] > RENT
    room = outcome.x[block.slice] < upper - TRACE
    flow = np.bincount(member, outcome.x[block.slice])
    has_room = np.bincount(member, room) > 0.0
    at_once = np.bincount(member, room & (np.abs(margin) <= RENT)) > 0.0
    # The step that would bring the next kilogramme: the cheapest with room, or where all are full the dearest.
    next_step, last_step = np.full(first.size, np.inf), np.full(first.size, -np.inf)
    np.minimum.at(next_step, member[room], worth[room])
    np.maximum.at(last_step, member[upper > 0.0], worth[upper > 0.0])
    rent = np.where(has_room, next_step, np.where(np.isfinite(last_step), last_step, 0.0)) < -RENT
    part = sp.csr_array(program.A[balance.slice, block.start + first].T)
    gains, takes = (sp.csr_array(side).astype(np.float64) for side in (part > 0.0, part < 0.0))
    more = _Ways(gains, takes, has_room & ~rent & ((flow > TRACE) | at_once), rent, flow > TRACE)
    none = np.zeros_like(rent)
    return more, _Ways(takes, gains, has_room & ~ruled & (flow > TRACE), none, none)


def _users(outcome: Outcome) -> Bools:
    """The places at which there are final users, served or not."""
    program = outcome.program
    balance, serve = program.row("commodity_balance"), program.column("serve")
    wanted = (program.upper[serve.slice] > 0.0).astype(np.float64)
    return np.asarray(abs(program.A[balance.slice, serve.slice]) @ wanted > 0.0)


def _margins(outcome: Outcome, block: Block) -> tuple[Floats, Floats]:
    """What each column of a family costs less what it brings, USD/kg of the column: with the prices of limits and rules,
    and without them.
    """
    program = outcome.program
    part, prices = program.A[:, block.slice], outcome.y
    free = np.zeros_like(prices)
    for name in BALANCES:
        free[program.row(name).slice] = prices[program.row(name).slice]
    weight = outcome.system.weight[block.index.codes["period"]]
    cost = program.c[block.slice]
    return (cost - part.T @ prices) / weight, (cost - part.T @ free) / weight


def _stores(outcome: Outcome) -> _Ways:
    """What lies in each store at the end of a period: less of it could be left to the next, or more laid in for it."""
    program = outcome.program
    level, balance, least = program.column("level"), program.row("commodity_balance"), program.row("working_minimum")
    index = level.index
    # The least that stays in each store stands in the order of the stores; without one it is nothing.
    spare = (program.A @ outcome.x)[least.slice] - program.row_lower[least.slice] > TRACE
    _, at = match(index, balance.index, ("commodity", "region", "period"))
    later = np.flatnonzero(index.codes["period"] + 1 < len(outcome.system.grid))
    level_now = outcome.x[level.slice][later]
    more = (level_now > TRACE) & (level_now < program.upper[level.slice][later] - TRACE)
    left, laid = np.arange(len(level)), len(level) + np.arange(later.size)
    here, there = np.concatenate([left, laid]), np.concatenate([left[later], laid])
    shape, none = (here.size, len(balance)), np.zeros(here.size, dtype=np.bool_)

    def placed(ways: Positions, places: Positions) -> sp.csr_array:
        return sp.csr_array((np.ones(ways.size), (ways, places)), shape=shape)

    return _Ways(
        placed(here, np.concatenate([at, at[later] + 1])),
        placed(there, np.concatenate([at[later] + 1, at[later]])),
        np.concatenate([spare, more]),
        none,
        none,
    )
