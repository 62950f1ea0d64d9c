"""The answer in sentences: what is said is what the numbers say."""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace

from monazite.study.answer.findings import findings
from monazite.study.answer.number import Number

TERMS = SimpleNamespace(element="NdPr", home="east", partner="west", transit=(), years=(2026, 2030, 2035), scarce=("Dy",), counterparts={})
STUDY = SimpleNamespace(reference="keep", folder=SimpleNamespace(world=SimpleNamespace(regions=())))


def told(value):
    """The sentences where every number is this one."""
    every = defaultdict(lambda: Number("", value, ""))
    return " ".join(findings(STUDY, TERMS, {"keep": every, "stop": every}, every, "stop"))


def test_what_the_solver_leaves_below_zero_is_told_as_zero():
    """Proves: -1e-9 t, which is nothing, is told as 0 t and +0.0 %; a real loss keeps its sign.
    Without it: a page would say that -0 t are used, and a reader would ask what that means.
    """
    nothing, loss = told(-1e-9), told(-12.0)

    assert "0 t of it are used there by then" in nothing
    assert "-0 t" not in nothing and "-0.0" not in nothing
    assert "keeps -12 t of NdPr oxide" in loss
