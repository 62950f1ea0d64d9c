"""When there is no answer, the message says which rules contradict each other or what earns without limit."""

from __future__ import annotations

import re

import pytest

from monazite.errors import Infeasible, PatternChanged, ProgramFault, SolveFault, Unbounded
from monazite.labels import Axis, Index
from monazite.program import Draft
from monazite.solving import Session, SolveOptions, solve

PLANT = Axis("plant", ("a", "b"))


def test_contradicting_rows_are_named_with_the_amount_that_is_missing(transport):
    """Proves: with 800 cases of capacity for a demand of 900 one market goes short by 100, because of both plants.
    Without it: "infeasible" for a programme of sixty thousand columns. (With 950 of capacity: 153.675.)
    """
    with pytest.raises(Infeasible) as caught:
        solve(transport(capacity=(200.0, 600.0)))

    lines = str(caught.value).splitlines()
    assert lines[0] == "no plan satisfies all rows at once; the least that must give way is one row:"
    assert re.fullmatch(r"  demand\[market=.*\] falls short of its lower bound \d+ by 100 cases", lines[1])
    assert "  supply[plant=san-diego], upper bound 600" in lines
    assert "  supply[plant=seattle], upper bound 200" in lines
    assert lines[-1].startswith("-> loosen one of these")


def test_a_closed_column_is_named_as_the_reason():
    """Proves: a need of 3 that only plant a could meet, which is bounded by 1, goes short by 2 because of run[plant=a];
    that nothing can be taken back (sell is not negative) is no reason worth a line.
    Without it: a ban written as a bound of a column would be invisible, or lost among lower bounds of zero.
    """
    draft = Draft()
    run = draft.columns("run", Index.product(PLANT), upper=[1.0, 9.0])
    sell = draft.columns("sell", Index.product(PLANT))
    need = draft.rows("need", Index.product(PLANT).take([0]), lower=3.0, unit="kt/yr")
    need.add(run, on=("plant",))
    need.add(sell, -1.0, on=("plant",))

    with pytest.raises(Infeasible) as caught:
        solve(draft.compile())

    assert str(caught.value).splitlines()[1:4] == [
        "  need[plant=a] falls short of its lower bound 3 by 2 kt/yr",
        "because of:",
        "  run[plant=a], upper bound 1",
    ]
    assert len(str(caught.value).splitlines()) == 5


def test_the_rows_that_give_most_come_first_and_ten_are_shown():
    """Proves: of twelve impossible needs of 1 to 12 the largest is first, ten are listed, two are counted.
    Without it: a fault in one table would print thousands of lines.
    """
    mines = Axis("mine", tuple(str(i) for i in range(1, 13)))
    draft = Draft()
    run = draft.columns("run", Index.product(mines), upper=0.0)
    draft.rows("need", Index.product(mines), lower=range(1, 13)).add(run, on=("mine",))

    with pytest.raises(Infeasible) as caught:
        solve(draft.compile())

    lines = str(caught.value).splitlines()
    assert lines[1] == "  need[mine=12] falls short of its lower bound 12 by 12"
    assert lines[10:12] == ["  need[mine=3] falls short of its lower bound 3 by 3", "  ... and 2 more"]


def test_a_row_that_must_exceed_its_limit_is_said_to_exceed_it():
    """Proves: a plant that must run 5 under a limit of 4 exceeds it by 1.
    Without it: both kinds of conflict would read as a shortage.
    """
    draft = Draft()
    run = draft.columns("run", Index.product(), lower=5.0)
    draft.rows("capacity", Index.product(), upper=4.0).add(run)

    with pytest.raises(Infeasible, match=r"(?s)capacity\[\] exceeds its upper bound 4 by 1.*run\[\], lower bound 5"):
        solve(draft.compile())


def test_rows_without_columns_can_be_infeasible_too():
    """Proves: a need that no column can meet is named even when there are no columns at all.
    Without it: the solver calls a programme without columns optimal.
    """
    draft = Draft()
    draft.rows("need", Index.product(PLANT), lower=[0.0, 3.0])

    with pytest.raises(Infeasible, match=r"need\[plant=b\] falls short of its lower bound 3 by 3"):
        solve(draft.compile())


