"""The shipped study's questions at draft resolution, as known today; with other evidence where a test asks for it."""

from __future__ import annotations

from functools import cache

import pytest

from monazite.study.questions import Desk, answer_question, evidence_named
from monazite.study.reworked import with_evidence
from monazite.study.study import open_study


class Asked:
    """``asked(name)`` is the reply to a question, ``asked(name, MZ212=8)`` the reply with other evidence."""

    def __init__(self) -> None:
        self.study = open_study("india-japan", "today", "draft")
        self.desk = Desk(self.study)
        self._replies = cache(self._reply)

    def __call__(self, name, **evidence):
        return self._replies(name, tuple(sorted(evidence.items())))

    def _reply(self, name, evidence):
        desk = Desk(with_evidence(self.study, dict(evidence), evidence_named(self.study))) if evidence else self.desk
        return answer_question(desk, name)[1]


@pytest.fixture(scope="session")
def asked() -> Asked:
    """Replies shared by all tests of a session."""
    return Asked()
