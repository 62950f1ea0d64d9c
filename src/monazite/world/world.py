"""A world is what is true and what may happen: the tables of a study as one frozen value.

A policy never patches a programme: it edits a world (``world.policies``), and the edited world is formulated again.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property

from monazite.elements import Element
from monazite.world.records import (
    Activity,
    Agreement,
    AgreementState,
    Commodity,
    Composition,
    ContentRule,
    Control,
    Demand,
    DemandShock,
    Deposit,
    DifferenceContract,
    Disposal,
    Grant,
    Lane,
    Mandate,
    Outage,
    Process,
    Project,
    Purchase,
    Recovery,
    ReferencePrice,
    Region,
    Report,
    Reservation,
    Right,
    Stockpile,
    Subsidy,
    Substitution,
    Target,
    Tariff,
    TechnologyBan,
    Unit,
)

KEYS: dict[str, tuple[str, ...]] = {
    "regions": ("region",),
    "elements": ("symbol",),
    "commodities": ("commodity",),
    "compositions": ("commodity", "element"),
    "processes": ("process",),
    "recoveries": ("process", "input", "element", "output"),
    "units": ("unit",),
    "activities": ("activity",),
    "lanes": ("lane",),
    "demands": ("demand",),
    "prices": ("commodity", "region"),
    "stockpiles": ("stockpile",),
    "agreements": ("agreement",),
    "agreement_states": ("agreement", "start"),
    "controls": ("control",),
    "reservations": ("reservation",),
    "subsidies": ("subsidy",),
    "projects": ("project",),
    "deposits": ("deposit",),
    "disposals": ("commodity", "region"),
    "targets": ("target",),
    "outages": ("outage",),
    "demand_shocks": ("shock",),
    "rights": ("right",),
    "tariffs": ("tariff",),
    "grants": ("grant",),
    "purchases": ("purchase",),
    "difference_contracts": ("contract",),
    "mandates": ("mandate",),
    "content_rules": ("rule",),
    "technology_bans": ("ban",),
    "substitutions": ("substitution",),
    "reports": ("report",),
}
"""The columns that name a row of each table; two rows of one table never share them."""


@dataclass(frozen=True)
class World:
    """All records of a supply chain in one base year, with the money they are told in.

    Fields other than the last four are tables: tuples of records, in the order of the study's files.
    ``price_year`` is the year of the real USD; ``discount_rate`` is real, per year.
    """

    regions: tuple[Region, ...]
    elements: tuple[Element, ...]
    commodities: tuple[Commodity, ...]
    compositions: tuple[Composition, ...]
    processes: tuple[Process, ...]
    recoveries: tuple[Recovery, ...]
    units: tuple[Unit, ...]
    activities: tuple[Activity, ...]
    lanes: tuple[Lane, ...]
    demands: tuple[Demand, ...]
    prices: tuple[ReferencePrice, ...]
    stockpiles: tuple[Stockpile, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    agreement_states: tuple[AgreementState, ...] = ()
    controls: tuple[Control, ...] = ()
    reservations: tuple[Reservation, ...] = ()
    subsidies: tuple[Subsidy, ...] = ()
    projects: tuple[Project, ...] = ()
    deposits: tuple[Deposit, ...] = ()
    disposals: tuple[Disposal, ...] = ()
    targets: tuple[Target, ...] = ()
    outages: tuple[Outage, ...] = ()
    demand_shocks: tuple[DemandShock, ...] = ()
    rights: tuple[Right, ...] = ()
    tariffs: tuple[Tariff, ...] = ()
    grants: tuple[Grant, ...] = ()
    purchases: tuple[Purchase, ...] = ()
    difference_contracts: tuple[DifferenceContract, ...] = ()
    mandates: tuple[Mandate, ...] = ()
    content_rules: tuple[ContentRule, ...] = ()
    technology_bans: tuple[TechnologyBan, ...] = ()
    substitutions: tuple[Substitution, ...] = ()
    reports: tuple[Report, ...] = ()
    base_year: int = 2024
    price_year: int = 2024
    discount_rate: float = 0.07

    def table(self, name: str) -> tuple:
        """The records of one table, by the table's name."""
        return getattr(self, name)

    def keyed(self, name: str) -> dict:
        """The records of one table by their key: the bare name where the key is one column, else a tuple."""
        if name not in self._by_key:
            self._by_key[name] = {key_of(name, record): record for record in self.table(name)}
        return self._by_key[name]

    @cached_property
    def _by_key(self) -> dict[str, dict]:
        """Tables by key, made when first asked for: formulation looks records up by the thousand."""
        return {}

    @cached_property
    def content(self) -> dict[tuple[str, str], float]:
        """Element mass per mass of commodity, by (commodity, element): oxide shares are turned into element mass."""
        metal = {element.symbol: element.metal_in_oxide for element in self.elements}
        return {
            (row.commodity, row.element): row.share * (metal[row.element] if row.form == "oxide" else 1.0)
            for row in self.compositions
        }

    @cached_property
    def region_of_unit(self) -> dict[str, str]:
        """The region in which each unit stands."""
        return {unit.unit: unit.region for unit in self.units}


TABLES: tuple[str, ...] = tuple(f.name for f in fields(World) if f.name in KEYS)
"""The names of a world's tables, in the order in which they are declared."""


def key_of(table: str, record: object) -> str | tuple:
    """The key of a record: the bare name where the key is one column, else the tuple of its key columns."""
    values = tuple(getattr(record, column) for column in KEYS[table])
    return values[0] if len(values) == 1 else values


def share_of_base(growth: float, base_year: int, when: date) -> float:
    """Growth since the middle of the base year: (1 + growth) to the power of the years between."""
    years = (when - date(base_year, 7, 1)).days / 365.25
    return (1.0 + growth) ** years
