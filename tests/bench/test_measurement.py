"""A measurement is a process of its own, which ends in time, or is told as not measured."""

from __future__ import annotations

import numpy as np
import pytest

from monazite.bench.cases import Case
from monazite.bench.measurement import NotMeasured, measured, peak_memory


def test_a_contender_is_measured_in_a_process_of_its_own():
    """Proves: phases, size, least cost, versions and peak memory come back, and the process held less than this one
    would with an array of 200 MB.
    Without it: what another contender had loaded would be counted as ours.
    """
    ballast = np.ones(25_000_000)
    result = measured({"kind": "contend", "contender": "monazite", "case": Case(study="starter").arguments()})

    assert min(result["build"], result["hand_over"], result["solve"]) > 0.0
    assert result["columns"] > 900
    assert result["objective"] < 0.0
    assert set(result["versions"]) == {"monazite", "highspy"}
    assert 20.0 < result["peak"] < peak_memory()
    assert ballast.nbytes == 200_000_000


def test_a_measurement_that_takes_too_long_is_given_up():
    """Proves: with a limit of a hundredth of a second nothing is measured, and the limit is told.
    Without it: one slow peer at one size would hold up the whole comparison for hours.
    """
    with pytest.raises(NotMeasured, match=r"not finished in 0\.01 s"):
        measured({"kind": "contend", "contender": "monazite", "case": Case(columns=10_000).arguments()}, limit=0.01)


def test_a_measurement_that_fails_says_why():
    """Proves: the last line of the error is told: there is no study of that name.
    Without it: a peer would be left out for a reason that nobody can mend.
    """
    with pytest.raises(NotMeasured, match="failed: .*nowhere"):
        measured({"kind": "contend", "contender": "monazite", "case": Case(study="nowhere").arguments()})


def test_variants_of_a_study_are_patched_and_rebuilt():
    """Proves: the starter's ban differs from its reference by one policy and some numbers; both roads are timed and
    agree.
    Without it: the ratio of patching and rebuilding could be one of two different variants.
    """
    result = measured({"kind": "variants", "case": Case(study="starter").arguments(), "repeats": 2})
    (ban,) = (row for row in result["variants"] if row["name"] == "ban")

    assert ban["instruments"] == 1
    assert 0 < ban["numbers"] < result["columns"]
    assert ban["gap"] < 1e-9
    assert ban["route"] == "warm"
    assert min(ban["rebuild"], ban["cold"], ban["difference"], ban["patched"]) > 0.0


def test_a_whole_run_counts_every_solve():
    """Proves: the starter's two options on its one date are two outcomes with at least one solve each.
    Without it: a peer's time would be multiplied by a number of programmes that nobody solved.
    """
    result = measured({"kind": "whole_run", "study": "starter"})

    assert result["outcomes"] == 2
    assert result["solves"] >= 2
    assert result["seconds"] > 0.0
