"""Questions that users ask of a study, each answered by one kind of reply; one file for each kind."""

from monazite.study.questions.answering import answer_question, check_questions, evidence_named, questions_of
from monazite.study.questions.desk import Desk
from monazite.study.questions.reply import Reply

__all__ = ["Desk", "Reply", "answer_question", "check_questions", "evidence_named", "questions_of"]
