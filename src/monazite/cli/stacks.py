"""``monazite compare STUDY --with SCENARIO,...``: instruments stacked on an option, and what each stack changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from monazite.errors import BadInput, Fault


def stacks_of(
    name: str, given: Sequence[str], *, on: str, as_of: str, years: str, resolution: str
) -> dict[str, Any]:
    """The effect of each stack at one date, as plain data with the date and the question in front.

    Raises ``BadInput`` for anything that the study does not have.
    """
    from monazite.cli.names import require_names
    from monazite.cli.progress import progress
    from monazite.study.answer.told import told_date
    from monazite.study.stacks import compare_stacks, read_stacks
    from monazite.study.study import as_of_dates, find_study, open_study

    root = find_study(name)
    require_names(root, [as_of] if as_of else [], [on] if on else [])
    day = as_of or list(as_of_dates(root))[-1]
    with progress(f"{day}: {len(given)} stacks"):
        study = open_study(root, day, resolution)
        found = compare_stacks(study, on or study.reference, read_stacks(study, given), _years(study, years))
    return {
        "title": study.folder.settings["study"]["title"],
        "question": study.folder.settings["study"]["question"],
        "as_of": told_date(study, day),
        **found,
    }


def _years(study: Any, given: str) -> list[int]:
    """The calendar years that are told: those named, else those of the study's answer, else the first whole one and the
    fifth after it."""
    if not given.strip():
        named = study.folder.settings["answer"].get("years")
        if named:
            return [named[0], named[-2]]
        whole = study.grid.whole_years
        return list(dict.fromkeys([whole[0], whole[min(5, len(whole) - 1)]]))
    years, faults = [], []
    for text in given.split(","):
        if text.strip().isdecimal():
            years.append(int(text))
        else:
            faults.append(Fault(f"{text.strip()!r} is no year", "--years", way_out="write years with commas, as 2026,2030"))
    if faults:
        raise BadInput(faults)
    return list(dict.fromkeys(years))


def print_stacks(found: dict[str, Any]) -> None:
    """Print what each stack changes: its scenarios, then a table for each thing that changes, then the checks."""
    from monazite.cli.printing.answer import print_opening, print_section
    from monazite.cli.printing.columns import Column, Row
    from monazite.cli.printing.figures import figure
    from monazite.cli.printing.page import page

    paper = page()
    print_opening(paper, found, found)
    paper.section(f"Scenarios on top of '{found['option']}'")
    told = {s["name"]: s for stack in found["stacks"] for s in stack["scenarios"]}
    paper.table(
        [Column("scenario"), Column("announced"), Column("")],
        [Row((name, s["announced"], s["title"])) for name, s in told.items()],
    )
    for section in found["sections"]:
        print_section(paper, section)
    paper.blank()
    for stack in found["stacks"]:
        checks = stack["checks"]
        paper.paragraph(
            f"{stack['name']}: {checks['solves']} solves; the account closes to {checks['closing_error']:.0e}; "
            f"what follows prices moved by {figure(100.0 * checks['fixed_point_residual'], 2)} % in the last round."
        )
