"""Does a stop move the price, or only who gets the goods? Prices and trade with it and without."""

from __future__ import annotations

from typing import Any

from monazite.results.welfare import welfare_ledger
from monazite.study.answer.number import TONNES, in_year
from monazite.study.effect_tables import trade
from monazite.study.questions.desk import Desk
from monazite.study.questions.reply import Reply, table

NEEDS = {
    "option": "option",
    "against": "option",
    "prices": "places",
    "years": "years",
    "commodity": "commodity",
    "origin": "region",
}


def price_or_flow(desk: Desk, terms: dict[str, Any]) -> Reply:
    """Change of each price in per cent, by year, and the trade flows that change most; share of the origin in the
    world's trade.
    """
    one, other = desk.outcome(terms["option"]), desk.outcome(terms["against"])
    grid, rows, numbers = one.system.grid, [], {}
    for commodity, region in terms["prices"]:
        for year in terms["years"]:
            before, after = (in_year(grid, x.price(commodity, region), year) for x in (other, one))
            change = 100.0 * (after / before - 1.0)
            rows.append(
                {
                    "commodity": commodity,
                    "region": region,
                    "year": year,
                    "before": before,
                    "after": after,
                    "change": change,
                }
            )
            numbers[f"{commodity}.{region}_{year}"] = change
    flows = trade(other, {terms["option"]: (one, welfare_ledger(one))}, terms["years"])
    commodity, origin, first = terms["commodity"], terms["origin"], terms["years"][0]
    shipped = {
        x: in_year(grid, other.total("ship", commodity=commodity, **({"origin": origin} if x else {})), first) * TONNES
        for x in (True, False)
    }
    made = (
        sum(
            in_year(grid, v, first)
            for r in other.system.widest.regions
            for v in other.amounts(commodity, r.region, 1).values()
        )
        * TONNES
    )
    now = in_year(grid, one.total("ship", commodity=commodity, origin=origin), first) * TONNES
    world, largest = rows[0], max(abs(r["change"]) for r in rows)
    numbers |= {"share_of_output": 100.0 * shipped[True] / made if made else None, "stopped": shipped[True] - now}
    who = "only who gets the goods" if largest < 2.0 else "prices as well as who gets the goods"
    return Reply(
        f"It moves {who}: {world['commodity']} in {world['region']} by {world['change']:+,.2f} % in {world['year']}, "
        f"the most of any price told by {largest:,.2f} %; what {origin} ships of {commodity} is "
        f"{numbers['share_of_output']:,.1f} % of what the world makes of it.",
        (
            table(
                "prices",
                f"Prices under '{terms['option']}' against '{terms['against']}'",
                "model prices of the year",
                [
                    ("commodity", "commodity", "", 0),
                    ("region", "at", "", 0),
                    ("year", "year", "", 0),
                    ("before", terms["against"], "USD/kg", 2),
                    ("after", terms["option"], "USD/kg", 2),
                    ("change", "change", "%", 2),
                ],
                rows,
            ),
            flows,
        ),
        numbers,
        ("elasticities of demand and of lanes, capacities and base-year trade of the study",),
    )
