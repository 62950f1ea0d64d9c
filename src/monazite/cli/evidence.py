"""``monazite evidence ID|TEXT``: a number walked back to its source, and forward to what rests on it."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monazite.cli.ending import document, ending
from monazite.cli.progress import progress
from monazite.errors import BadInput, Fault, nearest

if TYPE_CHECKING:
    from monazite.cli.printing.page import Page
    from monazite.study.checked_claims import CheckedClaim, WorkedSum
    from monazite.study.provenance import Found, Walk
    from monazite.study.study import Study
    from monazite.world.evidence import Contradiction, Evidence

SHOWN = 40
"""Pieces of evidence that a search lists; the others are counted."""


def evidence(
    words: Annotated[list[str] | None, typer.Argument(metavar="ID|TEXT", help="An evidence id such as IM003, or words to look for.")] = None,
    study: Annotated[str, typer.Option("-s", "--study", help="A study folder, or the name of a shipped study.")] = "india-japan",
    as_of: Annotated[str, typer.Option(help="What was known on this day: YYYY-MM-DD, or a date of the study [default: its last].")] = "",
    claims: Annotated[bool, typer.Option("--claims", help="List the sentences that were checked, with verdict and arithmetic.")] = False,
    contradictions: Annotated[bool, typer.Option("--contradictions", help="List reports that cannot all be right, with what follows.")] = False,
    results: Annotated[bool, typer.Option("--results", help="Solve the options again at both ends of the range of ID.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Show where a number comes from, who says otherwise, and what rests on it; or search evidence and claims."""
    with ending(as_json):
        from monazite.reading import inputs
        from monazite.study.provenance import found, moved_results, walk
        from monazite.study.study import open_study

        what = " ".join(words or [])
        if not what and not claims and not contradictions:
            raise BadInput([Fault("nothing to look for", way_out="give an evidence id, words, --claims or --contradictions")])
        opened = open_study(study, _day(study, as_of), "draft")
        folder = opened.folder
        is_id = any(e.id == what for e in folder.evidence)
        if results and not is_id:
            raise BadInput([Fault("--results needs the id of one piece of evidence", way_out=_nearest_id(what, opened))])
        if is_id and not claims and not contradictions:
            walked = walk(folder, inputs(folder), what)
            moved: list[dict[str, object]] = []
            if results:
                with progress(f"solving the options of {study} at both ends of {what}"):
                    moved = moved_results(opened, what)
            document(_walk_document(opened, walked, moved)) if as_json else _print_walk(opened, walked, moved)
            return
        hits = _chosen(found(folder, what), claims, contradictions)
        if not hits:
            missing = f"nothing holds {what!r}" if what else "the study has none of them"
            raise BadInput([Fault(f"{missing} as of {folder.as_of}", way_out=_nearest_id(what, opened))])
        document(_found_document(opened, hits)) if as_json else _print_found(opened, hits)


def _chosen(hits: Found, claims: bool, contradictions: bool) -> Found:
    """What of a search is asked for: everything, or only claims, only contradictions, or both of these."""
    if not claims and not contradictions:
        return hits
    return replace(hits, evidence=(), claims=hits.claims if claims else (), contradictions=hits.contradictions if contradictions else ())


def _day(study: str, text: str) -> str | date | None:
    """A date of the study by name, any day, or None for the last; whatever is neither is refused."""
    from monazite.study.study import as_of_dates, find_study

    if not text or text in as_of_dates(find_study(study)):
        return text or None
    try:
        return date.fromisoformat(text)
    except ValueError:
        known = ", ".join(as_of_dates(find_study(study)))
        raise BadInput([Fault(f"{text!r} is no day and no date of the study", "--as-of",
                              way_out=f"write YYYY-MM-DD, or one of {known}")]) from None  # fmt: skip


def _nearest_id(text: str, study: Study) -> str:
    guess = nearest(text, [e.id for e in study.folder.evidence])
    return guess if guess.startswith("did you mean") else "use fewer or other words"


