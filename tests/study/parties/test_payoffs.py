"""Payoffs of solved profiles: the same worlds as options, events left to who decides them, and told as plain data."""

from __future__ import annotations

import json
from itertools import product
from math import inf

import numpy as np
import pytest

from monazite.errors import BadInput
from monazite.results.canonical import canonical
from monazite.results.welfare import social_welfare, welfare_account
from monazite.study.foresight import realise, solve_option
from monazite.study.parties.game import CERTAIN
from monazite.study.parties.payoffs import game_of, solve_payoffs, told
from monazite.study.parties.profile import ProfileWork, Worth, policies_of, profile_work
from monazite.study.study import open_study


@pytest.fixture(scope="module")
def study(two_parties):
    return open_study(two_parties, "start", "draft")


@pytest.fixture(scope="module")
def solved(two_parties):
    """Every profile of the study of two parties, solved one after the other."""
    return {
        names: profile_work(str(two_parties), "start", "draft", names)
        for names in product(("trade", "stop"), ("free", "tax"))
    }


def test_an_event_that_a_party_decides_is_left_to_its_strategy(study):
    """Proves: the tax is an event and stands in every option; of the profiles it stands in those in which Westland
    taxes.
    Without it: a party would play against its own act, and both its strategies would be the same world.
    """
    assert {p.policy for p in study.policies("trade")} == {"westland-tax"}
    assert {p.policy for p in policies_of(study, ("stop", "free"))} == {"export-ban"}
    assert {p.policy for p in policies_of(study, ("trade", "tax"))} == {"westland-tax"}


def test_a_profile_is_the_option_with_the_same_policies(study, solved):
    """Proves: 'stop, tax' has the policies of the option 'ban' and its event, so the same bytes and the same worth to
    Eastland.
    Without it: parties would play on another model than the one that answers the question.
    """
    outcome = realise(study, "ban", policies_of(study, ("stop", "tax")))
    option = solve_option(study, "ban")

    assert canonical(outcome).digest == canonical(option).digest
    assert solved["stop", "tax"].worth["east"].at_zero == pytest.approx(social_welfare(welfare_account(option), "east"))


def test_the_status_quo_pays_nothing_and_payoffs_are_differences_from_it(study, solved):
    """Proves: the first strategies have payoff 0 for both; a stop pays Eastland what its social welfare then is, less
    what it was, and its margin stands beside it.
    Without it: a payoff would hang on the zero of an account, which means nothing.
    """
    found = told(study, "start", "draft", solved)
    payoffs = {tuple(p["strategies"].values()): p["payoffs"] for p in found["profiles"]}
    before, after = solved["trade", "free"].worth["east"], solved["stop", "free"].worth["east"]

    assert found["status_quo"] == {"east": "trade", "west": "free"}
    assert all(payoffs["trade", "free"][party]["value"] == 0.0 for party in ("east", "west"))
    assert payoffs["stop", "free"]["east"]["value"] == pytest.approx(after.at_zero - before.at_zero)
    assert payoffs["stop", "free"]["east"]["unexplained_margin"] == pytest.approx(
        after.margin_at_zero - before.margin_at_zero
    )
    assert payoffs["stop", "free"]["east"]["value"] < -100.0


def test_every_profile_closes_its_account(solved):
    """Proves: in each of the four worlds all gains add up to the objective to 1e-9.
    Without it: a payoff could hold money that nobody paid.
    """
    assert all(work.closing_error < 1e-9 for work in solved.values())
    assert all(max(work.residuals.values()) < 1e-6 for work in solved.values())


def worth(at_zero, at_most=None, margin=0.0):
    return Worth(at_zero, at_zero if at_most is None else at_most, margin, margin)


def made_up(east, west):
    """Four solved profiles with these worths, in order: trade free, trade tax, stop free, stop tax."""
    names = product(("trade", "stop"), ("free", "tax"))
    return {
        n: ProfileWork(n, {"east": e, "west": w}, {"primal": 0.0}, 0.0, 0.0, 2)
        for n, e, w in zip(names, east, west, strict=True)
    }


def test_payoffs_stand_under_their_own_profile_and_party(study):
    """Proves: worths 1 to 4 of Eastland and 10 to 40 of Westland, less those of the first profile, come out as 0 to 3
    and 0 to 30 in the order trade free, trade tax, stop free, stop tax.
    Without it: one party would be told what the other gains.
    """
    game = game_of(study, made_up([worth(float(i)) for i in (1, 2, 3, 4)], [worth(10.0 * i) for i in (1, 2, 3, 4)]))

    assert np.array_equal(game.payoffs[0, ..., 0], [[0, 1], [2, 3]])
    assert np.array_equal(game.payoffs[0, ..., 1], [[0, 10], [20, 30]])


