"""What one party to an agreement could pay the other for a change of it, so that both still gain.

A change (a stop, a swap) is judged against going on as before. Each side gains or loses what its region gains or loses in
the account; a payment moves money between the two and changes nothing else, so a deal exists wherever the gains of both
together are not negative, and the payments that both would accept are an interval.
"""

from __future__ import annotations

from dataclasses import dataclass

from monazite.results.welfare import Account, social_welfare


@dataclass(frozen=True, slots=True)
class Bargain:
    """The gains of both sides by a change, and what the seller's side could pay the buyer's for it; MUSD, discounted.

    ``least`` is what the buyer's side must get at least (negative: what it could pay itself), ``most`` what the seller's
    side can pay and be no worse off (negative: what it must get). A payment p from seller to buyer leaves both no worse
    off where ``least <= p <= most``; with ``possible`` false there is none.
    """

    seller_gain: float
    buyer_gain: float

    @property
    def surplus(self) -> float:
        """What both gain together: what there is to share."""
        return self.seller_gain + self.buyer_gain

    @property
    def least(self) -> float:
        return -self.buyer_gain

    @property
    def most(self) -> float:
        return self.seller_gain

    @property
    def possible(self) -> bool:
        """Whether some payment leaves neither side worse off."""
        return self.surplus >= 0.0


def bargaining_range(seller_gain: float, buyer_gain: float) -> Bargain:
    """The range of payments for a change that gives the two sides these gains, MUSD discounted.

    Source: the core of a two-party bargain with transferable money (Nash, *The Bargaining Problem*, 1950).
    """
    return Bargain(seller_gain, buyer_gain)


def bargain(before: Account, after: Account, seller: str, buyer: str) -> Bargain:
    """The range of payments between the regions of seller and buyer for the change from one account to another.

    Each side is its whole region: users, producers, traders and state, claims for missed notice included, without the
    unexplained margin. With both in one region the payment stays at home: give the regions that bargain.
    """
    return bargaining_range(*(social_welfare(after, r) - social_welfare(before, r) for r in (seller, buyer)))
