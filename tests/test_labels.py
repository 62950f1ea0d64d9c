"""Lists of names as numbers: what may be joined, what is refused, and that joining equals looking at every pair."""

from __future__ import annotations

import pickle

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite.errors import ProgramFault
from monazite.labels import Axis, Index, join, match

REGION = Axis("region", ("north", "south", "east"))
PERIOD = Axis("period", ("2025Q2", "2025Q3"))
UNIT = Axis("unit", ("mine_1", "mine_2", "plant_1"))


def rows(*labels, axes=(REGION, PERIOD), keys=None):
    """An index from rows of labels, in the order given."""
    columns = {axis.name: [row[i] for row in labels] for i, axis in enumerate(axes)}
    return Index.from_frame(columns, axes, keys)


def test_product_runs_through_the_last_axis_first():
    """Proves: the rows are (north, Q2), (north, Q3), (south, Q2), ...
    Without it: an array reshaped to (region, period) would land on the wrong labels.
    """
    index = Index.product(REGION, PERIOD)

    assert [index.label(i) for i in range(3)] == [
        "region=north, period=2025Q2",
        "region=north, period=2025Q3",
        "region=south, period=2025Q2",
    ]


def test_a_product_without_axes_has_one_row():
    """Proves: a single rule for the whole programme has one row with an empty label.
    Without it: "no axes" would mean no rows, and the rule would vanish.
    """
    index = Index.product()

    assert (index.size, index.label(0)) == (1, "")


def test_a_product_with_an_empty_axis_has_no_rows():
    """Proves: no agreements times two periods are no rows.
    Without it: a study without agreements could not be formulated.
    """
    index = Index.product(Axis("agreement", ()), PERIOD)

    assert (index.size, list(index.codes)) == (0, ["agreement", "period"])


def test_an_index_holds_each_key_once():
    """Proves: a repeated row is refused and named.
    Without it: two columns would bear one name, and results could not tell them apart.
    """
    with pytest.raises(ProgramFault, match=r"region=south, period=2025Q3\] stands twice"):
        rows(("south", "2025Q3"), ("north", "2025Q2"), ("south", "2025Q3"))


def test_attributes_may_repeat():
    """Proves: two units may stand in one region; rows are unique over the keys only.
    Without it: a column could be joined only on what identifies it.
    """
    index = rows(("mine_1", "north"), ("mine_2", "north"), axes=(UNIT, REGION), keys=("unit",))

    assert index.label(1) == "unit=mine_2"


def test_an_unknown_label_is_answered_with_the_nearest():
    """Proves: the message offers 'south' for 'sauth'.
    Without it: the reader searches a list of hundreds for a spelling mistake.
    """
    with pytest.raises(ProgramFault, match="axis region has no label 'sauth' -> did you mean 'south'"):
        REGION.code("sauth")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Axis("step", ("1", "2", "1")), "axis step: label '1' stands twice"),
        (lambda: Axis("step", (1, 2)), "axis step: label 1 is not text -> write '1'"),
        (lambda: Index({"region": REGION}, {"region": [3]}), r"a code lies outside 0\.\.2"),
        (lambda: Index({"region": REGION}, {"region": [-1]}), r"a code lies outside 0\.\.2"),
        (lambda: Index({"region": REGION}, {"unit": [0]}), "axes .'region'. but codes for .'unit'."),
        (lambda: Index({"region": REGION, "period": PERIOD}, {"region": [0, 1], "period": [0]}), "one code for each"),
        (lambda: Index({"region": REGION}, {"region": [0]}, keys=("regoin",)), "did you mean 'region'"),
        (lambda: Index.product(REGION, REGION), "a name stands twice"),
        (lambda: Index.from_frame({"regin": ["north"]}, [REGION]), "no column 'region' -> did you mean 'regin'"),
        (lambda: Index.product(REGION).take([0, 0]), r"\[region=north\] stands twice"),
        (lambda: Index.product(REGION).with_attribute(REGION, [0, 1, 2]), "already has 'region'"),
        (lambda: Index.product(REGION).with_attribute(PERIOD, [0, 5, 0]), r"axis period: a code lies outside -1\.\.1"),
        (lambda: Index.product(REGION, PERIOD).renamed({"region": "period"}), "gives two axes one name"),
        (lambda: Index.product(REGION).where(regon="north"), "did you mean 'region'"),
        (lambda: match(Index.product(REGION), Index.product(PERIOD), on=("region",)), "has no axis 'region'"),
    ],
)
def test_what_contradicts_itself_is_refused(make, said):
    """Proves: each fault is named with its axis, label and way out.
    Without it: it would come back as a wrong number somewhere else.
    """
    with pytest.raises(ProgramFault, match=said):
        make()


