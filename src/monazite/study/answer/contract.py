"""The agreement of the question in numbers: what it pays and what it is worth, and what each change of it could cost whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monazite.results.outcome import Outcome
from monazite.results.welfare.agreements import parties
from monazite.study.agreements import bargain, contract_value
from monazite.study.answer.number import TONNES, in_year
from monazite.study.answer.option_numbers import Solved
from monazite.study.answer.terms import Terms
from monazite.study.answer.told import place
from monazite.study.study import Study

TRACE = 1e-6
"""Kt per year below which nothing is delivered."""


def agreement_table(terms: Terms, solved: Mapping[str, Solved]) -> tuple[list[tuple[str, str, str]], list[dict[str, Any]]]:
    """Columns and rows of each option and named year in which the agreement is delivered; money in MUSD of the year."""
    years = (terms.years[0], terms.years[-2])
    rows = []
    for option, one in solved.items():
        if terms.agreement not in one.outcome.system.world.keyed("agreements"):
            continue
        for found in contract_value(one.outcome, terms.agreement, years, _without(terms, solved)):
            if found.volume > TRACE:
                rows.append({
                    "option": option, "year": found.year, "volume": found.volume * TONNES, "price": found.price,
                    "revenue": found.revenue, "at_market": found.at_market, "at_home": found.at_home,
                    "replacement": found.replacement, "breach": found.breach,
                })  # fmt: skip
    columns = [
        ("option", "option", ""), ("year", "year", ""), ("volume", "delivered", "t/yr"), ("price", "contract price", "USD/kg"),
        ("revenue", "paid", "MUSD/yr"), ("at_market", "worth to the buyer", "MUSD/yr"), ("at_home", "worth at home", "MUSD/yr"),
        ("replacement", "to replace it", "MUSD/yr"), ("breach", "breach on 1 January", "MUSD"),
    ]  # fmt: skip
    return columns, rows


def _without(terms: Terms, solved: Mapping[str, Solved]) -> Outcome | None:
    """The first outcome in which nothing is delivered in the years that are told; it says what replacement costs."""
    for one in solved.values():
        volume = one.outcome.total("deliver", agreement=terms.agreement)
        if all(in_year(one.outcome.system.grid, volume, y) <= TRACE for y in (terms.years[0], terms.years[-2])):
            return one.outcome
    return None


def bargain_table(study: Study, terms: Terms, solved: Mapping[str, Solved]) -> tuple[list[tuple[str, str, str]], list[dict[str, Any]]]:
    """Columns and rows of each option: gains of the seller's and the buyer's region against its counterpart (the reference,
    or the same without the stop), and the payments from the first to the second that leave neither worse off; at both
    values of captive stock. Options that only stand beside a stop change nothing between the two, and are left out.
    """
    seller, buyer = parties(solved[study.reference].outcome, study.folder.world.keyed("agreements")[terms.agreement])
    rows = []
    for option, one in solved.items():
        against = terms.counterparts.get(option, study.reference)
        if option == study.reference or option in terms.counterparts.values() or against not in solved:
            continue
        before = solved[against]
        low = bargain(before.account, one.account, seller, buyer)
        high = bargain(before.account_at_most, one.account_at_most, seller, buyer)
        row: dict[str, Any] = {
            "option": option, "against": against, "seller": low.seller_gain, "buyer": low.buyer_gain, "surplus": low.surplus,
        }  # fmt: skip
        for end, found in (("", low), ("_at_most", high)):
            row["least" + end] = found.least if found.possible else None
            row["most" + end] = found.most if found.possible else None
        row["deal"] = _told(low.possible, high.possible)
        rows.append(row)
    home, abroad = place(study.folder.world, seller), place(study.folder.world, buyer)
    columns = [
        ("option", "option", ""), ("against", "against", ""), ("seller", f"{home} gains", "MUSD"), ("buyer", f"{abroad} gains", "MUSD"),
        ("surplus", "together", "MUSD"), ("deal", "deal", ""), ("least", f"{home} pays, least", "MUSD"), ("most", "most", "MUSD"),
        ("least_at_most", "least, stock at 0.9", "MUSD"), ("most_at_most", "most, stock at 0.9", "MUSD"),
    ]  # fmt: skip
    return columns, rows


def _told(low: bool, high: bool) -> str:
    """Whether there is a deal at both values of captive stock."""
    if low and high:
        return "possible"
    return "depends on the stock" if low or high else "none"
