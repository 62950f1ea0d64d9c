"""How sure is the answer? What moves it most, how well its inputs are supported, and which weak ones feed most."""

from __future__ import annotations

from collections import Counter
from typing import Any

from monazite.reading.observed import FILE
from monazite.study.answer import other_readings
from monazite.study.answer.assemble import ends_of, gains_of
from monazite.study.answer.option_numbers import option_numbers
from monazite.study.answer.other_base_years import DRAWS, Spread, spread_of
from monazite.study.answer.rests_on import Influence, candidates, headline, influence
from monazite.study.answer.told import place
from monazite.study.answer.verdict import Verdict, doubt_of, judge
from monazite.study.answer.work import other_need
from monazite.study.backtest import backtest, scores
from monazite.study.questions.desk import Desk
from monazite.study.questions.reply import Reply, table
from monazite.world.derivations import reported_range
from monazite.world.evidence import GRADES

NEEDS = {"option": "option", "tried": "count", "shown": "count", "records": "records"}

WEAK = ("low", "estimate")
"""Grades of evidence that a reader should look at first."""


def confidence(desk: Desk, terms: dict[str, Any]) -> Reply:
    """The verdict on an option against the reference, what moves it, inputs by grade, and the weak evidence in most
    cells.

    The verdict counts what the answer's counts: captive stock, the unexplained margin, the estimates tried here, and other
    base years.
    Effects are on home's gain, MUSD discounted, all announcements foreseen.
    """
    study, rival = desk.study, terms["option"]
    standing = candidates(study, desk.terms, rival)
    unmoved = headline(study, desk.terms, rival)
    tried = [influence(study, desk.terms, rival, name, unmoved) for name in standing[: terms["tried"]]]
    tried.sort(key=lambda i: (min(i.ends) - max(i.ends), i.id))
    left = spread_of(study, desk.terms, [rival], other_need(study, desk.terms), DRAWS["draft"])
    verdict = _verdict(desk, rival, tried, left)
    sides = [other_readings.believed(study, desk.terms, rival, r.reading, unmoved) for r in other_readings.readings(study)]
    contradicted = other_readings.contradiction_rows(study, sides)
    graded = Counter(entry.grade for entry in study.inputs)
    total, estimates = graded.total(), graded["estimate"]
    said = [verdict.sentence, *([f"Of these {tried[0].id} moves it most."] if tried else [])]
    said += other_readings.most_moving(contradicted, unmoved.gain, rival)
    return Reply(
        " ".join([*said, f"{100.0 * estimates / total:,.0f} % of the {total:,} numbers of the model rest on an estimate."]),
        (
            _moved(desk, rival, tried),
            *_contradicted(contradicted, rival),
            table(
                "grades",
                "Numbers of the model by grade of their weakest evidence",
                "",
                [("grade", "grade", "", 0), ("inputs", "numbers", "", 0), ("share", "share", "%", 1)],
                [{"grade": g, "inputs": graded[g], "share": 100.0 * graded[g] / total} for g in GRADES],
            ),
            _weak(desk, terms["shown"]),
            *_record(desk, terms["records"]),
        ),
        {
            "decided": "yes" if verdict.decided else "no",
            "gain": unmoved.gain,
            "estimates_share": 100.0 * estimates / total,
            "weakest": tried[0].id if tried else None,
        },
        (
            f"{len(standing)} estimates have a range and stand behind one of the two options; the {len(tried)} most "
            "likely to matter were moved, one at a time",
            f"{left.count} other base years that the reports allow were drawn",
        ),
        ()
        if terms["records"]
        else (
            f"Whether the model would have got crises before {study.folder.settings['study']['base_year']} right: the "
            "study starts there.",
        ),
    )