def exporter(**limit):
    draft = Draft()
    mine = draft.columns("mine", Index.product(PLANT), **limit)
    sell = draft.columns("sell", Index.product(PLANT))
    balance = draft.rows("balance", Index.product(PLANT), lower=0.0)
    balance.add(mine, on=("plant",))
    balance.add(sell, -1.0, on=("plant",))
    draft.cost("mining", mine, [2.0, 9.0])
    draft.cost("revenue", sell, -6.0)
    return draft.compile()


def test_columns_that_earn_without_limit_are_named():
    """Proves: mining at 2 and selling at 6 earns 4 for each unit, for ever, at plant a; plant b (cost 9) is not named.
    Without it: "unbounded" for a programme of sixty thousand columns. (With 3 of mining: the objective is -12.)
    """
    with pytest.raises(Unbounded) as caught:
        solve(exporter())

    assert str(caught.value).splitlines() == [
        "the objective improves for ever, by 4 for each step of the following columns:",
        "  mine[plant=a] +1, cost 2",
        "  sell[plant=a] +1, cost -6",
        "-> give one of them an upper bound, a cost or a rule",
    ]
    assert solve(exporter(upper=3.0)).objective == pytest.approx(-12.0)


def test_a_programme_that_is_both_is_called_infeasible():
    """Proves: an impossible need is reported before an endless gain.
    Without it: the reader would mend a revenue that no plan could ever earn.
    """
    draft = Draft()
    sell = draft.columns("sell", Index.product())
    run = draft.columns("run", Index.product(), upper=1.0)
    draft.rows("need", Index.product(), lower=2.0).add(run)
    draft.cost("revenue", sell, -1.0)

    with pytest.raises(Infeasible, match=r"need\[\]"):
        solve(draft.compile())


def test_a_fault_is_found_from_a_start_basis_too(transport):
    """Proves: a variant without enough capacity is explained in labels when it is solved warm.
    Without it: the message would depend on the road.
    """
    session = Session(transport())

    with pytest.raises(Infeasible, match=r"demand\[market="):
        session.solve(transport(capacity=(200.0, 600.0)), start=session.solve().basis)


def test_a_session_takes_variants_of_its_programme_only(transport):
    """Proves: a programme with other families is refused by name; a basis of another size as well.
    Without it: the basis of one programme would be read as that of another.
    """
    session = Session(transport())
    start = session.solve().basis

    with pytest.raises(PatternChanged, match="columns ship: only the first programme has this family"):
        session.solve(exporter())
    with pytest.raises(PatternChanged, match="basis is for 6 columns and 5 rows, the programme has 4 and 2"):
        solve(exporter(upper=3.0), start=start)


def test_a_search_cut_short_is_no_answer(market):
    """Proves: with no iterations allowed each road is listed with its reason, and nothing is returned.
    Without it: a half-finished search would be printed as a price.
    """
    with pytest.raises(SolveFault) as caught:
        solve(market(), options=SolveOptions(iteration_limit=0, presolve=False))

    assert [line.split(":")[0] for line in str(caught.value).splitlines()[1:3]] == ["  cold", "  ipx"]


@pytest.mark.parametrize(
    ("ask", "fault", "said"),
    [
        (lambda s: s.values("shipp"), ProgramFault, "no columns are called 'shipp' -> did you mean 'ship'"),
        (lambda s: s.duals("demands"), ProgramFault, "no rows are called 'demands' -> did you mean 'demand'"),
        (lambda s: SolveOptions(method="qp"), SolveFault, "use 'dual', 'primal' or 'ipx'"),
        (lambda s: SolveOptions(threads=0), SolveFault, "threads at least 1"),
    ],
)
def test_wrong_questions_are_answered_with_the_right_ones(transport, ask, fault, said):
    """Proves: misspelt families and impossible options are refused with what would be right.
    Without it: a KeyError.
    """
    solution = solve(transport())

    with pytest.raises(fault, match=said):
        ask(solution)
