"""``monazite check STUDY``: whether a study can be used as it stands, and how large it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monazite.cli.ending import document, ending
from monazite.cli.names import require_names
from monazite.errors import BadInput, Fault

if TYPE_CHECKING:
    from monazite.cli.printing.page import Page

RESOLUTIONS = ("draft", "fine")


def check(
    study: Annotated[str, typer.Argument(help="A study folder, or the name of a shipped study such as india-japan.")],
    as_of: Annotated[str, typer.Option(help="Check as of this date of the study only [default: all of them].")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Read a study and check it; print its tables, the size of its programme, estimates, and evidence that looks wrong.

    Every fault is told with file, line and the way to mend it; the exit code is then 2.
    """
    with ending(as_json):
        from monazite.study.study import find_study

        root = find_study(study)
        require_names(root, [as_of] if as_of else [], [])
        counts = _counts(root, as_of)
        if as_json:
            document({"folder": str(root), "dates": counts})
            return
        _print(study, counts)


def _counts(root: Path, only: str) -> dict[str, dict[str, Any]]:
    """What the study holds as of each date; refused with the faults of all dates together."""
    from monazite.study.study import as_of_dates

    found, faults = {}, {}
    dates = {name: day for name, day in as_of_dates(root).items() if name == only or not only}
    for name in dates:
        try:
            found[name] = _count(root, name)
        except BadInput as error:
            faults[name] = error.faults
    if faults:
        raise BadInput(_together(faults, len(dates)))
    return found


def _together(faults: Mapping[str, tuple[Fault, ...]], dates: int) -> list[Fault]:
    """Each fault once; one that does not hold as of every date says as of which it does."""
    when: dict[Fault, list[str]] = {}
    for name, some in faults.items():
        for fault in some:
            when.setdefault(fault, []).append(name)
    return [fault if len(names) == dates else
            Fault(f"as of {', '.join(names)}: {fault.message}", fault.file, fault.line, fault.column, fault.way_out)
            for fault, names in when.items()]


def _count(root: Path, as_of: str) -> dict[str, Any]:
    """Rows by table, columns and rows of the programme by family, inputs by grade."""
    from monazite.formulation.formulate import formulate
    from monazite.reading import inputs
    from monazite.study.answer.terms import read_terms
    from monazite.study.questions import check_questions
    from monazite.study.study import open_study
    from monazite.world.doubtful_evidence import doubts
    from monazite.world.evidence import EVIDENCE_RECORDS, GRADES
    from monazite.world.world import TABLES

    opened = open_study(root, as_of)
    folder = opened.folder
    if folder.settings["answer"]:
        read_terms(folder.settings["answer"], folder.world)
    check_questions(opened)
    programme = {}
    for resolution in RESOLUTIONS:
        sized = open_study(root, as_of, resolution)
        programme[resolution] = formulate(sized.system(sized.policies(sized.reference))).describe()
    grades = Counter(entry.grade for entry in inputs(folder))
    return {
        "as_of": folder.as_of.isoformat(), "digest": folder.digest, "options": list(opened.options),
        "events": list(folder.events),
        "tables": {name: len(folder.world.table(name)) for name in TABLES}
        | {name: len(getattr(folder, name)) for name in EVIDENCE_RECORDS} | {"scenarios": len(folder.policies)},
        "programme": programme,
        "inputs": {"total": grades.total(), **{grade: grades[grade] for grade in GRADES}},
        "doubts": [asdict(doubt) for doubt in doubts(folder.evidence, folder.contradictions)],
    }


def _print(study: str, counts: Mapping[str, Mapping[str, Any]]) -> None:
    from monazite.cli.printing.columns import Column, Row
    from monazite.cli.printing.figures import figure
    from monazite.cli.printing.page import page

    paper, dates = page(), list(counts)
    first = counts[dates[0]]
    paper.heading(f"{study}: nothing wrong was found")
    paper.points([*(f"{name}: as known on {counts[name]['as_of']}" for name in dates),
                  f"options: {', '.join(first['options'])}", f"digest of the inputs: {first['digest'][:8]}"])
    paper.blank()
    paper.section("Rows by table")
    tables = [name for name in first["tables"] if any(counts[date]["tables"][name] for date in dates)]
    paper.table([Column("table"), *(Column(date, True) for date in dates)],
                [Row((name, *(figure(counts[date]["tables"][name]) for date in dates))) for name in tables])
    for kind in ("columns", "rows"):
        paper.blank()
        paper.section(f"Programme: {kind} by family")
        sizes = {(date, r): counts[date]["programme"][r][kind] for date in dates for r in RESOLUTIONS}
        families = [name for name in sizes[dates[0], "fine"] if any(size[name] for size in sizes.values())]
        paper.table(
            [Column("family"), *(Column(f"{date} {resolution}", True) for date, resolution in sizes)],
            [*(Row((name, *(figure(size[name]) for size in sizes.values()))) for name in families),
             Row(("all", *(figure(sum(size.values())) for size in sizes.values())))])
    paper.blank()
    paper.section("Numbers that the model uses")
    paper.table([Column("grade"), *(Column(date, True) for date in dates)],
                [Row((grade, *(figure(counts[date]["inputs"][grade]) for date in dates))) for grade in first["inputs"]])
    paper.blank()
    paper.paragraph("An estimate is somebody's judgement, or a number without evidence; 'monazite run' says which of them "
                    "move the answer.")
    _print_doubts(paper, counts)


def _print_doubts(paper: Page, counts: Mapping[str, Mapping[str, Any]]) -> None:
    """Evidence that looks wrong: what nobody has looked into; the rest counted by the contradiction that explains it."""
    from monazite.cli.printing.columns import Column, Row

    found = {(d["kind"], d["evidence"], d["reason"]): d for told in counts.values() for d in told["doubts"]}
    if not found:
        return
    open_ones = [d for d in found.values() if not d["explained_by"]]
    explained = Counter(name for d in found.values() for name in d["explained_by"][:1])
    paper.blank()
    paper.section("Evidence that looks wrong")
    paper.table([Column("doubt"), Column("evidence"), Column("reason")],
                [Row((d["kind"], _few(d["evidence"]), d["reason"])) for d in open_ones])
    if explained:
        by = ", ".join(f"{name} {count}" for name, count in sorted(explained.items()))
        paper.paragraph(f"{explained.total()} of {len(found)} are explained by contradictions of the study: {by}. "
                        "'monazite evidence --contradictions' shows them.")  # fmt: skip


def _few(ids: tuple[str, ...]) -> str:
    return ", ".join(ids[:3]) + (f" and {len(ids) - 3} more" if len(ids) > 3 else "")
