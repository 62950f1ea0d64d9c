"""An agreement year by year: what moves, what is paid, and what the same goods are worth on the market and at home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from monazite.results.contract_price import contract_price
from monazite.results.outcome import Floats, Outcome
from monazite.study.answer.number import in_year
from monazite.world.agreement_life import claims, stopped
from monazite.world.world import World


@dataclass(frozen=True, slots=True)
class YearOfContract:
    """One calendar year of an agreement: volume in kt, price in USD/kg of what is handed over, money in MUSD of the year.

    ``revenue`` is what the contract pays the seller; the buyer pays as much. ``at_market`` is what the goods are worth
    where they arrive: what any buyer there would pay for the last kilogramme. ``at_home`` is what the last kilogramme
    would be worth where it leaves, in its best use there. ``replacement`` is what it costs the buyer to be without them.
    ``missed`` is what seller (positive) or buyer (negative) pays for volume that is owed; ``breach`` what the seller would
    owe if it stopped on 1 January without notice.
    """

    year: int
    volume: float
    price: float
    revenue: float
    at_market: float
    at_home: float
    replacement: float
    missed: float
    breach: float


def contract_value(
    outcome: Outcome, agreement: str, years: Sequence[int], without: Outcome | None = None
) -> tuple[YearOfContract, ...]:
    """The agreement in each of these calendar years of an outcome.

    ``without`` is an outcome in which nothing is delivered: there the goods are worth more to the buyer, and what replaces
    them costs the average of both worths for each kilogramme, as the worth falls evenly from the first to the last.
    Without it the worth in the outcome itself counts, which is the least that replacement costs. Worths are prices of
    the programme, and for goods with one buyer no market price. The price of a year without deliveries is that of the
    rule on the average day. Raises ``KeyError`` for an agreement that the outcome does not have.
    """
    system = outcome.system
    g = system.world.keyed("agreements")[agreement]
    volume, price = outcome.total("deliver", agreement=agreement), contract_price(outcome, g)
    there, here = outcome.price(g.delivered_as, g.destination), outcome.price(g.commodity, g.origin)
    scarce = there if without is None else without.price(g.delivered_as, g.destination)
    missed = g.penalty * outcome.total("undelivered", agreement=agreement)
    missed = missed - g.deficiency_price * outcome.total("untaken", agreement=agreement)

    def of(rates: Floats, year: int) -> float:
        return in_year(system.grid, rates, year)

    found = []
    for year in years:
        kt, revenue = of(volume, year), of(volume * price, year)
        found.append(
            YearOfContract(
                year=year,
                volume=kt,
                price=revenue / kt if kt > 0.0 else of(price, year),
                revenue=revenue,
                at_market=of(volume * there, year),
                at_home=of(volume * here, year),
                replacement=of(volume * 0.5 * (there + scarce), year),
                missed=of(missed, year),
                breach=breach_cost(system.world, agreement, date(year, 1, 1)),
            )
        )
    return tuple(found)


def breach_cost(world: World, agreement: str, day: date) -> float:
    """What the seller owes, MUSD, if it stops all deliveries on a day, with no more notice than is running already.

    Nothing after the end of the agreement, or where neither notice nor a price for it is agreed.
    """
    broken = stopped(world, agreement, day)
    return sum((c.amount for c in claims(broken, world.keyed("agreements")[agreement], day)), 0.0)
