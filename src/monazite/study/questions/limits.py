"""What limits us: mines, cracking, separation, or customers?

How far each stage is used, what a tonne more would be worth.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from monazite.study.answer.bottlenecks import coalitions, free
from monazite.study.answer.bottlenecks import table as freed_table
from monazite.study.answer.number import TONNES, in_year
from monazite.study.answer.terms import Terms
from monazite.study.answer.told import place
from monazite.study.questions.desk import Desk
from monazite.study.questions.reply import Reply, table

NEEDS = {"option": "option", "years": "years", "exchange": "evidence"}


def limits(desk: Desk, terms: dict[str, Any]) -> Reply:
    """Use and scarcity rent of each stage by year, and what freeing it alone, with all later ones, and in all orders
    gains.
    """
    out, words = desk.outcome(terms["option"]), desk.terms
    grid, rupees = out.system.grid, desk.value(terms["exchange"])
    rows = []
    for stage in (s for s in words.stages if s.unit):
        rents = out.program.row("unit_capacity")
        rent = -out.y[rents.slice][rents.index.where(unit=stage.unit)] / out.system.weight
        for year in terms["years"]:
            run, room = (
                in_year(grid, out.total(block, unit=stage.unit), year) * TONNES for block in ("run", "capacity")
            )
            worth = in_year(grid, np.maximum(rent, 0.0), year)
            rows.append(
                {
                    "stage": stage.name,
                    "year": year,
                    "run": run,
                    "room": room,
                    "use": 100.0 * run / room if room > 0.5 else None,
                    "rent": 1000.0 * worth,
                    "rupees": 1000.0 * worth * rupees,
                }
            )
    start = free(desk.study, words, (), words.years[-2])[1]
    freed = freed_table(
        words, {c: free(desk.study, words, c, words.years[-2], start)[0] for c in coalitions(words, every=True)}
    )
    share = max(freed, key=lambda row: row["magnets_share"] or 0.0)
    alone = {row["stage"]: row["magnets_alone"] for row in freed}
    numbers: dict[str, Any] = {f"{row['stage']}.magnets_share": row["magnets_share"] for row in freed}
    numbers |= {f"{row['stage']}.magnets_alone": row["magnets_alone"] for row in freed}
    numbers["bottleneck"] = share["stage"]
    idle = [s.name for s in words.stages if s.unit and all(r["rent"] < 1.0 for r in rows if r["stage"] == s.name)]
    home = place(desk.study.folder.world, words.home)
    return Reply(
        f"In {home} it is {share['stage']}: freed alone it gives {alone[share['stage']]:,.0f} t of magnets in "
        f"{words.years[-2]}, and its share over all orders of freeing is {share['magnets_share']:,.0f} t. A tonne "
        f"more of {', '.join(idle) or 'no stage'} would be worth nothing in any of these years.",
        _tables(rows, freed, words, terms["option"]),
        numbers,
        (f"rupees: {terms['exchange']}", "stages and by how much each is freed: [[answer.stages]] of study.toml"),
        (
            "Whether customers abroad would take more: no order book of the miner is public; use is what prices in "
            "the model bring about.",
        ),
    )


def _tables(
    rows: list[dict[str, Any]], freed: list[dict[str, Any]], words: Terms, option: str
) -> tuple[dict[str, Any], ...]:
    return (
        table(
            "stages",
            f"How far each stage is used beside '{option}', and what a tonne more of it would be worth",
            "worth: scarcity rent of capacity, of the unit's own tonnes; zero where there is room, and where the "
            "next stage is missing",
            [
                ("stage", "stage", "", 0),
                ("year", "year", "", 0),
                ("run", "run", "t/yr", 0),
                ("room", "installed", "t/yr", 0),
                ("use", "used", "%", 0),
                ("rent", "worth of a tonne more", "USD/t", 0),
                ("rupees", "the same", "Rs/t", 0),
            ],
            rows,
        ),
        table(
            "freed",
            f"Each stage freed beside '{words.bottleneck_option}', from {words.relaxed_from} on",
            f"magnets made at home in {words.years[-2]}; single worths mislead where two stages are missing in a "
            "row, so the share is over all orders",
            [
                ("stage", "stage", "", 0),
                ("alone", "gain alone", "MUSD/yr", 1),
                ("with_later", "with all later", "MUSD/yr", 1),
                ("share", "Shapley share", "MUSD/yr", 1),
                ("magnets_alone", "magnets alone", "t/yr", 0),
                ("magnets_with_later", "with all later", "t/yr", 0),
                ("magnets_share", "share", "t/yr", 0),
            ],
            freed,
        ),
    )
