"""Markets whose answers are in the textbooks, or a few lines of arithmetic away, are found by the shipped studies.

The four folders are read like anybody's study. A curve is cut into steps, so a price may be off by what its market's steps
allow: a step holds the mean of its curve, so that at any price the steps offer or want what the straight line does, give
or take half a step. The gaps add up to nothing at the price that clears the market; it differs from the true one by a
weighted mean of half the heights of the steps there, and so by the largest of them at most (``half_height``). What users
and makers gain is exact at the edges of steps and a chord between them: off by an eighth of width times height at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

import monazite
from monazite.formulation.steps import Resolution, demand_edges, supply_edges
from monazite.results.tables import tables
from monazite.results.welfare import welfare_account
from monazite.study.run import run_study
from monazite.study.study import shipped_studies

RESOLUTIONS = ("draft", "fine")
YEARS = 3


@dataclass(frozen=True)
class Line:
    """A straight curve: its base quantity in kt/yr, its slope in USD/kg per kt/yr, whether it is demand, and a point."""

    base: float
    slope: float
    demand: bool
    at: float

    def near(self, resolution: Resolution) -> float:
        """Width in kt/yr of the widest step at the point or beside it."""
        edges = demand_edges(resolution.demands) if self.demand else supply_edges(resolution.activities)
        here = int(np.searchsorted(edges, self.at / self.base)) - 1
        return self.base * float(np.diff(edges)[max(here - 1, 0) : here + 2].max())


def half_height(resolution, *lines):
    """Half the height of the highest step near these points, USD/kg."""
    return max(0.5 * line.slope * line.near(resolution) for line in lines)


def chords(resolution, *lines):
    """How far the benefit or cost of these curves may lie from the area under the line, MUSD/yr."""
    return sum(line.slope * line.near(resolution) ** 2 / 8 for line in lines)


@cache
def study(name, resolution):
    return monazite.open_study(name, resolution=resolution)


@cache
def solved(name, option, resolution):
    return monazite.solve(study(name, resolution), option)


def test_the_transport_problem_is_solved_to_the_last_digit():
    """Proves: least cost 153,675 USD, a case more in New York, Chicago, Topeka is worth 225, 153, 126 USD, more capacity
    nothing. By hand, in USD a case, 90 x thousand miles: Seattle 225, 153, 162, San Diego 225, 162, 126. Chicago takes
    Seattle's 300 at 153, Topeka San Diego's 275 at 126, New York its 325 from either at 225: 45,900 + 34,650 + 73,125. San
    Diego has 50 cases left, so nothing is scarce but transport, and a case costs what its way costs.
    Without it: an amount that is wanted at any price would have to be told as a curve, the stiffest of which takes 904.5
    cases in place of 900, for 154,443 USD.
    """
    for resolution in RESOLUTIONS:
        found = solved("transport-problem", "plan", resolution)
        prices = [float(found.price("cases", town)[0]) for town in ("new_york", "chicago", "topeka")]
        served = [float(found.total("serve", region=town)[0]) for town in ("new_york", "chicago", "topeka")]
        scarcity = found.y[found.program.row("unit_capacity").slice]
        shops = [
            found.total("run", process="retail").max(),
            *(found.price("cases", r)[0] for r in ("seattle", "san_diego")),
        ]

        assert found.cost("transport") == pytest.approx(0.153675, rel=1e-9)
        assert prices == pytest.approx([0.225, 0.153, 0.126], rel=1e-9)
        assert served == pytest.approx([0.325, 0.300, 0.275], rel=1e-9)
        assert [*shops, *scarcity] == pytest.approx([0.0] * 8, abs=1e-9)


DEMAND = ((200.0, 10.0), (100.0, 5.0), (160.0, 8.0))
SUPPLY = ((-50.0, 10.0), (-50.0, 20.0), (-50.0, 10.0))
ALONE = (12.5, 6.0, 35.0 / 3.0)
TRADE = (226.0 / 21.0, 184.0 / 21.0, 205.0 / 21.0)


def market(prices):
    """Supply and demand of the three regions at these prices, as lines through what each does alone."""
    return [
        Line(a + b * alone, 1.0 / abs(b), demand, a + b * price)
        for curves, demand in ((SUPPLY, False), ([(a, -b) for a, b in DEMAND], True))
        for (a, b), alone, price in zip(curves, ALONE, prices, strict=True)
    ]


@pytest.mark.parametrize(("resolution", "most"), [("draft", 0.4), ("fine", 0.04)])
def test_three_regions_trade_at_the_prices_of_takayama_and_judge(resolution, most):
    """Proves: opened to trade, regions that alone had prices of 12.5, 6 and 11.667 come to 226/21, 184/21 and 205/21, in
    every period, within half a step; what crosses is 730/21 and 720/21 kt/yr within the steps of both curves. By hand:
    Region 2 exports to both, 460 - 23 p2 - 28 = -150 + 40 p2 + 30, so p2 = 552/63, and 2 and 1 more elsewhere.
    Without it: with isoelastic demand of the same elasticities prices with trade are 0.15 too high, 10.92 in Region 1.
    """
    given, lines = study("spatial-equilibrium", resolution).resolution, market(TRADE)
    found, off = solved("spatial-equilibrium", "trade", resolution), half_height(given, *lines)
    moved = [0.5 * line.near(given) + off / line.slope for line in lines]

    assert off < most
    for region, price in zip(("r1", "r2", "r3"), TRADE, strict=True):
        assert found.price("good", region) == pytest.approx([price] * YEARS, abs=off)
    for lane, flow, supply in (("r2_r1", 730.0 / 21.0, 0), ("r2_r3", 720.0 / 21.0, 2)):
        assert found.total("ship", lane=lane) == pytest.approx([flow] * YEARS, abs=moved[supply] + moved[supply + 3])
    assert found.total("ship", origin=("r1", "r3")) == pytest.approx([0.0] * YEARS, abs=1e-9)


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_without_trade_each_region_is_as_it_was_alone(resolution):
    """Proves: a ban on all lanes brings back prices of (200 + 50) / (10 + 10), 150 / 25 and 210 / 18, and 75, 70 and 66.67
    kt/yr, to 1e-9: the middle step of a line holds the base price itself.
    Without it: what trade brings would be compared with a world that is not the base year.
    """
    found = solved("spatial-equilibrium", "alone", resolution)

    for region, price, use in zip(("r1", "r2", "r3"), ALONE, (75.0, 70.0, 200.0 / 3.0), strict=True):
        assert found.price("good", region) == pytest.approx([price] * YEARS, rel=1e-9)
        assert found.total("serve", region=region) == pytest.approx([use] * YEARS, rel=1e-9)


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_the_gain_from_trade_is_its_triangles(resolution):
    """Proves: trade is worth half of what crosses times the gap it closes beyond transport: 730/42 x 4.5 + 720/42 x 14/3 =
    158.21 million USD a year, within the chords of the steps before and after.
    Without it: at the prices of before, whole flows times whole gaps, 316.43: nothing would be lost on the way to them.
    """
    given = study("spatial-equilibrium", resolution).resolution
    alone, trade = (solved("spatial-equilibrium", option, resolution).objective for option in ("alone", "trade"))
    off = chords(given, *market(ALONE), *market(TRADE))

    assert (alone - trade) / YEARS == pytest.approx(730.0 / 42.0 * 4.5 + 720.0 / 42.0 * 14.0 / 3.0, abs=off)


@pytest.mark.parametrize("resolution", RESOLUTIONS)
@pytest.mark.parametrize(("option", "fee"), [("now", 0.5), ("levy", 2.0)])
def test_the_main_product_pays_for_the_surplus_of_the_other(resolution, option, fee):
    """Proves: lanthanum is worth minus its disposal, 0.5 or 2, and neodymium (10 + 0.6 x 0.5) / 0.2 = 51.5 or 56, exactly;
    users take (200 - 51.5) / 4 = 37.125 kt/yr, from 185.625 kt of ore, and of its 111.375 kt of lanthanum (12 + 0.5) / 2 =
    6.25: 105.125 are thrown away, all within half a step (with the levy 36, 180, 7 and 101).
    Without it: with no disposal lanthanum would cost its makers 38.7 USD/kg, and only 42.3 kt of ore would be dug.
    """
    found, given = solved("joint-supply", option, resolution), study("joint-supply", resolution).resolution
    dear = (10.0 + 0.6 * fee) / 0.2
    wanted, taken = (200.0 - dear) / 4.0, (12.0 + fee) / 2.0
    nd_off = 0.5 * Line(25.0, 4.0, True, wanted).near(given)
    la_off = 0.5 * Line(4.0, 2.0, True, taken).near(given)

    assert found.price("la", "basin") == pytest.approx([-fee] * YEARS, rel=1e-9)
    assert found.price("nd", "basin") == pytest.approx([dear] * YEARS, rel=1e-9)
    assert found.total("run", activity="mine_ore") == pytest.approx([wanted / 0.2] * YEARS, abs=nd_off / 0.2)
    assert found.total("serve", commodity="la") == pytest.approx([taken] * YEARS, abs=la_off)
    assert found.total("discard") == pytest.approx([3.0 * wanted - taken] * YEARS, abs=3.0 * nd_off + la_off)
    assert found.total("run", unit=("nd_source", "la_source")) == pytest.approx([0.0] * YEARS, abs=1e-9)


def quota_lines(home, abroad):
    """Supply and use of Homeland at one price, use of Overseas at another, through the base year at 40 and 70 USD/kg."""
    return (
        Line(30.0, 1.0, False, home - 10.0),
        Line(10.0, 1.0, True, 50.0 - home),
        Line(20.0, 1.0, True, 90.0 - abroad),
    )


def told(found, region):
    """Prices of the oxide in a region in the table of prices that a run keeps, USD/kg."""
    table = tables(found)["prices"]
    return table[(table["commodity"] == "oxide") & (table["region"] == region)]["value"].to_numpy()


@pytest.mark.parametrize(("resolution", "most"), [("draft", 1.0), ("fine", 0.1)])
def test_an_export_quota_parts_two_prices_by_its_rent(resolution, most):
    """Proves: with 10 kt/yr let out the table of prices has 35 at home, where (p - 10) - (50 - p) = 10, and 90 - 10 = 80
    abroad, within half a step; the dual of the quota is their gap less transport of 2 (to 1e-4: the lane's slope), the
    published rent of 43, and licence holders get ten times that.
    Without it: 49.33 and 51.33, and no rent.
    """
    given, lines = study("export-quota", resolution).resolution, quota_lines(35.0, 80.0)
    found = solved("export-quota", "quota", resolution)
    home, abroad, off = told(found, "homeland"), told(found, "overseas"), half_height(given, *lines)
    rent = -found.y[found.program.row("export_control").slice] / found.system.weight
    holders = welfare_account(found)["homeland", "licence holders"]

    assert off < most
    assert found.total("ship") == pytest.approx([10.0] * YEARS, rel=1e-9)
    assert home == pytest.approx([35.0] * YEARS, abs=half_height(given, *lines[:2]))
    assert abroad == pytest.approx([80.0] * YEARS, abs=half_height(given, lines[2]))
    assert rent == pytest.approx(abroad - home - 2.0, abs=1e-4)
    assert rent == pytest.approx([43.0] * YEARS, abs=half_height(given, *lines[:2]) + half_height(given, lines[2]))
    assert holders == pytest.approx(10.0 * rent.sum(), rel=1e-9)


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_free_trade_leaves_transport_between_two_prices(resolution):
    """Proves: without tax and quota p - 10 = (50 - p) + (90 - p - 2), so 148/3 at home and 2 more abroad, within half a
    step; the tax of 28 brings the base year back: 40, 70 and 20 kt/yr to 1e-9.
    Without it: what the quota does would be measured against the tax.
    """
    given = study("export-quota", resolution).resolution
    free, taxed = (solved("export-quota", option, resolution) for option in ("free-trade", "tax"))
    off = half_height(given, *quota_lines(148.0 / 3.0, 154.0 / 3.0))

    assert told(free, "homeland") == pytest.approx([148.0 / 3.0] * YEARS, abs=off)
    assert told(free, "overseas") - told(free, "homeland") == pytest.approx([2.0] * YEARS, abs=1e-4)
    assert [told(taxed, "homeland")[0], told(taxed, "overseas")[0], taxed.total("ship")[0]] == pytest.approx(
        [40.0, 70.0, 20.0], rel=1e-9
    )


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_the_loss_by_a_quota_is_a_triangle(resolution):
    """Proves: both countries together lose 43 x (38.667 - 10) / 2 = 616.33 million USD a year by the quota, within the
    chords of the steps on both sides.
    Without it: the rent of 430 a year, which one gains and the other loses, would count as a loss.
    """
    given = study("export-quota", resolution).resolution
    free, quota = (solved("export-quota", option, resolution).objective for option in ("free-trade", "quota"))
    off = chords(given, *quota_lines(148.0 / 3.0, 154.0 / 3.0), *quota_lines(35.0, 80.0))

    assert (quota - free) / YEARS == pytest.approx(43.0 * (116.0 / 3.0 - 10.0) / 2.0, abs=off)


@pytest.mark.parametrize(
    ("name", "option"),
    [
        ("transport-problem", "plan"),
        ("spatial-equilibrium", "trade"),
        ("joint-supply", "now"),
        ("export-quota", "quota"),
    ],
)
def test_the_answer_is_not_put_in_by_the_base_year(name, option):
    """Proves: at every place with a base-year price the answer lies more than 5 % from it.
    Without it: a model that gave its base year back, whatever was asked, would pass every test above.
    """
    base = study(name, "fine").baseline.price
    found = solved(name, option, "fine")

    assert base
    assert {place for place, price in base.items() if abs(found.price(*place)[0] / price - 1.0) < 0.05} == set()


@pytest.mark.slow
def test_the_page_of_known_answers_shows_what_is_computed_today(page):
    """Proves: each row of the table of docs/learn/known-answers.md has the number that the study gives today, digit by
    digit, under the key by which `answer.json` knows it.
    Without it: numbers typed into prose drift.
    """
    lines = page("docs/learn/known-answers.md").replace("`", "").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.count("|") == 6]
    rows = [row for row in rows if row[0] in shipped_studies()]
    answers = {name: run_study(name, workers=1).answer["answers"][0]["options"] for name in {row[0] for row in rows}}
    stale = []
    for name, option, key, _, computed in rows:
        first, *others = (part.strip() for part in key.split(" - "))
        numbers = answers[name][option]["numbers"]
        value = numbers[first]["value"] - sum(numbers[o]["value"] if o in numbers else float(o) for o in others)
        if f"{value:,.{len(computed.partition('.')[2])}f}" != computed:
            stale.append((name, option, key, computed, value))

    assert len(rows) > 12
    assert stale == []
