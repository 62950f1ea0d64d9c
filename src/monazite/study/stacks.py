"""Instruments at will: scenarios of a study stacked on one of its options, and what each stack changes.

A stack is a list of scenarios on top of an option; each is announced on its own date, and the path is solved with the
same foresight as the option itself. What is told is always the difference from the option without the stack.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from monazite.errors import BadInput, Fault, nearest
from monazite.results.outcome import Outcome
from monazite.results.welfare import Ledger, closing_error, total, welfare_ledger
from monazite.study.answer.sections import section
from monazite.study.effect_tables import effect_tables
from monazite.study.foresight import realise
from monazite.study.leaks import AMOUNTS, NOTE, STOP, TITLE, leaks
from monazite.study.study import Study
from monazite.world.checks import check
from monazite.world.policies import apply, as_announced


@dataclass(frozen=True, slots=True)
class Stack:
    """Scenarios by name, in the order given; ``title`` is how a column of them is headed."""

    names: tuple[str, ...]

    @property
    def title(self) -> str:
        return " + ".join(self.names)


@dataclass(frozen=True)
class Stacked:
    """An option with a stack on top (or without one): its outcome, and who gains what by period."""

    stack: Stack
    outcome: Outcome
    ledger: Ledger


def read_stacks(study: Study, given: Sequence[str]) -> list[Stack]:
    """Stacks as they are typed, scenarios separated by commas: ``["price-floor", "price-floor,outage"]``.

    Raises ``BadInput`` for names that are no scenario, stand twice in one stack, or hold already in every option.
    """
    faults: list[Fault] = []
    stacks = []
    for text in given:
        names = tuple(name.strip() for name in text.split(",") if name.strip())
        if not names:
            faults.append(Fault(f"a stack {text!r} names no scenario", way_out=f"the study has {_known(study)}"))
        for name in dict.fromkeys(names):
            if name not in study.folder.policies:
                faults.append(
                    Fault(
                        f"the study has no scenario {name!r}",
                        "scenarios/",
                        way_out=nearest(name, study.folder.policies) or f"the study has {_known(study)}",
                    )
                )
            elif name in study.folder.events:
                faults.append(Fault(f"{name!r} is an event of the study: it holds in every option", way_out="leave it out"))
            if names.count(name) > 1:
                faults.append(Fault(f"{name!r} stands twice in one stack", way_out="name it once"))
        stacks.append(Stack(names))
    if faults:
        raise BadInput(faults)
    return list(dict.fromkeys(stacks))


def _known(study: Study) -> str:
    return ", ".join(sorted(set(study.folder.policies) - set(study.folder.events)))


def stacked(study: Study, option: str, stack: Stack = Stack(())) -> Stacked:
    """The realised path of an option with a stack on top.

    Raises ``BadInput`` where the stack contradicts the option (it adds what is there, or changes what is not), and what
    the solver raises where no path exists.
    """
    own = study.policies(option)
    twice = [name for name in stack.names if name in {p.policy for p in own}]
    if twice:
        raise BadInput([Fault(f"{name!r} is part of option {option!r} already", way_out="leave it out") for name in twice])
    policies = as_announced((*own, *(study.folder.policies[name] for name in stack.names)))
    faults = check(apply(study.folder.world, policies))
    if faults:
        raise BadInput(faults)
    outcome = realise(study, option, policies)
    return Stacked(stack, outcome, welfare_ledger(outcome))


def compare_stacks(study: Study, option: str, stacks: Sequence[Stack], years: Sequence[int]) -> dict[str, Any]:
    """What each stack changes beside an option, as plain data: who gains, prices, trade, production, use; see
    ``effect_tables``. ``years`` are calendar years within the horizon.

    Raises ``BadInput`` for years outside the horizon, and as ``stacked``.
    """
    _require_years(study, years)
    before = stacked(study, option)
    after = [stacked(study, option, stack) for stack in stacks]
    return {
        "study": study.name,
        "option": option,
        "resolution": asdict(study.resolution),
        "stacks": [_told(study, one) for one in after],
        "sections": [
            *effect_tables(
                study, before.outcome, before.ledger, {s.stack.title: (s.outcome, s.ledger) for s in after}, years
            ),
            *_leaks(study, before, after, years),
        ],
    }


def _leaks(study: Study, before: Stacked, after: Sequence[Stacked], years: Sequence[int]) -> list[dict[str, Any]]:
    """What goes round the stops of each stack, as a section; none where no stack stops anything."""
    element = study.folder.settings["answer"].get("element", "")
    rows = [
        {"stack": one.stack.title, **row} for one in after for row in leaks(before.outcome, one.outcome, years, element)
    ]
    columns = [STOP, ("stack", "stack", ""), *AMOUNTS]
    return [section("leaks_by_instrument", TITLE, NOTE, columns, rows)] if rows else []


def _require_years(study: Study, years: Sequence[int]) -> None:
    known = study.grid.whole_years
    faults = [
        Fault(f"the year {year} is not wholly within the horizon", way_out=f"name years from {known[0]} to {known[-1]}")
        for year in years
        if year not in known
    ]
    if faults:
        raise BadInput(faults)


def _told(study: Study, one: Stacked) -> dict[str, Any]:
    """A stack with its scenarios, and the checks of its solution."""
    return {
        "name": one.stack.title,
        "scenarios": [
            {"name": name, "title": study.folder.policies[name].title, "announced": study.folder.policies[name].announced.isoformat()}
            for name in one.stack.names
        ],
        "checks": {
            "closing_error": closing_error(one.outcome, total(one.ledger)),
            "fixed_point_residual": one.outcome.incentive_residual,
            "solves": one.outcome.solves,
            **one.outcome.residuals,
        },
    }
