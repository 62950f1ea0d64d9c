"""What a programme says does not depend on the order in which it was written down."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite.labels import Axis, Index
from monazite.program import Draft
from monazite.program.testing import assert_programs_equal

PLANT = Axis("plant", ("a", "b", "c"))
PERIOD = Axis("period", ("1", "2"))
INDEX = Index.product(PLANT, PERIOD)


def test_families_and_terms_may_come_in_any_order(chain):
    """Proves: written backwards, columns and rows stand elsewhere and the programme says the same.
    Without it: moving a line of the formulation would be a change of the model.
    """
    forwards, backwards = chain.draft().compile(), chain.draft(reverse=True).compile()

    assert forwards.column("run").start != backwards.column("run").start
    assert_programs_equal(forwards, backwards)


def test_labels_and_axes_may_come_in_any_order():
    """Proves: (plant, period) and (period, plant) with labels reversed say the same if the numbers go with the labels.
    Without it: sorting an input table would be a change of the model.
    """

    def written(plants, periods, first):
        axes = [Axis("plant", plants), Axis("period", periods)]
        index = Index.product(*(axes if first == "plant" else axes[::-1]))
        worth = [ord(a) + 10.0 * float(b) for a, b in zip(index.labels("plant"), index.labels("period"), strict=True)]
        draft = Draft()
        run = draft.columns("run", index, upper=worth)
        draft.rows("limit", index, upper=worth).add(run, worth, on=("plant", "period"))
        draft.cost("mining", run, worth)
        return draft.compile()

    assert_programs_equal(written("abc", "12", "plant"), written("cba", "21", "period"))


axes = st.sampled_from([("plant",), ("period",), ("plant", "period")])
terms = st.lists(st.tuples(axes, st.lists(st.integers(-3, 3), min_size=6, max_size=6)), min_size=1, max_size=5)


@given(terms, st.randoms(use_true_random=False))
def test_the_order_of_terms_is_irrelevant(written, random):
    """Proves: any shuffle of the calls to `add` gives the same matrix, and the same pattern of stored entries.
    Without it: two formulations of one model would not be variants of each other.
    """

    def compiled(sequence):
        draft = Draft()
        run = draft.columns("run", INDEX)
        rows = draft.rows("limit", INDEX)
        for on, values in sequence:
            rows.add(run, values, on=on)
        return draft.compile()

    shuffled = random.sample(written, len(written))
    one, other = compiled(written), compiled(shuffled)

    assert_programs_equal(one, other)
    assert one.A.indices.tolist() == other.A.indices.tolist()


@given(terms)
def test_a_coefficient_is_the_sum_over_all_terms_that_mention_it(written):
    """Proves: A[row, column] is the sum of the coefficients of those calls whose axes agree in both, by a double loop.
    Without it: the joins could be fast and wrong.
    """
    draft = Draft()
    run = draft.columns("run", INDEX)
    rows = draft.rows("limit", INDEX)
    expected = np.zeros((6, 6))
    for on, values in written:
        rows.add(run, values, on=on)
        for row in range(6):
            for column in range(6):
                if all(INDEX.labels(axis)[row] == INDEX.labels(axis)[column] for axis in on):
                    expected[row, column] += values[column]

    assert draft.compile().A.toarray().tolist() == expected.tolist()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"capacity": 6.0}, r"row_upper differs at 4 places: \['capacity\[period=1, unit=mine\] 5 against 6"),
        ({"price": 31.0}, r"c differs at 2 places: \['sell\[commodity=metal, period=1\] -30 against -31"),
        ({"recipe": 0.8}, r"differ at 2 places: \['balance\[commodity=metal, period=1\] x run\[period=1, unit=plant\]"),
    ],
)
def test_the_comparison_of_programmes_bites(chain, change, said):
    """Proves: another capacity, price or yield is found, with labels.
    Without it: an assertion that sees nothing would pass everything.
    """
    base = chain.draft().compile()
    if "recipe" in change:
        change = {"recipe": type(chain.recipe)(chain.recipe.index, [1.0, -4.0, change["recipe"]])}

    with pytest.raises(AssertionError, match=said):
        assert_programs_equal(base, chain.draft(**change).compile())


def test_the_comparison_of_programmes_sees_a_missing_label(chain):
    """Proves: a programme with one plant less is different, and the plant is named.
    Without it: only common labels would be compared.
    """
    smaller = Draft()
    smaller.columns("run", chain.units.take([0, 1, 2]))
    larger = Draft()
    larger.columns("run", chain.units)

    with pytest.raises(AssertionError, match=r"run\[period=2, unit=plant\]"):
        assert_programs_equal(smaller.compile(), larger.compile())
