"""What an option costs the state, and what it is worth to a region, against the reference."""

from __future__ import annotations

import numpy as np

from monazite.formulation.incentives import rate
from monazite.results.outcome import Floats, Outcome
from monazite.results.welfare import Account, social_welfare
from monazite.study.answer.terms import Terms


def incentive_paid(outcome: Outcome) -> Floats:
    """Money paid out under all incentives, MUSD per year, by period."""
    paid = np.zeros(len(outcome.system.grid))
    for s in outcome.system.widest.subsidies:
        for c in s.commodities:
            paid = paid + rate(outcome.system, s.subsidy, c) * outcome.total("eligible", subsidy=s.subsidy, commodity=c)
    return paid


def penalty(outcome: Outcome, terms: Terms) -> float:
    """Claim for what is not delivered within the notice period of the agreement, MUSD, once.

    Volume missing against the running agreement from the day of the first state that reduces it, over the months of
    notice, times the claim per kg. The text of the agreement is not public: both are estimates of the study.
    """
    world = outcome.system.world
    agreement = world.keyed("agreements")[terms.agreement]
    cut = [
        s
        for s in world.agreement_states
        if s.agreement == terms.agreement
        and s.start >= outcome.system.grid.start
        and min(s.share_start, s.share_end) < 1.0
    ]
    if not cut:
        return 0.0
    first = min(cut, key=lambda s: s.start)
    return agreement.penalty * agreement.maximum * (1.0 - first.share_start) * agreement.notice_months / 12.0


def gain(account: Account, reference: Account, region: str) -> float:
    """Social welfare of a region against the reference, MUSD discounted, without the unexplained margin."""
    return social_welfare(account, region) - social_welfare(reference, region)


def unexplained(account: Account, reference: Account, region: str) -> float:
    """The part of the difference that is fitted margin and no cash, MUSD discounted."""
    line = (region, "unexplained margin")
    return account.get(line, 0.0) - reference.get(line, 0.0)
