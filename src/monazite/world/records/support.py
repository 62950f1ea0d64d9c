"""What a state pays so that something is made at home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Subsidy:
    """A production incentive: money per kt for eligible tonnes, capped per kg, by share of sales and by tonnes."""

    subsidy: str
    unit: str
    commodities: tuple[str, ...]
    rate: float
    sales_share: float
    tonnes: float
    budget: float
    start: date
    years: float
