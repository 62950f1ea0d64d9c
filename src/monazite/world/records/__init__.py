"""The things a supply chain is made of, as frozen records: who mines, makes, ships, uses, stores and promises what.

Every record is one row of one table of a study folder. Amounts are internal: kt of the commodity's own basis
(kt REO, kt metal, kt magnet ...), kt per year, million USD; so 1 MUSD/kt is 1 USD/kg. Records hold no rules that
need a second record: those are in ``world.checks``. The meaning, unit and bounds of each field stand once, in the data
dictionary (``reading/schema``); a test compares the two.
"""

from monazite.world.records.agreements import Agreement, AgreementState
from monazite.world.records.chain import (
    Activity,
    Commodity,
    Composition,
    Demand,
    Deposit,
    Disposal,
    Lane,
    Process,
    Project,
    Recovery,
    ReferencePrice,
    Region,
    Stockpile,
    Target,
    Unit,
)
from monazite.world.records.reports import Report
from monazite.world.records.shocks import DemandShock, Outage, Right, Substitution, TechnologyBan
from monazite.world.records.support import DifferenceContract, Grant, Mandate, Purchase, Subsidy
from monazite.world.records.trade_rules import ContentRule, Control, Reservation, Tariff

__all__ = [
    "Activity",
    "Agreement",
    "AgreementState",
    "Commodity",
    "Composition",
    "ContentRule",
    "Control",
    "Demand",
    "DemandShock",
    "Deposit",
    "DifferenceContract",
    "Disposal",
    "Grant",
    "Lane",
    "Mandate",
    "Outage",
    "Process",
    "Project",
    "Purchase",
    "Recovery",
    "ReferencePrice",
    "Region",
    "Report",
    "Reservation",
    "Right",
    "Stockpile",
    "Subsidy",
    "Substitution",
    "Target",
    "Tariff",
    "TechnologyBan",
    "Unit",
]
