"""Printed numbers are those of the tables, prices come with honest intervals, and every option and event changes some."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from monazite.results.tables import tables
from monazite.results.welfare import welfare_account
from monazite.study.answer.option_numbers import Solved, option_numbers
from monazite.study.answer.work import terms_of
from monazite.study.foresight import realise

ROOT = Path(__file__).resolve().parents[2]
DATES = ("june-2025", "today")
YEARS = (2026, 2028, 2030, 2035)


@pytest.fixture(scope="module")
def frames(shipped):
    """All tables of two options as of June 2025."""
    return {option: tables(shipped.outcome("june-2025", option)) for option in ("keep", "suspend+build")}


def by_year(grid, rows, year):
    """Tonnes in a calendar year from rates by period."""
    rates = rows.groupby("period")["value"].sum().reindex(grid.names, fill_value=0.0)
    return grid.calendar_year(rates.to_numpy())[year]


@pytest.mark.parametrize("option", ["keep", "suspend+build"])
@pytest.mark.parametrize("year", YEARS)
def test_what_leaves_is_the_sum_of_the_trade_table(shipped, answers, frames, option, year):
    """Proves: `leaving_2030` and its like equal the tonnes of all lanes out of India times their oxide content.
    Without it: two files of one run folder could tell two stories.
    """
    outcome, trade = shipped.outcome("june-2025", option), frames[option]["trade"]
    out = trade[trade["origin"] == "IND"].copy()
    out["value"] *= [outcome.oxide(c, "NdPr") for c in out["commodity"]]

    told = answers.of("june-2025")["options"][option]["numbers"][f"leaving_{year}"]["value"]
    assert told == pytest.approx(by_year(outcome.system.grid, out, year), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("option", ["keep", "suspend+build"])
@pytest.mark.parametrize("year", YEARS[1:])
def test_magnets_made_are_the_sum_of_the_production_table(shipped, answers, frames, option, year):
    """Proves: `magnets_2030` and its like equal the tonnes that Indian plants sinter.
    Without it: the headline could count magnets that no plant makes.
    """
    outcome, made = shipped.outcome("june-2025", option), frames[option]["production"]
    rows = made[(made["region"] == "IND") & made["process"].isin(["sinter_light", "sinter_heavy"])]

    told = answers.of("june-2025")["options"][option]["numbers"][f"magnets_{year}"]["value"]
    assert told == pytest.approx(by_year(outcome.system.grid, rows, year), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("option", ["keep", "suspend"])
def test_the_price_lies_in_its_interval(shipped, answers, date, option):
    """Proves: one tonne more costs no less, and one tonne less saves no more, than the printed price: low <= price <= high.
    Without it: a price would be told to the cent that the model leaves open by a dollar.
    """
    study = shipped.study(date)
    terms = terms_of(study)
    price = shipped.outcome(date, option).price(*terms.world_price)
    for year, (low, high) in answers.intervals(date, option).items():
        inside = [i for i, p in enumerate(study.grid.periods) if p.start.year == year]
        weight = shipped.outcome(date, option).system.weight[inside]
        mean = float(weight @ price[inside] / weight.sum())
        assert low - 1e-3 <= mean <= high + 1e-3
        assert 20.0 < low <= high < 200.0


@pytest.mark.parametrize("date", DATES)
def test_every_option_changes_some_number(shipped, answers, date):
    """Proves: each option but the reference tells some number, beside welfare, that differs from the reference's.
    Without it: an option could stand in the table and do nothing.
    """
    told = {o: plain(found["numbers"]) for o, found in answers.of(date)["options"].items()}
    idle = [o for o in told if o != "keep" and not moved(told[o], told["keep"])]

    assert idle == []


@pytest.mark.parametrize(("date", "event"), [("june-2025", "china-licences-2025"), ("today", "china-licences-eased"), ("today", "china-japan-2026")])
def test_every_event_changes_some_number(shipped, answers, date, event):
    """Proves: the reference without an event (and what builds on it) tells other numbers.
    Without it: an event could be listed that the model never feels.
    """
    study = shipped.study(date)
    terms = terms_of(study)
    without = realise(study, "keep", tuple(p for p in study.policies("keep") if p.policy != event))
    account = welfare_account(without)
    one = Solved(without, account, account)
    told = {k: n.told() for k, n in option_numbers(one, one, one, terms, 1.0).items()}
    keep = answers.of(date)["options"]["keep"]
    with_it = np.array(keep["series"]["need"]["values"])
    path = sum(without.total("serve", demand=d.demand) for d in without.system.widest.demands
               if d.region == terms.home and d.commodity in terms.magnets)[: with_it.size] * 1000.0

    assert moved(plain(told), plain(keep["numbers"])) or np.max(np.abs(path - with_it)) > 0.1


@pytest.mark.parametrize("date", DATES)
def test_the_reference_differs_from_itself_in_nothing(answers, date):
    """Proves: all numbers of 'keep' that are told against the reference are 0.
    Without it: every difference would carry the same unseen offset.
    """
    numbers = answers.of(date)["options"]["keep"]["numbers"]
    against = [k for k in numbers if re.match(r"welfare_|unexplained_|extra_|world_price_|kept|government", k)]

    assert against
    assert {k: numbers[k]["value"] for k in against if abs(numbers[k]["value"]) > 1e-9} == {}


@pytest.mark.parametrize("date", DATES)
def test_the_page_by_hand_finds_its_numbers(answers, date):
    """Proves: each line of by_hand.csv names a number that the answer prints, in the same unit, with a reason for the gap.
    Without it: arithmetic on paper would stand beside an empty cell.
    """
    answer = answers.of(date)
    for line in answer["by_hand"]:
        option, _, key = line["key"].partition(".")
        numbers = answer["common"]["numbers"] if option == "common" else answer["options"][option]["numbers"]
        assert isinstance(line["model"], float), line["key"]
        assert (line["unit"], bool(line["gap"])) == (numbers[key]["unit"], True), line["key"]


@pytest.mark.parametrize("date", DATES)
def test_kept_by_hand_is_kept_by_the_model(answers, date):
    """Proves: what 'suspend' keeps by 2030 differs from pencil and paper by less than an eighth: the balanced base year
    ships 6 to 12 % more than the one report that the paper has.
    Without it: a factor of two in a basis would pass every law of conservation.
    """
    (line,) = [x for x in answers.of(date)["by_hand"] if x["key"] == "suspend.kept_by_2030"]

    assert line["model"] == pytest.approx(line["by_hand"], rel=0.13)


def test_every_key_of_the_answer_is_documented(answers):
    """Proves: each key of `keys` matches one pattern of docs/reference/answer.md, and each pattern matches some key.
    Without it: a number could be published that nobody explains, or explained that nobody publishes.
    """
    page = (ROOT / "docs" / "reference" / "answer.md").read_text(encoding="utf-8")
    patterns = re.findall(r"^\| `((?:common|options)\.[^`]+)` \|", page, re.MULTILINE)
    keys = set(answers.keys())
    matched = {p: {k for k in keys if re.fullmatch(_expression(p), k)} for p in patterns}

    assert sorted(keys - set().union(*matched.values())) == []
    assert sorted(p for p, found in matched.items() if not found) == []


def test_units_stand_in_the_documented_form(answers):
    """Proves: the unit of each key is the one of its line on the page.
    Without it: the page could say tonnes where the file says kilograms.
    """
    page = (ROOT / "docs" / "reference" / "answer.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| `((?:common|options)\.[^`]+)` \| ([^|]+) \|", page, re.MULTILINE)
    keys = answers.keys()
    wrong = [(k, keys[k]["unit"], unit) for p, unit in lines for k in keys
             if re.fullmatch(_expression(p), k) and not re.fullmatch(_expression(unit.strip()), keys[k]["unit"])]

    assert wrong == []


def _expression(pattern):
    """A pattern of the page as a regular expression: <year> is four digits, every other <word> is any text."""
    parts = re.split(r"(<[a-z]+>)", pattern)
    return "".join(r"\d{4}" if x == "<year>" else ".+" if x.startswith("<") else re.escape(x) for x in parts)


def plain(numbers):
    """The values of numbers that are not welfare, by key."""
    return {k: n["value"] for k, n in numbers.items() if not k.startswith(("welfare", "unexplained", "government"))}


def moved(one, other):
    """Keys whose value differs: a text, or a number by more than 0.1 % and 0.05 of its unit."""
    return [k for k in one.keys() & other.keys() if one[k] != other[k] and (
        isinstance(one[k], str) or abs(one[k] - other[k]) > max(0.05, 1e-3 * abs(other[k])))]
