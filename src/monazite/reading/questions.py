"""``questions.toml``: what users ask of a study, in their words, and by which kind of answer each is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monazite.errors import BadInput, Fault
from monazite.reading.faults import Faults
from monazite.reading.study_files import leads_out
from monazite.reading.toml_files import read_toml

FILE = "questions.toml"
WORDS = ("number", "name", "asked_by", "words", "kind")
"""What every question says of itself; everything else are the terms of its kind."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its number, short name, asker and words; ``terms`` are what its ``kind`` needs to know."""

    number: int
    name: str
    asked_by: str
    words: str
    kind: str
    terms: Mapping[str, Any]


def read_questions(root: Path) -> tuple[Question, ...]:
    """The questions of a study, in the order of the file; none where there is no such file.

    Raises ``BadInput`` with every word that is missing or of the wrong kind, and every name that stands twice. What a kind
    needs is checked where it is known (``study.questions``).
    """
    path = root / FILE
    if not path.is_file() or leads_out(path, root):
        return ()
    faults = Faults()
    parsed = read_toml(path, FILE, faults)
    faults.settle()
    assert parsed is not None  # settled: it could be read
    given = parsed[0].get("questions", [])
    found: list[Question] = []
    problems = [
        Fault(f"unknown section {name!r}", FILE, None, name, "write [[questions]]") for name in parsed[0] if name != "questions"
    ]
    if not isinstance(given, list) or not all(isinstance(entry, dict) for entry in given):
        raise BadInput([Fault("'questions' must be a list of tables", FILE, None, "questions", "write [[questions]]")])
    for place, entry in enumerate(given, 1):
        problems += _problems(place, entry)
        if not _problems(place, entry):
            terms = {key: value for key, value in entry.items() if key not in WORDS}
            found.append(Question(*(entry[word] for word in WORDS), terms))
    names = [question.name for question in found]
    for name in sorted({name for name in names if names.count(name) > 1}):
        problems.append(Fault(f"{name!r} stands twice", FILE, None, "questions.name", "give each question a name of its own"))
    if problems:
        raise BadInput(problems)
    return tuple(found)


def _problems(place: int, entry: Mapping[str, Any]) -> list[Fault]:
    found = []
    for word in WORDS:
        wanted = int if word == "number" else str
        if word not in entry:
            found.append(Fault(f"question {place} has no {word!r}", FILE, None, f"questions.{word}", "every question says it"))
        elif not isinstance(entry[word], wanted) or isinstance(entry[word], bool) or entry[word] == "":
            what = "a whole number" if wanted is int else "a text"
            found.append(Fault(f"question {place}: {entry[word]!r} is not {what}", FILE, None, f"questions.{word}", f"give {what}"))
    return found
