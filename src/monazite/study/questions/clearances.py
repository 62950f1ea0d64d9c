"""If the mines are cleared early, late or never, what comes out?

Output of the element, with what comes up beside it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from monazite.results.outcome import Floats, Outcome
from monazite.study.answer.number import TONNES, in_year
from monazite.study.answer.told import place
from monazite.study.questions.desk import Desk
from monazite.study.questions.reply import Reply, table

NEEDS = {
    "option": "option",
    "cases": "scenario pairs",
    "years": "years",
    "beside": "elements",
    "by_product": "evidence",
    "by_product_of": "evidence",
    "by_product_yield": "evidence",
    "by_product_name": "text",
}


def clearances(desk: Desk, terms: dict[str, Any]) -> Reply:
    """``cases`` are (label, scenario; empty for none). ``beside`` are elements of the ore that are told with it; the
    by-product is ``by_product`` tonnes for ``by_product_of`` tonnes of ore, as reported of a plant.
    """
    words, rows = desk.terms, []
    numbers: dict[str, float] = {}
    ratio = desk.value(terms["by_product"]) / desk.value(terms["by_product_of"])
    last = terms["years"][-1]
    for label, scenario in terms["cases"]:
        out = desk.outcome(terms["option"], *([scenario] if scenario else []))
        mined, cracked = _made(out, desk, (words.ore,)), _taken(out, desk, words.ore)
        separated = sum(
            (out.oxide(c, words.element) * _made(out, desk, (c,)) for c in (*words.captive, words.oxide)), 0.0 * mined
        )
        for year in terms["years"]:
            ore, worked = (in_year(out.system.grid, x, year) * TONNES for x in (mined, cracked))
            rows.append(
                {
                    "case": label,
                    "year": year,
                    "ore": ore,
                    "contained": ore * out.oxide(words.ore, words.element),
                    "separated": in_year(out.system.grid, separated, year) * TONNES,
                    **{e: worked * out.oxide(words.ore, e) for e in terms["beside"]},
                    "by_product": worked * ratio,
                }
            )
        numbers[f"{label}.separated_{last}"] = rows[-1]["separated"]
        numbers[f"{label}.ore_{last}"] = rows[-1]["ore"]
        numbers[f"{label}.contained_{last}"] = rows[-1]["contained"]
    home = place(desk.study.folder.world, words.home)
    told = ", ".join(
        f"{label}: {numbers[f'{label}.contained_{last}']:,.0f} t in the ore and "
        f"{numbers[f'{label}.separated_{last}']:,.0f} t separated"
        for label, _ in terms["cases"]
    )
    separated_then = [float(numbers[f"{label}.separated_{last}"]) for label, _ in terms["cases"]]
    same = max(separated_then) - min(separated_then) < 0.02 * max(separated_then)
    why = " Clearance brings ore, and no oxide: what separates and buys is the limit, not the mines." if same else ""
    return Reply(
        f"{words.element} oxide in {home} in {last}: {told}.{why}",
        (
            table(
                "clearances",
                f"What comes out of the mines of {home}, by the year in which they are cleared, beside "
                f"'{terms['option']}'",
                f"separated: {words.element} oxide from plants in {home}; {terms['by_product_name']} and the "
                "elements beside it come from what is cracked",
                [
                    ("case", "cleared", "", 0),
                    ("year", "year", "", 0),
                    ("ore", words.ore, "t/yr", 0),
                    ("contained", f"{words.element} oxide in it", "t/yr", 0),
                    ("separated", "separated", "t/yr", 0),
                    *((e, f"{e} beside it", "t oxide/yr", 0) for e in terms["beside"]),
                    ("by_product", terms["by_product_name"], "t/yr", 0),
                ],
                rows,
            ),
        ),
        dict(numbers),
        (
            f"by-product: {terms['by_product_yield']} t for each {terms['by_product_of']} t of ore",
            f"added ore, its delivery and delay: the scenarios {', '.join(s for _, s in terms['cases'] if s)} and "
            "their evidence",
        ),
        ("A fan of probabilities: the evidence gives three cases and no odds of a clearance.",),
    )


def _made(out: Outcome, desk: Desk, commodities: tuple[str, ...]) -> Floats:
    zero = np.zeros(len(out.system.grid))
    return sum((v for c in commodities for v in out.amounts(c, desk.terms.home, 1).values()), zero)


def _taken(out: Outcome, desk: Desk, commodity: str) -> Floats:
    zero = np.zeros(len(out.system.grid))
    return sum(out.amounts(commodity, desk.terms.home, -1).values(), zero)