def test_take_keeps_order_and_attributes():
    """Proves: positions are taken in the order given, a mask in the order of the rows; attributes come along.
    Without it: arrays aligned to the part would be aligned to other rows.
    """
    index = Index.product(UNIT).with_attribute(REGION, [2, 0, 1])

    assert index.take([2, 0]).labels("region") == ["south", "east"]
    assert index.take(index.where(unit=("mine_1", "plant_1"))).labels("unit") == ["mine_1", "plant_1"]


def test_one_axis_may_stand_in_two_roles():
    """Proves: a lane holds regions as origin and as destination, and is matched on either.
    Without it: regions would be listed twice, and the two lists could part.
    """
    lanes = Index.from_frame(
        {"lane": ["a", "b"], "origin": ["north", "east"], "destination": ["south", "north"]},
        {"lane": Axis("lane", ("a", "b")), "origin": REGION, "destination": REGION},
        keys=("lane",),
    )
    regions = Index.product(REGION)

    leaving = match(lanes, regions.renamed({"region": "origin"}), on=("origin",))
    arriving = match(lanes, regions.renamed({"region": "destination"}), on=("destination",))

    assert [part.tolist() for part in leaving] == [[0, 1], [0, 2]]
    assert [part.tolist() for part in arriving] == [[0, 1], [1, 0]]
    assert match(lanes.seen_as({"region": "origin"}), regions, on=("region",))[1].tolist() == [0, 2]
    assert match(lanes.seen_as({"region": "destination"}), regions, on=("region",))[1].tolist() == [1, 0]


def test_a_missing_attribute_matches_nothing():
    """Proves: of two units, one without a region, only the other one meets the regions; not even two missing ones meet.
    Without it: -1 would be read as the last label, and the unit would stand in 'east'.
    """
    units = Index.product(UNIT).with_attribute(REGION, [-1, 1, -1])
    others = Index.product(PERIOD).with_attribute(REGION, [-1, 1])

    assert [part.tolist() for part in match(units, Index.product(REGION), on=("region",))] == [[1], [1]]
    assert [part.tolist() for part in match(units, others, on=("region",))] == [[1], [1]]
    assert units.labels("region") == ["", "south", ""]


def test_matching_on_nothing_pairs_everything():
    """Proves: with on=() two rows and three rows give six pairs, the left row slowest.
    Without it: a rule over the whole programme would need an axis invented for it.
    """
    left, right = match(Index.product(PERIOD), Index.product(REGION), on=())

    assert left.tolist() == [0, 0, 0, 1, 1, 1]
    assert right.tolist() == [0, 1, 2, 0, 1, 2]


def test_join_carries_the_labels_of_both_sides():
    """Proves: units in regions joined with regions in periods gives units in periods, and positions on both sides.
    Without it: a coefficient that has labels of its own could not reach a row named by the other side's label.
    """
    units = Index.product(UNIT).with_attribute(REGION, [0, 1, 1])
    open_in = rows(("south", "2025Q2"), ("north", "2025Q3"))

    index, of_unit, of_entry = join(units, open_in, on=("region",))

    assert [index.label(i) for i in range(3)] == [
        "unit=mine_1, region=north, period=2025Q3",
        "unit=mine_2, region=south, period=2025Q2",
        "unit=plant_1, region=south, period=2025Q2",
    ]
    assert (of_unit.tolist(), of_entry.tolist()) == ([0, 1, 2], [1, 0, 0])


def test_join_refuses_an_axis_with_two_meanings():
    """Proves: a region on both sides that is not joined on is refused by name.
    Without it: one of the two regions would win, depending on which side was written first.
    """
    units = Index.product(UNIT).with_attribute(REGION, [0, 1, 1])

    with pytest.raises(ProgramFault, match="axis 'region' stands on both sides of a join"):
        join(units, Index.product(REGION), on=())


