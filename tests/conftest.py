"""What every test shares: the same examples on every machine, a calendar like that of a study, the shipped study solved once."""

from __future__ import annotations

import os
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

# Each process of the suite keeps to one core, before anything reads how many threads it may start.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from hypothesis import settings

from monazite.calendar import Grid, quarters_then_years

if TYPE_CHECKING:
    from monazite.results.outcome import Outcome
    from monazite.study.study import Study

# The fixtures of the world for pencil and paper.
pytest_plugins = ["small_world"]

# The suite gives the same verdict on every run; HYPOTHESIS_PROFILE=explore looks for new counter-examples instead.
settings.register_profile("house", derandomize=True, deadline=None, database=None)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


@pytest.fixture
def grid() -> Grid:
    """Quarters from April 2025 to December 2026, then the years 2027 to 2030: eleven periods."""
    return quarters_then_years(date(2025, 4, 1), date(2027, 1, 1), date(2031, 1, 1))


class Shipped:
    """The study india-japan in draft resolution: opened once for each date, each option solved once when first asked for."""

    def __init__(self) -> None:
        self.study = cache(self._study)
        self.outcome = cache(self._outcome)

    def _study(self, date: str) -> Study:
        from monazite.study.study import open_study

        return open_study("india-japan", date, "draft")

    def _outcome(self, date: str, option: str) -> Outcome:
        from monazite.study.foresight import solve_option

        # From no other option's basis: among equally good pasts each option then takes the same one.
        return solve_option(self.study(date), option)


@pytest.fixture(scope="session")
def shipped() -> Shipped:
    """``shipped.study(date)`` and ``shipped.outcome(date, option)`` of india-japan, shared by all tests of a session."""
    return Shipped()
