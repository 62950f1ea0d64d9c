"""What follows from the dated states of an agreement: which may follow which, which price holds when, what a breach costs.

A stop that one side orders (suspended, ended) needs notice, a change that both agree on (renegotiated, wound down) does
not. What the seller should still have delivered within the notice, and does not, is a claim of the buyer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from types import MappingProxyType

from monazite.world.records import Agreement, AgreementState
from monazite.world.world import World

RUNS = ("running", "notice", "suspended", "renegotiated", "wound down", "ended")
MAY_FOLLOW: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "signed": RUNS,
    "running": RUNS,
    "renegotiated": RUNS,
    "suspended": ("running", "suspended", "renegotiated", "wound down", "ended"),
    "notice": ("renegotiated", "wound down", "ended"),
    "wound down": ("renegotiated", "wound down", "ended"),
    "ended": (),
})  # fmt: skip
"""States that may follow a state; an end is final, and what was given notice of is ended or agreed anew."""

ONE_SIDED = ("suspended", "ended")
"""States that one side alone can bring about."""
OWED_BEFORE = ("running", "renegotiated", "notice")
"""States in which the volumes are owed, so that a one-sided stop after them needs notice."""

IN_KIND = "equal value"
"""The price rule of a leg that pays in goods for the leg it answers."""


@dataclass(frozen=True, slots=True)
class Priced:
    """From ``start`` up to, not including, ``end`` an agreement has this price rule and this price, USD/kg."""

    start: date
    end: date | None
    rule: str
    price: float


@dataclass(frozen=True, slots=True)
class Claim:
    """What the seller owes the buyer once, on a day: ``missing`` kt at the penalty make ``amount`` MUSD."""

    day: date
    missing: float
    amount: float


def states_of(world: World, agreement: str) -> list[AgreementState]:
    """The states of an agreement in the order of time."""
    return sorted((s for s in world.agreement_states if s.agreement == agreement), key=lambda s: s.start)


def price_terms(world: World, agreement: Agreement) -> list[Priced]:
    """Price rule and price of an agreement over time, from its start for good: each state keeps what it does not set."""
    found = [Priced(agreement.start, None, agreement.price_rule, agreement.price)]
    for state in states_of(world, agreement.agreement):
        if state.price_rule or state.price is not None:
            last = found[-1]
            price = last.price if state.price is None else state.price
            found[-1] = replace(last, end=max(state.start, last.start))
            found.append(Priced(max(state.start, last.start), None, state.price_rule or last.rule, price))
    return found


def claims(world: World, agreement: Agreement, since: date) -> list[Claim]:
    """Claims for stops without the notice that was agreed, from a day on; none where nothing is missing or it has no price.

        missing = maximum * months / 12 * mean over the notice of max(share before - share now, 0)

    Notice counts from the first day of the state ``notice`` before the stop, or else from the stop itself; of what lies
    before the stop nothing is missing, nor after the end of the agreement. Source: damages for the period of notice, as contract law usually measures a wrongful stop.
    """
    states, found = states_of(world, agreement.agreement), []
    noticed: date | None = None
    for before, after in pairwise(states):
        if before.state == "notice":
            noticed = noticed or before.start
        else:
            noticed = None
        if after.state not in ONE_SIDED or before.state not in OWED_BEFORE or after.start < since:
            continue
        since_when = noticed or after.start
        until = _notice_end(since_when, agreement.notice_months)
        days = (until - since_when).days
        if agreement.end is not None:
            until = min(until, agreement.end)
        owed = before.share_start if before.end is None else before.share_end
        missed = _missing(states, owed, after.start, until) / max(days, 1)
        missing = agreement.maximum * missed * agreement.notice_months / 12.0
        if missing * agreement.penalty > 0.0:
            found.append(Claim(after.start, missing, missing * agreement.penalty))
    return found


def stopped(world: World, agreement: str, day: date) -> World:
    """The world in which the seller stops an agreement for good on a day, without notice."""
    kept = [replace(s, end=_share_cut(s, day)[0], share_end=_share_cut(s, day)[1])
            for s in states_of(world, agreement) if s.start < day]  # fmt: skip
    others = tuple(s for s in world.agreement_states if s.agreement != agreement)
    return replace(world, agreement_states=(*others, *kept, AgreementState(agreement, "ended", day, None, 0.0, 0.0)))


def share_on(state: AgreementState, day: date) -> float:
    """Share of the volumes on a day of a state; it changes evenly from ``share_start`` to ``share_end``."""
    if state.end is None or state.share_start == state.share_end:
        return state.share_start
    passed = (day - state.start).days / (state.end - state.start).days
    return state.share_start + (state.share_end - state.share_start) * passed


def _share_cut(state: AgreementState, day: date) -> tuple[date, float]:
    """When a state ends that is cut off on a day, and the share of volumes on its last day."""
    if state.end is not None and state.end <= day:
        return state.end, state.share_end
    return day, share_on(state, day)


def _notice_end(day: date, months: float) -> date:
    """The day that lies some months after another: calendar months, and of a part of a month its share of 365.25 / 12 days."""
    whole = int(months)
    year, month = divmod(day.year * 12 + day.month - 1 + whole, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last)) + timedelta(days=round((months - whole) * 365.25 / 12.0))


def _missing(states: list[AgreementState], owed: float, start: date, end: date) -> float:
    """Days of the whole volume by which what is in force falls short of what is owed, from a start to an end."""
    if end <= start:
        return 0.0
    total = owed * (end - start).days
    for state in states:
        last = end if state.end is None else min(state.end, end)
        if start <= state.start < last:
            total -= _under(owed, state.share_start, share_on(state, last), (last - state.start).days)
    return total


def _under(limit: float, first: float, last: float, days: int) -> float:
    """Integral over some days of a share that goes evenly from first to last, counted up to a limit."""
    low, high = sorted((first, last))
    if high <= limit:
        return 0.5 * (low + high) * days
    if low >= limit:
        return limit * days
    below = (limit - low) / (high - low)
    return days * (below * 0.5 * (low + limit) + (1.0 - below) * limit)
