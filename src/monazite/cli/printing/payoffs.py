"""A table of payoffs as a page: who can do what, the payoffs of every combination, what lasts, and regret."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from monazite.cli.printing.answer import print_opening
from monazite.cli.printing.columns import Column, Row
from monazite.cli.printing.figures import figure, span
from monazite.cli.printing.page import Page

Part = Mapping[str, Any]
MARKS = {"certain": " *", "possible": " ?", "no": ""}
"""What stands behind a payoff that is a best reply, or may be one."""
HOW_TO_READ = (
    (
        "A payoff is the social welfare of the party's region, from..to: captive stock at the horizon worth nothing, or "
        "most of its base price. In brackets, where it is told, the unexplained margin beside it."
    ),
    (
        "* behind a payoff: no other strategy of this party gains more while the others stay as they are. ? behind it: "
        "that hangs on what is not known."
    ),
    (
        "What a control keeps scarce earns a rent, counted with whoever holds the licences where the goods are made. "
        "Where a state lets them go at the old price, that gain stays abroad."
    ),
)


def print_payoffs(page: Page, found: Part) -> None:
    """Print the whole table: parties, payoffs, equilibria, regret, and that it is no advice."""
    print_opening(page, found, found)
    page.paragraph(found["note"])
    page.blank()
    _print_parties(page, found)
    _print_matrix(page, found)
    _print_equilibria(page, found)
    _print_regret(page, found)
    worst = max(profile["checks"]["closing_error"] for profile in found["profiles"])
    solves = sum(profile["checks"]["solves"] for profile in found["profiles"])
    page.blank()
    page.paragraph(
        f"{len(found['profiles'])} combinations, {solves} solves at {found['resolution']} resolution; the account of "
        f"each closes to {worst:.0e} or better."
    )


def _print_parties(page: Page, found: Part) -> None:
    page.section("Parties and what they can do")
    page.table(
        [Column("party"), Column("strategy"), Column("")],
        [
            Row((party["title"] if not i else "", strategy["name"], strategy["title"] + ("" if i else " (status quo)")))
            for party in found["parties"]
            for i, strategy in enumerate(party["strategies"])
        ],
    )
    for party in found["parties"]:
        if party["decides"]:
            page.paragraph(
                f"Left out, because strategies of {party['title']} take their place: {', '.join(party['decides'])}."
            )
    page.blank()


def _print_matrix(page: Page, found: Part) -> None:
    """A block of rows for each combination of the third party and those after it; rows are the first party's strategies,
    columns the second's."""
    parties = found["parties"]
    page.section(f"Payoffs [{found['unit']}]")
    cells = {tuple(profile["strategies"].values()): profile["payoffs"] for profile in found["profiles"]}
    first, second, *others = ([s["name"] for s in party["strategies"]] for party in parties)
    rows: list[Row] = []
    for rest in product(*others):
        if rest:
            told = ", ".join(f"{party['title']} {name}" for party, name in zip(parties[2:], rest, strict=True))
            rows.append(Row(title=f"{told}:"))
        rows += [Row((one, *(_cell(parties, cells[one, two, *rest]) for two in second))) for one in first]
    heads = [f"{parties[1]['title']} {name}" for name in second]
    page.table([Column(parties[0]["title"]), *map(Column, heads)], rows)
    page.blank()
    page.points([*HOW_TO_READ[:2], _prices(found), *HOW_TO_READ[2:]])
    page.blank()


def _cell(parties: Sequence[Part], payoffs: Part) -> str:
    """One line for each party: its payoff as an interval, the margin, and a mark if it is a best reply."""
    lines = []
    for party in parties:
        paid = payoffs[party["name"]]
        ends = [_plus(paid[end]) for end in ("low", "high")]
        value = ends[0] if ends[0] == ends[1] else "..".join(ends)
        margin = _plus(paid["unexplained_margin"])
        lines.append(f"{party['title']} {value}{'' if margin == '0' else f' ({margin})'}{MARKS[paid['best_reply']]}")
    return "\n".join(lines)


def _prices(found: Part) -> str:
    """How far equally good prices leave the payoffs of each party open, at most."""
    told = []
    for party in found["parties"]:
        paid = [profile["payoffs"][party["name"]] for profile in found["profiles"]]
        ends = [[one[side] for one in paid] for side in ("prices_below", "prices_above")]
        low = "without end" if None in ends[0] else _plus(min(ends[0]))
        high = "without end" if None in ends[1] else _plus(max(ends[1]))
        told.append(f"{party['title']} {low} to {high}")
    return f"Prices are not unique. Equally good ones would move a payoff by at most: {', '.join(told)}."


def _plus(value: float) -> str:
    """A whole number with its sign; 0 without one."""
    text = f"{value:+,.0f}"
    return text if text.strip("+-0,") else "0"


def _print_equilibria(page: Page, found: Part) -> None:
    titles = {party["name"]: party["title"] for party in found["parties"]}
    page.section("Equilibria in pure strategies")
    least = figure(found["least_gain"], 0)
    page.paragraph(
        f"Certain: nobody can gain more than {least} million by another strategy of his own while the others stay, at "
        "either worth of captive stock, with the unexplained margin counted or left out, and at any of the prices that "
        "support the plans. Possible: nobody gains as much in all of these cases."
    )
    lines = [
        f"{'certain' if one['certain'] else 'possible'}: "
        + ", ".join(f"{titles[party]} {name}" for party, name in one["strategies"].items())
        for one in found["equilibria"]
    ]
    page.points(lines or ["none: in every combination somebody gains for certain by changing"])
    page.blank()


def _print_regret(page: Page, found: Part) -> None:
    titles = {party["name"]: party["title"] for party in found["parties"]}
    page.section("Regret [USD million]")
    page.paragraph("The most that a strategy falls short of the best reply, over everything that the others may do.")
    page.blank()
    page.table(
        [Column("party"), Column("strategy"), Column("regret", True), Column("where it is greatest")],
        [
            Row(
                (
                    titles[one["party"]],
                    one["strategy"],
                    "without end"
                    if one["high"] is None
                    else span(one["low"], one["high"], 0) or figure(one["high"], 0),
                    ", ".join(f"{titles[party]} {name}" for party, name in one["against"].items())
                    if figure(one["high"], 0) != "0"
                    else "never",
                )
            )
            for one in found["regret"]
        ],
    )
