"""Reports of the base year must measure something that the records say has moved."""

from __future__ import annotations

from collections.abc import Iterator

from monazite.world.faults import WorldFault
from monazite.world.measured import measured
from monazite.world.recipe_checks import check_processes
from monazite.world.recipes import recipes
from monazite.world.records import Report
from monazite.world.records.reports import MADE, PROCESSED, SHIPPED
from monazite.world.world import World

BASE_VALUES = {
    "activities": "base_run", "lanes": "base_flow", "demands": "base_quantity", "agreements": "base_delivery",
}  # fmt: skip
"""Where a record says what its flow was in the base year."""


def check_reports(world: World) -> Iterator[WorldFault]:
    """Faults of reports: words that do not fit what is measured, and reports of nothing."""
    for report in world.reports:
        yield from _words(report)
    if not world.reports or next(check_processes(world), None):
        return  # what a plant makes of what is told by the processes' own faults first
    book = recipes(world)
    for report in world.reports:
        if not any(_base(world, *record) > 0.0 for record in measured(world, book, report)):
            yield _fault(
                report,
                f"report {report.report} measures nothing that moved in the base year",
                "commodities",
                "name what has a base value, or give the records one",
            )


def _base(world: World, table: str, key: str) -> float:
    return getattr(world.keyed(table)[key], BASE_VALUES[table])


def _words(report: Report) -> Iterator[WorldFault]:
    if report.destinations and report.what != SHIPPED:
        yield _fault(report, "only what is shipped has destinations", "destinations", "leave the cell empty")
    if report.activities and report.what not in (MADE, PROCESSED):
        yield _fault(report, "only what is made or processed has activities", "activities", "leave the cell empty")
    if bool(report.group) != (report.group_sd > 0.0):
        column = "group" if report.group_sd > 0.0 else "group_sd"
        yield _fault(report, "group and group_sd belong together", column, "give both or none")


def _fault(report: Report, message: str, column: str, way_out: str) -> WorldFault:
    return WorldFault(message, column=column, table="reports", key=report.report, way_out=way_out)
