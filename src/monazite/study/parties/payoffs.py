"""The payoffs of every combination of the parties' strategies, and what follows from them: consequences and no advice.

A payoff is the social welfare of a party's region against the status quo, in which every party plays its first
strategy. It is told as an interval: stock that may not be sold is worth something between nothing and most of its base
price. The fitted margin of the base year is no cash and stands beside it, and so does how far equally good prices leave
the payoff open; what lasts for certain must last with and without the margin, and anywhere between these prices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from monazite.errors import BadInput, Fault
from monazite.study.answer.told import place, told_date
from monazite.study.answer.verdict import SMALL
from monazite.study.answer.work import MOST
from monazite.study.parties.game import Equilibrium, Game, Regret, equilibria, regrets, replies
from monazite.study.parties.profile import ProfileWork, profile_work
from monazite.study.study import Study, open_study

SENTENCE = (
    "This is a table of consequences and not advice: it says what each combination of choices leads to in this model, not "
    "what anybody will or should choose. A party may have other ends than welfare, and may move first or second."
)
READINGS = (
    "captive stock worth nothing, margin left out",
    f"captive stock at {MOST:g} of its base price, margin left out",
    "captive stock worth nothing, margin counted",
    f"captive stock at {MOST:g} of its base price, margin counted",
)
"""The readings of the table, in the order of the game's first axis."""


def solve_payoffs(
    root: Path,
    as_of: str,
    resolution: str = "draft",
    *,
    workers: int = 2,
    progress: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Solve every profile of a study at a date and tell payoffs, equilibria and regret as plain data.

    Raises ``BadInput`` if the study has no parties, and what the solver raises if a profile has no trustworthy optimum.
    """
    study = open_study(root, as_of, resolution)
    parties = study.folder.parties
    if not parties:
        way_out = "list who chooses under [[parties]], and what they can do under [[strategies]]"
        raise BadInput([Fault("the study has no parties", "study.toml", way_out=way_out)])
    profiles = list(product(*((s.name for s in party.strategies) for party in parties)))
    solved: dict[tuple[str, ...], ProfileWork] = {}
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        jobs = {names: pool.submit(profile_work, str(root), as_of, resolution, names) for names in profiles}
        try:
            for names, job in jobs.items():
                solved[names] = job.result()
                if progress is not None:
                    progress(f"{as_of}: {len(solved)} of {len(profiles)} combinations solved")
        except BaseException:
            # What is still queued would only delay the news.
            pool.shutdown(cancel_futures=True)
            raise
    return told(study, as_of, resolution, solved)


def game_of(study: Study, solved: Mapping[tuple[str, ...], ProfileWork]) -> Game:
    """The game of all solved profiles: MUSD against the status quo, by reading (``READINGS``), strategies and party."""
    parties = study.folder.parties
    counts = tuple(len(party.strategies) for party in parties)
    payoffs = np.empty((len(READINGS), *counts, len(parties)))
    for at, work in zip(np.ndindex(*counts), solved.values(), strict=True):
        for i, party in enumerate(parties):
            w = work.worth[party.region]
            plain = (w.at_zero, w.at_most)
            payoffs[(slice(None), *at, i)] = (*plain, w.at_zero + w.margin_at_zero, w.at_most + w.margin_at_most)
    # The status quo is the first cell of each reading.
    first = payoffs.reshape(len(READINGS), -1, len(parties))[:, 0].copy()
    payoffs -= first.reshape(len(READINGS), *(1 for _ in counts), len(parties))
    ends = [
        [(w.worth[p.region].prices_below, w.worth[p.region].prices_above) for p in parties] for w in solved.values()
    ]
    open_by = np.moveaxis(np.array(ends).reshape(*counts, len(parties), 2), -1, 0)
    names = tuple(tuple(s.name for s in party.strategies) for party in parties)
    return Game(tuple(party.name for party in parties), names, payoffs, open_by, SMALL)


def told(study: Study, as_of: str, resolution: str, solved: Mapping[tuple[str, ...], ProfileWork]) -> dict[str, Any]:
    """Payoffs, equilibria and regret as plain data; keys are described in docs/reference/payoffs.md."""
    game = game_of(study, solved)
    settings = study.folder.settings["study"]
    return {
        "study": study.name,
        "title": settings["title"],
        "question": settings["question"],
        "digest": study.folder.digest,
        "resolution": resolution,
        "foresight": study.foresight,
        "as_of": told_date(study, as_of),
        "unit": f"USD million of {settings['price_year']}, discounted, against the status quo",
        "least_gain": game.least,
        "note": SENTENCE,
        "status_quo": _named(game, game.profiles[0]),
        "parties": [_party(study, i) for i in range(len(game.parties))],
        "profiles": _profiles(game, list(solved.values())),
        "equilibria": [_equilibrium(game, one) for one in equilibria(game)],
        "regret": [_regret(game, one) for one in regrets(game)],
    }


def _named(game: Game, profile: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(game.parties, profile, strict=True))


def _party(study: Study, position: int) -> dict[str, Any]:
    party = study.folder.parties[position]
    return {
        "name": party.name,
        "title": party.title,
        "region": party.region,
        "region_name": place(study.folder.world, party.region),
        "decides": list(party.decides),
        "strategies": [{"name": s.name, "title": s.title, "policies": list(s.policies)} for s in party.strategies],
    }


def _profiles(game: Game, solved: list[ProfileWork]) -> list[dict[str, Any]]:
    """Each profile with the payoff of each party: its interval, the margin beside it, and whether it replies best."""
    best = [replies(game, i) for i in range(len(game.parties))]
    found = []
    for profile, work in zip(game.profiles, solved, strict=True):
        at = game.position(profile)
        paid = {}
        for i, name in enumerate(game.parties):
            zero, most, with_margin, _ = (float(v) for v in game.payoffs[(slice(None), *at, i)])
            paid[name] = {
                "value": zero,
                "low": min(zero, most),
                "high": max(zero, most),
                "unexplained_margin": with_margin - zero,
                "prices_below": _finite(game.ends[(0, *at, i)]),
                "prices_above": _finite(game.ends[(1, *at, i)]),
                "best_reply": str(best[i][at]),
            }
        checks = {
            **work.residuals,
            "closing_error": work.closing_error,
            "fixed_point_residual": work.fixed_point_residual,
            "solves": work.solves,
        }
        found.append({"strategies": _named(game, profile), "payoffs": paid, "checks": checks})
    return found


def _finite(value: float) -> float | None:
    """A number as JSON can say it; None for what has no end."""
    return float(value) if np.isfinite(value) else None


def _equilibrium(game: Game, one: Equilibrium) -> dict[str, Any]:
    return {"strategies": _named(game, one.profile), "certain": one.certain}


def _regret(game: Game, one: Regret) -> dict[str, Any]:
    against = {party: s for party, s in zip(game.parties, one.against, strict=True) if s is not None}
    return {
        "party": one.party,
        "strategy": one.strategy,
        "low": _finite(one.low),
        "high": _finite(one.high),
        "against": against,
    }
