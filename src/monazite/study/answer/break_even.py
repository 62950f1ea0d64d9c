"""Does a magnet plant at home pay? Cost of a magnet at import-parity input prices against the price of an imported one."""

from __future__ import annotations

import numpy as np

from monazite.formulation.incentives import last_day, rate
from monazite.formulation.tariffs import tariff_charges
from monazite.results.outcome import Floats, Outcome
from monazite.study.answer.terms import Terms


def import_parity(outcome: Outcome, commodity: str, region: str) -> Floats:
    """The cheapest landed price of a commodity in a region: price abroad plus freight, duty, tax, premium; USD/kg.

    Not the model's own price at home, which would hide losses in rents. Infinite where no lane arrives.
    """
    best = np.full(len(outcome.system.grid), np.inf)
    tariffs = [tariff_charges(outcome.system, side) for side in ("export", "import")]
    for lane in outcome.system.world.lanes:
        if lane.commodity == commodity and lane.destination == region:
            new = lane.premium if outcome.system.baseline.flow.get(lane.lane, 0.0) <= 0.0 else 0.0
            border = lane.duty + lane.export_tax + sum(found.get(lane.lane, 0.0) for found in tariffs)
            landed = outcome.price(commodity, lane.origin) + lane.freight + border + new
            best = np.minimum(best, landed)
    return best


def makes(outcome: Outcome, process: str, commodity: str) -> bool:
    """Whether a process is there for a commodity: it gives a kg of it for each kg of its driver, which is the commodity."""
    return (
        outcome.system.widest.keyed("processes")[process].driver == commodity
        and outcome.system.book[process].amounts.get(commodity, 0.0) > 0.0
    )


def unit_cost(outcome: Outcome, terms: Terms, magnet: str) -> Floats:
    """Cost of a kg of finished magnet made at home from imported oxide or metal, whichever is cheaper; USD/kg.

    Reported cost and entry premium of each step, yields of the recipes, no credit for scrap (no recycler at home), no
    capital charge. Source: recipes and activities of the study.
    """
    maker = next(
        a
        for a in outcome.system.world.activities
        if outcome.system.world.region_of_unit[a.unit] == terms.home
        and makes(outcome, a.process, magnet)
    )
    cost = np.full(len(outcome.system.grid), maker.cost)
    for commodity, x in outcome.system.book[maker.process].amounts.items():
        if x < 0.0:
            cost = cost - x * _input_cost(outcome, terms, commodity)
    return cost


def _input_cost(outcome: Outcome, terms: Terms, commodity: str) -> Floats:
    """An input bought abroad, or made at home from what is bought abroad, whichever is cheaper."""
    best = import_parity(outcome, commodity, terms.home)
    for a in outcome.system.world.activities:
        recipe = outcome.system.book[a.process].amounts
        if outcome.system.world.region_of_unit[a.unit] == terms.home and makes(outcome, a.process, commodity):
            made = np.full(len(outcome.system.grid), a.cost)
            for c, x in recipe.items():
                if x < 0.0 and c not in terms.captive:
                    made = made - x * import_parity(outcome, c, terms.home)
                elif x < 0.0:
                    made = np.full(len(outcome.system.grid), np.inf)
            best = np.minimum(best, made)
    return best


def premium(outcome: Outcome, terms: Terms, magnet: str, *, paid: bool) -> Floats:
    """Cost over the landed price of an imported magnet, less the incentive while it is paid; USD/kg, by period.

    Positive: a loss on each kg. It is the break-even premium: what a buyer, or the state, must add.
    """
    gap = unit_cost(outcome, terms, magnet) - import_parity(outcome, magnet, terms.home)
    if paid and terms.incentive and terms.incentive in outcome.system.world.keyed("subsidies"):
        subsidy = outcome.system.world.keyed("subsidies")[terms.incentive]
        if magnet in subsidy.commodities:
            from_to = outcome.system.grid.share(subsidy.start, last_day(subsidy))
            gap = gap - rate(outcome.system, terms.incentive, magnet) * from_to
    return gap
