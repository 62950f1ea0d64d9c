"""The numbers of one option, under stable keys: material, magnets, replacement, price, money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from monazite.results.outcome import Floats, Outcome
from monazite.results.welfare import Account
from monazite.study.answer.magnets import first_use, made_at_home, needed_at_home
from monazite.study.answer.material import WHERE, kept, leaving, reaching, total_leaving
from monazite.study.answer.money import gain, incentive_paid, penalty, unexplained
from monazite.study.answer.number import TONNES, Number, in_year, mean_of_years, series
from monazite.study.answer.replacement import extra_cost
from monazite.study.answer.terms import Terms
from monazite.study.answer.told import place


@dataclass(frozen=True)
class Solved:
    """An option's outcome with its account at both values of captive stock."""

    outcome: Outcome
    account: Account
    account_at_most: Account


def option_numbers(one: Solved, other: Solved, reference: Solved, terms: Terms, other_need: float) -> dict[str, Number]:
    """All numbers of an option; ``other`` is its counterpart (the same without the stop), ``reference`` the study's.

    ``other_need`` is the rival reading of the need, kt per year.
    """
    return {
        **_material(one.outcome, other.outcome, terms),
        **_magnets(one.outcome, other.outcome, terms, other_need),
        **_markets(one.outcome, reference.outcome, terms),
        **_money(one, reference, terms),
    }


def _material(out: Outcome, other: Outcome, terms: Terms) -> dict[str, Number]:
    grid, unit = out.system.grid, f"t {terms.element} oxide/yr"
    found = {}
    for year in terms.years:
        found[f"leaving_{year}"] = Number(
            f"leaves {place(out.system.world, terms.home)} in {year}",
            in_year(grid, total_leaving(out, terms), year) * TONNES,
            unit,
            group="material",
        )
    arrived = reaching(out, terms)
    for year in terms.years[:2]:
        for way, rates in arrived.items():
            label = "directly" if way == "direct" else f"through {place(out.system.world, way)}"
            found[f"reaching_{way}_{year}"] = Number(
                f"reaches {place(out.system.world, terms.partner)} {label} in {year}",
                in_year(grid, rates, year) * TONNES,
                unit,
                group="material",
            )
    where, year = kept(out, other, terms), terms.years[-2]
    last = [p.end.year for p in grid.periods].index(year + 1)
    for name in ("kept", *WHERE):
        found[f"{name.replace(' ', '_')}_by_{year}"] = Number(
            f"kept by end of {year}" if name == "kept" else f"  of it {name}",
            float(where[name][last]) * TONNES,
            f"t {terms.element} oxide",
            group="kept against the same without the stop",
        )
    return found


def _magnets(out: Outcome, other: Outcome, terms: Terms, other_need: float) -> dict[str, Number]:
    grid, found = out.system.grid, {}
    made, need = made_at_home(out, terms), needed_at_home(out, terms)
    for year in terms.years[1:]:
        found[f"magnets_{year}"] = Number(
            f"magnets made in {place(out.system.world, terms.home)} in {year}",
            in_year(grid, made, year) * TONNES,
            "t magnet/yr",
            group="magnets",
        )
    year = terms.years[-2]
    extra = in_year(grid, made - made_at_home(other, terms), year) * TONNES
    found[f"extra_magnets_{year}"] = Number(
        f"extra magnets in {year} from what was kept", extra, "t magnet/yr", group="magnets"
    )
    share = 100.0 * in_year(grid, made, year) / max(in_year(grid, need, year), 1e-12)
    found[f"share_of_need_{year}"] = Number(
        f"share of need met in {year}", share, "% of need", decimals=1, group="magnets"
    )
    found[f"share_of_other_need_{year}"] = Number(
        f"the same, of the {other_need * TONNES:,.0f} t of the rival reading",
        100.0 * in_year(grid, made, year) / other_need,
        "%",
        decimals=1,
        note="a rival reading of the need, which may count another quantity",
        group="magnets",
    )
    found["first_use"] = Number(
        "first use of what was kept", "-" if out is other else first_use(out, other, terms), "period", group="magnets"
    )
    return found


