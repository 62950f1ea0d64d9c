"""If nothing is sent any more, how much more is made at home, and from which month?

What is kept, where it lies, what it makes.
"""

from __future__ import annotations

from math import hypot
from typing import Any

import numpy as np

from monazite.errors import Infeasible
from monazite.results.outcome import Outcome
from monazite.study.answer.magnets import first_use, made_at_home
from monazite.study.answer.material import kept, total_leaving
from monazite.study.answer.number import TONNES, in_year
from monazite.study.answer.other_base_years import DRAWS, MIDDLE, spread_of
from monazite.study.answer.told import place
from monazite.study.answer.work import other_need
from monazite.study.questions.desk import Desk
from monazite.study.questions.reply import Reply, table
from monazite.study.reworked import with_evidence
from monazite.world.derivations import reported_range

NEEDS = {"pairs": "option pairs", "years": "years", "moved": "evidence"}


def kept_material(desk: Desk, terms: dict[str, Any]) -> Reply:
    """``pairs`` are (stop, the same without it); ``moved`` are the estimates whose ends give the headline's range."""
    years, words = terms["years"], desk.terms
    year = years[-1] if words.years[-2] not in years else words.years[-2]
    rows, numbers = [], {}
    asked = [option for pair in terms["pairs"] for option in pair]
    left = spread_of(desk.study, words, asked, other_need(desk.study, words), DRAWS["draft"])
    for stop, without in terms["pairs"]:
        one, other = desk.outcome(stop), desk.outcome(without)
        found, grid = kept(one, other, words), one.system.grid
        for y in years:
            last = [p.end.year for p in grid.periods].index(y + 1)
            rows.append(
                {
                    "option": stop,
                    "year": y,
                    "kept": in_year(grid, total_leaving(other, words) - total_leaving(one, words), y) * TONNES / 12,
                    "sum": float(found["kept"][last]) * TONNES,
                    "store": sum(float(found[k][last]) for k in found if k.startswith("in store")) * TONNES,
                    "with": in_year(grid, made_at_home(one, words), y) * TONNES,
                    "without": in_year(grid, made_at_home(other, words), y) * TONNES,
                }
            )
        extra = _extra(one, other, desk, year)
        low, high = _range(desk, stop, without, year, terms["moved"], extra)
        numbers[f"{stop}.extra_magnets_{year}"] = extra
        numbers[f"{stop}.extra_magnets_{year}_low"], numbers[f"{stop}.extra_magnets_{year}_high"] = low, high
        down, up = left.ends.get((stop, f"extra_magnets_{words.years[-2]}"), (0.0, 0.0))
        numbers[f"{stop}.extra_magnets_{year}_from"], numbers[f"{stop}.extra_magnets_{year}_to"] = extra + down, extra + up
        numbers[f"{stop}.first_use"] = first_use(one, other, words)
        numbers[f"{stop}.kept_by_{year}"] = (
            float(found["kept"][[p.end.year for p in grid.periods].index(year + 1)]) * TONNES
        )
    home = place(desk.study.folder.world, words.home)
    told = "; ".join(
        f"'{stop}': {numbers[f'{stop}.extra_magnets_{year}']:+,.0f} t of magnets in {year} "
        f"({numbers[f'{stop}.extra_magnets_{year}_low']:,.0f} to "
        f"{numbers[f'{stop}.extra_magnets_{year}_high']:,.0f}; on other base years {numbers[f'{stop}.extra_magnets_{year}_from']:,.0f} to "
        f"{numbers[f'{stop}.extra_magnets_{year}_to']:,.0f}), kept material first used: "
        f"{numbers[f'{stop}.first_use']}"
        for stop, _ in terms["pairs"]
    )
    return Reply(
        f"What {home} keeps lies in store until plants take it: {told}.",
        (
            table(
                "kept",
                f"What is kept, where it lies, and what is made in {home}",
                "each option against the same without the stop; kept is what does not leave, as oxide of the element",
                [
                    ("option", "option", "", 0),
                    ("year", "year", "", 0),
                    ("kept", "kept", f"t {words.element} oxide/month", 1),
                    ("sum", "kept so far", f"t {words.element} oxide", 0),
                    ("store", "of it in store", f"t {words.element} oxide", 0),
                    ("with", "magnets, with the stop", "t/yr", 0),
                    ("without", "without", "t/yr", 0),
                ],
                rows,
            ),
        ),
        numbers,
        (
            f"range: each of {', '.join(terms['moved'])} moved to both ends of its range and everything solved "
            "again, root of the sum of squares",
            f"other base years: the middle {MIDDLE:.0%} over {left.count} that the reports of the base year allow too, each solved again, all "
            "announcements foreseen",
        ),
        (),
    )


def _extra(one: Outcome, other: Outcome, desk: Desk, year: int) -> float:
    return in_year(one.system.grid, made_at_home(one, desk.terms) - made_at_home(other, desk.terms), year) * TONNES


def _range(desk: Desk, stop: str, without: str, year: int, ids: list[str], extra: float) -> tuple[float, float]:
    """Root of the sum of squares of what each estimate's ends do, downwards and upwards."""
    known = {e.id: e for e in desk.study.folder.evidence}
    down = up = 0.0
    for name in ids:
        effects = [0.0]
        for end in dict.fromkeys(reported_range(known[name])):
            moved = Desk(with_evidence(desk.study, {name: end}))
            try:
                effects.append(_extra(moved.outcome(stop), moved.outcome(without), desk, year) - extra)
            except Infeasible:
                continue
        down, up = hypot(down, min(effects)), hypot(up, max(effects))
    return float(np.round(extra - down, 9)), float(np.round(extra + up, 9))
