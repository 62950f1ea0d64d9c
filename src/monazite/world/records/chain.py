"""The physical chain: places, materials, plants, ore, routes, users and stores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Region:
    """A country, or a named group of countries, that trades as one."""

    region: str
    name: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Commodity:
    """A material with exactly one composition, at one stage of the chain, on one basis of weight."""

    commodity: str
    name: str
    stage: str
    basis: str
    hs: str = ""
    captive: bool = False
    headline: bool = False


@dataclass(frozen=True, slots=True)
class Composition:
    """The share of one element in a commodity; ``form`` says whether the share is weighed as oxide or as element."""

    commodity: str
    element: str
    share: float
    form: str


@dataclass(frozen=True, slots=True)
class Process:
    """A way to turn commodities into others; one unit of activity is one kt of ``driver``."""

    process: str
    name: str
    stage: str
    driver: str
    loss: str


@dataclass(frozen=True, slots=True)
class Recovery:
    """The share of an element in an input that a process brings into one output; the rest of it is the named loss.

    ``element`` may be ``*``: every element of the input that no other row of the same input and output names.
    """

    process: str
    input: str
    element: str
    output: str
    recovery: float


@dataclass(frozen=True, slots=True)
class Unit:
    """A plant or mine: capacity in kt of activity per year, with owner and right."""

    unit: str
    name: str
    region: str
    stage: str
    owner: str
    owner_region: str
    capacity: float
    growth: float = 0.0
    elasticity: float = 1.0
    must_run: float = 0.0
    right: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """A process run in a unit: its base-year rate, how well that is known, and its reported cost per kt of driver."""

    activity: str
    unit: str
    process: str
    base_run: float
    relative_sd: float
    cost: float
    observed: bool = True


@dataclass(frozen=True, slots=True)
class Lane:
    """A trade route of one commodity between two regions, with its base-year flow and what crossing it costs.

    On a lane marked ``own_make`` only what was made in the origin may leave: no re-export of imports. ``royalty`` is a
    share of the price at the destination less freight, charged beside the fixed ``export_tax``.
    """

    lane: str
    commodity: str
    origin: str
    destination: str
    base_flow: float
    relative_sd: float
    freight: float
    duty: float = 0.0
    export_tax: float = 0.0
    elasticity: float = 4.0
    growth: float = 0.0
    premium: float = 0.0
    opens: date | None = None
    own_make: bool = False
    royalty: float = 0.0


@dataclass(frozen=True, slots=True)
class Demand:
    """An end use of one commodity in one region: base quantity, growth, elasticity, and the most a user would pay.

    ``shape`` is isoelastic, linear or fixed; a fixed amount has no elasticity and is wanted up to the choke.
    """

    demand: str
    region: str
    end_use: str
    commodity: str
    base_quantity: float
    relative_sd: float
    elasticity: float | None
    growth: float
    choke: float
    shape: str = "isoelastic"


@dataclass(frozen=True, slots=True)
class ReferencePrice:
    """A reported base-year price of a commodity in a region, with its trade term and how well it is known."""

    commodity: str
    region: str
    price: float
    relative_sd: float
    term: str


@dataclass(frozen=True, slots=True)
class Stockpile:
    """A store of one commodity in one region: what lies in it, what it may hold, and its working minimum in days."""

    stockpile: str
    name: str
    region: str
    commodity: str
    holder: str
    initial: float
    capacity: float
    working_days: float
    holding_cost: float
    terminal_share: float
    base_change: float = 0.0


@dataclass(frozen=True, slots=True)
class Deposit:
    """Ore that a unit may mine: recoverable amount in kt of the unit's activity."""

    deposit: str
    name: str
    unit: str
    reserve: float
    binding: bool
    vintage: str


@dataclass(frozen=True, slots=True)
class Disposal:
    """Leave to throw away a commodity in a region, and what that costs."""

    commodity: str
    region: str
    cost: float


@dataclass(frozen=True, slots=True)
class Project:
    """Announced capacity: how much, where, when; and how much of it, how much later, the record lets us expect."""

    project: str
    unit: str
    size: float
    start: date
    delivery_factor: float
    delay_years: float
    capex: float


@dataclass(frozen=True, slots=True)
class Target:
    """An announced goal against which an outcome is read; it forces nothing."""

    target: str
    name: str
    element: str
    stage: str
    region: str
    quantity: float
    due: date
    announced: date
