"""Where questions are worked on: a study with its options and scenarios solved once, whatever asks for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from monazite.results.outcome import Outcome
from monazite.results.welfare import Account, welfare_account
from monazite.study.answer.option_numbers import Solved
from monazite.study.answer.terms import Terms
from monazite.study.answer.work import MOST, terms_of
from monazite.study.foresight import realise
from monazite.study.stacks import Stack, stacked
from monazite.study.study import Study


@dataclass
class Desk:
    """A study as of a date. What was solved is kept; an outcome depends on the option and the scenarios alone."""

    study: Study
    _solved: dict[tuple[str, ...], Outcome] = field(default_factory=dict)
    _at_most: dict[str, Account] = field(default_factory=dict)

    @cached_property
    def terms(self) -> Terms:
        """The words of the study's question, checked against its tables."""
        return terms_of(self.study)

    def outcome(self, option: str = "", *scenarios: str) -> Outcome:
        """The realised path of an option (default: the reference) with scenarios on top."""
        key = (option or self.study.reference, *scenarios)
        if key not in self._solved:
            self._solved[key] = stacked(self.study, key[0], Stack(tuple(scenarios))).outcome
        return self._solved[key]

    def solved(self, option: str) -> Solved:
        """An option with its account at both values of captive stock."""
        if option not in self._at_most:
            valued = realise(self.study, option, self.study.policies(option), MOST)
            self._at_most[option] = welfare_account(valued)
        found = self.outcome(option)
        return Solved(found, welfare_account(found), self._at_most[option])

    def value(self, evidence: str) -> float:
        """The value of a piece of evidence, in its own unit."""
        found = next(e for e in self.study.folder.evidence if e.id == evidence)
        assert found.value is not None  # checked with the question's terms
        return found.value
