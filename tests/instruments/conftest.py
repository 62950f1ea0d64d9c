"""What the instruments' tests share: the shipped study at draft resolution, and any scenario stacked on its reference."""

from __future__ import annotations

from functools import cache

import pytest

from monazite import open_study
from monazite.results.outcome import Outcome
from monazite.study.study import find_study
from monazite.study.variants import Variants


class Stacks:
    """The shipped study as known today, and its reference option with scenarios on top, all announcements foreseen."""

    def __init__(self) -> None:
        self.study = open_study(find_study("india-japan"), as_of="today", resolution="draft")
        self.variants = Variants(self.study)
        self.outcome = cache(self._outcome)

    def _outcome(self, *scenarios: str) -> Outcome:
        variant = self.variants.solve([self.study.folder.policies[name] for name in scenarios])
        assert not variant.failure, variant.failure
        assert variant.outcome is not None
        return variant.outcome


@pytest.fixture(scope="session")
def stacks() -> Stacks:
    """``stacks.outcome()`` is the reference, ``stacks.outcome("price-floor")`` the reference with that scenario."""
    return Stacks()
