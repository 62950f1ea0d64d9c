"""Is a package, such as oxide against magnets, better for both than a stop?

Gains of both sides, and what one could pay the other.
"""

from __future__ import annotations

from typing import Any

from monazite.results.welfare import social_welfare
from monazite.results.welfare.agreements import parties
from monazite.study.agreements import bargain
from monazite.study.answer.magnets import made_at_home, needed_at_home
from monazite.study.answer.material import reaching
from monazite.study.answer.number import TONNES, in_year
from monazite.study.answer.option_numbers import Solved
from monazite.study.answer.told import place
from monazite.study.questions.desk import Desk
from monazite.study.questions.reply import Reply, table

NEEDS = {"package": "option", "stop": "option", "year": "years"}


def package_deal(desk: Desk, terms: dict[str, Any]) -> Reply:
    """Gains of both sides against going on as before, what each gets, and the bargaining range of package and stop."""
    study, words, year = desk.study, desk.terms, terms["year"]
    base = desk.solved(study.reference)
    home, partner = parties(base.outcome, study.folder.world.keyed("agreements")[words.agreement])
    rows, deals, numbers = [], [], {}
    for option in (study.reference, terms["package"], terms["stop"]):
        one = desk.solved(option)
        grid = one.outcome.system.grid
        gains = {
            r: sorted(
                social_welfare(a, r) - social_welfare(b, r)
                for a, b in ((one.account, base.account), (one.account_at_most, base.account_at_most))
            )
            for r in (home, partner)
        }
        rows.append(
            {
                "option": option,
                "oxide": sum(in_year(grid, v, year) for v in reaching(one.outcome, words).values()) * TONNES,
                "magnets": _sent(desk, option, year),
                "made": in_year(grid, made_at_home(one.outcome, words), year) * TONNES,
                "use": in_year(grid, needed_at_home(one.outcome, words), year) * TONNES,
                "home_low": gains[home][0],
                "home_high": gains[home][1],
                "partner_low": gains[partner][0],
                "partner_high": gains[partner][1],
            }
        )
        if option != study.reference:
            deals += _deals(option, one, base, home, partner)
        numbers |= {
            f"{option}.home": rows[-1]["home_low"],
            f"{option}.partner": rows[-1]["partner_low"],
            f"{option}.together": rows[-1]["home_low"] + rows[-1]["partner_low"],
        }
    package, stop = rows[1], rows[2]
    better = [
        place(study.folder.world, r) for r, k in ((home, "home_low"), (partner, "partner_low")) if package[k] > stop[k]
    ]
    verdict = "both" if len(better) == 2 else better[0] if better else "neither"
    seller, buyer = (place(study.folder.world, r) for r in (home, partner))
    return Reply(
        f"The package is better than the stop for {verdict}: {seller} {package['home_low']:+,.0f} against "
        f"{stop['home_low']:+,.0f} million USD, {buyer} {package['partner_low']:+,.0f} against "
        f"{stop['partner_low']:+,.0f}; together {numbers[terms['package'] + '.together']:+,.0f} against "
        f"{numbers[terms['stop'] + '.together']:+,.0f}.",
        _tables(rows, deals, (seller, buyer), words.element, year),
        numbers,
        (f"agreement {words.agreement}, and the scenarios of '{terms['package']}' and '{terms['stop']}'",),
        ("What the governments would ask for beside money: the agreement between them is not public.",),
    )


def _deals(option: str, one: Solved, base: Solved, home: str, partner: str) -> list[dict[str, Any]]:
    """What one side could pay the other, at both ends of the worth of a captive stock."""
    deals = []
    for end, before, after in (
        ("captive stock worth nothing", base.account, one.account),
        ("captive stock at 0.9", base.account_at_most, one.account_at_most),
    ):
        found = bargain(before, after, home, partner)
        deals.append(
            {
                "option": option,
                "end": end,
                "seller": found.seller_gain,
                "buyer": found.buyer_gain,
                "together": found.surplus,
                "least": found.least if found.possible else None,
                "most": found.most if found.possible else None,
            }
        )
    return deals


def _tables(
    rows: list[dict[str, Any]], deals: list[dict[str, Any]], sides: tuple[str, str], element: str, year: int
) -> tuple[dict[str, Any], ...]:
    seller, buyer = sides
    return (
        table(
            "payoffs",
            f"Both sides in {year} and over the horizon, against going on as before",
            "gains discounted over the horizon, whole region, captive stock worth nothing to 0.9 of its price; "
            "oxide: what reaches the partner; magnets sent: under the package",
            [
                ("option", "option", "", 0),
                ("oxide", f"oxide to {buyer}", f"t {element} oxide/yr", 0),
                ("magnets", f"magnets to {seller}", "t/yr", 0),
                ("made", f"made in {seller}", "t/yr", 0),
                ("use", f"used in {seller}", "t/yr", 0),
                ("home_low", f"{seller} gains", "MUSD", 0),
                ("home_high", "to", "MUSD", 0),
                ("partner_low", f"{buyer} gains", "MUSD", 0),
                ("partner_high", "to", "MUSD", 0),
            ],
            rows,
        ),
        table(
            "bargain",
            f"What {seller} could pay {buyer} so that neither is worse off than before",
            "a negative payment goes the other way; no range where both together lose",
            [
                ("option", "option", "", 0),
                ("end", "with", "", 0),
                ("seller", f"{seller} gains", "MUSD", 1),
                ("buyer", f"{buyer} gains", "MUSD", 1),
                ("together", "together", "MUSD", 1),
                ("least", "pays at least", "MUSD", 1),
                ("most", "at most", "MUSD", 1),
            ],
            deals,
        ),
    )


def _sent(desk: Desk, option: str, year: int) -> float:
    """Tonnes handed over in a year under agreements that answer another: what the package sends back."""
    out = desk.outcome(option)
    linked = [g.agreement for g in out.system.world.agreements if g.linked_to]
    return sum(in_year(out.system.grid, out.total("deliver", agreement=g), year) for g in linked) * TONNES