def _markets(out: Outcome, ref: Outcome, terms: Terms) -> dict[str, Number]:
    grid, found = out.system.grid, {}
    first, last = terms.years[0], terms.years[-2]
    for region in (terms.partner, *terms.transit):
        cost = mean_of_years(grid, extra_cost(out, ref, terms, region), first, last)
        found[f"extra_cost_{region}"] = Number(
            f"{place(out.system.world, region)} pays more for its oxide and metal, {first}-{last}",
            cost,
            "USD million/yr",
            decimals=1,
            group="markets",
        )
    for year in (first, last):
        change = 100.0 * (_mean_price(out, terms, year) / _mean_price(ref, terms, year) - 1.0)
        found[f"world_price_{year}"] = Number(
            f"world price of {terms.element} oxide, change in {year}", change, "%", decimals=2, group="markets"
        )
    return found


def _mean_price(out: Outcome, terms: Terms, year: int) -> float:
    return in_year(out.system.grid, out.price(*terms.world_price), year)


def _money(one: Solved, ref: Solved, terms: Terms) -> dict[str, Number]:
    out, found = one.outcome, {}
    paid = incentive_paid(out)
    found["incentive"] = Number(
        "incentive paid, all years", float(out.system.lengths @ paid), "USD million", decimals=0, group="money"
    )
    found["penalty"] = Number(
        "claim for missed notice",
        penalty(out, terms),
        "USD million",
        decimals=1,
        group="money",
        note="terms not public: an estimate; it is part of the welfare of both sides",
    )
    home = (terms.home, "government")
    found["government"] = Number(
        f"budget of {place(out.system.world, terms.home)}",
        one.account.get(home, 0.0) - ref.account.get(home, 0.0),
        "USD million, discounted",
        decimals=0,
        group="money",
    )
    for region in (terms.home, terms.partner):
        low = gain(one.account, ref.account, region)
        high = gain(one.account_at_most, ref.account_at_most, region)
        ends = sorted((low, high))
        found[f"welfare_{region}"] = Number(
            f"social welfare of {place(out.system.world, region)}",
            low,
            "USD million, discounted",
            ends[0],
            ends[1],
            0,
            "range: captive stock at the horizon worth nothing, or 0.9 of the base price",
            "money",
        )
        found[f"unexplained_{region}"] = Number(
            f"  unexplained margin beside it, {place(out.system.world, region)}",
            unexplained(one.account, ref.account, region),
            "USD million, discounted",
            decimals=0,
            group="money",
        )
    return found


def option_series(out: Outcome, terms: Terms, until: int) -> dict[str, dict[str, Any]]:
    """Paths over the printed periods, under stable keys."""
    grid, t = out.system.grid, TONNES
    paths: dict[str, tuple[str, str, Floats]] = {
        "leaving": (
            f"{terms.element} leaving {place(out.system.world, terms.home)}",
            f"t {terms.element} oxide/yr",
            total_leaving(out, terms) * t,
        ),
        "magnets": (
            f"magnets made in {place(out.system.world, terms.home)}",
            "t magnet/yr",
            made_at_home(out, terms) * t,
        ),
        "need": (
            f"magnets used in {place(out.system.world, terms.home)}",
            "t magnet/yr",
            needed_at_home(out, terms) * t,
        ),
        "world_price": (f"{terms.world_price[0]} in {terms.world_price[1]}", "USD/kg", out.price(*terms.world_price)),
        "partner_price": (
            f"{terms.partner_price[0]} in {terms.partner_price[1]}",
            "USD/kg",
            out.price(*terms.partner_price),
        ),
        "incentive": ("incentive paid", "USD million/yr", incentive_paid(out)),
    }
    for (destination, form), rates in leaving(out, terms).items():
        if np.max(rates[:until]) > 1e-6:
            paths[f"leaving.{destination}.{form}"] = (
                f"{terms.element} to {destination} as {form}",
                f"t {terms.element} oxide/yr",
                rates * t,
            )
    for way, rates in reaching(out, terms).items():
        paths[f"reaching.{way}"] = (
            f"{terms.element} reaching {place(out.system.world, terms.partner)}, {way}",
            f"t {terms.element} oxide/yr",
            rates * t,
        )
    for k in out.system.widest.stockpiles:
        if k.region == terms.home and out.oxide(k.commodity, terms.element) > 0.0:
            held = out.oxide(k.commodity, terms.element) * out.total("level", stockpile=k.stockpile)
            paths[f"stock.{k.stockpile}"] = (f"in store: {k.name}", f"t {terms.element} oxide", held * t)
    return {key: series(label, unit, grid, values, until) for key, (label, unit, values) in paths.items()}