def _walk_document(study: Study, walked: Walk, moved: list[dict[str, object]]) -> dict[str, Any]:
    return {
        "study": study.name, "as_of": study.as_of, "evidence": asdict(walked.evidence), "low": walked.low, "high": walked.high,
        "source": asdict(walked.source) if walked.source else None,
        "said_elsewhere": [asdict(e) for e in walked.said_elsewhere], "claims": [_claim_document(c) for c in walked.claims],
        "contradictions": [asdict(c) for c in walked.contradictions],
        "cells": [asdict(c) for c in walked.cells],
        "by_hand": [{"key": row.key, "label": row.label, "unit": row.unit, "value": value, "at_low": low, "at_high": high}
                    for row, value, low, high in walked.by_hand],
        "results": moved,
    }  # fmt: skip


def _found_document(study: Study, hits: Found) -> dict[str, Any]:
    return {"study": study.name, "as_of": study.as_of, "evidence": [asdict(e) for e in hits.evidence],
            "claims": [_claim_document(c) for c in hits.claims], "contradictions": [asdict(c) for c in hits.contradictions]}  # fmt: skip


def _claim_document(checked: CheckedClaim) -> dict[str, Any]:
    return {**asdict(checked.claim), "sums": [asdict(s) for s in checked.sums], "evidence": checked.evidence,
            "judged_with_later": checked.later}  # fmt: skip


def _print_walk(study: Study, walked: Walk, moved: list[dict[str, object]]) -> None:
    from monazite.cli.printing.columns import Column, Row
    from monazite.cli.printing.figures import figure
    from monazite.cli.printing.page import page

    it, paper = walked.evidence, page()
    paper.heading(f"{it.id}: {it.subject}, {it.quantity} [as known on {study.as_of}]")
    paper.paragraph(_told(it), "bold")
    paper.points(_origin(walked))
    _print_reports(paper, "Said of the same thing", walked.said_elsewhere)
    _print_contradictions(paper, "Contradictions in which it stands", walked.contradictions, study)
    _print_claims(paper, "Sentences checked with it", walked.claims, study)
    paper.blank()
    paper.section("Numbers of the model that rest on it")
    if not walked.cells:
        paper.paragraph("None as of this date: it stands beside the model.")
    paper.table(
        [Column("table"), Column("row"), Column("column"), Column("policy"), Column("value", True), Column("unit"), Column("formula")],
        [Row((c.table, c.row, c.column, c.policy, figure(c.value), c.unit, c.formula)) for c in walked.cells])
    if walked.by_hand:
        paper.blank()
        paper.section("Worked out by hand with it")
        paper.table([Column("number"), Column("value", True), Column("at its low end", True), Column("at its high end", True), Column("unit")],
                    [Row((row.label, figure(value), figure(low), figure(high), row.unit)) for row, value, low, high in walked.by_hand])
    if moved:
        paper.blank()
        home = (study.folder.settings["answer"] or {}).get("home") or "all regions"
        paper.section(f"Gain of {home} over the reference with it, MUSD discounted (draft)")
        paper.table([Column("option"), Column("at its low end", True), Column("as reported", True), Column("at its high end", True)],
                    [Row((str(row["option"]), *(figure(row[at]) for at in ("low", "reported", "high")))) for row in moved])


def _told(it: Evidence) -> str:
    from monazite.cli.printing.figures import figure

    if it.value is None:
        return f"A sentence, no number: {it.note}"
    return f"{figure(it.value)} {it.unit}" + (f", {it.period}" if it.period else "")


