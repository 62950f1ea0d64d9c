"""What does the partner lose if the flow stops, and what does replacing it cost?

Tonnes, share of its need, money, months of stock.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from monazite.results.outcome import Outcome
from monazite.results.welfare import social_welfare, welfare_account
from monazite.study.answer.material import inflow, reaching
from monazite.study.answer.number import TONNES, in_year
from monazite.study.answer.replacement import extra_cost, replaced
from monazite.study.answer.terms import Terms
from monazite.study.answer.told import place
from monazite.study.questions.desk import Desk
from monazite.study.questions.reply import Reply, table

NEEDS = {"option": "option", "against": "option", "years": "years"}


def partner_loss(desk: Desk, terms: dict[str, Any]) -> Reply:
    """What reached the partner with and without the stop, who replaces it, what it pays more, and how long its stock
    lasts.
    """
    words, one, other = desk.terms, desk.outcome(terms["option"]), desk.outcome(terms["against"])
    rows = _by_year(one, other, words, terms["years"])
    first, last = terms["years"][0], terms["years"][-1]
    instead = replaced(one, other, words, first, last)
    accounts = [welfare_account(x) for x in (one, other)]
    loss = social_welfare(accounts[0], words.partner) - social_welfare(accounts[1], words.partner)
    numbers: dict[str, Any] = {f"lost_{r['year']}": r["lost"] for r in rows}
    numbers |= {f"cost_{r['year']}": r["cost"] for r in rows}
    numbers |= {f"share_{r['year']}": r["share"] for r in rows} | {"welfare": loss}
    partner = place(desk.study.folder.world, words.partner)
    return Reply(
        f"{partner} loses {rows[0]['lost']:,.0f} t of {words.element} oxide in {first}, {rows[0]['share']:,.1f} % of "
        f"what it takes in as oxide and metal, pays {rows[0]['cost']:,.1f} million USD a year more for the rest, and "
        f"{-loss:,.0f} million over the horizon; its stock would last {rows[0]['months']:,.1f} months of all its "
        "needs.",
        (
            table(
                "loss",
                f"What reaches {partner}, directly and through others, and what is lost",
                f"t of {words.element} oxide in whatever form; the share is of what {partner} takes in as oxide and "
                "metal; months: stock over that intake, and over the loss alone",
                [
                    ("year", "year", "", 0),
                    ("before", "reached it", "t/yr", 0),
                    ("lost", "lost", "t/yr", 0),
                    ("share", "of its intake", "%", 1),
                    ("cost", "pays more", "MUSD/yr", 1),
                    ("stock", "in store", "t", 0),
                    ("months", "months of all intake", "", 1),
                    ("lost_months", "months of the loss", "", 0),
                ],
                rows,
            ),
            table(
                "instead",
                f"Who replaces it, mean of {first} to {last}",
                "change of inflow against the same without the stop; scrap is what is recovered there",
                [
                    ("buyer", "buyer", "", 0),
                    ("origin", "from", "", 0),
                    ("change", "change", f"t {words.element} oxide/yr", 0),
                    ("price_change", "oxide price there", "USD/kg", 2),
                ],
                instead,
            ),
        ),
        numbers,
        (
            "flows by proportional tracing through transit countries",
            "stocks: working stocks of users and of the state, estimates of the study",
        ),
        ("How far state stocks of the partner would be released: their size is not public.",),
    )


def _by_year(one: Outcome, other: Outcome, words: Terms, years: list[int]) -> list[dict[str, Any]]:
    """What reached the partner, what is lost of it, what the rest costs more, and how long its stock lasts, by year."""
    grid, rows = one.system.grid, []
    zero = np.zeros(len(grid))
    came, comes = (sum(reaching(x, words).values(), zero) for x in (other, one))
    need = sum(inflow(other, words, words.partner).values(), zero)
    stock = sum(
        (
            other.oxide(k.commodity, words.element) * other.total("level", stockpile=k.stockpile)
            for k in other.system.widest.stockpiles
            if k.region == words.partner
        ),
        zero,
    )
    cost = extra_cost(one, other, words, words.partner)
    for year in years:
        lost = in_year(grid, came - comes, year) * TONNES
        uses = in_year(grid, need, year) * TONNES
        held = float(stock[[p.end.year for p in grid.periods].index(year + 1)]) * TONNES
        rows.append(
            {
                "year": year,
                "before": in_year(grid, came, year) * TONNES,
                "lost": lost,
                "share": 100.0 * lost / uses,
                "cost": in_year(grid, cost, year),
                "stock": held,
                "months": 12.0 * held / uses,
                "lost_months": held / lost * 12.0 if lost > 0.5 else None,
            }
        )
    return rows
