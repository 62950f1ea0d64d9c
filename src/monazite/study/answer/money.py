"""What an option costs the state, and what it is worth to a region, against the reference."""

from __future__ import annotations

import numpy as np

from monazite.formulation.incentives import rate
from monazite.results.outcome import Floats, Outcome
from monazite.results.welfare import Account, social_welfare
from monazite.study.answer.terms import Terms
from monazite.world.agreement_life import claims


def incentive_paid(outcome: Outcome) -> Floats:
    """Money paid out under all incentives, MUSD per year, by period."""
    paid = np.zeros(len(outcome.system.grid))
    for s in outcome.system.widest.subsidies:
        for c in s.commodities:
            paid = paid + rate(outcome.system, s.subsidy, c) * outcome.total("eligible", subsidy=s.subsidy, commodity=c)
    return paid


def penalty(outcome: Outcome, terms: Terms) -> float:
    """Claims for missed notice of the agreement that the answer is about, MUSD, once and not discounted.

    The account holds them already, discounted, as a payment from seller to buyer. The text of the agreement is not public:
    notice and claim per kg are estimates of the study.
    """
    world = outcome.system.world
    agreement = world.keyed("agreements")[terms.agreement]
    return sum((claim.amount for claim in claims(world, agreement, outcome.system.grid.start)), 0.0)


def gain(account: Account, reference: Account, region: str) -> float:
    """Social welfare of a region against the reference, MUSD discounted, without the unexplained margin."""
    return social_welfare(account, region) - social_welfare(reference, region)


def unexplained(account: Account, reference: Account, region: str) -> float:
    """The part of the difference that is fitted margin and no cash, MUSD discounted."""
    line = (region, "unexplained margin")
    return account.get(line, 0.0) - reference.get(line, 0.0)
