"""A study with other evidence: every number that rests on what was changed is worked out again, in tables and in policies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from monazite.errors import BadInput, Fault, nearest
from monazite.reading import StudyFolder
from monazite.study.study import Study
from monazite.world.derivations import value
from monazite.world.evidence import Evidence, Input
from monazite.world.policies import Edit
from monazite.world.world import key_of


def with_evidence(study: Study, values: Mapping[str, float], also: Collection[str] = ()) -> Study:
    """The study with these values in place of those reported, by evidence id, in the unit of each piece of evidence.

    Raises ``BadInput`` for ids that are not known as of the study's date, or that no number rests on; ``also`` are ids that
    something beside the model rests on.
    """
    known = {e.id: e for e in study.folder.evidence}
    used = [entry for entry in study.inputs if any(name in values for name in entry.ids)]
    feeding = {*(name for entry in used for name in entry.ids), *(name for name in also if name in known)}
    faults = [
        Fault(f"there is no evidence {name!r} as of {study.as_of}", "evidence.csv", way_out=nearest(name, known))
        if name not in known
        else Fault(f"no number of the model rests on {name}", "evidence.csv", way_out="name one that a formula of derivations.csv uses")
        for name in values
        if name not in feeding
    ]
    if faults:
        raise BadInput(faults)
    moved = {**known, **{name: replace(known[name], value=number) for name, number in values.items()}}
    folder = replace(rework(study.folder, used, moved), evidence=tuple(moved.values()))
    return study.on_folder(folder)


def rework(folder: StudyFolder, entries: Iterable[Input], evidence: Mapping[str, Evidence]) -> StudyFolder:
    """The folder with these inputs worked out again from their formulas over other evidence."""
    changes: dict[tuple[str, str, str], dict[str, float]] = defaultdict(dict)
    for entry in entries:
        changes[entry.policy, entry.table, entry.row][entry.column] = value(entry.formula, evidence) * entry.factor
    world, policies = folder.world, dict(folder.policies)
    for table in {table for policy, table, _ in changes if not policy}:
        records = ((record, changes.get(("", table, _told(key_of(table, record))))) for record in world.table(table))
        world = replace(world, **{table: tuple(replace(r, **again) if again else r for r, again in records)})
    for named in {policy for policy, _, _ in changes if policy}:
        edits = tuple(_edited(edit, changes.get((named, edit.table, _told(edit.key)))) for edit in policies[named].edits)
        policies[named] = replace(policies[named], edits=edits)
    return replace(folder, world=world, policies=policies)


def _edited(edit: Edit, again: dict[str, float] | None) -> Edit:
    if not again or edit.action == "remove":
        return edit
    if edit.action == "add":
        return replace(edit, record=replace(edit.record, **again))
    return replace(edit, values={**(edit.values or {}), **again})


def _told(key: str | tuple) -> str:
    return "|".join(str(part) for part in key) if isinstance(key, tuple) else key
