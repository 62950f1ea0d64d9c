"""What a contract for difference pays for a kilogramme: what the reference price lacks of the strike, less the upside."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from monazite.formulation.system import Floats, System
from monazite.world.records import DifferenceContract


def difference_rate(contract: DifferenceContract, price: Floats) -> Floats:
    """USD/kg that the state pays at these reference prices, negative where the maker pays back; shape of ``price``.

        strike - price                         below the strike
        - upside_share * (price - strike)      above it
    """
    lacking = contract.strike - price
    return np.where(lacking > 0.0, lacking, contract.upside_share * lacking)


def settled_share(system: System, contract: DifferenceContract) -> Floats:
    """Share of each period in which the contract runs; shape (periods,)."""
    return system.grid.share(contract.start, contract.start + timedelta(days=round(contract.years * 365.25)))


def rate_on_output(system: System, name: str) -> Floats:
    """USD/kg on each kilogramme that counts under a contract on output, by period; zeros in a world without it.

    The reference price is the system's ``sale_price`` (a fixed point found outside the programme), or the base price.
    """
    contract = system.world.keyed("difference_contracts").get(name)
    if contract is None or contract.volume != "output":
        return np.zeros(len(system.grid))
    place = (contract.reference_commodity, contract.reference_region)
    price = system.sale_price.get(place, np.full(len(system.grid), system.price(*place)))
    return settled_share(system, contract) * difference_rate(contract, price)
