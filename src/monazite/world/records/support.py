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


@dataclass(frozen=True, slots=True)
class Grant:
    """Part of a project's investment that the state pays: ``share`` of it, ``most`` MUSD at most; 0 means no such cap."""

    grant: str
    project: str
    share: float
    most: float = 0.0


@dataclass(frozen=True, slots=True)
class Purchase:
    """A state that buys at a price whatever is offered, up to tonnes and budget, and may sell it again later.

    A ``floor`` takes from anybody in the region, an ``offtake`` only what ``unit`` makes. What was bought lies in a public
    store, from which it is sold between ``release_start`` and ``release_end``, for ``release_price`` or more. A floor never
    sells while it buys, since it would buy from itself; an offtake may sell on at once.
    """

    purchase: str
    kind: str
    region: str
    commodities: tuple[str, ...]
    unit: str
    price: float
    tonnes: float
    budget: float
    start: date
    end: date | None
    release_start: date | None = None
    release_end: date | None = None
    release_price: float = 0.0


@dataclass(frozen=True, slots=True)
class DifferenceContract:
    """A state that pays a maker what a reference price lacks of the strike, and takes a share of what is above it.

    ``volume`` is ``output`` (every kg that the unit makes) or ``fixed`` (``tonnes`` a year, made or not).
    """

    contract: str
    unit: str
    commodities: tuple[str, ...]
    reference_commodity: str
    reference_region: str
    strike: float
    upside_share: float
    volume: str
    tonnes: float
    payer: str
    start: date
    years: float


@dataclass(frozen=True, slots=True)
class Mandate:
    """Stock that has to be held: ``tonnes`` and ``days`` of base-year use, reached evenly by ``full``, until ``end``.

    It is let go between ``release_start`` and ``release_end``, or once the price makes it worth ``trigger``; 0 means that
    no price does.
    """

    mandate: str
    stockpile: str
    tonnes: float
    days: float
    start: date
    full: date
    end: date | None
    release_start: date | None = None
    release_end: date | None = None
    trigger: float = 0.0
