"""The things a supply chain is made of, as frozen records: who mines, makes, ships, uses, stores and promises what.

Every record is one row of one table of a study folder. Amounts are internal: kt of the commodity's own basis
(kt REO, kt metal, kt magnet ...), kt per year, million USD; so 1 MUSD/kt is 1 USD/kg. Records hold no rules that
need a second record: those are in ``world.checks``. The meaning, unit and bounds of each field stand once, in the data
dictionary (``reading/schema``); a test compares the two.
"""

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
class Agreement:
    """A contract that moves a commodity from one hand to another, within volumes, at a price rule.

    ``commodity`` leaves ``origin`` and arrives as ``delivered_as`` in ``destination``. A linked leg delivers
    ``ratio`` kt for each kt of the agreement named in ``linked_to``.
    """

    agreement: str
    name: str
    seller: str
    buyer: str
    commodity: str
    origin: str
    delivered_as: str
    destination: str
    minimum: float
    maximum: float
    price_rule: str
    price: float
    start: date
    end: date | None = None
    notice_months: float = 0.0
    penalty: float = 0.0
    linked_to: str = ""
    ratio: float = 0.0
    base_delivery: float = 0.0


@dataclass(frozen=True, slots=True)
class AgreementState:
    """From ``start`` an agreement is in a state; its volumes go from ``share_start`` to ``share_end`` until ``end``."""

    agreement: str
    state: str
    start: date
    end: date | None
    share_start: float
    share_end: float


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
class Deposit:
    """Ore that a unit may mine: recoverable amount in kt of the unit's activity, grade, and who holds the right."""

    deposit: str
    name: str
    unit: str
    reserve: float
    binding: bool
    right: str
    vintage: str


@dataclass(frozen=True, slots=True)
class Disposal:
    """Leave to throw away a commodity in a region, and what that costs."""

    commodity: str
    region: str
    cost: float


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
