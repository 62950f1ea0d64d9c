"""``monazite ask STUDY QUESTION``: one question of a study's users, answered in a sentence and tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from monazite.cli.ending import document, ending
from monazite.cli.names import require_names
from monazite.cli.progress import progress
from monazite.errors import BadInput, Fault


def ask(
    study: Annotated[str, typer.Argument(help="A study folder, or the name of a shipped study such as india-japan.")],
    question: Annotated[str, typer.Argument(help="Name or number of a question; without one they are listed.")] = "",
    as_of: Annotated[str, typer.Option(help="Answer as of this date of the study [default: the last].")] = "",
    fine: Annotated[bool, typer.Option("--fine/--draft", help="Resolution.")] = False,
    put: Annotated[list[str] | None, typer.Option("--set", help="Evidence to change, as ID=VALUE in its own unit; may be repeated.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Answer one question of a study's users, or list the questions.

    With --set every number that rests on a piece of evidence is worked out again, and the answer shows what that moves.
    """
    with ending(as_json):
        from monazite.study.study import as_of_dates, find_study

        root = find_study(study)
        require_names(root, [as_of] if as_of else [], [])
        values = _values(put or [])
        if not question:
            return _list(root, study, as_json)
        with progress(f"asking {study}"):
            told = _told(root, question, as_of or list(as_of_dates(root))[-1], "fine" if fine else "draft", values)
        document(told) if as_json else _print(told)


def _values(given: list[str]) -> dict[str, float]:
    """Evidence ids with their new values; everything that is no ID=NUMBER is told."""
    values, faults = {}, []
    for text in given:
        name, sign, number = text.partition("=")
        try:
            values[name.strip()] = float(number)
            if values[name.strip()] != values[name.strip()] or abs(values[name.strip()]) == float("inf"):
                raise ValueError
        except ValueError:
            faults.append(Fault(f"{text!r} is no evidence with a number", "--set", way_out="write ID=VALUE, such as MZ212=5"))
    if faults:
        raise BadInput(faults)
    return values


def _list(root: Path, name: str, as_json: bool) -> None:
    from monazite.cli.printing.columns import Column, Row
    from monazite.cli.printing.page import page
    from monazite.reading.questions import read_questions

    found = read_questions(root)
    if as_json:
        document({"questions": [{"number": q.number, "name": q.name, "asked_by": q.asked_by, "words": q.words, "kind": q.kind} for q in found]})
        return
    paper = page()
    paper.section(f"Questions of {name}")
    paper.table([Column("", True), Column("name"), Column("asked by"), Column("question")],
                [Row((str(q.number), q.name, q.asked_by, q.words)) for q in found])
    if not found:
        paper.paragraph("The study has no questions.toml.")


def _told(root: Path, question: str, as_of: str, resolution: str, values: dict[str, float]) -> dict[str, Any]:
    from monazite.study.answer.told import told_date
    from monazite.study.questions import Desk, answer_question, evidence_named
    from monazite.study.reworked import with_evidence
    from monazite.study.study import open_study

    study = open_study(root, as_of, resolution)
    changed = with_evidence(study, values, evidence_named(study)) if values else study
    asked, reply = answer_question(Desk(changed), question)
    known = {e.id: e for e in study.folder.evidence}
    return {
        "study": study.name, "as_of": told_date(study, as_of), "number": asked.number, "name": asked.name, "asked_by": asked.asked_by,
        "question": asked.words, "sentence": reply.sentence, "numbers": reply.numbers, "sections": list(reply.tables),
        "rests_on": list(reply.rests_on), "not_answerable": list(reply.not_answerable), "resolution": resolution,
        "set": [{"id": name, "from": known[name].value, "to": number, "unit": known[name].unit, "subject": known[name].subject,
                 "quantity": known[name].quantity} for name, number in values.items()],
    }  # fmt: skip


def _print(told: dict[str, Any]) -> None:
    from monazite.cli.printing.answer import print_section
    from monazite.cli.printing.figures import figure
    from monazite.cli.printing.page import page

    paper = page()
    paper.heading(f"{told['number']}. {told['name']} [{told['as_of']['name']}, {told['as_of']['date']}]")
    paper.paragraph(f"{told['asked_by']}: {told['question']}", "italic")
    paper.blank()
    for entry in told["set"]:
        paper.paragraph(f"Changed: {entry['subject']}, {entry['quantity']} ({entry['id']}) from {figure(entry['from'])} to {figure(entry['to'])} {entry['unit']}.")
    if told["set"]:
        paper.blank()
    paper.paragraph(told["sentence"], "bold")
    for section in told["sections"]:
        print_section(paper, section)
    paper.blank()
    paper.section("Where it comes from")
    paper.points([f"the model, {told['resolution']} resolution, as known on {told['as_of']['date']}", *told["rests_on"]])
    if told["not_answerable"]:
        paper.blank()
        paper.section("Not answerable from this evidence")
        paper.points(told["not_answerable"])
