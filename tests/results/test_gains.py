"""Gains read from the account of a run: by party, by region and by years, and everything adds up."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from monazite.results.gains import ALL, BESIDE, LINES, SOCIAL, gain_rows, year_spans
from monazite.results.tables import tables
from monazite.results.welfare import closing_error, social_welfare, welfare_account, welfare_ledger
from monazite.study.foresight import solve_option
from monazite.study.study import open_study


def account(**outcomes):
    """The account of a run of these options at one date; each may come with a second outcome for the other end."""
    parts = []
    for option, one in outcomes.items():
        first, second = one if isinstance(one, tuple) else (one, None)
        made = tables(first, None if second is None else welfare_ledger(second))["account"]
        parts.append(made.assign(option=option, as_of="day"))
    return pd.concat(parts, ignore_index=True)


def told(rows, region, option):
    """The gains of a region by line, over the whole horizon."""
    return {row["party"]: row["gains"][option][ALL]["value"] for row in rows if row["region"] == region}


def test_a_dearer_duty_moves_money_from_users_to_their_state_by_hand(small):
    """Proves: 1 USD/kg more duty on 8.02 kt takes 8.02 million from users in the west and gives it to their government:
    social welfare, their sum, does not move, and the east sees nothing.
    Without it: a duty would be a loss to the country that levies it, of goods that arrive all the same.
    """
    low, high = small.solve().outcome, small.set("lanes", "out", duty=1.2).solve().outcome

    rows = gain_rows(account(low=low, high=high), "day", "low", ["low", "high"])

    assert told(rows, "west", "high") == pytest.approx({"users": -8.02, "government": 8.02, SOCIAL: 0.0})
    assert told(rows, "east", "high") == {}


def test_years_add_up_to_the_whole_by_hand(small):
    """Proves: over 2025 and the two years from 2026 users lose 8.02 million in 2025, 16.04 in the second period, 24.06
    in all.
    Without it: a period could be left out of the years, or told in two of them.
    """
    long = small.over("2025-01-01", "2026-01-01", "2028-01-01")
    run = account(low=long.solve().outcome, high=long.set("lanes", "out", duty=1.2).solve().outcome)

    users = gain_rows(run, "day", "low", ["high"], by_period=True)[0]

    assert users["party"] == "users"
    assert {span: entry["value"] for span, entry in users["gains"]["high"].items()} == pytest.approx(
        {ALL: -24.06, "2025": -8.02, "2026": -16.04}
    )


@pytest.fixture(scope="module")
def starter():
    """The two options of the starter study, and its run as a table."""
    study = open_study("starter", None, "draft")
    solved = {name: solve_option(study, name) for name in study.options}
    return solved, account(**{name: (one, one) for name, one in solved.items()})


def test_the_account_by_period_adds_up_to_the_account(starter):
    """Proves: each line of the account is the sum of its periods in the table of the run, and all of them close.
    Without it: the table that is kept would tell another story than the number that was printed.
    """
    solved, run = starter
    for name, outcome in solved.items():
        held = run[run["option"] == name].groupby(["region", "party"])["value"].sum()
        whole = welfare_account(outcome)

        assert held.to_dict() == pytest.approx(whole)
        assert closing_error(outcome, held.to_dict()) < 1e-9


def test_lines_add_up_to_social_welfare_and_spans_to_the_whole(starter):
    """Proves: for each region of the starter study private parties and government make the line social, which is the
    difference of social welfare, in each span of years; the spans make the whole.
    Without it: who adds up the printed table would find another sum than its last line.
    """
    solved, run = starter
    rows = gain_rows(run, "day", "trade", ["ban"], by_period=True)
    ban, trade = (welfare_account(solved[name]) for name in ("ban", "trade"))

    for region in ("east", "west"):
        lines = {row["party"]: row["gains"]["ban"] for row in rows if row["region"] == region}
        for span in lines[SOCIAL]:
            parts = [entry[span]["value"] for line, entry in lines.items() if line not in (SOCIAL, BESIDE)]
            assert sum(parts) == pytest.approx(lines[SOCIAL][span]["value"], abs=0.05 * len(LINES))
        for line, entry in lines.items():
            years = [entry[span]["value"] for span in entry if span != ALL]
            assert sum(years) == pytest.approx(entry[ALL]["value"]), line
        expected = social_welfare(ban, region) - social_welfare(trade, region)
        assert lines[SOCIAL][ALL]["value"] == pytest.approx(expected)


def test_all_regions_stand_last_and_are_the_sum_of_those_told(starter):
    """Proves: the last block adds up the regions; with the margin it is what the objective loses by the ban.
    Without it: a region beyond those that are told would vanish from the total.
    """
    solved, run = starter
    rows = gain_rows(run, "day", "trade", ["ban"])
    world = {row["party"]: row["gains"]["ban"][ALL]["value"] for row in rows if row["region_name"] == "all regions"}
    each = sum(row["gains"]["ban"][ALL]["value"] for row in rows if row["party"] == SOCIAL and row["region"])

    assert rows[-1]["region_name"] == "all regions"
    assert each == pytest.approx(world[SOCIAL])
    assert world[SOCIAL] + world[BESIDE] == pytest.approx(solved["trade"].objective - solved["ban"].objective, rel=1e-9)


def row(option, party, value, at_most, region="r"):
    return {"as_of": "day", "option": option, "region": region, "region_name": region, "party": party, "period": "2025",
            "value": value, "value_at_most": at_most}  # fmt: skip


def test_a_gain_lies_between_its_two_ends():
    """Proves: stockholders gain 2 - 5 = -3 with stock worth nothing and 14 - 9 = 5 with stock worth the most: value -3,
    range -3 to 5, and not the range from 2 - 9 to 14 - 5 of two unknowns where there is one.
    Without it: the ends of two options would be mixed, and no difference would ever be sure.
    """
    run = pd.DataFrame([row("keep", "stockholders", 5.0, 9.0), row("stop", "stockholders", 2.0, 14.0)])

    found = gain_rows(run, "day", "keep", ["stop"])[0]["gains"]["stop"][ALL]

    assert found == {"value": -3.0, "low": -3.0, "high": 5.0}


def test_one_end_alone_is_no_range():
    """Proves: a run that holds one end has a value and no range, and says so with None.
    Without it: what is not known would pass for certain.
    """
    run = pd.DataFrame([row("keep", "users", 5.0, np.nan), row("stop", "users", 2.0, np.nan)])

    assert gain_rows(run, "day", "keep", ["stop"])[0]["gains"]["stop"][ALL] == {
        "value": -3.0,
        "low": None,
        "high": None,
    }


def test_the_margin_is_no_part_of_social_welfare():
    """Proves: users lose 3 and the unexplained margin falls by 7: social is -3, the margin stands beside it with -7.
    Without it: fitted costs that nobody pays would decide who gains.
    """
    run = pd.DataFrame([
        row("keep", "users", 5.0, 5.0), row("stop", "users", 2.0, 2.0),
        row("keep", "unexplained margin", 8.0, 8.0), row("stop", "unexplained margin", 1.0, 1.0),
    ])  # fmt: skip

    assert told(gain_rows(run, "day", "keep", ["stop"]), "r", "stop") == {"users": -3.0, SOCIAL: -3.0, BESIDE: -7.0}


def test_a_party_that_one_option_has_not_counts_as_nothing_there():
    """Proves: licence holders who exist under a quota only, and earn 4, gain 4 by it.
    Without it: the rent of a quota would be missing because the reference has no quota.
    """
    run = pd.DataFrame(
        [row("keep", "users", 5.0, 5.0), row("stop", "users", 5.0, 5.0), row("stop", "licence holders", 4.0, 4.0)]
    )

    assert told(gain_rows(run, "day", "keep", ["stop"]), "r", "stop") == {"licence holders": 4.0, SOCIAL: 4.0}


def test_regions_beyond_the_first_are_added_up():
    """Proves: of eight regions that lose 1 to 8 the six largest are told, the others as one of -3, all of them as -36.
    Without it: a long table would be cut and its total with it.
    """
    run = pd.DataFrame([
        row(option, "users", 0.0 if option == "keep" else -float(i), 0.0, f"r{i}") for i in range(1, 9) for option in ("keep", "stop")
    ])  # fmt: skip
    rows = [r for r in gain_rows(run, "day", "keep", ["stop"]) if r["party"] == SOCIAL]

    assert [r["region_name"] for r in rows] == ["r8", "r7", "r6", "r5", "r4", "r3", "other regions", "all regions"]
    assert [r["gains"]["stop"][ALL]["value"] for r in rows[-2:]] == [-3.0, -36.0]


def test_years_in_quarters_stand_alone_and_later_ones_in_fives():
    """Proves: four quarters of 2027 make 2027; 2028 and 2029 one span, 2030 to 2034 the next, and 2040 alone its own.
    Without it: the quarters around a stop, for which they were cut, would drown in the years after it.
    """
    periods = ["2027Q1", "2027Q2", "2027Q3", "2027Q4", *map(str, range(2028, 2035)), "2040"]

    spans = year_spans(periods)

    assert list(dict.fromkeys(spans.values())) == ["2027", "2028-2029", "2030-2034", "2040"]
    assert list(spans) == periods
