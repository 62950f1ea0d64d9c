"""Nothing learned later than the as-of date is used: vintages of rows, of formulas and of evidence."""

from __future__ import annotations

from datetime import date

import pytest

BEFORE, AFTER = date(2025, 12, 17), date(2025, 12, 18)


@pytest.fixture
def revised(starter):
    """The starter study, in which nickel exports of 2024 are revised from 7,000 t to 7,200 t on 18 December 2025."""
    text = starter.text("lanes.csv").splitlines()
    starter.write(
        "lanes.csv",
        "\n".join(
            [text[0] + ",known_on", text[1] + ",", text[2] + ",", text[1].replace("7000", "7200") + ",2025-12-18"]
        )
        + "\n",
    )
    starter.append("evidence.csv", "NI-REVISED,Eastland,exports,7200,,,t oxide,2024,,estimate,2025-12-18,,")
    starter.append("derivations.csv", "lanes,nickel_east_west,base_flow,{NI-REVISED},,2025-12-18,")
    return starter


@pytest.mark.parametrize(("day", "flow"), [(BEFORE, 7.0), (AFTER, 7.2)])
def test_the_latest_vintage_that_was_known_holds(revised, day, flow):
    """Proves: 7.0 kt the day before the revision, 7.2 kt from that day on, from one folder.
    Without it: the same question could not be answered twice, as known then and as known today.
    """
    study = revised.read(day)

    assert study.world.keyed("lanes")["nickel_east_west"].base_flow == flow
    assert [lane.lane for lane in study.world.lanes].count("nickel_east_west") == 1


def test_later_evidence_is_not_in_the_study(revised):
    """Proves: the revision is not among the evidence of the day before.
    Without it: a page 'as known in June' could print it.
    """
    assert "NI-REVISED" not in {row.id for row in revised.read(BEFORE).evidence}
    assert "NI-REVISED" in {row.id for row in revised.read(AFTER).evidence}


def test_a_row_keeps_its_place_and_its_line(revised):
    """Proves: the revised lane is told with the line on which its vintage stands.
    Without it: a fault of the new vintage would point at the old one.
    """
    assert revised.read(BEFORE).lines["lanes", "nickel_east_west"] == ("lanes.csv", 2)
    assert revised.read(AFTER).lines["lanes", "nickel_east_west"] == ("lanes.csv", 4)


def test_a_row_known_from_the_start_yields_to_a_dated_one(revised):
    """Proves: of three vintages without date, of 18 December and of 1 June the right one holds on each day.
    Without it: the order of rows would decide.
    """
    revised.append("lanes.csv", "nickel_east_west,nickel_oxide,east,west,7000,0.05,0.2,2025-06-01")

    assert revised.read(BEFORE).lines["lanes", "nickel_east_west"] == ("lanes.csv", 5)
    assert revised.read(AFTER).lines["lanes", "nickel_east_west"] == ("lanes.csv", 4)


def test_a_revision_of_evidence_under_its_own_id(starter):
    """Proves: one id may have several vintages, of which the latest known counts.
    Without it: a series that is revised each year would need a new id and new formulas each year.
    """
    starter.append(
        "evidence.csv", "CO-EXPORTS,Eastland,exports,1800,1700,1900,t oxide,2024,,estimate,2025-12-18,rev. 1,"
    )

    assert next(row for row in starter.read(BEFORE).evidence if row.id == "CO-EXPORTS").low is None
    assert next(row for row in starter.read(AFTER).evidence if row.id == "CO-EXPORTS").low == 1700.0


def test_any_table_may_carry_a_date_and_a_note(starter):
    """Proves: known_on and note are read in a table whose record has neither.
    Without it: a plant that was announced last month could not stand in the table beforehand.
    """
    starter.write("disposals.csv", "commodity,region,cost,known_on,note\ncobalt_oxide,east,0.1,2025-12-18,new rule\n")

    assert starter.read(BEFORE).world.disposals == ()
    assert len(starter.read(AFTER).world.disposals) == 1
