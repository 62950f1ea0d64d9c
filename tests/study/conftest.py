"""The answer of the shipped study at both dates, put together from options solved once, without the long searches."""

from __future__ import annotations

from functools import cache

import pytest

from monazite.results.welfare import closing_error, welfare_account
from monazite.study.answer.assemble import assemble, keys_of
from monazite.study.answer.prices import price_interval
from monazite.study.answer.work import OptionWork, Parts, terms_of


class Answers:
    """``answers(date)`` is what a run writes for a date; bottleneck sets, leaks and influences, solved elsewhere, are left
    out, and price intervals are those of 'keep' and 'suspend' only."""

    def __init__(self, shipped) -> None:
        self.shipped = shipped
        self.intervals = cache(self._intervals)
        self.of = cache(self._of)

    def _intervals(self, date, option):
        study = self.shipped.study(date)
        terms = terms_of(study)
        years = (terms.years[0], terms.years[-2])
        return {y: price_interval(self.shipped.outcome(date, option), terms.world_price, y) for y in years}

    def _work(self, date, option):
        outcome = self.shipped.outcome(date, option)
        account = welfare_account(outcome)
        intervals = self.intervals(date, option) if option in ("keep", "suspend") else {}
        return OptionWork(outcome, account, account, intervals, closing_error(outcome, account), 0.0)

    def _of(self, date):
        study = self.shipped.study(date)
        parts = Parts({o: self._work(date, o) for o in study.options}, {}, [], [], [], [])
        return assemble(study, terms_of(study), date, parts)

    def keys(self):
        """The documented keys of both answers."""
        return keys_of([self.of("june-2025"), self.of("today")])


@pytest.fixture(scope="session")
def answers(shipped):
    """The answers of india-japan in draft resolution."""
    return Answers(shipped)