def _moved(desk: Desk, rival: str, tried: list[Influence]) -> dict[str, Any]:
    """What each estimate does to the gain over its range."""
    known = {e.id: e for e in desk.study.folder.evidence}
    rows = []
    for i in tried:
        e, (low, high) = known[i.id], reported_range(known[i.id])
        least, most = (None, None) if i.impossible else i.ends
        told = {"id": i.id, "what": f"{e.subject}, {e.quantity}", "value": e.value, "low": low, "high": high}
        rows.append({**told, "unit": e.unit, "least": least, "most": most})
    return table(
        "moved",
        f"What moves the gain of '{rival}' over '{desk.study.reference}'",
        "change of home's gain, discounted, all announcements foreseen; an estimate that leaves no plan at its far end "
        "has none",
        [
            ("id", "evidence", "", 0),
            ("what", "what", "", 0),
            ("value", "value", "", 2),
            ("low", "low", "", 2),
            ("high", "high", "", 2),
            ("unit", "unit", "", 0),
            ("least", "down", "MUSD", 1),
            ("most", "up", "MUSD", 1),
        ],
        rows,
    )


def _contradicted(rows: list[dict[str, Any]], rival: str) -> list[dict[str, Any]]:
    """What the other side of each contradiction would do to the gain; nothing where none was tried."""
    decimals = {"effect": 1}
    columns = [(*column, decimals.get(column[0], 0)) for column in other_readings.COLUMNS]
    return [table("contradictions", other_readings.TITLE, other_readings.note(rival), columns, rows)] if rows else []


def _weak(desk: Desk, shown: int) -> dict[str, Any]:
    """The low-graded evidence that stands in most numbers of the model."""
    known = {e.id: e for e in desk.study.folder.evidence}
    cells = Counter(name for entry in desk.study.inputs for name in entry.ids if known[name].grade in WEAK)
    rows = []
    for name, count in sorted(cells.items(), key=lambda c: (-c[1], c[0]))[:shown]:
        e = known[name]
        rows.append({"id": name, "what": f"{e.subject}, {e.quantity}", "grade": e.grade, "cells": count})
    return table(
        "weak",
        "Low-graded evidence in most numbers",
        "monazite evidence ID walks each back and forward",
        [("id", "evidence", "", 0), ("what", "what", "", 0), ("grade", "grade", "", 0), ("cells", "numbers", "", 0)],
        rows,
    )


def _record(desk: Desk, others: list[str]) -> list[dict[str, Any]]:
    """How the model's numbers met what was observed since its base year, if the study says what that was, and how those of
    other shipped studies did."""
    root = desk.study.folder.root
    names = {desk.study.name: str(root)} if (root / FILE).exists() else {}
    rows = [
        {
            "study": study,
            "group": s.group,
            "series": s.series,
            "by": "the model" if s.by == "model" else s.by.replace("_", " "),
            "error": None if s.weighted is None else 100.0 * s.weighted,
            "skill": s.skill,
        }
        for study, place in (names | {name: name for name in others}).items()
        for s in scores(backtest(place))
    ]
    if not rows:
        return []
    return [
        table(
            "record",
            "How the model met what was observed",
            "error of the sum of a group; skill: one less the error over that of the guess that nothing changes, below 0 "
            "is worse than it; draft, evidence as it stands in the study; 'monazite backtest' tells every series",
            [
                ("study", "study", "", 0),
                ("group", "group", "", 0),
                ("series", "series", "", 0),
                ("by", "said by", "", 0),
                ("error", "error", "%", 0),
                ("skill", "skill", "", 2),
            ],
            rows,
        )
    ]


def _verdict(desk: Desk, rival: str, tried: list[Influence], left: Spread) -> Verdict:
    """The verdict of the answer on one option, with these estimates moved and these base years drawn."""
    study, terms = desk.study, desk.terms
    reference, one = desk.solved(study.reference), desk.solved(rival)
    other = desk.solved(terms.counterparts.get(rival, study.reference))
    numbers = option_numbers(one, other, reference, terms, other_need(study, terms))
    ends = left.ends.get((rival, f"welfare_{terms.home}"))
    gains, doubt = gains_of({rival: numbers}, terms), doubt_of(ends_of(study, tried), left.count, ends)
    return judge(gains, rival, study.reference, place(study.folder.world, terms.home), doubt)
