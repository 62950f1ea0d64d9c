"""The base year as the model sees it: balanced flows, balanced prices, and what neither explains.

Formulation starts every curve from here: at base prices each activity and lane just pays for its base flow, and each
demand buys its base quantity. Whatever reported costs leave unexplained is a *fitted margin*, kept by name.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Baseline:
    """Base-year rates in kt/yr and prices in USD/kg (MUSD/kt), keyed by record name or (commodity, region).

    ``activity_margin``, ``lane_margin`` and ``delivery_margin`` are USD/kg of driver, of cargo and of what an agreement hands
    over: revenue less inputs less reported cost, price gap less freight, duty and export tax, and price gap. Negative
    margins are shown as diagnostics, never hidden.
    """

    run: dict[str, float]
    flow: dict[str, float]
    quantity: dict[str, float]
    delivery: dict[str, float]
    stock_change: dict[str, float]
    discarded: dict[tuple[str, str], float]
    price: dict[tuple[str, str], float]
    activity_margin: dict[str, float]
    lane_margin: dict[str, float]
    moved: dict[tuple[str, str], tuple[float, float, float]]
    """(table, record): reported value, balanced value, adjustment in standard deviations."""
    delivery_margin: dict[str, float] = field(default_factory=dict)
    reports: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    """The same of each report of the base year as a whole."""
    besides: dict[str, float] = field(default_factory=dict)
    """Kt/yr that reports count and no record of the model holds, by name."""
