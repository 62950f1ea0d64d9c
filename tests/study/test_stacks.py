"""Scenarios stacked on an option: the same path as an option of the same scenarios, told as differences that add up."""

from __future__ import annotations

import numpy as np
import pytest

from monazite.errors import BadInput
from monazite.results.canonical import canonical
from monazite.results.welfare import total
from monazite.study.effect_tables import TOLD, gains
from monazite.study.foresight import solve_option
from monazite.study.stacks import Stack, compare_stacks, read_stacks, stacked
from monazite.study.study import open_study


@pytest.fixture(scope="module")
def starter():
    return open_study("starter", None, "draft")


def test_a_scenario_stacked_on_an_option_is_the_option_that_has_it(starter):
    """Proves: 'trade' with the scenario export-ban on top has the bytes of the option 'ban', which is the same scenario.
    Without it: what a user stacks would be another path than what the study's options are solved by.
    """
    stack = stacked(starter, "trade", Stack(("export-ban",))).outcome
    option = solve_option(starter, "ban")

    assert canonical(stack).digest == canonical(option).digest


def test_gains_by_party_add_up_to_social_welfare_and_to_the_objective(starter):
    """Proves: private parties and government make the line 'social' of each region, and all regions with the unexplained
    margin what the objective loses (no duty, tax or incentive in this study).
    Without it: a line that is left out, or told twice, would not be seen by who reads the table.
    """
    before, after = stacked(starter, "trade"), stacked(starter, "trade", Stack(("export-ban",)))
    rows = gains(starter, before.ledger, {"ban": (after.outcome, after.ledger)})["rows"]

    for region in ("Westland", "Eastland"):
        lines = {r["party"]: r["ban"] for r in rows if r["region"] == region}
        social = lines.pop("social = private + government")
        lines.pop("unexplained margin beside it", None)
        assert sum(lines.values()) == pytest.approx(social, abs=0.05 * len(lines))
    margin = sum(v for (_, p), v in total(after.ledger).items() if p == "unexplained margin") - sum(
        v for (_, p), v in total(before.ledger).items() if p == "unexplained margin"
    )
    everywhere = next(r["ban"] for r in rows if r["region"] == "all regions")
    assert everywhere + margin == pytest.approx(before.outcome.objective - after.outcome.objective, rel=1e-9)


def test_tables_tell_amounts_without_and_the_change(starter):
    """Proves: a ban takes the whole trade of 2030: 7,188 t of nickel oxide without it, and -7,188 t of change.
    Without it: levels and changes could be mixed up.
    """
    found = compare_stacks(starter, "trade", [Stack(("export-ban",))], [2030])
    trade = next(s for s in found["sections"] if s["key"] == "trade")
    row = next(r for r in trade["rows"] if r["commodity"] == "nickel_oxide")
    held = stacked(starter, "trade").outcome.total("ship", destination="west", commodity="nickel_oxide")

    assert row["without"] == pytest.approx(-row["export-ban"])
    assert row["without"] == pytest.approx(1000.0 * starter.grid.calendar_year(np.asarray(held))[2030])


def test_a_long_table_says_how_many_rows_it_leaves_out(shipped):
    """Proves: of the lanes that a ban on oxide moves twelve are told, and the note counts the rest.
    Without it: a part of the trade that changed would pass for the whole.
    """
    found = compare_stacks(shipped.study("today"), "keep", [Stack(("ban-oxide",))], [2030])
    trade = next(s for s in found["sections"] if s["key"] == "trade")

    assert len(trade["rows"]) == TOLD
    assert "more rows change by less" in trade["note"]


def test_what_is_wrong_with_stacks_is_told_at_once(shipped):
    """Proves: an unknown name, a name twice, an event and an empty stack give four faults in one message.
    Without it: the user would mend one and meet the next.
    """
    given = ["magnet-sceme", "magnet-scheme,magnet-scheme", "china-japan-2026", " , "]

    with pytest.raises(BadInput) as refused:
        read_stacks(shipped.study("today"), given)

    told = [fault.message for fault in refused.value.faults]
    assert len(told) == 4
    assert "'magnet-sceme'" in told[0] and "twice" in told[1] and "event" in told[2] and "names no scenario" in told[3]


def test_a_scenario_that_the_option_has_already_is_refused(starter):
    """Proves: 'ban' with export-ban on top is refused by name.
    Without it: the message would speak of a control that exists already, a word the user never typed.
    """
    with pytest.raises(BadInput, match="part of option 'ban'"):
        stacked(starter, "ban", Stack(("export-ban",)))
