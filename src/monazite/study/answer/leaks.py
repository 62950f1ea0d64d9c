"""A stop that is narrower than it sounds, tried beside an option: what of it leaves by another country, or in another form."""

from __future__ import annotations

from typing import Any

from monazite.results.outcome import Outcome
from monazite.study.answer.terms import Leak, Terms
from monazite.study.foresight import realise
from monazite.study.leaks import leaks
from monazite.study.study import Study
from monazite.world.policies import as_announced


def leak(study: Study, terms: Terms, narrow: Leak, base_option: str, base: Outcome, year: int) -> list[dict[str, Any]]:
    """What each rule of a narrow stop closes in a year and how much of that leaks, as ``study.leaks`` tells it; t of the
    element's oxide, with the name of the stop and the option beside which it was tried.
    """
    extra = tuple(study.folder.policies[name] for name in narrow.policies)
    stopped = realise(study, base_option, as_announced((*study.policies(base_option), *extra)))
    return [
        {"stop": narrow.name, "beside": base_option, **row} for row in leaks(base, stopped, (year,), terms.element)
    ]
