"""What leaving a region costs for each kilogramme: a fixed amount, and a royalty that follows the price."""

from __future__ import annotations

import numpy as np

from monazite.formulation.system import Floats, System


def export_charge(system: System, name: str) -> Floats:
    """USD/kg that leaving the origin of a lane costs: its ``export_tax``, and its royalty on the price less freight.

    The price is the system's ``sale_price`` at the destination (a fixed point found outside the programme), or the base
    price; shape (periods,).
    """
    lane = system.world.keyed("lanes")[name]
    place = (lane.commodity, lane.destination)
    price = system.sale_price.get(place, np.full(len(system.grid), system.price(*place)))
    return lane.export_tax + lane.royalty * np.maximum(price - lane.freight, 0.0)


def royalty_lanes(system: System) -> list[str]:
    """The lanes on which a royalty is charged."""
    return [lane.lane for lane in system.world.lanes if lane.royalty > 0.0]
