"""Headline prices: their interval, whether the model tells them at all, and whether they are prices of a market."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from small_study import SmallStudy

from monazite.results.outcome import Outcome
from monazite.solving.highs import Highs
from monazite.study.answer.prices import (
    MARKET,
    NO_TRADE,
    SCARCITY,
    SETTLED,
    headline_prices,
    places_of,
    price_years,
    prices_section,
)
from monazite.study.answer.work import solve_work
from monazite.study.foresight import realise
from monazite.study.run import run_study
from monazite.study.study import open_study, shipped_studies
from monazite.world.policies import Edit, Policy
from monazite.world.records import Control

WEST, EAST = ("oxide", "west"), ("oxide", "east")


def outcome(case):
    """A solved small world."""
    answer = case.solve()
    return Outcome("option", answer.system, answer.program, answer.solution.x, answer.solution.y, basis=answer.solution.basis)


def price(case, place=WEST, year=2025):
    """One headline price of a small world."""
    (found,) = headline_prices(outcome(case), [place], [year])
    return found


def quota(tonnes):
    """So many kt/yr may leave the east from 2025 on."""
    return Control("quota", "quota", ("oxide",), ("east",), ("west",), date(2025, 1, 1), None, 0.0, tonnes=tonnes)


def test_a_price_that_supply_forms_has_no_width(small):
    """Proves: flat supply with room: 6 USD/kg in the west from end to end, a market price, not degenerate.
    Without it: every price would look uncertain.
    """
    found = price(small)

    assert (found.value, found.low, found.high) == (pytest.approx(6.0),) * 3
    assert (found.formed, found.degenerate) == (MARKET, False)


def test_exactly_at_a_capacity_the_price_lies_between_cost_and_willingness_to_pay(small):
    """Proves: a plant of 20.05 kt of ore makes exactly the 8.02 kt that users take: from 6, what a kg less saves, to 10, what
    users pay for the kg that they would have to give up; told as 8, degenerate (the flat curves have no steps).
    Without it: one of the two ends would be printed as if it were the price.
    """
    found = price(small.set("units", "plant", capacity=20.05))

    assert (found.low, found.high) == (pytest.approx(6.0), pytest.approx(10.0))
    assert found.value == pytest.approx(8.0)
    assert found.degenerate


def test_an_interval_no_wider_than_a_step_is_not_degenerate(small):
    """Proves: a demand of three steps with elasticity -0.5, whose first ends exactly where supply does: the interval is the
    gap between the first two steps, which is what the curve can tell and no more.
    Without it: every corner of a stepped curve would be called degenerate.
    """
    case = small.set("demands", "use", elasticity=-0.5)
    first = outcome(case).program.upper[outcome(case).program.column("serve").slice][0]
    found = price(case.set("units", "plant", capacity=first / 0.4))

    assert found.high - found.low == pytest.approx(found.step)
    assert found.high - found.low > 1.0
    assert not found.degenerate


def test_a_quota_makes_a_scarcity_value_abroad_and_none_at_home(small):
    """Proves: behind a quota of 1 kt/yr the west has 10 USD/kg, what users pay, a scarcity value; the east 5, its cost.
    Without it: a buyer would take 10 for the price at which oxide is offered.
    """
    case = small.add("controls", quota(1.0))

    assert (price(case, WEST).formed, price(case, WEST).value) == (SCARCITY, pytest.approx(10.0))
    assert (price(case, EAST).formed, price(case, EAST).value) == (MARKET, pytest.approx(5.0))


def test_what_nobody_can_take_has_one_end(small):
    """Proves: metal that nobody buys in the west: a kg more costs 1.25 x 6 + 2 = 9.5, a kg less is no saving, for there is
    none: open below, degenerate, and marked as no trade.
    Without it: the run would end, or a price of nothing be told.
    """
    found = price(small.smelter(), ("metal", "west"))

    assert (found.low, found.high) == (None, pytest.approx(9.5))
    assert (found.formed, found.degenerate) == (NO_TRADE, True)


def test_a_year_that_was_over_at_the_last_surprise_is_settled(small):
    """Proves: a ban that is announced in 2026 leaves 2025 as it was: 6 USD/kg, settled, without interval; 2026 has 10.
    Without it: a tonne more would be asked of a past that cannot change, and there would be no plan.
    """
    ban = Policy("ban", "", date(2026, 1, 1), (Edit("add", "controls", "quota", record=replace(quota(0.0), start=date(2026, 1, 1))),))
    study = SmallStudy(small.over("2025-01-01", "2026-01-01", "2027-01-01"))
    before, after = headline_prices(realise(study, "option", (ban,)), [WEST], [2025, 2026])

    assert (before.formed, before.value, before.low, before.degenerate) == (SETTLED, pytest.approx(6.0), None, False)
    assert (after.formed, after.low) == (SCARCITY, pytest.approx(10.0))


def test_prices_of_the_quota_market_are_those_of_the_textbook():
    """Proves: with 10,000 t a year the price abroad is 80 USD/kg, a scarcity value, and at home 35, a market price; with free
    trade both are market prices, 2 USD/kg of freight apart.
    Without it: the rent of the quota would be told as a price that producers get.
    """
    found = {option: solve_work(str(shipped_studies()["export-quota"]), "published", "fine", option).prices
             for option in ("free-trade", "quota")}
    home, abroad = [p for p in found["quota"] if p.year == 2025]
    free_home, free_abroad = [p for p in found["free-trade"] if p.year == 2025]

    assert (abroad.formed, abroad.value) == (SCARCITY, pytest.approx(80.0, abs=0.3))
    assert (home.formed, home.value) == (MARKET, pytest.approx(35.0, abs=0.3))
    assert (free_home.formed, free_abroad.formed) == (MARKET, MARKET)
    assert free_abroad.value - free_home.value == pytest.approx(2.0, abs=0.3)


def test_an_answer_without_a_question_shows_prices_too():
    """Proves: the answer of the quota market has a section "Prices" with a row for each place and year, and under each option
    its prices with value, low, high, unit, place and year.
    Without it: only studies with ``[answer]`` would show how a price is formed.
    """
    run = run_study("export-quota", workers=1)
    (answer,) = run.answer["answers"]
    table = next(section for section in answer["sections"] if section["key"] == "prices")
    told = answer["options"]["quota"]["prices"]

    assert [(row["region"], row["year"]) for row in table["rows"]] == [
        ("Homeland", 2025), ("Homeland", 2027), ("Overseas", 2025), ("Overseas", 2027)]
    assert [row["quota"]["mark"] for row in table["rows"]] == ["", "", "s", "s"]
    assert {"commodity", "region", "year", "value", "low", "high", "unit", "formed", "degenerate"} <= told[0].keys()


@pytest.mark.parametrize("date", ["june-2025", "today"])
def test_headline_prices_of_the_study_lie_between_their_ends_and_few_are_solved_for(shipped, date):
    """Proves: the twelve prices of 'keep' in two years: no end lies beyond the other, each value lies between
    its ends, and of 49 programmes that could be solved for them at most half are: most bases stay.
    Without it: intervals would be of another place or year, or a run would take twice as long.
    """
    study, found = shipped.study(date), shipped.outcome(date, "keep")
    before = Highs.solved
    prices = headline_prices(found, places_of(study), price_years(study))

    assert Highs.solved - before <= 24
    assert len(prices) == 24
    for p in prices:
        low, high = p.interval
        assert low <= p.value <= high


def test_heavy_magnets_outside_china_are_scarce_under_the_first_licences(shipped):
    """Proves: in 2025, with licences for six tenths, high-temperature magnets in India have a scarcity value and a price in
    China; light magnets have a market in both.
    Without it: 450 USD/kg would be printed as the price of magnets.
    """
    heavy, china, light = (
        headline_prices(shipped.outcome("june-2025", "keep"), [place], [2025])[0]
        for place in (("magnet_heavy", "IND"), ("magnet_heavy", "CHN"), ("magnet_light", "IND"))
    )

    assert (heavy.formed, china.formed, light.formed) == (SCARCITY, MARKET, MARKET)
    assert heavy.value > 3.0 * china.value


def test_the_table_shows_only_what_the_study_names(shipped):
    """Proves: a price that the answer needs for itself is no row of the table unless study.toml names it.
    Without it: the limit of twelve would hold for what is written and not for what is shown.
    """
    study = shipped.study("june-2025")
    prices = headline_prices(shipped.outcome("june-2025", "keep"), [("ndpr_oxide", "CHN"), ("ndpr_oxide", "MYS")], [2026])
    ((table),) = prices_section(study, {"keep": prices})

    assert [(row["commodity"], row["region"]) for row in table["rows"]] == [("ndpr_oxide", "China")]


def test_the_years_are_those_of_the_question_or_the_first_to_come_and_the_last_printed():
    """Proves: india-japan shows 2026 and 2030, the first and the last but one of ``[answer]``; the cobalt study as known in
    February 2026 shows 2027 and 2035.
    Without it: a price of a year that is over would be called near.
    """
    assert price_years(open_study("india-japan", "today", "draft")) == (2026, 2030)
    assert price_years(open_study("cobalt-quota", "february-2026", "draft")) == (2027, 2035)
