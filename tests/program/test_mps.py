"""A programme as a file for other solvers."""

from __future__ import annotations

from monazite.labels import Axis, Index
from monazite.program import Draft
from monazite.program.mps import write_mps


def test_a_small_programme_as_text(tmp_path):
    """Proves: each kind of row and bound is written as the format has it, numbers unrounded.
    Without it: another solver would read another programme; 1/3 would become 0.333333.
    """
    draft = Draft()
    plants = Index.product(Axis("plant", ("north one", "south")))
    run = draft.columns("run", plants, lower=[0.0, float("-inf")], upper=[float("inf"), -2.0])
    held = draft.columns("held", Index.product(), lower=4.0, upper=4.0)
    free = draft.columns("free", Index.product(), lower=float("-inf"))
    bounds = {"lower": [1.0, float("-inf")], "upper": [3.0, 5.0]}
    draft.rows("range, most", plants, **bounds).add(run, 1 / 3, on=("plant",))
    draft.rows("equal", Index.product(), lower=1.0, upper=1.0).add(held)
    draft.rows("least", Index.product(), lower=-7.0).add(free)
    draft.rows("open", Index.product()).add(free)
    draft.cost("mining", run, [0.1, 0.0])
    draft.constant("sunk", 2.5)

    names = write_mps(draft.compile(), tmp_path / "programme.mps")

    assert (tmp_path / "programme.mps").read_text(encoding="utf-8").splitlines() == [
        "NAME monazite",
        "ROWS",
        " N objective",
        " L R0_range_most_north_one",
        " L R1_range_most_south",
        " E R2_equal",
        " G R3_least",
        " N R4_open",
        "COLUMNS",
        " C0_run_north_one objective 0.1",
        " C0_run_north_one R0_range_most_north_one 0.3333333333333333",
        " C1_run_south objective 0.0",
        " C1_run_south R1_range_most_south 0.3333333333333333",
        " C2_held objective 0.0",
        " C2_held R2_equal 1.0",
        " C3_free objective 0.0",
        " C3_free R3_least 1.0",
        " C3_free R4_open 1.0",
        "RHS",
        " RHS objective -2.5",
        " RHS R0_range_most_north_one 3.0",
        " RHS R1_range_most_south 5.0",
        " RHS R2_equal 1.0",
        " RHS R3_least -7.0",
        "RANGES",
        " RANGE R0_range_most_north_one 2.0",
        "BOUNDS",
        " LO BOUND C0_run_north_one 0.0",
        " MI BOUND C1_run_south",
        " UP BOUND C1_run_south -2.0",
        " FX BOUND C2_held 4.0",
        " FR BOUND C3_free",
        "ENDATA",
    ]
    assert names.columns["C0_run_north_one"] == "run[plant=north one]"
    assert names.rows["R2_equal"] == "equal[]"


def test_names_in_the_file_are_unique(tmp_path):
    """Proves: labels that look the same without their punctuation get different names.
    Without it: "a-b" and "a b" would become one column.
    """
    draft = Draft()
    draft.columns("run", Index.product(Axis("plant", ("a-b", "a b", "a_b"))))

    names = write_mps(draft.compile(), tmp_path / "programme.mps")

    assert list(names.columns) == ["C0_run_a_b", "C1_run_a_b", "C2_run_a_b"]
