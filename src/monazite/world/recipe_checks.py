"""Whether each process can be worked out: its elements are there, none is lost unnamed, what is captive stays so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from monazite.errors import ModelFault
from monazite.world.faults import WorldFault
from monazite.world.recipes import CONSERVATION_TOLERANCE, Recipe, chemistry, conservation_error, recipes
from monazite.world.records import Process, Recovery
from monazite.world.world import World, key_of

ROUNDING = 1e-9
"""How far shares may add up beyond 1 before they are refused."""

EVERY_ELEMENT = "*"


def check_processes(world: World) -> Iterator[WorldFault]:
    """What is wrong with recoveries, with recipes, and with links around captive commodities."""
    known, faults = _recipes(chemistry(world))
    yield from faults
    yield from _captive_cycles(world, known)


@lru_cache(maxsize=8)
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
            if row.element != EVERY_ELEMENT and not world.content.get((commodity, row.element)):
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
    if row.element != EVERY_ELEMENT:
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
