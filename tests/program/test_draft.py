"""How labelled terms become coefficients, and what a draft refuses to write down."""

from __future__ import annotations

import numpy as np
import pytest

from monazite.errors import ProgramFault
from monazite.labels import Axis, Index
from monazite.program import Coefficients, Draft

PLANT = Axis("plant", ("a", "b"))
PERIOD = Axis("period", ("1", "2"))
REGION = Axis("region", ("north", "south"))


def plants():
    """Plants a and b in periods 1 and 2; a stands in the north, b in the south."""
    index = Index.product(PLANT, PERIOD)
    return index.with_attribute(REGION, index.codes["plant"])


def matrix(draft):
    return draft.compile().A.toarray().tolist()


def test_a_column_enters_the_row_with_its_labels():
    """Proves: run[a,1] counts in capacity[a,1] alone, with its own coefficient.
    Without it: the matrix would not be diagonal 1, 2, 3, 4.
    """
    draft = Draft()
    run = draft.columns("run", plants())

    draft.rows("capacity", Index.product(PLANT, PERIOD)).add(run, [1, 2, 3, 4], on=("plant", "period"))

    assert matrix(draft) == np.diag([1.0, 2.0, 3.0, 4.0]).tolist()


def test_rows_with_fewer_labels_sum_over_the_others():
    """Proves: a rule per region sums over the plants and periods of that region: [1 1 0 0] and [0 0 1 1].
    Without it: "all plants of a region" would need a loop.
    """
    draft = Draft()
    run = draft.columns("run", plants())

    draft.rows("regional limit", Index.product(REGION)).add(run, on=("region",))

    assert matrix(draft) == [[1, 1, 0, 0], [0, 0, 1, 1]]


def test_rows_with_more_labels_repeat_the_column():
    """Proves: a plant's capacity without periods enters the row of each period.
    Without it: it would have to be one column per period held equal.
    """
    draft = Draft()
    capacity = draft.columns("capacity", Index.product(PLANT))

    draft.rows("limit", Index.product(PLANT, PERIOD)).add(capacity, -1.0, on=("plant",))

    assert matrix(draft) == [[-1, 0], [-1, 0], [0, -1], [0, -1]]


def test_a_rule_over_everything_needs_no_labels():
    """Proves: the one row without labels sums all four columns.
    Without it: a budget would need an axis with one label.
    """
    draft = Draft()
    run = draft.columns("run", plants())

    draft.rows("budget", Index.product()).add(run, 2.0)

    assert matrix(draft) == [[2, 2, 2, 2]]


def test_recipes_reach_the_balance_of_each_commodity(chain):
    """Proves: per unit of run the mine gives 1 ore; the plant takes 4 ore and gives 0.9 metal; one unit sold takes one.
    Without it: four rows (ore and metal in two periods) would not balance what is run against what is sold.
    """
    balance = chain.draft().compile().A.toarray()[:4]

    assert balance.tolist() == [
        [1, 0, -4, 0, -1, 0, 0, 0],
        [0, 1, 0, -4, 0, -1, 0, 0],
        [0, 0, 0.9, 0, 0, 0, -1, 0],
        [0, 0, 0, 0.9, 0, 0, 0, -1],
    ]


def test_a_column_may_know_the_rows_axis_by_another_name():
    """Proves: a lane from north to south takes 1 in the north, its origin, and brings 0.9 to its destination;
    with a plain number or with labelled ones.
    Without it: cargo could be joined with one end only, or regions would have to be listed twice.
    """
    lanes = Index.product(Axis("lane", ("north_south",)))
    lanes = lanes.with_attribute(REGION, [0], "origin").with_attribute(REGION, [1], "destination")
    draft = Draft()
    ship = draft.columns("ship", lanes)
    plain, labelled = draft.rows("plain", Index.product(REGION)), draft.rows("labelled", Index.product(REGION))
    arrives = Coefficients(lanes.seen_as({"lane": "lane"}), 0.9)

    plain.add(ship, -1.0, on=("region",), roles={"region": "origin"})
    plain.add(ship, 0.9, on=("region",), roles={"region": "destination"})
    labelled.add(ship, -1.0, on=("region",), roles={"region": "origin"})
    labelled.add(ship, arrives, on=("region",), through=("lane",), roles={"region": "destination"})

    assert matrix(draft) == [[-1.0], [0.9], [-1.0], [0.9]]


def test_entries_can_lead_from_one_period_to_the_next():
    """Proves: with entries (period 1 -> to 2) what is held in period 1 enters the balance of period 2, and of no other.
    Without it: stocks could not be carried over without a loop over periods.
    """
    draft = Draft()
    hold = draft.columns("hold", Index.product(PERIOD))
    following = Coefficients(Index.from_frame({"period": ["1"], "to": ["2"]}, {"period": PERIOD, "to": PERIOD}), 0.98)
    stock = draft.rows("stock", Index.product(PERIOD).renamed({"period": "to"}))

    stock.add(hold, following, on=("to",), through=("period",))

    assert matrix(draft) == [[0, 0], [0.98, 0]]


