"""Each change of a policy may have its own day of announcement; days that cannot be are refused together."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.errors import BadInput
from monazite.study.study import open_study

BAN = "scenarios/export-ban.toml"
LATER = '\n[[set]]\ntable = "lanes"\nkey = "nickel_east_west"\nvalues = { freight = 9 }\nannounced = %s\n'


def faults(starter):
    """The faults of a folder as (place, message)."""
    with pytest.raises(BadInput) as refused:
        starter.read()
    return [(fault.column, fault.message) for fault in refused.value.faults]


def test_a_change_may_be_announced_after_its_policy(starter):
    """Proves: the freight of a ban of June is announced in September: in the policy the edit has that day, and the option
    is told in two parts, June and September.
    Without it: a package of instruments could only be announced as one.
    """
    starter.append(BAN, LATER % "2025-09-15")
    study = open_study(starter.root)

    assert [edit.announced for edit in study.folder.policies["export-ban"].edits] == [None, date(2025, 9, 15)]
    assert [p.announced for p in study.policies("ban")] == [date(2025, 6, 30), date(2025, 9, 15)]
    assert [e.table for p in study.policies("ban") for e in p.edits] == ["controls", "lanes"]


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2025-05-01", "2025-05-01 lies before 2025-06-30, when the policy is announced"),
        ("2036-01-01", "2036-01-01 lies after the horizon, which ends on 2036-01-01"),
        ('"soon"', "'soon'"),
    ],
)
def test_a_day_that_cannot_be(starter, day, message):
    """Proves: a day before the policy's own, one beyond the horizon, and what is no day are refused at `set 1.announced`.
    Without it: the world would know of a part before it knows of the whole, or never.
    """
    starter.append(BAN, LATER % day)
    ((place, told),) = faults(starter)

    assert place == "set 1.announced"
    assert message in told


def test_what_holds_already_cannot_be_announced_later(starter):
    """Proves: a ban that begins on 1 January 2026 is not announced on 1 March 2026.
    Without it: agents would be forbidden in March what they did in January.
    """
    starter.append(BAN, "announced = 2026-03-01")

    assert faults(starter) == [("add 1.announced", "2026-03-01 lies after 2026-01-01, when it takes effect")]


def test_a_row_cannot_be_changed_before_it_is_announced(starter):
    """Proves: the share of a ban that is added in September cannot be set in July; both faults of a file come at once.
    Without it: the first surprise would end in a row that does not exist.
    """
    starter.append(BAN, "announced = 2025-09-01", '[[set]]', 'table = "controls"', 'key = "export_ban"',
                   "values = { share = 0.5 }", "announced = 2025-07-01", LATER % "2025-06-01")

    assert [place for place, _ in faults(starter)] == ["set 1.announced", "set 2.announced"]
    assert "when the policy is to add the row" in faults(starter)[0][1]


def test_a_policy_beyond_the_horizon(starter):
    """Proves: a policy announced in 2040, after the horizon, is refused when the folder is read.
    Without it: the run would end in the middle.
    """
    starter.replace(BAN, "announced = 2025-06-30", "announced = 2040-01-01")

    assert faults(starter) == [("announced", "it is announced on 2040-01-01, and the horizon ends on 2036-01-01")]


def test_an_event_is_known_as_far_as_it_was_announced(starter):
    """Proves: as of 30 June an event holds without the part that is announced in September, nor is the number of that part
    among the inputs; in October it holds whole.
    Without it: an answer as known in June would rest on news of September.
    """
    starter.replace("study.toml", "[study]", 'events = ["export-ban"]\n\n[study]')
    starter.replace("study.toml", 'policies = ["export-ban"]', "policies = []")
    starter.append(BAN, LATER % "2025-09-15")
    head, *rows = starter.text("derivations.csv").splitlines()
    starter.write("derivations.csv", "\n".join([f"{head},policy", *(f"{row}," for row in rows), ""]))
    starter.append("derivations.csv", "lanes,nickel_east_west,freight,9,,,,export-ban")
    before, after = starter.read(date(2025, 6, 30)), starter.read(date(2025, 10, 1))

    assert [len(study.policies["export-ban"].edits) for study in (before, after)] == [1, 2]
    assert [any(c.policy and c.table == "lanes" for c in study.cells) for study in (before, after)] == [False, True]
