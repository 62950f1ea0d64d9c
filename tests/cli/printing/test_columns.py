"""Tables as text: words wrap, numbers never break, and what does not fit goes on below."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monazite.cli.printing.columns import Column, Row, laid_out


def test_a_table_stands_in_columns():
    """Proves: labels begin at the left, numbers end at the right, heads above a line.
    Without it: digits of the same weight would not stand below each other.
    """
    lines = laid_out([Column("metal"), Column("t/yr", True)], [Row(("light", "1,200")), Row(("heavy", "7"))], 80)

    assert lines == ["metal   t/yr",
                     "-----  -----",
                     "light  1,200",
                     "heavy      7"]


def test_heads_give_way_before_cells():
    """Proves: at 30 signs a long head breaks at its hyphens while the label stays on one line.
    Without it: one long name of an option would push all labels together.
    """
    lines = laid_out([Column(""), Column("stop-exports-only", True)], [Row(("oxide kept in 2030", "225"))], 30)

    assert lines == ["                         stop-",
                     "                      exports-",
                     "                          only",
                     "------------------  ----------",
                     "oxide kept in 2030         225"]


def test_what_does_not_fit_goes_on_below_with_its_labels():
    """Proves: four columns of 8 in 50 signs become two tables of two, each with the label of the row.
    Without it: the last options would be cut off, or wrapped into each other.
    """
    columns = [Column(""), *(Column(name, True) for name in "abcd")]
    lines = laid_out(columns, [Row(("a label of some length, much too long for this", *["1,000.00"] * 4))], 50)

    assert lines == ["                                       a         b",
                     "------------------------------  --------  --------",
                     "a label of some length, much    1,000.00  1,000.00",
                     "  too long for this",
                     "",
                     "                                       c         d",
                     "------------------------------  --------  --------",
                     "a label of some length, much    1,000.00  1,000.00",
                     "  too long for this"]


def test_groups_have_a_title_and_a_line_of_their_own():
    """Proves: a title stands in front of its rows, apart from the group before.
    Without it: prices and tonnes would run into each other.
    """
    rows = [Row(title="material:"), Row(("kept", "1")), Row(title="money:"), Row(("gain", "2"))]

    assert laid_out([Column(""), Column("", True)], rows, 80) == ["material:", "kept  1", "", "money:", "gain  2"]


numbers = st.floats(allow_nan=False, allow_infinity=False, width=32).map("{:,.2f}".format)


@given(st.lists(st.tuples(st.text("abc ", min_size=1, max_size=60), st.lists(numbers, min_size=7, max_size=7)),
                min_size=1, max_size=4), st.integers(20, 120))
def test_no_number_is_ever_broken(rows, width):
    """Proves: every number that was put in can be read in one piece, whatever the width.
    Without it: -1,234,567.89 would be read as -1,234.
    """
    text = "\n".join(laid_out([Column("what"), *(Column(f"option-{i}", True) for i in range(7))],
                              [Row((label, *cells)) for label, cells in rows], width))

    words = text.split()
    assert all(cell in words for _, cells in rows for cell in cells)