def test_labels_count_and_not_their_order_on_the_axis():
    """Proves: two axes with the same names in another order, or with more names, are matched by name.
    Without it: code 0 of one list would meet code 0 of the other: north and south would be one.
    """
    shuffled = Axis("region", ("west", "south", "north"))

    left, right = match(Index.product(REGION), Index.product(shuffled), on=("region",))

    assert left.tolist() == [0, 1]
    assert right.tolist() == [2, 1]


def test_too_many_combinations_are_refused():
    """Proves: a key over eight axes of a thousand labels (10^24) is refused; 64 bits hold 9 x 10^18.
    Without it: keys would overflow and unequal labels would meet.
    """
    many = [Axis(f"axis{i}", tuple(map(str, range(1000)))) for i in range(8)]
    index = Index({axis.name: axis for axis in many}, {axis.name: [0, 1] for axis in many}, keys=("axis0",))

    with pytest.raises(ProgramFault, match="too many combinations for one key -> match on fewer axes"):
        index.key([axis.name for axis in many])


def test_a_table_and_an_index_are_the_same_thing():
    """Proves: writing an index as a table and reading it back is identity; a missing attribute is an empty cell.
    Without it: what is read from results could not be matched with what was solved.
    """
    index = rows(("south", "2025Q3"), ("north", "2025Q2")).with_attribute(UNIT, [2, -1])

    frame = index.frame()

    assert frame.loc[0].tolist() == ["south", "2025Q3", "plant_1"]
    assert pd.isna(frame.loc[1, "unit"])
    assert Index.from_frame(frame, [REGION, PERIOD]) == rows(("south", "2025Q3"), ("north", "2025Q2"))


def test_an_index_cannot_be_changed_even_after_a_pickle():
    """Proves: codes are read-only before and after crossing to another process, and the index stays equal.
    Without it: a worker could shift the labels under a programme that others still use.
    """
    index = Index.product(REGION, PERIOD)

    back = pickle.loads(pickle.dumps(index))

    assert back == index
    assert not any(array.flags.writeable for each in (index, back) for array in each.codes.values())


# Twenty labels make few keys, so that pairs are looked up in a table; 3,000 make many, so that they are searched.
@st.composite
def two_indexes(draw):
    count = draw(st.sampled_from([3, 20, 3000]))
    code = st.integers(-1, 3).map(lambda k: k if k < 0 else k * (count - 1) // 3)

    def index(shift):
        axes = {name: Axis(name, tuple(f"{name}{i + shift}" for i in range(count))) for name in ("a", "b", "c")}
        size = draw(st.integers(0, 12))
        codes = {name: draw(st.lists(code, min_size=size, max_size=size)) for name in axes}
        number = Axis("number", tuple(map(str, range(size))))
        return Index({"number": number, **axes}, {"number": range(size), **codes}, size, keys=("number",))

    # With a shift some labels of either side do not exist on the other.
    return index(0), index(draw(st.integers(0, 1))), tuple(draw(st.sets(st.sampled_from(["a", "b", "c"]))))


@given(two_indexes())
def test_matching_equals_looking_at_every_pair(case):
    """Proves: for random labels, present, missing or unknown to the other side, the pairs and their order are those of a
    double loop.
    Without it: the fast way could lose, double or reorder contributions.
    """
    left, right, on = case

    expected = [
        (i, j)
        for i in range(left.size)
        for j in range(right.size)
        if all(left.labels(axis)[i] == right.labels(axis)[j] != "" for axis in on)
    ]

    assert list(zip(*(part.tolist() for part in match(left, right, on)), strict=True)) == expected


def test_an_unknown_label_does_not_slip_into_its_neighbour():
    """Proves: (b, west) matches nothing among regions without a west.
    Without it: its number, one below (b, north), would be that of (a, east).
    """
    letter = Axis("letter", ("a", "b"))
    west = Index({"letter": letter, "region": Axis("region", ("west",))}, {"letter": [1], "region": [0]})

    assert match(west, Index.product(letter, REGION), on=("letter", "region"))[0].tolist() == []