def test_contributions_to_one_cell_add_up():
    """Proves: 1.5 and 2 in the same row and column give 3.5, one entry.
    Without it: the later term would replace the earlier one, or the solver would refuse a cell given twice.
    """
    draft = Draft()
    run = draft.columns("run", Index.product(PLANT))
    rows = draft.rows("limit", Index.product(PLANT))

    rows.add(run, 1.5, on=("plant",))
    rows.add(run, 2.0, on=("plant",))
    compiled = draft.compile()

    assert compiled.A.diagonal().tolist() == [3.5, 3.5]
    assert compiled.A.nnz == 2


def test_terms_that_cancel_keep_their_place():
    """Proves: 1 and -1 in one cell leave a stored zero, as does a coefficient of zero.
    Without it: a tariff of exactly zero would change the pattern, and the variant could not be solved warm.
    """
    draft = Draft()
    run = draft.columns("run", Index.product(PLANT))
    rows = draft.rows("limit", Index.product(PLANT))

    rows.add(run, 1.0, on=("plant",))
    rows.add(run, [-1.0, 0.0], on=("plant",))
    compiled = draft.compile()

    assert compiled.A.data.tolist() == [0.0, 1.0]


def test_a_column_without_a_row_is_left_out():
    """Proves: a limit on plant b alone has one entry; nothing is made of plant a.
    Without it: absence would need a mask.
    """
    draft = Draft()
    run = draft.columns("run", Index.product(PLANT))

    draft.rows("limit", Index.product(PLANT).take([1])).add(run, on=("plant",))

    assert matrix(draft) == [[0, 1]]


def test_a_required_row_must_exist():
    """Proves: with required=True plant a, which has no row, is named.
    Without it: its material would leave the balance unseen.
    """
    draft = Draft()
    run = draft.columns("run", Index.product(PLANT))
    rows = draft.rows("balance", Index.product(PLANT).take([1]))

    with pytest.raises(ProgramFault, match=r"run in rows balance: run\[plant=a\] finds no row \(1 such of 2\)"):
        rows.add(run, on=("plant",), required=True)


@pytest.mark.parametrize(
    ("entries", "named"),
    [
        ({"plant": ["a"], "region": ["north"]}, r"run\[plant=b\] finds no row"),  # b has no entry at all
        ({"plant": ["a", "b", "b"], "region": ["north", "north", "south"]}, r"run\[plant=b\] finds no row"),  # one has
    ],
)
def test_required_holds_for_every_entry_of_a_recipe(entries, named):
    """Proves: a plant without a recipe, and a product of a recipe without a balance, are both named.
    Without it: the by-product that nobody thought of would vanish.
    """
    draft = Draft()
    run = draft.columns("run", Index.product(PLANT))
    rows = draft.rows("balance", Index.product(REGION).take([0]))
    recipe = Coefficients(Index.from_frame(entries, [PLANT, REGION]), 1.0)

    with pytest.raises(ProgramFault, match=named):
        rows.add(run, recipe, on=("region",), through=("plant",), required=True)


def test_named_costs_add_up_to_the_objective():
    """Proves: mining 1 + 2 and freight 4 on plant a make c = 7; the breakdown keeps 3 and 4 apart.
    Without it: the account of costs would be a second computation, free to disagree with the first.
    """
    draft = Draft()
    run = draft.columns("run", Index.product(PLANT))

    draft.cost("mining", run, 1.0)
    draft.cost("freight", run, [4.0, 0.0])
    draft.cost("mining", run, [2.0, 0.0])
    draft.constant("sunk", 10.0)
    draft.constant("sunk", 2.5)
    compiled = draft.compile()

    assert compiled.c.tolist() == [7.0, 1.0]
    assert {name: term.coefficients.tolist() for name, term in compiled.costs.items()} == {
        "mining": [3.0, 1.0],
        "freight": [4.0, 0.0],
    }
    assert compiled.costs["mining"].total(np.array([2.0, 5.0])) == 11.0
    assert (compiled.offset, compiled.constants) == (12.5, {"sunk": 12.5})


def test_a_draft_may_go_on_after_it_was_compiled():
    """Proves: a programme compiled earlier has one row family, one compiled later has two; the first is untouched.
    Without it: compiling to look at something would end the formulation.
    """
    draft = Draft()
    run = draft.columns("run", Index.product(PLANT))
    draft.rows("first", Index.product(PLANT)).add(run, on=("plant",))
    early = draft.compile()

    draft.rows("second", Index.product(PLANT)).add(run, on=("plant",))

    assert [len(program.rows) for program in (early, draft.compile())] == [1, 2]
    assert early.A.nnz == 2


def test_an_empty_draft_is_a_programme():
    """Proves: no families, no columns, no rows, no entries.
    Without it: a study that switches everything off would fail with a message about arrays.
    """
    assert repr(Draft().compile()) == "CompiledProgram(0 columns, 0 rows, 0 entries)"


