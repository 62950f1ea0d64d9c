"""Is the incentive enough, and at which price abroad do the plants shut?

Cost at home against the landed price of an import.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from monazite.formulation.incentives import last_day
from monazite.results.outcome import Outcome
from monazite.study.answer.break_even import import_parity, makes, premium, unit_cost
from monazite.study.answer.number import TONNES, in_year
from monazite.study.answer.terms import Terms
from monazite.study.answer.told import place
from monazite.study.questions.desk import Desk
from monazite.study.questions.reply import Reply, table

DEEPEST = 5
"""Steps of a chain, from magnet to oxide, that are followed back."""
REACH = 500.0
"""USD/kg of oxide beyond which a price is no answer."""

NEEDS = {"option": "option", "year": "years", "oxide_prices": "numbers"}


def break_even(desk: Desk, terms: dict[str, Any]) -> Reply:
    """Cost, landed price and premium of each magnet in a year, over a range of oxide prices, with and without the
    incentive.
    """
    out, words, year = desk.outcome(terms["option"]), desk.terms, terms["year"]
    grid = out.system.grid
    oxide = in_year(grid, out.price(*words.world_price), year)
    rows, numbers = [], {}
    for magnet in words.magnets:
        cost, landed = (
            in_year(grid, f, year) for f in (unit_cost(out, words, magnet), import_parity(out, magnet, words.home))
        )
        at_home, abroad = (
            _oxide_in(out, magnet, words.home, words.oxide),
            _oxide_in(out, magnet, words.world_price[1], words.oxide),
        )
        paid = _incentive(out, desk, magnet, year)

        def left(
            price: Any,
            here: float = cost,
            there: float = landed,
            up: float = at_home,
            over: float = abroad,
            paid: Any = paid,
        ) -> Any:
            """Loss on each kg after the incentive, at an oxide price."""
            moved = np.asarray(price) - oxide
            return here + up * moved - (there + over * moved) - paid(there + over * moved)

        for price in terms["oxide_prices"]:
            moved = price - oxide
            rows.append(
                {
                    "magnet": magnet,
                    "oxide": price,
                    "cost": cost + at_home * moved,
                    "landed": landed + abroad * moved,
                    "gap": cost - landed + (at_home - abroad) * moved,
                    "paid": float(paid(landed + abroad * moved)),
                    "left": float(left(price)),
                }
            )
        numbers |= {
            f"{magnet}.gap_{year}": cost - landed,
            f"{magnet}.incentive_{year}": float(paid(landed)),
            f"{magnet}.shuts_below": _shuts_below(left),
            f"{magnet}.loss_years_without": _losing(out, desk, magnet, paid=False),
            f"{magnet}.loss_years_with": _losing(out, desk, magnet, paid=True),
        }
    made = sum(in_year(grid, v, year) for m in words.magnets for v in out.amounts(m, words.home, 1).values()) * TONNES
    told = "; ".join(_told(m, numbers, year) for m in words.magnets)
    home = place(desk.study.folder.world, words.home)
    return Reply(
        f"{told}. In {year} {home} makes {made:,.0f} t.",
        (_table(rows, words, home, oxide, year),),
        numbers,
        (
            "cost: recipes and reported costs of the study, entry premium included; landed: model price abroad, "
            "freight, duty and tariffs",
            "loss-making years: those of the printed horizon, of years in which a plant could stand",
        ),
        (
            "A probability of loss-making years: the evidence gives one path of prices with ranges and no "
            "distribution; the share of the model's own years is told instead.",
        ),
    )


def _table(rows: list[dict[str, Any]], words: Terms, home: str, oxide: float, year: int) -> dict[str, Any]:
    return table(
        "break_even",
        f"A magnet made in {home} against an imported one in {year}, by the price of {words.oxide} in "
        f"{words.world_price[1]}",
        f"running cost, without capital; the model's own oxide price is {oxide:,.1f} USD/kg; when oxide "
        "moves, both sides move by the oxide that is in their magnets, and the incentive, a share of sales, "
        "with them",
        [
            ("magnet", "magnet", "", 0),
            ("oxide", "oxide", "USD/kg", 0),
            ("cost", "cost at home", "USD/kg", 1),
            ("landed", "imported, landed", "USD/kg", 1),
            ("gap", "loss without incentive", "USD/kg", 1),
            ("paid", "incentive", "USD/kg", 1),
            ("left", "loss with incentive", "USD/kg", 1),
        ],
        rows,
    )


def _told(magnet: str, numbers: dict[str, Any], year: int) -> str:
    gap, paid, shut = (numbers[f"{magnet}.{k}"] for k in (f"gap_{year}", f"incentive_{year}", "shuts_below"))
    turn = (
        "no oxide price helps"
        if shut is None
        else f"below {shut:,.0f} USD/kg of oxide plants shut"
        if shut > 0.0
        else "no oxide price shuts the plants"
    )
    without, with_it = numbers[f"{magnet}.loss_years_without"], numbers[f"{magnet}.loss_years_with"]
    return (
        f"{magnet}: {gap:,.1f} USD/kg dearer at home in {year} and {paid:,.1f} paid, "
        f"{'enough' if paid >= gap else 'not enough'}; {turn}; at a loss in {with_it} years with the incentive, "
        f"{without} without"
    )


def _shuts_below(left: Callable[[Any], Any]) -> float | None:
    """The oxide price below which a kg is made at a loss, USD/kg; 0 if at none, None if at every price within reach."""
    prices = np.linspace(0.0, REACH, 5001)
    pays = np.asarray(left(prices)) <= 0.0
    if not pays.any():
        return None
    lost = np.flatnonzero(~pays[: int(np.flatnonzero(pays)[-1])])
    return 0.0 if not lost.size else float(prices[lost[-1] + 1])


def _incentive(out: Outcome, desk: Desk, magnet: str, year: int) -> Callable[[Any], Any]:
    """USD/kg paid in a year at a sale price: the lower of rate and share of sales, for the days it is paid; nothing
    without one.
    """
    subsidy = out.system.world.keyed("subsidies").get(desk.terms.incentive)
    if subsidy is None or magnet not in subsidy.commodities:
        return lambda price: 0.0 * np.asarray(price)
    days = in_year(out.system.grid, out.system.grid.share(subsidy.start, last_day(subsidy)), year)
    return lambda price: days * np.minimum(subsidy.rate, subsidy.sales_share * np.asarray(price))


def _oxide_in(out: Outcome, magnet: str, region: str, oxide: str) -> float:
    """Kg of the oxide that goes into a kg of magnet, back through the plants of a region, scrap not credited."""
    place = out.system.world.region_of_unit
    here = [a.process for a in out.system.world.activities if place[a.unit] == region]
    every = [a.process for a in out.system.world.activities]

    def content(commodity: str, depth: int = 0) -> float:
        if commodity == oxide:
            return 1.0
        ways = [p for processes in (here, every) for p in processes if makes(out, p, commodity)]
        if not ways or depth > DEEPEST:
            return 0.0
        # The first way through which the oxide comes at all: a captive twin of it is another commodity.
        held = (
            sum(-x * content(c, depth + 1) for c, x in out.system.book[p].amounts.items() if x < 0.0)
            for p in dict.fromkeys(ways)
        )
        return next((kg for kg in held if kg > 0.0), 0.0)

    return content(magnet)


def _losing(out: Outcome, desk: Desk, magnet: str, *, paid: bool) -> str:
    """Years of the printed horizon in which a kg is made at a loss, of all years in which a plant stands."""
    gap = premium(out, desk.terms, magnet, paid=paid)
    years = [y for y in out.system.grid.whole_years if y <= desk.terms.years[-1]]
    capacity = {
        y: sum(in_year(out.system.grid, out.total("capacity", unit=u), y) for u in _makers(out, desk, magnet))
        for y in years
    }
    standing = [y for y in years if capacity[y] > 1e-3]
    lost = [y for y in standing if in_year(out.system.grid, np.asarray(gap), y) > 0.0]
    return f"{len(lost)} of {len(standing)}"


def _makers(out: Outcome, desk: Desk, magnet: str) -> list[str]:
    place = out.system.world.region_of_unit
    return [
        a.unit
        for a in out.system.world.activities
        if place[a.unit] == desk.terms.home and makes(out, a.process, magnet)
    ]
