"""What sources say of the base year as a whole: outputs, uses and trade of several records together."""

from __future__ import annotations

from dataclasses import dataclass

MADE, PROCESSED, USED, SHIPPED = "made", "processed", "used", "shipped"
"""What a report may measure: what processes put out, what they take in, what final users take, what crosses borders."""


@dataclass(frozen=True, slots=True)
class Report:
    """A source's figure for a sum of flows of the base year, kt/yr, with how it errs and what else it may count.

    It measures ``what`` of ``commodities`` in ``regions`` (towards ``destinations``, by ``activities``; empty: any), as tonnes
    of ``elements`` in oxide, or gross if none is named. ``besides`` names an amount that the report counts as well and of
    which the model has no record, such as goods of other kinds under one customs code. One that does not count (``counts``)
    pulls at nothing; it is only set beside the picture that the others give.
    """

    report: str
    what: str
    commodities: tuple[str, ...]
    regions: tuple[str, ...]
    destinations: tuple[str, ...]
    activities: tuple[str, ...]
    elements: tuple[str, ...]
    value: float
    relative_sd: float
    error: str = "normal"
    group: str = ""
    group_sd: float = 0.0
    besides: str = ""
    counts: bool = True
    scope: str = ""
