"""Numbers that no option changes: the need, the scarce elements, the reserve, the share of each stage held at home."""

from __future__ import annotations

import numpy as np

from monazite.results.outcome import Outcome
from monazite.study.answer.magnets import needed_at_home, scarce_in_ore, scarce_need
from monazite.study.answer.number import TONNES, Number, in_year
from monazite.study.answer.terms import Terms
from monazite.study.answer.told import place


def common_numbers(reference: Outcome, terms: Terms) -> dict[str, Number]:
    """Numbers of the reference that frame the question, under stable keys."""
    grid = reference.system.grid
    scarce, home = "+".join(terms.scarce), place(reference.system.world, terms.home)
    year = terms.years[0]
    found = {
        "need_base": Number(
            f"magnets used in {home}, base year",
            sum(
                reference.system.baseline.quantity.get(d.demand, 0.0)
                for d in reference.system.world.demands
                if d.region == terms.home and d.commodity in terms.magnets
            )
            * TONNES,
            "t magnet/yr",
        ),
        f"need_{terms.years[-2]}": Number(
            f"magnets used in {home} in {terms.years[-2]}",
            in_year(grid, needed_at_home(reference, terms), terms.years[-2]) * TONNES,
            "t magnet/yr",
        ),
        "scarce_need": Number(
            f"{scarce} oxide for the magnets used in {home}, {year}",
            in_year(grid, scarce_need(reference, terms), year) * TONNES,
            f"t {scarce} oxide/yr",
        ),
        "scarce_in_ore": Number(
            f"{scarce} oxide in what is mined in {home}, {year}",
            in_year(grid, scarce_in_ore(reference, terms), year) * TONNES,
            f"t {scarce} oxide/yr",
            decimals=1,
            note="contained; it is not recovered",
        ),
        "element_in_ore": Number(
            f"{terms.element} oxide in what is mined in {home}, {year}",
            _in_ore(reference, terms, year) * TONNES,
            f"t {terms.element} oxide/yr",
        ),
    }
    return found | _reserves(reference, terms) | _self_reliance(reference, terms)


def _in_ore(out: Outcome, terms: Terms, year: int) -> float:
    mined = sum(out.amounts(terms.ore, terms.home, 1).values(), np.zeros(len(out.system.grid)))
    return in_year(out.system.grid, mined, year) * out.oxide(terms.ore, terms.element)


def _reserves(out: Outcome, terms: Terms) -> dict[str, Number]:
    """Years for which each deposit of home's mines lasts at the base-year rate."""
    place = out.system.world.region_of_unit
    run = {a.unit: out.system.baseline.run.get(a.activity, 0.0) for a in out.system.world.activities}
    return {
        f"reserve_years_{d.deposit}": Number(
            f"{d.name} ({d.vintage}), at the base-year rate",
            d.reserve / run[d.unit],
            "years",
            note="binds" if d.binding else "a national figure: forces nothing",
        )
        for d in out.system.world.deposits
        if place[d.unit] == terms.home and run.get(d.unit, 0.0) > 0.0
    }


def _self_reliance(out: Outcome, terms: Terms) -> dict[str, Number]:
    """Share of home's need that home itself makes at each stage, counted in the element, in the first and last named year.

    The need is the element in the magnets used at home, brought back to each stage by what the stages lose.
    """
    found = {}
    stages = (
        ("ore", (terms.ore,)),
        ("oxide", (*terms.captive, terms.oxide)),
        ("metal", (terms.metal,)),
        ("magnet", terms.magnets),
    )
    for year in (terms.years[0], terms.years[-2]):
        need = sum(
            in_year(out.system.grid, out.taken(m, terms.home), year) * out.oxide(m, terms.element) for m in terms.magnets
        )
        for stage, commodities in stages:
            made = sum(
                in_year(out.system.grid, v, year) * out.oxide(c, terms.element)
                for c in commodities
                for v in out.amounts(c, terms.home, 1).values()
            )
            found[f"self_reliance_{stage}_{year}"] = Number(
                f"self-reliance at the stage {stage}, {year}",
                100.0 * made / need if need else 0.0,
                "% of the element in magnets used",
                decimals=0,
            )
    return found
