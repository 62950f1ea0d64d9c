"""What the records of a world must say together before anything is computed from them.

``check`` looks at the world alone: no files, no programme. Each fault names the table and the key of the row to mend.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from monazite.errors import Fault, ModelFault, nearest
from monazite.world.recipes import CONSERVATION_TOLERANCE, Recipe, conservation_error, recipes
from monazite.world.records import Process, Recovery
from monazite.world.world import World, key_of

ROUNDING = 1e-9
"""How far shares may add up beyond 1 before they are refused."""

EVERYWHERE = "*"


@dataclass(frozen=True, slots=True)
class WorldFault(Fault):
    """A fault of one row of a world; ``table`` and ``key`` say which, so that a reader can add file and line."""

    table: str = ""
    key: str | tuple = ""


def check(world: World) -> tuple[WorldFault, ...]:
    """Every contradiction between the records of a world, in the order of the checks; empty if there is none."""
    known, faults = _recipes(world)
    checks = (_compositions, _stages, _lanes, _agreements, _states, _controls, _demands)
    return (*faults, *(fault for each in checks for fault in each(world)), *_captive_cycles(world, known))


def _recipes(world: World) -> tuple[dict[str, Recipe], list[WorldFault]]:
    """The recipes that can be worked out, and what is wrong with the others."""
    found: dict[str, Recipe] = {}
    faults: list[WorldFault] = []
    rows: dict[str, list[Recovery]] = {}
    for row in world.recoveries:
        rows.setdefault(row.process, []).append(row)
    for process in world.processes:
        own = rows.get(process.process, [])
        wrong = [*_recoveries(world, process, own)]
        if not wrong:
            try:
                recipe = recipes(replace(world, processes=(process,), recoveries=tuple(own)))[process.process]
                wrong = [*_conservation(world, recipe)]
                found[process.process] = recipe
            except ModelFault as error:
                message, _, way_out = str(error).partition(" -> ")
                wrong = [WorldFault(message, table="processes", key=process.process, way_out=way_out)]
        faults += wrong
    return found, faults


def _recoveries(world: World, process: Process, rows: list[Recovery]) -> Iterator[WorldFault]:
    """What would make a recipe senseless: elements that are not there, more than all recovered, nothing driven."""
    recovered: dict[tuple[str, str], float] = {}
    for row in rows:
        for side, commodity in (("input", row.input), ("output", row.output)):
            if row.element != EVERYWHERE and not world.content.get((commodity, row.element)):
                yield _recovery_fault(
                    row,
                    f"process {process.process} recovers {row.element}, but its {side} {commodity} holds none",
                    side,
                    "mend the element, or add it to compositions",
                )
        elements = _elements(world, row, rows)
        if not elements:
            yield _recovery_fault(
                row,
                f"process {process.process} recovers every other element of {row.input} into "
                f"{row.output}, but the two share none",
                "element",
                "add the elements to compositions",
            )
        for element in elements:
            recovered[row.input, element] = recovered.get((row.input, element), 0.0) + row.recovery
        if row.output == process.driver and row.recovery == 0.0:
            yield _recovery_fault(
                row,
                f"process {process.process} makes {row.output} from {row.input} with recovery 0",
                "recovery",
                "give a recovery above 0, or remove the row",
            )
    for (source, element), share in recovered.items():
        if share > 1.0 + ROUNDING:
            last = [row for row in rows if row.input == source and element in _elements(world, row, rows)][-1]
            yield _recovery_fault(
                last,
                f"process {process.process} recovers {share:.6g} of the {element} in {source}, more than there is",
                "recovery",
                "lower the recoveries until they add up to 1 at most",
            )
    if rows and process.driver not in {name for row in rows for name in (row.input, row.output)}:
        yield WorldFault(
            f"process {process.process} is driven by {process.driver}, which none of its recoveries takes or makes",
            column="driver",
            table="processes",
            key=process.process,
            way_out="name an input to be taken apart, or the product, and its recoveries",
        )


def _elements(world: World, row: Recovery, rows: list[Recovery]) -> list[str]:
    """The elements that a recovery row speaks for; ``*`` for those that no other row of input and output names."""
    if row.element != EVERYWHERE:
        return [row.element]
    named = {(other.input, other.element, other.output) for other in rows}
    return [
        element
        for (commodity, element), mass in world.content.items()
        if commodity == row.input
        and mass
        and world.content.get((row.output, element))
        and (row.input, element, row.output) not in named
    ]


def _recovery_fault(row: Recovery, message: str, column: str, way_out: str) -> WorldFault:
    return WorldFault(message, column=column, table="recoveries", key=key_of("recoveries", row), way_out=way_out)


def _conservation(world: World, recipe: Recipe) -> Iterator[WorldFault]:
    for element, gap in conservation_error(world, recipe).items():
        if gap > CONSERVATION_TOLERANCE:
            yield WorldFault(
                f"process {recipe.process} does not conserve {element}: inputs differ from outputs plus losses "
                f"by {gap:.3g} of the input",
                table="processes",
                key=recipe.process,
                way_out="mend the recoveries, or the compositions of its commodities",
            )


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
    for table in ("agreements", "controls", "reservations"):
        for row in world.table(table):
            if row.end is not None and row.end < row.start:
                key = key_of(table, row)
                yield WorldFault(
                    f"{table[:-1]} {key} ends on {row.end}, before it starts on {row.start}",
                    column="end",
                    table=table,
                    key=key,
                    way_out="exchange the two dates",
                )
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


def _captive_cycles(world: World, known: dict[str, Recipe]) -> Iterator[WorldFault]:
    """Pure links must not lead a captive commodity back to itself: it would be freed and made captive for nothing."""
    run = {activity.process for activity in world.activities}
    links: dict[str, dict[str, str]] = {}
    for name in sorted(run & set(known)):
        ends = _link(known[name])
        if ends:
            links.setdefault(ends[0], {})[ends[1]] = name
    for commodity in world.commodities:
        path = _way_back(links, commodity.commodity) if commodity.captive else None
        if path:
            yield WorldFault(
                f"captive commodity {commodity.commodity} comes back to itself through {', '.join(path)}",
                column="captive",
                table="commodities",
                key=commodity.commodity,
                way_out="remove one of these link processes, so that what is captive stays so",
            )


def _link(recipe: Recipe) -> tuple[str, str] | None:
    """Input and output of a process that only renames its material, else None."""
    whole = {round(amount, 9): name for name, amount in recipe.amounts.items()}
    if len(recipe.amounts) == 2 and set(whole) == {-1.0, 1.0} and max(recipe.losses.values(), default=0.0) < ROUNDING:
        return whole[-1.0], whole[1.0]
    return None


def _way_back(links: dict[str, dict[str, str]], start: str) -> list[str] | None:
    """The link processes on a shortest way from a commodity back to itself."""
    reached: dict[str, list[str]] = {start: []}
    queue = [start]
    for commodity in queue:
        for output, process in links.get(commodity, {}).items():
            if output == start:
                return [*reached[commodity], process]
            if output not in reached:
                reached[output] = [*reached[commodity], process]
                queue.append(output)
    return None
