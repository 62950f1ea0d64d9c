"""Which element do I depend on?

What each grade holds of controlled and uncontrolled elements, and what the home ore holds of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from monazite.study.answer.magnets import scarce_in_ore, scarce_need
from monazite.study.answer.number import TONNES, in_year
from monazite.study.answer.terms import Terms
from monazite.study.answer.told import place
from monazite.study.questions.desk import Desk
from monazite.study.questions.reply import Reply, table
from monazite.world.scope import covered

NEEDS = {"controls": "controls", "years": "years"}


def controlled_elements(desk: Desk, terms: dict[str, Any]) -> Reply:
    """Elements that the named controls stand on, share of each grade, need at home and content of the home ore."""
    out, words = desk.outcome(), desk.terms
    world, grid = out.system.world, out.system.grid
    forms = {c for name in terms["controls"] for c in covered(world, world.keyed("controls")[name])}
    pure = [
        e.symbol
        for e in world.elements
        if any(c in forms and out.oxide(c, e.symbol) > 0.5 for c in (x.commodity for x in world.commodities))
    ]
    rows = []
    for magnet in words.magnets:
        held = {e.symbol: world.content.get((magnet, e.symbol), 0.0) for e in world.elements}
        for element, share in sorted(held.items(), key=lambda x: -x[1]):
            if share > 0.0:
                rows.append(
                    {
                        "grade": magnet,
                        "element": element,
                        "share": 100.0 * share,
                        "controlled": "yes" if element in pure else "no",
                        "form": "yes" if magnet in forms else "no",
                    }
                )
    yearly, numbers = [], {}
    for year in terms["years"]:
        mined = sum(in_year(grid, v, year) for v in out.amounts(words.ore, words.home, 1).values()) * TONNES
        used = (
            sum(in_year(grid, out.taken(m, words.home), year) * out.oxide(m, words.element) for m in words.magnets)
            * TONNES
        )
        need, ore = (in_year(grid, f(out, words), year) * TONNES for f in (scarce_need, scarce_in_ore))
        yearly.append(
            {
                "year": year,
                "scarce_need": need,
                "scarce_ore": ore,
                "scarce_share": 100.0 * ore / need,
                "need": used,
                "ore": mined * out.oxide(words.ore, words.element),
                "share": 100.0 * mined * out.oxide(words.ore, words.element) / used,
            }
        )
        numbers |= {
            f"scarce_need_{year}": need,
            f"scarce_ore_{year}": ore,
            f"scarce_share_{year}": yearly[-1]["scarce_share"],
            f"share_{year}": yearly[-1]["share"],
        }
    scarce, first, home = "+".join(words.scarce), yearly[0], place(world, words.home)
    return Reply(
        f"{scarce}, not {words.element}: {home}'s magnets need {first['scarce_need']:,.0f} t of {scarce} oxide in "
        f"{first['year']} and its ore holds {first['scarce_ore']:,.1f} t, {first['scarce_share']:,.0f} % of that; of "
        f"{words.element} the ore holds {first['share']:,.0f} % of what the magnets hold. What is licensed abroad is "
        f"{', '.join(pure)} and magnets that hold them.",
        _tables(rows, yearly, words, home, terms["controls"]),
        numbers,
        ("compositions of grades and of the ore", "by hand: common.scarce_need and common.scarce_in_ore of the answer"),
        ("The need by vehicle model: grades by model are not public.",),
    )


def _tables(
    rows: list[dict[str, Any]], yearly: list[dict[str, Any]], words: Terms, home: str, controls: Sequence[str]
) -> tuple[dict[str, Any], ...]:
    scarce = "+".join(words.scarce)
    return (
        table(
            "grades",
            "What each grade holds, and what is under control",
            f"controls: {', '.join(controls)}; an element is controlled where its oxide or metal is; a "
            "grade where the magnet itself is",
            [
                ("grade", "grade", "", 0),
                ("element", "element", "", 0),
                ("share", "in the magnet", "% by weight", 2),
                ("controlled", "element under control", "", 0),
                ("form", "magnet under control", "", 0),
            ],
            rows,
        ),
        table(
            "need",
            f"What {home} needs and what its ore holds",
            "need of scarce elements with what machining and reduction lose; contained in ore is not recovered ore",
            [
                ("year", "year", "", 0),
                ("scarce_need", f"{scarce} needed", "t oxide/yr", 0),
                ("scarce_ore", "in the ore", "t oxide/yr", 1),
                ("scarce_share", "share", "%", 0),
                ("need", f"{words.element} in magnets used", "t oxide/yr", 0),
                ("ore", "in the ore", "t oxide/yr", 0),
                ("share", "share", "%", 0),
            ],
            yearly,
        ),
    )
