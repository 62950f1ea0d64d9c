"""What a state takes at its border beside the duties of the base year: an amount per kilogramme, and a share of the value."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from monazite.formulation.system import Floats, System
from monazite.world.records import Lane, Tariff
from monazite.world.scope import covered, crosses


def tariff_charges(system: System, side: str) -> dict[str, Floats]:
    """USD/kg that the tariffs of one side (import or export) take, by lane that has one; each of shape (periods,).

        sum over tariffs of share of the period * (specific + ad_valorem * customs value)

    The customs value of an export is the price at the origin; of an import that price with export charges and freight
    (free on board; cost, insurance and freight). Prices are the system's ``sale_price`` (a fixed point found outside the
    programme), or base prices.
    """
    charges: dict[str, Floats] = {}
    before = tariff_charges(system, "export") if side == "import" else {}
    for tariff, lane in _held(system, side):
        value = _price(system, lane)
        if side == "import":
            value = value + lane.export_tax + before.get(lane.lane, 0.0) + lane.freight
        taken = system.grid.share(tariff.start, tariff.end) * (tariff.specific + tariff.ad_valorem * value)
        charges[lane.lane] = charges.get(lane.lane, 0.0) + taken
    return charges


def taxed_by_value(system: System, side: str) -> list[Lane]:
    """The lanes on which a tariff of one side takes a share of the value, so that it follows a price."""
    return list(dict.fromkeys(lane for tariff, lane in _held(system, side) if tariff.ad_valorem > 0.0))


def _held(system: System, side: str) -> Iterator[tuple[Tariff, Lane]]:
    """Each tariff of one side with each lane on which it holds."""
    for tariff in system.world.tariffs:
        if tariff.side == side:
            forms = frozenset(covered(system.world, tariff))
            yield from ((tariff, lane) for lane in system.world.lanes if lane.commodity in forms and crosses(tariff, lane))


def _price(system: System, lane: Lane) -> Floats:
    """The price at the origin, never below nothing."""
    place = (lane.commodity, lane.origin)
    return np.maximum(system.sale_price.get(place, np.full(len(system.grid), system.price(*place))), 0.0)
