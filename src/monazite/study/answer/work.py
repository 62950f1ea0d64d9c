"""The pieces of work of a run, each a pure function of the study folder, so that they may run in any process and order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from monazite.results.element_balance import element_balance_error
from monazite.results.outcome import Outcome
from monazite.results.welfare import Account, Ledger, closing_error, total, welfare_account, welfare_ledger
from monazite.solving import Basis
from monazite.study.answer.bottlenecks import Freed, free
from monazite.study.answer.leaks import leak
from monazite.study.answer.other_base_years import Beside, Figures, drawn, on_base_year
from monazite.study.answer.other_readings import Believed, believed
from monazite.study.answer.prices import HeadlinePrice, headline_prices, places_of, price_years
from monazite.study.answer.rests_on import Headline, Influence, headline, influence
from monazite.study.answer.terms import Terms, read_terms
from monazite.study.foresight import solve_option
from monazite.study.study import Study, open_study

MOST = 0.9
"""Share of the base price at which captive stock counts in the second of the two answers."""


@dataclass(frozen=True)
class OptionWork:
    """An option solved at both values of captive stock, with its headline prices and the checks of the outcome.

    ``intervals`` are those of the world price by year, where the study's question names one.

    ``ledger_at_most`` is the account with captive stock at its highest worth by period.
    """

    outcome: Outcome
    account: Account
    account_at_most: Account
    intervals: dict[int, tuple[float, float]]
    closing: float
    conservation: float
    ledger_at_most: Ledger | None = None
    prices: tuple[HeadlinePrice, ...] = ()


@dataclass(frozen=True)
class Parts:
    """Everything that was solved for one as-of date."""

    options: dict[str, OptionWork]
    freed: dict[tuple[str, ...], Freed]
    leaks: list[dict[str, Any]]
    influences: list[Influence]
    readings: list[Believed]
    draws: list[Figures]


@lru_cache(maxsize=4)
def opened(root: str, as_of: str, resolution: str, foresight: str | None = None) -> Study:
    """A study opened once in each process."""
    return open_study(Path(root), as_of, resolution, foresight)


def asked(study: Study) -> bool:
    """Whether the study asks a question in ``[answer]``; without one the answer is who gains and who pays."""
    return bool(study.folder.settings["answer"])


def terms_of(study: Study) -> Terms:
    """The terms of a study's answer, checked against its tables."""
    return read_terms(study.folder.settings["answer"], study.folder.world)


def solve_work(root: str, as_of: str, resolution: str, option: str, foresight: str | None = None) -> OptionWork:
    """Solve an option twice, check it, and find its headline prices with their intervals in a near and a far year."""
    study = opened(root, as_of, resolution, foresight)
    outcome = solve_option(study, option)
    account = welfare_account(outcome)
    also = [terms_of(study).world_price] if asked(study) else []
    prices = headline_prices(outcome, places_of(study, also), price_years(study))
    at_most = welfare_ledger(solve_option(study, option, MOST))
    return OptionWork(
        outcome,
        account,
        total(at_most),
        {p.year: p.interval for p in prices if (p.commodity, p.region) in also},
        closing_error(outcome, account),
        max(element_balance_error(outcome).values(), default=0.0),
        at_most,
        prices,
    )


def free_work(root: str, as_of: str, resolution: str, names: tuple[str, ...]) -> Freed:
    """The bottleneck option with some stages freed."""
    study = opened(root, as_of, resolution)
    terms = terms_of(study)
    return free(study, terms, names, terms.years[-2], _nothing_freed(root, as_of, resolution))[0]


@lru_cache(maxsize=4)
def _nothing_freed(root: str, as_of: str, resolution: str) -> Basis | None:
    """Where every set of freed stages starts from, so that a result never depends on which set was solved before."""
    study = opened(root, as_of, resolution)
    terms = terms_of(study)
    return free(study, terms, (), terms.years[-2])[1]


def leak_work(
    root: str, as_of: str, resolution: str, position: int, option: str, year: int, foresight: str | None = None
) -> list[dict[str, Any]]:
    """One narrow stop beside an option, in a year: a row for each of its rules."""
    study = opened(root, as_of, resolution, foresight)
    terms = terms_of(study)
    return leak(study, terms, terms.leaks[position], option, _unstopped(root, as_of, resolution, option, foresight), year)


@lru_cache(maxsize=4)
def _unstopped(root: str, as_of: str, resolution: str, option: str, foresight: str | None) -> Outcome:
    """The option beside which narrow stops are tried, solved once in each process."""
    return solve_option(opened(root, as_of, resolution, foresight), option)


def influence_work(root: str, as_of: str, resolution: str, rival: str, name: str) -> Influence:
    """The effect of one estimate on the headline difference."""
    study = opened(root, as_of, resolution)
    return influence(study, terms_of(study), rival, name, unmoved(root, as_of, resolution, rival))


@lru_cache(maxsize=4)
def unmoved(root: str, as_of: str, resolution: str, rival: str) -> Headline:
    """The headline difference with all estimates at their central values."""
    study = opened(root, as_of, resolution)
    return headline(study, terms_of(study), rival)


def reading_work(root: str, as_of: str, resolution: str, rival: str, name: str) -> Believed:
    """The headline with the other side of a contradiction believed."""
    study = opened(root, as_of, resolution)
    return believed(study, terms_of(study), rival, name, unmoved(root, as_of, resolution, rival))


def draw_work(root: str, as_of: str, resolution: str, options: tuple[str, ...], draw: int) -> Figures:
    """What another base year that the reports allow changes of the numbers of these options."""
    study = opened(root, as_of, resolution)
    terms = terms_of(study)
    return drawn(study, terms, options, other_need(study, terms), _undrawn(root, as_of, resolution, options), draw)


@lru_cache(maxsize=4)
def _undrawn(root: str, as_of: str, resolution: str, options: tuple[str, ...]) -> Beside:
    """The numbers beside which draws are told, solved once in each process."""
    study = opened(root, as_of, resolution)
    terms = terms_of(study)
    return on_base_year(study, terms, options, other_need(study, terms))


def other_need(study: Study, terms: Terms) -> float:
    """The rival reading of home's need, kt/yr."""
    return next(e.value or 0.0 for e in study.folder.evidence if e.id == terms.other_need) / 1000.0
