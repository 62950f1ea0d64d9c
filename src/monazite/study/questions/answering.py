"""Answer a question of a study: find it by name or number, check its terms, and let its kind reply."""

from __future__ import annotations

from monazite.errors import BadInput, Fault, nearest
from monazite.reading.questions import FILE, Question, read_questions
from monazite.study.questions.desk import Desk
from monazite.study.questions.kinds import KINDS
from monazite.study.questions.reply import Reply
from monazite.study.questions.terms import term_faults
from monazite.study.study import Study
from monazite.world.derivations import ids


def questions_of(study: Study) -> tuple[Question, ...]:
    """The questions of a study, in the order of ``questions.toml``; raises ``BadInput`` for what is wrong in it."""
    return read_questions(study.folder.root)


def check_questions(study: Study) -> None:
    """Refuse, with ``BadInput``, questions of no kind and terms that name what the study has not; all at once."""
    faults = [fault for question in questions_of(study) for fault in _faults(study, question)]
    if faults:
        raise BadInput(faults)


def evidence_named(study: Study) -> frozenset[str]:
    """Every piece of evidence that a question of the study names for itself, or through a claim whose sums it shows."""
    known = {e.id for e in study.folder.evidence}
    given = [term for question in questions_of(study) for term in question.terms.values()]
    listed = [term if isinstance(term, list) else [term] for term in given]
    named = {name for names in listed for name in names if isinstance(name, str)}
    summed = {name for s in study.folder.claim_sums if s.claim in named for name in ids(s.formula)}
    return frozenset((named | summed) & known)


def answer_question(desk: Desk, name: str) -> tuple[Question, Reply]:
    """The question of this name or number, and the reply to it.

    Raises ``BadInput`` for a name that no question has, and for terms that are wrong as of the study's date.
    """
    known = questions_of(desk.study)
    found = next((q for q in known if name in (q.name, str(q.number))), None)
    if found is None:
        names = [q.name for q in known]
        way_out = nearest(name, names) if names else f"write questions into {FILE}"
        raise BadInput([Fault(f"the study has no question {name!r}", FILE, way_out=way_out)])
    faults = _faults(desk.study, found)
    if faults:
        raise BadInput(faults)
    return found, KINDS[found.kind].answer(desk, dict(found.terms))


def _faults(study: Study, question: Question) -> list[Fault]:
    kind = KINDS.get(question.kind)
    if kind is None:
        return [
            Fault(
                f"question {question.name}: there is no kind {question.kind!r}",
                FILE,
                None,
                "questions.kind",
                nearest(question.kind, KINDS),
            )
        ]
    if kind.asks_study and not study.folder.settings["answer"]:
        return [
            Fault(
                f"question {question.name}: a question of kind {question.kind!r} needs [answer] in study.toml",
                FILE,
                None,
                "questions.kind",
                "write [answer], or ask a question of another kind",
            )
        ]
    return list(term_faults(study, question, kind.needs))
