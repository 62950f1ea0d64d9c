"""What the records of a world must say together before anything is computed from them.

``check`` looks at the world alone: no files, no programme. Each fault names the table and the key of the row to mend.
Processes and their elements are looked at in ``world.recipe_checks``.
"""

from __future__ import annotations

from collections.abc import Iterator

from monazite.errors import nearest
from monazite.world.agreement_checks import check_agreements
from monazite.world.faults import WorldFault
from monazite.world.instrument_checks import check_instruments
from monazite.world.recipe_checks import ROUNDING, check_processes
from monazite.world.report_checks import check_reports
from monazite.world.support_checks import check_support
from monazite.world.trade_checks import check_trade_rules
from monazite.world.world import World, key_of

EVERYWHERE = "*"


def check(world: World) -> tuple[WorldFault, ...]:
    """Every contradiction between the records of a world, in the order of the checks; empty if there is none."""
    checks = (
        check_processes, _compositions, _stages, _lanes, _agreements, _links, _states, check_agreements, _controls, _demands,
        check_instruments, check_trade_rules, check_support, check_reports,
    )  # fmt: skip
    return tuple(fault for each in checks for fault in each(world))


def _compositions(world: World) -> Iterator[WorldFault]:
    total: dict[str, float] = {}
    for row in world.compositions:
        total[row.commodity] = total.get(row.commodity, 0.0) + row.share
        if total[row.commodity] > 1.0 + ROUNDING >= total[row.commodity] - row.share:
            whole = sum(other.share for other in world.compositions if other.commodity == row.commodity)
            yield WorldFault(
                f"the shares of {row.commodity} add up to {whole:.9g}, more than 1",
                column="share",
                table="compositions",
                key=key_of("compositions", row),
                way_out="lower the shares",
            )


def _stages(world: World) -> Iterator[WorldFault]:
    processes, units = world.keyed("processes"), world.keyed("units")
    for activity in world.activities:
        process, unit = processes.get(activity.process), units.get(activity.unit)
        if process and unit and process.stage != unit.stage:
            yield WorldFault(
                f"activity {activity.activity} runs {process.process} of stage {process.stage} in unit "
                f"{unit.unit} of stage {unit.stage}",
                column="process",
                table="activities",
                key=activity.activity,
                way_out="give the process a unit of its own stage",
            )


def _lanes(world: World) -> Iterator[WorldFault]:
    commodities = world.keyed("commodities")
    for lane in world.lanes:
        if lane.origin == lane.destination:
            yield WorldFault(
                f"lane {lane.lane} leaves from {lane.origin} and arrives there",
                column="destination",
                table="lanes",
                key=lane.lane,
                way_out="name another destination; trade at home needs no lane",
            )
        if lane.commodity in commodities and commodities[lane.commodity].captive:
            yield WorldFault(
                f"lane {lane.lane} ships {lane.commodity}, which is captive",
                column="commodity",
                table="lanes",
                key=lane.lane,
                way_out="ship a commodity that is for sale, or deliver it under an agreement",
            )


def _agreements(world: World) -> Iterator[WorldFault]:
    content: dict[str, dict[str, float]] = {}
    for (commodity, element), mass in world.content.items():
        content.setdefault(commodity, {})[element] = mass
    for agreement in world.agreements:
        sent, arrived = content.get(agreement.commodity, {}), content.get(agreement.delivered_as, {})
        for element in sorted({*sent, *arrived}):
            if abs(sent.get(element, 0.0) - arrived.get(element, 0.0)) > ROUNDING:
                yield WorldFault(
                    f"agreement {agreement.agreement} sends {agreement.commodity} with "
                    f"{sent.get(element, 0.0):.6g} {element} and delivers {agreement.delivered_as} with "
                    f"{arrived.get(element, 0.0):.6g}",
                    column="delivered_as",
                    table="agreements",
                    key=agreement.agreement,
                    way_out="give both the same composition",
                )
        if agreement.minimum > agreement.maximum:
            yield WorldFault(
                f"agreement {agreement.agreement} has minimum {agreement.minimum:g} kt/yr above its maximum "
                f"{agreement.maximum:g} kt/yr",
                column="minimum",
                table="agreements",
                key=agreement.agreement,
                way_out="exchange the two, or mend one",
            )


def _links(world: World) -> Iterator[WorldFault]:
    """Of two legs one answers the other; a circle of them would tie each volume to itself, and force all to nothing."""
    answers = {agreement.agreement: agreement.linked_to for agreement in world.agreements}
    for start, leg in answers.items():
        circle = [start]
        while leg in answers and leg not in circle:
            circle.append(leg)
            leg = answers[leg]
        if leg == start and start == min(circle):
            yield WorldFault(
                f"agreement {start} answers itself: {' -> '.join([*circle, start])}",
                column="linked_to",
                table="agreements",
                key=start,
                way_out="leave the link of the leg that comes first empty",
            )


def _states(world: World) -> Iterator[WorldFault]:
    rows = sorted(world.agreement_states, key=lambda row: (row.agreement, row.start))
    for row in rows:
        if row.end is not None and row.end < row.start:
            yield WorldFault(
                f"state {row.state} of agreement {row.agreement} ends on {row.end}, before it starts on {row.start}",
                column="end",
                table="agreement_states",
                key=key_of("agreement_states", row),
                way_out="exchange the two dates",
            )
    for before, after in zip(rows, rows[1:], strict=False):
        if before.agreement == after.agreement and (before.end is None or before.end > after.start):
            until = f"until {before.end}" if before.end else "without end"
            yield WorldFault(
                f"agreement {before.agreement} is {before.state} from {before.start} {until}, and {after.state} "
                f"from {after.start}: the two overlap",
                column="end",
                table="agreement_states",
                key=key_of("agreement_states", before),
                way_out=f"end the first on {after.start}",
            )


def _controls(world: World) -> Iterator[WorldFault]:
    forms = {row.commodity for row in world.commodities}
    regions = {row.region for row in world.regions}
    for control in world.controls:
        for column, known in (("commodities", forms), ("origins", regions), ("destinations", regions)):
            for name in getattr(control, column):
                if name not in known and name != EVERYWHERE:
                    yield WorldFault(
                        f"control {control.control} names {name!r}, which is not known",
                        column=column,
                        table="controls",
                        key=control.control,
                        way_out=nearest(name, known),
                    )


def _demands(world: World) -> Iterator[WorldFault]:
    priced = {row.commodity for row in world.prices}
    for demand in world.demands:
        if demand.commodity not in priced:
            yield WorldFault(
                f"demand {demand.demand} uses {demand.commodity}, which has no price in any region",
                column="commodity",
                table="demands",
                key=demand.demand,
                way_out="add a row to prices, or use a commodity that has one",
            )
        if (demand.elasticity is None) != (demand.shape == "fixed"):
            has = "no elasticity" if demand.elasticity is None else f"elasticity {demand.elasticity:g}"
            yield WorldFault(
                f"demand {demand.demand} is {demand.shape} and has {has}",
                column="elasticity",
                table="demands",
                key=demand.demand,
                way_out="give a curve its elasticity, and leave it empty where the amount is fixed",
            )
