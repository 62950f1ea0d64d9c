"""Games that are solved in textbooks or by hand: what equilibria, best replies and regret must be."""

from __future__ import annotations

import numpy as np
import pytest

from monazite.errors import ModelFault
from monazite.study.parties.game import (
    CERTAIN,
    NO,
    POSSIBLE,
    Equilibrium,
    Game,
    equilibria,
    gains_of_change,
    regrets,
    replies,
)


def game(*readings, names=("a", "b"), least=0.0, open_by=None):
    """Two parties, Row and Column; each reading is a table of pairs (payoff of Row, payoff of Column)."""
    payoffs = np.array(readings, dtype=float)
    return Game(("Row", "Column"), tuple(names[:n] for n in payoffs.shape[1:3]), payoffs, open_by, least)


PRISONERS = [[(3, 3), (0, 5)], [(5, 0), (1, 1)]]
PENNIES = [[(1, -1), (-1, 1)], [(-1, 1), (1, -1)]]
MEETING = [[(2, 1), (0, 0)], [(0, 0), (1, 2)]]


def test_two_prisoners_both_confess_though_both_would_gain_by_silence():
    """Proves: (b, b) with 1 each is the one equilibrium; (a, a) with 3 each is none.
    Without it: the best profile for both would be taken for the one that lasts.
    """
    assert equilibria(game(PRISONERS)) == [Equilibrium(("b", "b"), certain=True)]


def test_matching_pennies_have_no_equilibrium_in_pure_strategies():
    """Proves: in each of the four profiles somebody gains 2 by changing; the list is empty.
    Without it: a table without rest would be given one.
    """
    assert equilibria(game(PENNIES)) == []


def test_who_wants_to_meet_has_two_equilibria():
    """Proves: (a, a) with 2 and 1, and (b, b) with 1 and 2, both last.
    Without it: the search would stop at the first.
    """
    assert [e.profile for e in equilibria(game(MEETING))] == [("a", "a"), ("b", "b")]


def test_an_equilibrium_of_one_reading_only_is_possible_and_not_certain():
    """Proves: Row's b is worth 1 less than a in one reading and 1 more in the other, whatever Column does, and Column
    always prefers a: (a, a) and (b, a) are possible, none is certain.
    Without it: an equilibrium that hangs on the worth of a stock would be told as sure.
    """
    low = [[(2, 1), (2, 0)], [(1, 1), (1, 0)]]
    high = [[(2, 1), (2, 0)], [(3, 1), (3, 0)]]

    assert equilibria(game(low, high)) == [Equilibrium(("a", "a"), False), Equilibrium(("b", "a"), False)]
    assert equilibria(game(low)) == [Equilibrium(("a", "a"), True)]


def test_readings_are_compared_within_themselves():
    """Proves: payoffs of Row are 0..10 for a and 1..11 for b, ranges that overlap, but b is 1 better in each reading: b
    certainly.
    Without it: what is unknown but the same for both strategies would hide that one is better.
    """
    low = [[(0, 0), (0, 0)], [(1, 0), (1, 0)]]
    high = [[(10, 0), (10, 0)], [(11, 0), (11, 0)]]

    assert replies(game(low, high), 0).tolist() == [[NO, NO], [CERTAIN, CERTAIN]]


def test_a_gain_too_small_to_be_told_is_none():
    """Proves: with 5 as the least gain that counts, 4 more for b leaves a an equilibrium too; with 3 it does not.
    Without it: rounding of prices would decide what lasts.
    """
    table = [[(0, 0), (0, 0)], [(4, 0), (4, 0)]]

    assert len(equilibria(game(table, least=5.0))) == 4
    assert [e.profile for e in equilibria(game(table, least=3.0))] == [("b", "a"), ("b", "b")]


def test_certain_equilibria_come_first():
    """Proves: of two equilibria the certain one stands before the possible one, although its profile comes later.
    Without it: a reader who stops at the first line would take away the weaker one.
    """
    low = [[(2, 2), (0, 0)], [(0, 0), (3, 3)]]
    high = [[(-1, 2), (0, 0)], [(0, 0), (3, 3)]]

    assert equilibria(game(low, high)) == [Equilibrium(("b", "b"), True), Equilibrium(("a", "a"), False)]


def test_best_replies_are_told_for_each_party_on_its_own_axis():
    """Proves: Column's best reply to a is a, to b is b, and Row's the same: a table with CERTAIN on its diagonal; with
    three parties the reply of the third stands on the third axis.
    Without it: a party's reply would be looked up under the strategy of another.
    """
    for party in (0, 1):
        assert replies(game(MEETING), party).tolist() == [[CERTAIN, NO], [NO, CERTAIN]]

    payoffs = np.zeros((1, 2, 3, 2, 3))
    payoffs[0, :, 1, 1, 2] = 1.0
    three = Game(("A", "B", "C"), (("a", "b"), ("a", "b", "c"), ("a", "b")), payoffs)
    found = replies(three, 2)

    assert found.shape == (2, 3, 2)
    assert (found[:, 1] == [NO, CERTAIN]).all() and (found[:, [0, 2]] == CERTAIN).all()


def test_a_strategy_that_is_best_in_one_reading_only_is_a_possible_reply():
    """Proves: b is 1 better in one reading and 1 worse in the other: both a and b are POSSIBLE.
    Without it: one of the two would be struck out by a number that nobody knows.
    """
    one, other = [[(0, 0)], [(1, 0)]], [[(1, 0)], [(0, 0)]]

    assert replies(game(one, other), 0).tolist() == [[POSSIBLE], [POSSIBLE]]