def faults():
    """(what is wrong, how it is written, what is said about it)"""
    index = Index.product(PLANT)

    def written(write):
        draft = Draft()
        run = draft.columns("run", index)
        write(draft, run, draft.rows("limit", index))

    foreign = Draft().columns("ran", index)
    recipe = Coefficients(Index.product(REGION), 1.0)
    return {
        "columns declared twice": (lambda d, run, r: d.columns("run", index), "columns run are declared twice"),
        "rows declared twice": (lambda d, run, r: d.rows("limit", index), "rows limit are declared twice"),
        "crossed bounds": (
            lambda d, run, r: d.columns("x", index, lower=[0, 3], upper=2),
            r"columns x: lower bound 3 and upper bound 2 at \[plant=b\] leave no value",
        ),
        "crossed row bounds": (
            lambda d, run, r: d.rows("x", index, lower=1, upper=[0, 3]),
            r"rows x: lower bound 1 and upper bound 0 at \[plant=a\]",
        ),
        "a bound that nothing reaches": (
            lambda d, run, r: d.columns("x", index, lower=np.inf),
            r"columns x: lower bound inf and upper bound inf at \[plant=a\] leave no value",
        ),
        "a bound that is no number": (
            lambda d, run, r: d.columns("x", index, upper=[1, np.nan]),
            r"columns x, upper bound: nan at \[plant=b\] \(1 such\)",
        ),
        "a bound written 1e20": (
            lambda d, run, r: d.columns("x", index, upper=1e20),
            r"columns x, upper bound: 1e\+20 at \[plant=a\] \(2 such\).* write numpy.inf for no limit",
        ),
        "a coefficient that is no number": (
            lambda d, run, r: r.add(run, [np.nan, 1], on=("plant",)),
            r"run in rows limit: nan at \[plant=a\]",
        ),
        "an infinite coefficient": (
            lambda d, run, r: r.add(run, [1, np.inf], on=("plant",)),
            r"run in rows limit: inf at \[plant=b\] .* finite",
        ),
        "an infinite recipe": (lambda d, run, r: Coefficients(index, -np.inf), r"coefficients: -inf at \[plant=a\]"),
        "an infinite cost": (
            lambda d, run, r: d.cost("tax", run, [1, -np.inf]),
            r"cost tax on run: -inf at \[plant=b\]",
        ),
        "a constant that is no number": (lambda d, run, r: d.constant("sunk", np.nan), "constant sunk: nan"),
        "too many numbers": (
            lambda d, run, r: r.add(run, [1, 2, 3], on=("plant",)),
            r"run in rows limit: \(3,\) numbers for 2 labels -> give one number, or one for each",
        ),
        "an unknown axis": (
            lambda d, run, r: r.add(run, on=("plnat",)),
            "run in rows limit: on names axis 'plnat'.* -> did you mean 'plant'",
        ),
        "an axis that only one side has": (
            lambda d, run, r: d.rows("r", Index.product(REGION)).add(run, on=("region",)),
            "run in rows r: on names axis 'region', one side has only",
        ),
        "an unknown axis to pair through": (
            lambda d, run, r: r.add(run, recipe, on=("plant",), through=("region",)),
            "through names axis 'region', one side has only",
        ),
        "an axis with two meanings": (
            lambda d, run, r: r.add(run, Coefficients(index, 1.0), on=("plant",)),
            "axis 'plant' stands on both sides of a join",
        ),
        "through without entries": (
            lambda d, run, r: r.add(run, 1.0, on=("plant",), through=("plant",)),
            "through names axis 'plant', one side has only .* -> no such names are defined",
        ),
        "a text for a tuple": (
            lambda d, run, r: r.add(run, on="plant"),
            r"on='plant' is one text -> write \('plant',\)",
        ),
        "a role of an axis that is not matched": (
            lambda d, run, r: r.add(run, on=("plant",), roles={"region": "plant"}),
            "roles names axis 'region', one side has only",
        ),
        "a role that the column does not have": (
            lambda d, run, r: r.add(run, on=("plant",), roles={"plant": "origin"}),
            "on names axis 'origin', one side has only",
        ),
        "columns of another draft": (
            lambda d, run, r: r.add(foreign, on=("plant",)),
            "ran in rows limit: no such columns in this draft -> did you mean 'run'",
        ),
        "a cost on columns of another draft": (
            lambda d, run, r: d.cost("tax", foreign, 1.0),
            "cost tax on ran: no such columns in this draft",
        ),
    }, written


@pytest.mark.parametrize("fault", faults()[0])
def test_a_draft_refuses(fault):
    """Proves: each fault is refused where it is written, naming block, label and way out.
    Without it: it would surface as a solver status, far from its cause.
    """
    cases, written = faults()
    write, said = cases[fault]

    with pytest.raises(ProgramFault, match=said):
        written(write)
