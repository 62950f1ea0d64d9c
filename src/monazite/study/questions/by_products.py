"""What becomes of everything else in the ore when one element is doubled?

Mass, revenue, and the price below which it is kept.
"""

from __future__ import annotations

from typing import Any

from monazite.study.answer.number import TONNES, in_year
from monazite.study.answer.told import place
from monazite.study.questions.desk import Desk
from monazite.study.questions.reply import Reply, table

NEEDS = {"forms": "element pairs", "years": "years", "no_market": "text"}
CHEAP = 2.0
"""USD/kg below which a by-product is told to be worth little."""


def by_products(desk: Desk, terms: dict[str, Any]) -> Reply:
    """``forms`` are (element, commodity in which it is sold or kept). Each kilogramme of the element asked for brings
    up the others as they stand in the ore; revenue at the model's price where it is sold, cost where it is thrown
    away.
    """
    out, words, world = desk.outcome(), desk.terms, desk.study.folder.world
    grid, basket = out.system.grid, out.oxide(words.ore, words.element)
    rows, numbers = [], {}
    for element, form in terms["forms"]:
        share = out.oxide(words.ore, element) / basket
        disposal = world.keyed("disposals").get((form, words.home))
        for year in terms["years"]:
            mined = sum(in_year(grid, v, year) for v in out.amounts(words.ore, words.home, 1).values()) * TONNES
            contained = mined * out.oxide(words.ore, element)
            price = in_year(grid, out.price(form, words.home), year) if (form, words.home) in out.places() else None
            thrown = (
                in_year(grid, out.total("discard", commodity=form, region=words.home), year) * TONNES
                if disposal
                else 0.0
            )
            made = sum(in_year(grid, v, year) for v in out.amounts(form, words.home, 1).values()) * TONNES
            rows.append(
                {
                    "element": element,
                    "year": year,
                    "per": share,
                    "contained": contained,
                    "doubled": 2.0 * contained,
                    "made": made,
                    "thrown": thrown,
                    "price": price,
                    "revenue": None if price is None else made * price / 1000.0,
                    "keep_below": None if disposal is None else -disposal.cost,
                }
            )
        numbers[f"{element}.per_kg"] = share
        numbers[f"{element}.doubled_{terms['years'][-1]}"] = rows[-1]["doubled"]
        numbers[f"{element}.price_{terms['years'][-1]}"] = rows[-1]["price"]
    home = place(world, words.home)
    told = ", ".join(f"{share:,.2f} kg of {e}" for e, share in ((e, numbers[f"{e}.per_kg"]) for e, _ in terms["forms"]))
    low = [
        e
        for e, _ in terms["forms"]
        if numbers[f"{e}.price_{terms['years'][-1]}"] is not None
        and float(numbers[f"{e}.price_{terms['years'][-1]}"]) < CHEAP
    ]
    return Reply(
        f"Each kg of {words.element} oxide in {home}'s ore brings up {told}, as oxides; doubling one doubles all. "
        f"Worth less than {CHEAP:g} USD/kg at home: {', '.join(low) or 'none of them'}; what is worth less than "
        "throwing it away costs is thrown away, and kept where that is not allowed.",
        (
            table(
                "by_products",
                f"What comes up with {words.element} in {home}",
                "doubled: what is contained if twice as much ore is worked up; revenue at the model's price of what "
                "is made at home; kept below: the price, here negative, below which throwing away is cheaper than "
                "selling; above it, and below its cost of sale, it is stocked",
                [
                    ("element", "element", "", 0),
                    ("year", "year", "", 0),
                    ("per", f"kg per kg {words.element} oxide", "", 2),
                    ("contained", "contained in the ore", "t oxide/yr", 0),
                    ("doubled", "doubled", "t oxide/yr", 0),
                    ("made", "made pure at home", "t/yr", 0),
                    ("thrown", "thrown away", "t/yr", 0),
                    ("price", "price at home", "USD/kg", 2),
                    ("revenue", "revenue", "MUSD/yr", 2),
                    ("keep_below", "thrown away below", "USD/kg", 2),
                ],
                rows,
            ),
        ),
        numbers,
        (f"composition of {words.ore}, disposal costs and prices of the study",),
        (terms["no_market"],),
    )