def test_regret_is_the_worst_shortfall_over_what_the_others_do():
    """Proves: by hand, Row's payoffs against Column's a and b are 8, 1 for a and 5, 5 for b: a may fall short by 4
    (when Column takes b), b by 3 (when Column takes a).
    Without it: the strategy with the highest payoff would look safest.
    """
    table = [[(8, 0), (1, 0)], [(5, 0), (5, 0)]]

    found = {r.strategy: (r.low, r.high, r.against) for r in regrets(game(table)) if r.party == "Row"}

    assert found == {"a": (4.0, 4.0, (None, "b")), "b": (3.0, 3.0, (None, "a"))}


def test_regret_has_its_range_over_the_readings():
    """Proves: in the second reading Row's a is worth 3 more throughout: its regret falls from 4 to 1, that of b rises
    from 3 to 6.
    Without it: regret would be told for one end of what is open and pass for the whole.
    """
    low = [[(8, 0), (1, 0)], [(5, 0), (5, 0)]]
    high = [[(11, 0), (4, 0)], [(5, 0), (5, 0)]]

    found = {r.strategy: (r.low, r.high) for r in regrets(game(low, high)) if r.party == "Row"}

    assert found == {"a": (1.0, 4.0), "b": (3.0, 6.0)}


def test_a_strategy_that_is_always_best_has_no_regret():
    """Proves: of the prisoners, confession has regret 0, silence 2 (5 less 3, and not 1 less 0).
    Without it: a shortfall would be counted against oneself.
    """
    assert {r.strategy: r.high for r in regrets(game(PRISONERS)) if r.party == "Row"} == {"a": 2.0, "b": 0.0}


def test_regret_of_the_third_party_names_what_the_two_others_do():
    """Proves: C loses 7 by a only when A takes b and B takes c: that is told, with None for C itself.
    Without it: the names of the others would be shifted by one.
    """
    payoffs = np.zeros((1, 2, 3, 2, 3))
    payoffs[0, 1, 2, 1, 2] = 7.0
    three = Game(("A", "B", "C"), (("a", "b"), ("a", "b", "c"), ("x", "y")), payoffs)

    worst = next(r for r in regrets(three) if (r.party, r.strategy) == ("C", "x"))

    assert (worst.high, worst.against) == (7.0, ("b", "c", None))


def test_gains_add_up_around_a_circle():
    """Proves: what A gains from a to b and loses from b to a is the same number, and staying gains nothing, in any
    game.
    Without it: leaving and taking would be mixed up, and so the sign.
    """
    payoffs = np.random.default_rng(1).normal(size=(2, 2, 3, 4, 3))
    letters = tuple("wxyz")
    three = Game(("A", "B", "C"), (letters[:2], letters[:3], letters), payoffs)

    for party in range(3):
        least, most = gains_of_change(three, party)
        assert np.array_equal(least, most)
        assert np.allclose(most, -np.swapaxes(most, -1, -2))


def around(width, rows=2):
    """Every payoff of Row may lie this far below and above, those of Column nowhere else."""
    ends = np.zeros((2, rows, 2, 2))
    ends[0, ..., 0], ends[1, ..., 0] = -width, width
    return ends


def test_an_equilibrium_within_what_prices_leave_open_is_only_possible():
    """Proves: a is 3 better for Row throughout. Where prices leave each payoff open by 1, a is better by 1 to 5 and
    lasts for certain; where by 2, by -1 to 7, and both a and b may last.
    Without it: which of many equally good sets of prices a solver returns would decide what lasts.
    """
    table = [[(3, 1), (3, 0)], [(0, 1), (0, 0)]]

    assert equilibria(game(table, open_by=around(1.0))) == [Equilibrium(("a", "a"), True)]
    assert equilibria(game(table, open_by=around(2.0))) == [
        Equilibrium(("a", "a"), False),
        Equilibrium(("b", "a"), False),
    ]


def test_regret_reaches_as_far_as_prices_leave_it_open():
    """Proves: b falls short of a by 3; with payoffs open by 1 by 1 to 5. The regret of a, that is never worse, is 0.
    Without it: regret would be told as a number where it is a range.
    """
    found = {
        r.strategy: (r.low, r.high)
        for r in regrets(game([[(3, 1), (3, 0)], [(0, 1), (0, 0)]], open_by=around(1.0)))
        if r.party == "Row"
    }

    assert found == {"a": (0.0, 0.0), "b": (1.0, 5.0)}


def test_a_payoff_that_prices_leave_open_without_end_makes_everything_possible():
    """Proves: with infinite ends nothing of Row is certain and nothing impossible; staying still gains nothing.
    Without it: infinity less infinity would be no number, and no comparison true.
    """
    one = game([[(3, 1), (3, 0)], [(0, 1), (0, 0)]], open_by=around(np.inf))

    assert (replies(one, 0) == POSSIBLE).all()
    assert not np.isnan(gains_of_change(one, 0)).any()
    assert {r.high for r in regrets(one) if r.party == "Row"} == {np.inf}


def test_a_table_of_another_shape_or_with_holes_is_refused():
    """Proves: payoffs for two parties where three play, and a payoff that is not a number, are refused.
    Without it: a profile that could not be solved would be an equilibrium by comparison with nothing.
    """
    with pytest.raises(ModelFault, match="shape"):
        Game(("A", "B", "C"), (("a",), ("b",), ("c",)), np.zeros((1, 1, 1, 1, 2)))
    with pytest.raises(ModelFault, match="not a finite number"):
        game([[(np.nan, 0)]])
    with pytest.raises(ModelFault, match="below and above"):
        game(PRISONERS, open_by=around(-1.0))
