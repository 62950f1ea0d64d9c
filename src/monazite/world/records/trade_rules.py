"""What a state allows to leave or to enter, and for whom material is kept at home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Control:
    """A ban, quota or licence on forms x destinations; ``share`` of the reference flow and ``tonnes`` (kt/yr) stay allowed.

    ``delay_days`` of the reference flow are lost once, when the control begins (clearance of the first licences).
    Forms are named by ``commodities``, ``elements``, ``stages`` and ``hs``; see ``world.scope``. Each form has the amount for
    itself, or all share it (``together``): licences that name no form go to the one on which they earn most.
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
    elements: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    hs: tuple[str, ...] = ()
    least_share: float = 0.0
    together: bool = False


@dataclass(frozen=True, slots=True)
class Reservation:
    """Volume of a commodity that users at home are served first, at an administered price; a shortfall has a price.

    Volumes of one commodity in one region are served in the order of their ``tier``, the first before the second. With
    ``home_first`` what is exported does not count: exports are at most output less reserved volume.
    """

    reservation: str
    commodity: str
    region: str
    volume: float
    start: date
    end: date | None
    price: float
    shortfall_cost: float
    tier: int = 1
    home_first: bool = True


@dataclass(frozen=True, slots=True)
class Tariff:
    """Import or export duty on forms x routes: USD/kg, and a share of the customs value; see ``world.scope``.

    Export duty is reckoned on the price at the origin, import duty on that price with all that leaving and freight cost.
    """

    tariff: str
    side: str
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    specific: float
    ad_valorem: float
    start: date
    end: date | None
    commodities: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    hs: tuple[str, ...] = ()
    least_share: float = 0.0


@dataclass(frozen=True, slots=True)
class ContentRule:
    """The most of a region's use of each commodity in scope that may come from some origins, as a share of that use.

    What is beyond it pays ``fine`` per kg; without a fine the rule is hard. A share at home of at least x is at most
    1 - x from everywhere else.
    """

    rule: str
    region: str
    origins: tuple[str, ...]
    share: float
    fine: float
    start: date
    end: date | None
    commodities: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    hs: tuple[str, ...] = ()
    least_share: float = 0.0
