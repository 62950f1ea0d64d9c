"""Announced goals beside what each option reaches in the year in which they fall due: they force nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from monazite.results.outcome import Floats, Outcome
from monazite.study.answer.number import TONNES, in_year
from monazite.world.records import Target


def goals(outcomes: Mapping[str, Outcome]) -> list[dict[str, Any]]:
    """One row for each goal that falls due within the horizon: what was announced, and what each option makes, t per year.

    A goal of an element counts its oxide in all that is made at that stage; a goal of ``*`` counts tonnes of product.
    """
    rows = []
    for target in next(iter(outcomes.values())).system.world.targets:
        reached = {option: _made(outcome, target) for option, outcome in outcomes.items()}
        rows.append(
            {
                "goal": target.name,
                "due": target.due.isoformat(),
                "announced": target.quantity * TONNES,
                **{option: in_year(outcomes[option].system.grid, rates, target.due.year) * TONNES
                   for option, rates in reached.items()},
            }
        )
    return rows


def _made(outcome: Outcome, target: Target) -> Floats:
    """What is made of a goal's stage in its region, kt per year; shape (periods,)."""
    made = np.zeros(len(outcome.system.grid))
    for commodity in outcome.system.world.commodities:
        if commodity.stage == target.stage:
            held = 1.0 if target.element == "*" else outcome.oxide(commodity.commodity, target.element)
            made = made + held * sum(outcome.amounts(commodity.commodity, target.region, 1).values(), np.zeros(made.size))
    return made
