"""What a state allows to leave or to enter, and for whom material is kept at home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Control:
    """A ban, quota or licence on forms x destinations; ``share`` of the reference flow and ``tonnes`` (kt/yr) stay allowed.

    ``delay_days`` of the reference flow are lost once, when the control begins (clearance of the first licences).
    """

    control: str
    kind: str
    commodities: tuple[str, ...]
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    start: date
    end: date | None
    share: float
    delay_days: float = 0.0
    tonnes: float = 0.0


@dataclass(frozen=True, slots=True)
class Reservation:
    """Volume of a commodity that users at home are served first, at an administered price; a shortfall has a price."""

    reservation: str
    commodity: str
    region: str
    volume: float
    start: date
    end: date | None
    price: float
    shortfall_cost: float
