"""What befalls a chain or is done to it from outside: plants that stand still, users who want less or something else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Outage:
    """A plant that stands still: ``lost`` is the share of its installed capacity that is not there from start to end."""

    outage: str
    unit: str
    lost: float
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class DemandShock:
    """Users who want ``factor`` times the quantity that their growth says, at base prices, from start to end.

    ``regions`` and ``commodities`` may be ``*``; an empty ``end_use`` means every end use.
    """

    shock: str
    regions: tuple[str, ...]
    commodities: tuple[str, ...]
    end_use: str
    factor: float
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Right:
    """An exclusive right of one owner: units of others under it stand still until the day on which it is opened."""

    right: str
    name: str
    holder: str
    opened: date | None = None


@dataclass(frozen=True, slots=True)
class TechnologyBan:
    """Know-how that a state withholds: what is new at these stages abroad opens later and costs more to run.

    Projects that would open after ``start`` (and before ``end``) come ``delay_years`` later; activities without a
    base-year run cost ``extra_cost`` more, as a share, while the ban holds. ``exempt`` regions are not touched.
    """

    ban: str
    stages: tuple[str, ...]
    regions: tuple[str, ...]
    exempt: tuple[str, ...]
    delay_years: float
    extra_cost: float
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Substitution:
    """Users who learn to do with another grade, or with none: up to ``share`` of what a demand is served.

    The share grows evenly from nothing on ``start`` to its whole ``lead_years`` later. ``ratio`` kt of ``commodity`` do
    the work of one kt that is replaced, and redesign costs ``cost`` USD per kg replaced; without a ``commodity`` nothing
    of the chain is used in its place.
    """

    substitution: str
    demand: str
    commodity: str
    ratio: float
    cost: float
    share: float
    lead_years: float
    start: date
