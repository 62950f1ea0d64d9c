"""A policy is the difference of two programmes: patched equals rebuilt, and what is no variant is refused by name."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite.errors import PatternChanged
from monazite.labels import Axis, Index
from monazite.program import Coefficients, Draft, apply, difference
from monazite.program.compiled import VECTORS

PLANT = Axis("plant", ("a", "b", "c"))
NUMBERS = st.floats(-9, 9, width=16)


def programme(capacity, coefficient, cost, tariff=None):
    draft = Draft()
    run = draft.columns("run", Index.product(PLANT), upper=capacity)
    draft.rows("limit", Index.product(PLANT), upper=10.0).add(run, coefficient, on=("plant",))
    draft.cost("mining", run, cost)
    if tariff is not None:
        draft.cost("tariff", run, tariff)
        draft.constant("fee", float(np.sum(tariff)))
    return draft.compile()


def content(program):
    """All bytes of a programme, cost breakdown and constants included."""
    vectors = [getattr(program, name) for name in VECTORS]
    costs = {name: [array.tobytes() for array in term] for name, term in program.costs.items()}
    matrix = [program.A.data, program.A.indices, program.A.indptr]
    return [array.tobytes() for array in [*vectors, *matrix]], list(costs.items()), program.offset, program.constants


three = st.lists(NUMBERS, min_size=3, max_size=3)
capacities = st.lists(st.floats(0, 9, width=16), min_size=3, max_size=3)
programmes = st.builds(programme, capacities, three, three, st.none() | three)


@given(programmes, programmes)
def test_patched_equals_rebuilt(base, other):
    """Proves: base plus the difference is the other programme, byte for byte: bounds, matrix, costs, terms new or gone.
    Without it: a policy on the page and the same policy from scratch could give different answers.
    """
    assert content(apply(base, difference(base, other))) == content(other)


def test_a_patch_holds_what_changed_and_nothing_else():
    """Proves: closing plant b changes one number of eighteen.
    Without it: a variant would be as large as the programme.
    """
    patch = difference(programme([5, 5, 5], 1.0, 2.0), programme([5, 0, 5], 1.0, 2.0))

    assert patch.size() == 1
    assert [part.tolist() for part in patch.vectors["upper"]] == [[1], [0.0]]


def test_the_breakdown_of_costs_follows_the_patch():
    """Proves: after a tariff of 3 the breakdown has mining 2 and tariff 3; before it had mining alone.
    Without it: c would hold 5 while the account still explains 2.
    """
    base, other = programme(5, 1.0, 2.0), programme(5, 1.0, 2.0, tariff=3.0)

    patched = apply(base, difference(base, other))

    assert {name: term.coefficients.tolist() for name, term in patched.costs.items()} == {
        "mining": [2, 2, 2],
        "tariff": [3, 3, 3],
    }
    assert list(apply(other, difference(other, base)).costs) == ["mining"]


def variant(change):
    """A programme with families run, ship, balance, limit and link, and one thing changed."""
    plants, ends = Index.product(PLANT), Index.product(PLANT).renamed({"plant": "to"})
    draft = Draft()
    if change == "order":
        draft.columns("ship", plants)
    run = draft.columns("run", plants.take([0, 1]) if change == "labels" else plants)
    if change not in ("no ship", "order"):
        draft.columns("shipped" if change == "name" else "ship", plants)
    balance = draft.rows("balance", plants)
    balance.add(run, on=("plant",))
    if change == "twice":
        balance.add(run, 3.0, on=("plant",))
    if change != "no limit":
        draft.rows("limit", plants).add(run, on=("plant",))
    link = draft.rows("link", ends)
    if change == "cell":
        link.add(run, Coefficients(ends.take([1]), 1.0), on=("to",))
    return draft.compile()


@pytest.mark.parametrize(
    ("base", "other", "said"),
    [
        ("", "labels", r"columns run: the labels differ \(3 against 2 of them\)"),
        ("", "name", "columns ship: only the first programme has this family"),
        ("", "order", "columns run: the families are declared in another order"),
        ("", "no ship", "columns ship: only the first programme has this family"),
        ("no limit", "", "rows limit: only the second programme has this family"),
        ("cell", "", r"rows link: only the first programme has run\[plant=a\] in link\[to=b\]"),
        ("", "cell", r"rows link: only the second programme has run\[plant=a\] in link\[to=b\]"),
    ],
)
def test_what_is_no_variant_is_refused_with_its_family(base, other, said):
    """Proves: other labels, families or entries are refused, naming the family and the way out.
    Without it: numbers would be patched into other rows and columns.
    """
    with pytest.raises(PatternChanged, match=said + ".* -> compile both on the widest pattern"):
        difference(variant(base), variant(other))


def test_a_term_more_in_the_same_cells_is_a_variant():
    """Proves: another term in cells that exist makes 1 a 4 and changes three numbers, not the pattern.
    Without it: the pattern would depend on how a rule is written instead of on what it says.
    """
    assert difference(variant(""), variant("twice")).entries[1].tolist() == [4.0, 4.0, 4.0]
