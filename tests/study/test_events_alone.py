"""Options start from where the events alone lead: the same optimum, no trace of what was solved before, and no need."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monazite.results.canonical import canonical
from monazite.solving.highs import Highs
from monazite.study import events_alone as remembered
from monazite.study import foresight
from monazite.study.events_alone import events_alone
from monazite.study.foresight import solve_option
from monazite.study.study import Study, open_study
from monazite.world.policies import Edit, Policy

LEVY = Policy("levy", "", date(2025, 5, 1), (Edit("set", "activities", "mine", values={"cost": 1.5}),))
"""Mining grows dearer for everybody, announced in the quarter in which the starter's ban is announced."""


def with_event(event=LEVY):
    """The starter study with an event: both its options meet it."""
    study = open_study("starter", None, "draft")
    folder = study.folder
    return Study(replace(folder, policies={**folder.policies, event.policy: event}, events=(event.policy,)), study.resolution)


def test_an_option_without_policies_is_the_path_of_the_events_alone():
    """Proves: the reference, which only meets the event, is solved once: its two surprises are two solves, and asked for
    again it takes none.
    Without it: four, since the events would be solved for the start and again for the option.
    """
    study = with_event()
    remembered._MET.clear()
    before = Highs.solved
    first = solve_option(study, "trade")
    between = Highs.solved
    second = solve_option(study, "trade")

    assert (between - before, Highs.solved - between) == (2, 0)
    assert canonical(first).digest == canonical(second).digest


def test_what_is_remembered_changes_no_byte():
    """Proves: the ban solved first in an empty memory, and after the reference and ten other worlds, gives equal tables.
    Without it: an answer would depend on what was asked before.
    """
    study = with_event()
    remembered._MET.clear()
    alone = canonical(solve_option(study, "ban")).digest
    solve_option(study, "trade")
    known = canonical(solve_option(study, "ban")).digest
    for number in range(10):
        dearer = replace(LEVY.edits[0], values={"cost": 2.0 + number})
        solve_option(with_event(replace(LEVY, edits=(dearer,))), "ban")
    after = canonical(solve_option(study, "ban")).digest

    assert alone == known == after


def test_the_start_moves_no_optimum(shipped, monkeypatch):
    """Proves: 'suspend' as of June 2025 has the same least cost from where the events alone lead and from its own path, to
    1e-9.
    Without it: a shorter way could end elsewhere.
    """
    study = shipped.study("june-2025")
    near = shipped.outcome("june-2025", "suspend")
    monkeypatch.setattr(foresight, "events_alone", lambda *_: None)
    far = solve_option(study, "suspend")

    assert near.objective == pytest.approx(far.objective, rel=1e-9)
    assert max(near.residuals.values()) < 1e-7


def test_events_that_cannot_stand_alone_are_no_start():
    """Proves: an event that changes a record which only the option adds has no path alone, and the option is solved all
    the same; the event that can stand alone has one.
    Without it: such a study would be refused although every option of it has a path.
    """
    lifted = Policy("lifted", "", date(2025, 7, 1), (Edit("set", "controls", "export_ban", values={"share": 0.5}),))
    plain, study = with_event(), with_event(lifted)
    banned = tuple(option for option in study.folder.options if option.policies)
    study = replace(study, folder=replace(study.folder, options=banned))
    policies, simple = study.policies("ban"), plain.policies("ban")

    assert events_alone(study, policies, policies, None, 0, None) is None
    assert events_alone(plain, simple, simple, None, 0, None) is not None
    assert solve_option(study, "ban").total("ship", destination="west")[-1] > 1e-3
