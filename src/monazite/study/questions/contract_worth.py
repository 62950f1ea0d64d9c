"""What is the contract worth, and what would the same goods earn on the market or at home?

Year by year, for its seller.
"""

from __future__ import annotations

from typing import Any

from monazite.study.agreements import contract_value
from monazite.study.answer.number import TONNES
from monazite.study.questions.desk import Desk
from monazite.study.questions.reply import Reply, table

NEEDS = {
    "agreement": "agreement",
    "option": "option",
    "without": "option",
    "years": "years",
    "reported_value": "evidence",
    "reported_tonnes": "evidence",
}


def contract_worth(desk: Desk, terms: dict[str, Any]) -> Reply:
    """Revenue under the contract, worth to the buyer, worth at home, cost of replacement and of a breach, by year."""
    out, without = desk.outcome(terms["option"]), desk.outcome(terms["without"])
    found = contract_value(out, terms["agreement"], terms["years"], without)
    rows = [
        {
            "year": f.year,
            "volume": f.volume * TONNES,
            "price": f.price,
            "revenue": f.revenue,
            "market": f.at_market,
            "home": f.at_home,
            "replacement": f.replacement,
            "breach": f.breach,
        }
        for f in found
    ]
    first = found[0]
    value, tonnes = (sum(map(desk.value, terms[word])) for word in ("reported_value", "reported_tonnes"))
    reported = 1000.0 * value / tonnes
    numbers = {f"revenue_{f.year}": f.revenue for f in found} | {f"at_home_{f.year}": f.at_home for f in found}
    numbers |= {f"at_market_{f.year}": f.at_market for f in found} | {"reported_per_kg": reported}
    best = "the contract" if first.revenue >= first.at_home else "use at home"
    name = desk.study.folder.world.keyed("agreements")[terms["agreement"]].name
    return Reply(
        f"In {first.year} the contract pays {first.revenue:,.1f} million USD for {first.volume * TONNES:,.0f} t; the "
        f"same goods are worth {first.at_market:,.1f} to the buyer and {first.at_home:,.1f} at home, where nobody "
        f"needs more of them: {best} earns more.",
        (
            table(
                "contract",
                name,
                "paid: contract price times volume; worth to the buyer: of the last kilogramme where it arrives; at "
                "home: in its best use there; to replace it: what being without costs the buyer",
                [
                    ("year", "year", "", 0),
                    ("volume", "delivered", "t/yr", 0),
                    ("price", "contract price", "USD/kg", 2),
                    ("revenue", "paid", "MUSD/yr", 2),
                    ("market", "worth to the buyer", "MUSD/yr", 2),
                    ("home", "worth at home", "MUSD/yr", 2),
                    ("replacement", "to replace it", "MUSD/yr", 2),
                    ("breach", "breach on 1 January", "MUSD", 2),
                ],
                rows,
            ),
        ),
        numbers,
        (
            f"cross-check: customs record {value:,.1f} million USD for {tonnes:,.0f} t "
            f"({', '.join((*terms['reported_value'], *terms['reported_tonnes']))}), {reported:,.0f} USD/kg, of "
            "separated goods and not of what is handed over under the contract",
        ),
        ("The contract price itself: its text is not public; the price here is an estimate with a range.",),
    )
