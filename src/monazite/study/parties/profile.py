"""One profile, that is one strategy for each party, solved: what it is worth to each of their regions.

A profile is a pure function of the study folder, so that profiles may be solved in any process and order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monazite.errors import BadInput, Fault
from monazite.reading.parties import Party, Strategy, profile_policies
from monazite.results.welfare import Account, closing_error, social_welfare, welfare_account
from monazite.study.answer.work import MOST, opened
from monazite.study.foresight import realise, stages
from monazite.study.price_side import MARGIN, price_sides
from monazite.study.study import Study
from monazite.world.policies import Policy, as_announced


@dataclass(frozen=True, slots=True)
class Worth:
    """What a profile is worth to a region, MUSD discounted over the whole horizon: social welfare with captive stock at
    the horizon worth nothing and worth ``MOST`` of its base price, the unexplained margin beside each of the two, and
    how far below (at most zero) and above (at least zero) other prices of the same plan would put it."""

    at_zero: float
    at_most: float
    margin_at_zero: float
    margin_at_most: float
    prices_below: float = 0.0
    prices_above: float = 0.0


@dataclass(frozen=True)
class ProfileWork:
    """A solved profile by names of its strategies: worth by region, and the worst checks of its two outcomes."""

    names: tuple[str, ...]
    worth: Mapping[str, Worth]
    residuals: Mapping[str, float]
    closing_error: float
    fixed_point_residual: float
    solves: int


def profile_work(root: str, as_of: str, resolution: str, names: tuple[str, ...]) -> ProfileWork:
    """Solve a profile twice, with captive stock at the horizon worth nothing and worth ``MOST`` of its base price."""
    study = opened(root, as_of, resolution)
    known = policies_of(study, names)
    both = [realise(study, "+".join(names), known, share) for share in (None, MOST)]
    accounts = [welfare_account(outcome) for outcome in both]
    regions = list(dict.fromkeys(party.region for party in study.folder.parties))
    sides = price_sides(both[0], stages(study, known)[-1][0], regions)
    return ProfileWork(
        names,
        {region: _worth(region, accounts, sides[region]) for region in regions},
        {key: max(outcome.residuals[key] for outcome in both) for key in both[0].residuals},
        max(closing_error(outcome, account) for outcome, account in zip(both, accounts, strict=True)),
        max(outcome.incentive_residual for outcome in both),
        sum(outcome.solves for outcome in both),
    )


def policies_of(study: Study, names: tuple[str, ...]) -> tuple[Policy, ...]:
    """All policies of a profile in the order of their announcement; events that a party decides are left to its
    strategy.

    Raises ``BadInput`` for names that are no strategies of the parties, one each in their order.
    """
    parties = study.folder.parties
    if len(names) != len(parties):
        told = ", ".join(party.name for party in parties)
        raise BadInput([Fault(f"{len(names)} strategies are no profile", way_out=f"name one for each of {told}")])
    profile = tuple(_strategy(party, name) for party, name in zip(parties, names, strict=True))
    named = profile_policies(study.folder.events, parties, profile)
    return as_announced(study.folder.policies[name] for name in named)


def _strategy(party: Party, name: str) -> Strategy:
    for strategy in party.strategies:
        if strategy.name == name:
            return strategy
    told = ", ".join(strategy.name for strategy in party.strategies)
    raise BadInput([Fault(f"party {party.name!r} has no strategy {name!r}", way_out=f"it has {told}")])


def _worth(region: str, accounts: list[Account], sides: tuple[float, float]) -> Worth:
    social = [social_welfare(account, region) for account in accounts]
    margin = [account.get((region, MARGIN), 0.0) for account in accounts]
    return Worth(social[0], social[1], margin[0], margin[1], *sides)
