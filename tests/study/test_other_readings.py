"""The contradiction that moves the answer most is found by believing the other side of each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monazite.study.answer.other_readings import Believed, believed, contradiction_rows, most_moving, readings
from monazite.study.answer.rests_on import headline
from monazite.study.answer.work import terms_of
from monazite.world.evidence import Reading


def test_only_readings_that_could_be_set_in_are_tried(shipped):
    """Proves: in June 2025 the plan of November is no reading, and today customs are one; what no number rests on is none.
    Without it: hindsight would stand in the answer of June.
    """
    june, today = ({r.reading for r in readings(shipped.study(date))} for date in ("june-2025", "today"))
    study = shipped.study("today")
    idle = Reading("idle", "editions", "nobody", "PR187", "{PR187}")
    with_idle = replace(study, folder=replace(study.folder, readings=(*study.folder.readings, idle)))

    assert "aluva_of_plan" not in june and "shipped_by_customs_2025" in june
    assert {"aluva_of_plan", "shipped_by_customs"} <= today
    assert "idle" not in {r.reading for r in readings(with_idle)}


def test_a_reading_is_worked_out_and_moves_the_headline(shipped):
    """Proves: what customs value went to Vietnam and Japan is 13.93 + 3.04 million USD over 48 USD/kg, 353.6 t in place of 225 t
    of NdPr oxide; believed, the gain of the stop changes, and by less than the gain itself.
    Without it: the answer could not say which contradiction it rests on.
    """
    study = shipped.study("today")
    terms = terms_of(study)
    unmoved = headline(study, terms, "suspend")
    found = believed(study, terms, "suspend", "shipped_by_customs", unmoved)

    assert found.value == pytest.approx((13.933514 + 3.039904) * 1000 / 48, rel=1e-6)
    assert 0.0 < abs(found.effect) < abs(unmoved.gain)


def test_the_one_that_moves_most_is_named_first(shipped):
    """Proves: of effects of +2, -30 and none possible, -30 is named, and that it turns the sign of a gain of +20.
    Without it: the reader would have to look for it in a table.
    """
    study = shipped.study("today")
    first, second, third = readings(study)[:3]
    rows = contradiction_rows(study, [Believed(first, 1.0, 2.0), Believed(second, 1.0, -30.0), Believed(third, 1.0, 0.0, True)])

    assert [row["effect"] for row in rows] == [-30.0, 2.0, None]
    (sentence,) = most_moving(rows, 20.0, "suspend")
    assert second.label in sentence and "changes by -30.0 million USD, and its sign turns" in sentence
    assert most_moving([], 20.0, "suspend") == []
