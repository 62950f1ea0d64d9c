"""What every test shares: the same examples on every machine, and a calendar like that of a study."""

from __future__ import annotations

import os
from datetime import date

import pytest
from hypothesis import settings

from monazite.calendar import Grid, quarters_then_years

# The suite gives the same verdict on every run; HYPOTHESIS_PROFILE=explore looks for new counter-examples instead.
settings.register_profile("house", derandomize=True, deadline=None, database=None)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


@pytest.fixture
def grid() -> Grid:
    """Quarters from April 2025 to December 2026, then the years 2027 to 2030: eleven periods."""
    return quarters_then_years(date(2025, 4, 1), date(2027, 1, 1), date(2031, 1, 1))