def _origin(walked: Walk) -> list[str]:
    from monazite.cli.printing.figures import figure

    it, source, said = walked.evidence, walked.source, []
    if it.value is not None:
        given = "as reported" if it.low is not None or it.high is not None else "by convention of its grade"
        said.append(f"range {figure(walked.low)} to {figure(walked.high)} ({given})")
    said.append(f"grade {it.grade}; known since {it.known_on or 'always'}" + (f"; vintage {it.vintage}" if it.vintage else ""))
    if source:
        said.append(", ".join(filter(None, (source.title, source.publisher, source.date, source.address))) + f" [{source.id}]")
        said += [source.note] if source.note else []
    else:
        said.append("no source: an estimate of the study's authors")
    return said + ([it.note] if it.note and it.value is not None else [])


def _print_found(study: Study, hits: Found) -> None:
    from monazite.cli.printing.page import page

    paper = page()
    counted = f"{len(hits.evidence):,} pieces of evidence, {len(hits.claims)} claims, {len(hits.contradictions)} contradictions"
    paper.heading(f"{study.name}: {counted} [as known on {study.as_of}]")
    _print_reports(paper, "Evidence", hits.evidence)
    _print_contradictions(paper, "Contradictions", hits.contradictions, study)
    _print_claims(paper, "Claims", hits.claims, study)


def _print_reports(paper: Page, title: str, reports: tuple[Evidence, ...]) -> None:
    from monazite.cli.printing.columns import Column, Row
    from monazite.cli.printing.figures import figure

    if not reports:
        return
    paper.blank()
    paper.section(title)
    paper.table(
        [Column("id"), Column("subject"), Column("quantity"), Column("value", True), Column("unit"), Column("period"), Column("grade"), Column("known")],
        [Row((e.id, e.subject, e.quantity, figure(e.value), e.unit, e.period, e.grade, str(e.known_on or "")))
         for e in reports[:SHOWN]])
    if len(reports) > SHOWN:
        paper.paragraph(f"and {len(reports) - SHOWN:,} more; more words find fewer")


def _print_claims(paper: Page, title: str, sentences: tuple[CheckedClaim, ...], study: Study) -> None:
    if not sentences:
        return
    paper.blank()
    paper.section(title)
    for checked in sentences:
        claim = checked.claim
        paper.paragraph(f"{claim.verdict.upper()}: {claim.claim} ({', '.join(filter(None, (claim.who, str(claim.date or ''))))})", "bold")
        paper.points([*(_sum(s) for s in checked.sums), *filter(None, (claim.arithmetic, claim.note)),
                      f"evidence: {', '.join(checked.evidence) or 'none'}",
                      *([f"judged with what was learned after {study.as_of}: {', '.join(checked.later)}"] if checked.later else [])])


def _sum(worked: WorkedSum) -> str:
    from monazite.cli.printing.figures import figure

    if worked.value is None:
        return f"{worked.label}: waits for {', '.join(worked.later)}"
    ends = "" if worked.low == worked.high else f" ({figure(worked.low)} to {figure(worked.high)})"
    result = f"{figure(worked.value)} {worked.unit}{ends}"
    is_one_report = worked.formula.rfind("{") == 0 and worked.formula.endswith("}")
    return f"{worked.label}: {result}" if is_one_report else f"{worked.label}: {worked.numbers} = {result}"


def _print_contradictions(paper: Page, title: str, rows: tuple[Contradiction, ...], study: Study) -> None:
    from monazite.cli.printing.figures import figure

    known = {e.id: e for e in study.folder.evidence}
    if not rows:
        return
    paper.blank()
    paper.section(title)
    for row in rows:
        paper.paragraph(f"{row.topic} [{row.id}]", "bold")
        for name in row.evidence:
            e = known.get(name)
            told = f"{e.subject}, {e.quantity}{f', {e.period}' if e.period else ''}: " if e else f"not known on {study.as_of}"
            what = "" if e is None else e.note if e.value is None else f"{figure(e.value)} {e.unit}"
            paper.points([f"{name}: {told}{what}"])
        paper.points([f"so: {row.conclusion}", f"the model uses: {', '.join(row.used) or 'none of them'}", *filter(None, (row.note,))])