def test_captive_stock_makes_the_interval_and_the_margin_stands_apart(study):
    """Proves: a stop pays Eastland -20 with captive stock worth nothing and +10 with it worth the most, and a margin of
    7 is told beside that and is in neither end.
    Without it: a fitted cost would widen the range, and pass for something that is not known about stock.
    """
    stop = Worth(80.0, 110.0, 7.0, 7.0)
    found = told(study, "start", "draft", made_up([worth(100.0), worth(100.0), stop, stop], [worth(0.0)] * 4))

    paid = found["profiles"][2]["payoffs"]["east"]

    assert (paid["value"], paid["low"], paid["high"], paid["unexplained_margin"]) == (-20.0, -20.0, 10.0, 7.0)


def test_what_hangs_on_the_margin_is_possible_and_not_certain(study):
    """Proves: a stop gains 20 but its margin takes 30 back: with 0 for Westland all profiles may last, none for
    certain; without the margin a stop lasts for certain.
    Without it: an equilibrium could rest on the part of prices that the model cannot explain.
    """
    plain = [worth(0.0), worth(0.0), worth(20.0), worth(20.0)]
    fitted = [worth(0.0), worth(0.0), worth(20.0, margin=-30.0), worth(20.0, margin=-30.0)]

    sure = told(study, "start", "draft", made_up(plain, [worth(0.0)] * 4))["equilibria"]
    open_ = told(study, "start", "draft", made_up(fitted, [worth(0.0)] * 4))["equilibria"]

    assert [(e["strategies"]["east"], e["certain"]) for e in sure] == [("stop", True), ("stop", True)]
    assert len(open_) == 4 and not any(e["certain"] for e in open_)


def test_what_hangs_on_prices_is_possible_and_not_certain(study):
    """Proves: a stop gains 8 million. Where equally good prices leave it open by 1 each way, it gains 6 to 10 with the
    other cells fixed, and lasts for certain; where by 14, it gains -6 to 22, and both may last. Where they leave it
    open without end the document says None, since JSON has no infinity.
    Without it: an equilibrium could rest on the prices that a solver happens to return.
    """

    def of(width):
        stop = Worth(8.0, 8.0, 0.0, 0.0, -width, width)
        return told(study, "start", "draft", made_up([worth(0.0), worth(0.0), stop, stop], [worth(0.0)] * 4))

    certain, possible, endless = (of(width) for width in (1.0, 14.0, inf))

    assert [(e["strategies"]["east"], e["certain"]) for e in certain["equilibria"]] == [("stop", True)] * 2
    assert len(possible["equilibria"]) == 4 and not any(e["certain"] for e in possible["equilibria"])
    assert endless["profiles"][2]["payoffs"]["east"]["prices_below"] is None
    assert endless["regret"][0]["high"] is None


def test_gains_below_five_million_are_none(study):
    """Proves: a stop that gains 4 million leaves trade a best reply for certain; the document says that 5 is the least.
    Without it: a difference that the model cannot tell would decide what lasts.
    """
    found = told(study, "start", "draft", made_up([worth(0.0), worth(0.0), worth(4.0), worth(4.0)], [worth(0.0)] * 4))

    assert found["least_gain"] == 5.0
    assert found["profiles"][0]["payoffs"]["east"]["best_reply"] == CERTAIN


def test_the_pool_gives_what_one_process_gives(study, two_parties, solved):
    """Proves: two processes solve the four profiles to the same document as one; it is JSON, and says it is no advice.
    Without it: payoffs would depend on which process solved what before.
    """
    found = solve_payoffs(two_parties, "start")

    assert json.loads(json.dumps(found, allow_nan=False)) == json.loads(
        json.dumps(told(study, "start", "draft", solved))
    )
    assert "not advice" in found["note"]


def test_a_study_without_parties_says_what_is_missing():
    """Proves: the transport problem, in which nobody chooses, is refused with the sections to write.
    Without it: an empty table would be printed.
    """
    with pytest.raises(BadInput, match=r"no parties.*\[\[parties\]\]"):
        solve_payoffs(open_study("transport-problem").folder.root, "published")


def test_names_that_are_no_profile_are_refused(study):
    """Proves: a strategy of nobody, and one strategy for two parties, are refused by name.
    Without it: the second party would silently play its first strategy.
    """
    with pytest.raises(BadInput, match="'west' has no strategy 'war'.*free, tax"):
        policies_of(study, ("trade", "war"))
    with pytest.raises(BadInput, match="no profile.*east, west"):
        policies_of(study, ("trade",))
