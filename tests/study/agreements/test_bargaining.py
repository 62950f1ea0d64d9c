"""What two parties could pay each other for a change of their agreement, so that both still gain."""

from __future__ import annotations

import pytest

from monazite.study.agreements import bargain, bargaining_range


def test_the_gainer_can_pay_the_loser_out():
    """Proves: who gains 10 can pay one who loses 4 anything from 4 to 10; together they gain 6.
    Without it: a change that is worth more than it costs would look impossible because one side loses.
    """
    found = bargaining_range(10.0, -4.0)

    assert (found.least, found.most, found.surplus, found.possible) == (4.0, 10.0, 6.0, True)


def test_a_loss_of_the_seller_is_paid_by_the_buyer():
    """Proves: a seller who loses 4 gets 4 to 10 from a buyer who gains 10: payments from -10 to -4.
    Without it: money could only go one way.
    """
    found = bargaining_range(-4.0, 10.0)

    assert (found.least, found.most, found.possible) == (-10.0, -4.0, True)


def test_a_change_that_costs_both_more_than_it_gains_has_no_price():
    """Proves: a gain of 4 cannot pay for a loss of 10: no deal, and the ends of the range cross.
    Without it: a payment of 4 to 10 would be named that one of them would never accept.
    """
    found = bargaining_range(4.0, -10.0)

    assert not found.possible
    assert found.least > found.most


def test_where_both_gain_nothing_need_be_paid():
    """Proves: gains of 3 and 2 leave room from -2 to 3, with nothing in it.
    Without it: a change that is good for both would be held up by a price.
    """
    found = bargaining_range(3.0, 2.0)

    assert found.least <= 0.0 <= found.most
    assert found.surplus == 5.0


def test_a_change_that_moves_money_alone_is_a_deal_at_one_price():
    """Proves: 5 from one to the other leave one payment, 5 back: least and most are the same.
    Without it: rounding would make a deal of it, or none.
    """
    found = bargaining_range(5.0, -5.0)

    assert (found.least, found.most, found.possible) == (5.0, 5.0, True)


def test_each_side_is_its_region_without_the_unexplained_margin():
    """Proves: users +6 and government -1 in the east make 5, producers -3 in the west -3; a margin of 100 is no cash.
    Without it: a fitted cost would be offered as money.
    """
    before = {("east", "users"): 1.0, ("west", "producers"): 9.0}
    after = {("east", "users"): 7.0, ("east", "government"): -1.0, ("east", "unexplained margin"): 100.0, ("west", "producers"): 6.0}

    found = bargain(before, after, "east", "west")

    assert (found.seller_gain, found.buyer_gain) == pytest.approx((5.0, -3.0))
