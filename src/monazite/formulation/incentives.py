"""What an incentive pays, and when: the rate per kilogramme after its cap by share of sales."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from monazite.formulation.system import Floats, System
from monazite.world.records import Subsidy


def last_day(subsidy: Subsidy) -> date:
    """The first day on which an incentive is no longer paid."""
    return subsidy.start + timedelta(days=round(subsidy.years * 365.25))


def running_share(system: System, name: str) -> Floats:
    """Share of each period in which an incentive is paid; zeros in a world without it; shape (periods,)."""
    subsidy = system.world.keyed("subsidies").get(name)
    return np.zeros(len(system.grid)) if subsidy is None else system.grid.share(subsidy.start, last_day(subsidy))


def rate(system: System, name: str, commodity: str) -> Floats:
    """USD/kg paid for an eligible tonne: the cap per kg, or the share of the sale price if that is less; (periods,).

    Zeros for a commodity that the incentive does not name, and in a world without it.

    The sale price is the system's ``sale_price`` (a fixed point found outside the programme), or the base price.
    """
    subsidy = system.world.keyed("subsidies").get(name)
    if subsidy is None or commodity not in subsidy.commodities:
        return np.zeros(len(system.grid))
    place = (commodity, system.world.region_of_unit[subsidy.unit])
    price = system.sale_price.get(place, np.full(len(system.grid), system.price(*place)))
    return np.minimum(subsidy.rate, subsidy.sales_share * price)


def budget(system: System, name: str) -> float:
    """MUSD set aside for an incentive over all years, undiscounted; infinite without a budget."""
    subsidy = system.world.keyed("subsidies").get(name)
    return np.inf if subsidy is None or subsidy.budget <= 0.0 else subsidy.budget
