"""What a process takes and gives, worked out from recoveries so that no element appears or vanishes.

An *input-driven* process (cracking, separation, recycling) is told by where each element of one kt of its input goes.
A *product-driven* process (metal, magnet) is told by how much of each element reaches the product; the inputs follow:

    input-driven    out_c = sum_e  x_e(input) * recovery(e -> c) / sum_e x_e(c)
    product-driven  in_i  = x_e(product) / (recovery(e, i -> product) * x_e(i)),   by-products as above

with x_e(c) the element mass per mass of commodity. What is not recovered is the process's named loss, element by
element, so that inputs = outputs + losses holds to rounding; ``conservation_error`` measures it anew from the result.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

from monazite.errors import ModelFault
from monazite.world.records import Process, Recovery
from monazite.world.world import TABLES, World

CONSERVATION_TOLERANCE = 1e-9
"""Largest relative gap between an element's inputs and its outputs plus losses."""
CHEMISTRY = ("elements", "compositions", "processes", "recoveries")
"""Tables that recipes are worked out from."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Signed kt of each commodity per unit of activity (inputs negative), and kt of each element lost."""

    process: str
    amounts: dict[str, float]
    losses: dict[str, float] = field(default_factory=dict)


def recipes(world: World) -> dict[str, Recipe]:
    """The recipe of every process of a world, by name."""
    return dict(_recipes(chemistry(world)))


def chemistry(world: World) -> World:
    """A world with nothing in it but what recipes depend on: the same for most worlds of a study."""
    return replace(world, **{table: () for table in TABLES if table not in CHEMISTRY})


@lru_cache(maxsize=8)
def _recipes(world: World) -> dict[str, Recipe]:
    rows: dict[str, list[Recovery]] = {}
    for row in world.recoveries:
        rows.setdefault(row.process, []).append(row)
    elements_of: dict[str, dict[str, float]] = {}
    for (commodity, element), mass in world.content.items():
        if mass > 0.0:
            elements_of.setdefault(commodity, {})[element] = mass
    return {p.process: _recipe(p, rows.get(p.process, []), elements_of) for p in world.processes}


def _recipe(process: Process, rows: list[Recovery], elements_of: dict[str, dict[str, float]]) -> Recipe:
    if not rows:
        # A mine: it brings its driver into the world; nothing enters.
        return Recipe(process.process, {process.driver: 1.0})
    routes = _routes(rows, elements_of)
    inputs = list(dict.fromkeys(row.input for row in rows))
    taken = {process.driver: 1.0} if process.driver in inputs else _inputs_for_product(process, routes, elements_of)
    recovered: dict[tuple[str, str], float] = {}
    losses: dict[str, float] = {}
    for commodity, amount in taken.items():
        for element, mass in elements_of.get(commodity, {}).items():
            kept = 0.0
            for (source, symbol, output), recovery in routes.items():
                if source == commodity and symbol == element:
                    recovered[output, element] = recovered.get((output, element), 0.0) + amount * mass * recovery
                    kept += recovery
            if kept > 1.0 + 1e-12:
                raise ModelFault(
                    f"process {process.process}: {kept:.6g} of the {element} in {commodity} is recovered; "
                    "recoveries of one element of one input add up to 1 at most -> lower them"
                )
            losses[element] = losses.get(element, 0.0) + amount * mass * (1.0 - kept)
    amounts = {commodity: -amount for commodity, amount in taken.items()}
    for output in dict.fromkeys(row.output for row in rows):
        amounts[output] = amounts.get(output, 0.0) + _amount(process, output, recovered, elements_of)
    return Recipe(process.process, amounts, {e: max(v, 0.0) for e, v in losses.items()})


def _routes(rows: list[Recovery], elements_of: dict[str, dict[str, float]]) -> dict[tuple[str, str, str], float]:
    """Recovery by (input, element, output), with ``*`` spelled out over the elements that no row names."""
    named = {(row.input, row.element, row.output): row.recovery for row in rows if row.element != "*"}
    routes = dict(named)
    for row in rows:
        if row.element == "*":
            for element in elements_of.get(row.input, {}):
                if element in elements_of.get(row.output, {}) and (row.input, element, row.output) not in named:
                    routes[row.input, element, row.output] = row.recovery
    return routes


def _inputs_for_product(
    process: Process, routes: dict[tuple[str, str, str], float], elements_of: dict[str, dict[str, float]]
) -> dict[str, float]:
    """What one kt of the driving product needs of each input, element by element."""
    taken: dict[str, float] = {}
    supplied: set[str] = set()
    for (source, element, output), recovery in routes.items():
        if output != process.driver:
            continue
        if element in supplied:
            raise ModelFault(
                f"process {process.process}: {element} of {process.driver} comes from two inputs; name one "
                "input for each element of the product -> remove one of the recovery rows"
            )
        supplied.add(element)
        need = elements_of[process.driver][element] / (recovery * elements_of[source][element])
        taken[source] = max(taken.get(source, 0.0), need)
    missing = set(elements_of.get(process.driver, {})) - supplied
    if missing:
        raise ModelFault(
            f"process {process.process}: nothing brings {', '.join(sorted(missing))} into {process.driver} "
            "-> add a recovery row for each element of the product"
        )
    return taken


def _amount(
    process: Process, output: str, recovered: dict[tuple[str, str], float], elements_of: dict[str, dict[str, float]]
) -> float:
    """The kt of an output that its recovered elements make; every element must say the same, or it is a blend."""
    content = elements_of.get(output, {})
    implied = {element: recovered.get((output, element), 0.0) / mass for element, mass in content.items() if mass > 0.0}
    if not implied:
        raise ModelFault(f"process {process.process}: output {output} has no composition -> add rows to compositions")
    low, high = min(implied.values()), max(implied.values())
    if high - low > CONSERVATION_TOLERANCE * max(high, 1e-300):
        detail = ", ".join(f"{e}: {v:.9g}" for e, v in sorted(implied.items()))
        raise ModelFault(
            f"process {process.process}: its elements imply different amounts of {output} ({detail}); a "
            "commodity has one composition -> make a commodity of its own for this stream, or mend the "
            "recoveries"
        )
    return sum(implied.values()) / len(implied)


def conservation_error(world: World, recipe: Recipe) -> dict[str, float]:
    """Relative gap of inputs against outputs plus losses, for each element that enters; zero but for rounding.

    A mine (nothing enters) conserves by definition: it is the border of the world.
    """
    entering: dict[str, float] = {}
    leaving: dict[str, float] = dict(recipe.losses)
    for (commodity, element), mass in world.content.items():
        amount = recipe.amounts.get(commodity, 0.0) * mass
        side = entering if amount < 0.0 else leaving
        if amount:
            side[element] = side.get(element, 0.0) + abs(amount)
    if not entering:
        return {}
    return {
        e: abs(entering.get(e, 0.0) - leaving.get(e, 0.0)) / max(entering.get(e, 0.0), 1e-12)
        for e in set(entering) | set(leaving)
        if entering.get(e, 0.0) > 0.0 or leaving.get(e, 0.0) > 1e-15
    }
