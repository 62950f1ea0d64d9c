"""The answer tells what the agreement pays and is worth, and what its parties could agree on."""

from __future__ import annotations

import pytest

from monazite.results.welfare import social_welfare, welfare_account
from monazite.study.answer.option_numbers import Solved
from monazite.study.answer.sections import sections
from monazite.study.answer.work import terms_of

OPTIONS = ("keep", "suspend", "swap", "keep+build", "suspend+build")


@pytest.fixture(scope="module")
def solved(shipped):
    """Options of the study as known in June 2025; stock counts nothing at both ends."""
    found = {}
    for option in OPTIONS:
        outcome = shipped.outcome("june-2025", option)
        account = welfare_account(outcome)
        found[option] = Solved(outcome, account, account)
    return found


@pytest.fixture(scope="module")
def tables(shipped, solved):
    """The two sections about the agreement, by key."""
    study = shipped.study("june-2025")
    return {s["key"]: s for s in sections(study, terms_of(study), solved, {}, []) if s["key"] in ("agreement", "bargain")}


def test_the_agreement_is_told_for_each_option_and_year_in_which_it_is_delivered(shipped, solved, tables):
    """Proves: 'keep' pays 4.7 million USD for the 1,171 t of the balanced base year in 2026, worth as much to the buyer, to a tenth, a quarter
    of it at home, and more to who has to replace it; 'suspend' delivers nothing and is not told; a breach costs 0.59 million.
    Without it: one could not see that the price lies between what the goods are worth to the two.
    """
    rows = {(r["option"], r["year"]): r for r in tables["agreement"]["rows"]}
    keep = rows["keep", 2026]
    volume = shipped.study("june-2025").baseline.delivery["trei_2012"]

    assert {option for option, _ in rows} == {"keep", "swap", "keep+build"}
    assert (keep["volume"], keep["price"], keep["revenue"]) == pytest.approx((1000.0 * volume, 4.0, 4.0 * volume))
    assert keep["at_home"] < 0.5 * keep["revenue"] and keep["at_market"] < keep["replacement"]
    assert keep["at_market"] == pytest.approx(keep["revenue"], rel=0.1)
    assert keep["breach"] == pytest.approx(volume * 6 / 12)


def test_a_swap_pays_more_for_the_same_chloride(tables):
    """Proves: 0.19 t of magnets at 54 make 10.26 USD/kg instead of 4.
    Without it: goods in kind would be told as money that nobody pays.
    """
    rows = {(r["option"], r["year"]): r for r in tables["agreement"]["rows"]}

    assert rows["swap", 2030]["price"] == pytest.approx(0.19 * 54.0)
    assert rows["swap", 2030]["volume"] == pytest.approx(rows["keep", 2030]["volume"])


def test_a_bargain_is_told_against_the_same_without_the_stop(solved, tables):
    """Proves: 'suspend+build' is told against 'keep+build', which stands in no row; gains are those of the accounts of India and
    Japan; a stop that both lose by has no payment.
    Without it: the cost of the magnet scheme would be bargained over.
    """
    rows = {r["option"]: r for r in tables["bargain"]["rows"]}
    built, stopped = solved["keep+build"].account, solved["suspend+build"].account

    assert {o: r["against"] for o, r in rows.items()} == {"suspend": "keep", "swap": "keep", "suspend+build": "keep+build"}
    for side, region in (("seller", "IND"), ("buyer", "JPN")):
        assert rows["suspend+build"][side] == pytest.approx(social_welfare(stopped, region) - social_welfare(built, region))
    assert (rows["suspend"]["deal"], rows["suspend"]["least"], rows["suspend"]["most"]) == ("none", None, None)


def test_a_swap_that_gains_more_than_it_costs_has_a_payment(tables):
    """Proves: what India can pay for the swap at most is what it gains, what Japan must get at least is what it loses.
    Without it: the range would not say between what.
    """
    (row,) = (r for r in tables["bargain"]["rows"] if r["option"] == "swap")

    assert row["surplus"] == pytest.approx(row["seller"] + row["buyer"])
    assert (row["deal"] == "possible") == (row["surplus"] >= 0.0)
    if row["deal"] == "possible":
        assert (row["least"], row["most"]) == pytest.approx((-row["buyer"], row["seller"]))
