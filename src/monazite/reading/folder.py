"""A study folder as of a date: the world it describes, the evidence behind it, its policies, options and settings.

Faults are told in three stages, all of a stage at once: what single files say (A), what the tables say together (B),
and where their numbers come from (C). A later stage is only reached when the earlier ones are clean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import chain
from pathlib import Path

from monazite.errors import BadInput, Fault
from monazite.reading.checked_formulas import check_formulas
from monazite.reading.dictionary import ALL_TABLES, dictionary, record_of
from monazite.reading.evidence_units import check_formula_units, check_units
from monazite.reading.faults import Faults
from monazite.reading.headline_prices import check_prices
from monazite.reading.inputs import Cell, Known, cells, check_derivations, policy_cells, traced
from monazite.reading.parties import Party, check_parties, check_profiles, parties_of
from monazite.reading.references import Names, check_references, check_sources
from monazite.reading.scenarios import Draft, check_announcements, check_drafts, known_drafts, read_policies
from monazite.reading.settings import FILE, Option, check_names, options_of, read_settings
from monazite.reading.study_files import check_files, check_folder, digest
from monazite.reading.tables import Key, Row, RowSet, read_rows
from monazite.world.checks import check
from monazite.world.evidence import (
    EVIDENCE_RECORDS,
    ByHand,
    Claim,
    ClaimSum,
    Contradiction,
    Derivation,
    Evidence,
    Input,
    Reading,
    Source,
)
from monazite.world.faults import WorldFault
from monazite.world.policies import Policy, apply, as_announced, known_by
from monazite.world.world import TABLES, World


@dataclass(frozen=True)
class StudyFolder:
    """Everything that a study folder says, as it was known on ``as_of``.

    ``events`` are the policies that hold in every option, announced by then; ``parties`` choose beside each other;
    ``digest`` changes with any byte of any input file; ``lines`` gives the file and line of each row by (table, key);
    ``cells`` are the numbers as written, in the tables and in every policy that is announced, or belongs to an option or to
    a party's strategy.
    """

    root: Path
    as_of: date
    world: World
    evidence: tuple[Evidence, ...]
    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]
    claim_sums: tuple[ClaimSum, ...]
    contradictions: tuple[Contradiction, ...]
    readings: tuple[Reading, ...]
    derivations: tuple[Derivation, ...]
    by_hand: tuple[ByHand, ...]
    settings: Mapping[str, object]
    policies: Mapping[str, Policy]
    options: tuple[Option, ...]
    parties: tuple[Party, ...]
    events: tuple[str, ...]
    digest: str
    lines: Mapping[tuple[str, Key], tuple[str, int]]
    cells: tuple[Cell, ...]


def read_study(folder: str | Path, as_of: date) -> StudyFolder:
    """Read a study folder with nothing learned after ``as_of``.

    Raises `BadInput` with every fault of the first stage that has one; each names file, line, column and the way out.
    """
    root = Path(folder)
    check_folder(root)
    faults = Faults()
    check_files(root, faults)
    settings = read_settings(root, faults)
    tables = {name: read_rows(root, dictionary()[name], faults) for name in ALL_TABLES}
    drafted = read_policies(root, faults)
    chosen = {name: rows.as_of(as_of) for name, rows in tables.items()}
    _check_together(settings, tables, chosen, drafted, as_of, faults)
    faults.settle()

    policies = {name: policy for name, (policy, _) in drafted.items()}
    world = _world(settings, chosen)
    events = tuple(name for name in settings["events"] if policies[name].announced <= as_of)
    policies |= {name: known_by(policies[name], as_of) for name in events}
    options = options_of(settings)
    parties = parties_of(settings)
    _check_worlds(world, policies, events, options, tables, chosen, faults)
    faults.settle()
    check_profiles(world, policies, events, parties, faults)
    check_prices(settings, world, faults)
    faults.settle()

    known = _known(tables["evidence"], chosen["evidence"], as_of)
    choices = (*options, *(strategy for party in parties for strategy in party.strategies))
    usable = {*events, *(name for choice in choices for name in choice.policies)}
    drafts = {name: known_drafts(made, as_of) if name in events else made for name, (_, made) in drafted.items()}
    brought = {
        name: tuple(policy_cells({name: drafts[name]})) if name in usable or policy.announced <= as_of else None
        for name, policy in policies.items()
    }
    later = {_address(c) for name in events for c in policy_cells({name: drafted[name][1]})} - {
        _address(c) for numbers in brought.values() for c in numbers or ()
    }
    chosen["derivations"] = {key: row for key, row in chosen["derivations"].items() if key not in later}
    check_derivations(tables, chosen, brought, known, faults)
    for name in ("claim_sums", "readings"):
        check_formulas(name, chosen[name], known, faults)
    check_formula_units(tables, chosen, faults)
    faults.settle()
    return StudyFolder(
        root=root,
        as_of=as_of,
        world=world,
        evidence=tuple(known.evidence.values()),
        **{name: _records(name, chosen[name]) for name in EVIDENCE_RECORDS if name != "evidence"},
        settings=settings,
        policies=policies,
        options=options,
        parties=parties,
        events=events,
        digest=digest(root),
        lines={(name, key): (tables[name].file, row.line) for name in ALL_TABLES for key, row in chosen[name].items()},
        cells=(*cells(chosen), *chain.from_iterable(numbers or () for numbers in brought.values())),
    )


def inputs(study: StudyFolder) -> tuple[Input, ...]:
    """Every number that the world of a study uses, with its range, grade, formula and evidence ids."""
    return traced(study.cells, study.derivations, Known({row.id: row for row in study.evidence}, {}))


def _address(cell: Cell) -> tuple[str, str, str, str]:
    """How derivations name a number of a policy."""
    return cell.table, cell.row, cell.column.name, cell.policy


def _check_together(
    settings: dict,
    tables: Mapping[str, RowSet],
    chosen: Mapping[str, Mapping[Key, Row]],
    drafted: Mapping[str, tuple[Policy, tuple[Draft, ...]]],
    as_of: date,
    faults: Faults,
) -> None:
    """The part of stage A that needs more than one file."""
    names = Names(tables, chosen, as_of)
    for table in dictionary().values():
        rows = tables[table.name]
        if table.required and rows.readable and rows.rows and not chosen[table.name]:
            first = min(row.known_on for row in rows.rows)
            faults.add(
                Fault(
                    f"no row was known by the as-of date {as_of}, the first only on {first}",
                    rows.file,
                    None,
                    "known_on",
                    "give the rows an older vintage, or choose a later date",
                )
            )
    check_references(tables, chosen, names, faults)
    check_sources(tables["evidence"], faults)
    check_units(tables, faults)
    check_drafts({name: drafts for name, (_, drafts) in drafted.items()}, tables, names, faults)
    check_announcements(drafted, settings.get("periods", {}).get("years_until"), faults)
    check_names(settings, drafted, faults)
    known = chosen["regions"] if tables["regions"].readable else None
    check_parties(settings, drafted, known, faults)


def _check_worlds(
    world: World,
    policies: Mapping[str, Policy],
    events: tuple[str, ...],
    options: tuple[Option, ...],
    tables: Mapping[str, RowSet],
    chosen: Mapping[str, Mapping[Key, Row]],
    faults: Faults,
) -> None:
    """Stage B: the world as it stands, as each option makes it, policy by policy as they are announced, and as each
    scenario that no option uses makes it alone."""
    told = set()

    def tell(fault: WorldFault, under: str) -> None:
        if fault not in told:
            told.add(fault)
            row = chosen[fault.table].get(fault.key)
            place = f"{fault.table}.csv" if row or not under else FILE
            message = f"under {under}: {fault.message}" if under else fault.message
            faults.add(replace(fault, message=message, file=place, line=row.line if row else None))

    for fault in check(world):
        tell(fault, "")
    for option in options:
        try:
            named = [policies[name] for name in (*events, *option.policies)]
            changed = apply(world, as_announced(named))
        except BadInput as error:
            for refused in error.faults:
                faults.add(replace(refused, message=f"option {option.name}: {refused.message}", file=FILE))
            continue
        for fault in check(changed):
            tell(fault, f"option {option.name}")
    used = {*events, *(name for option in options for name in option.policies)}
    for name in sorted(set(policies) - used):
        for fault in check(_alone(world, policies, events, policies[name])):
            tell(fault, f"scenario {name}")


def _alone(world: World, policies: Mapping[str, Policy], events: tuple[str, ...], scenario: Policy) -> World:
    """The world with the events and one scenario; without it where it changes what only another scenario brings."""
    named = as_announced((*(policies[name] for name in events), scenario))
    try:
        return apply(world, named)
    except BadInput:
        return world


def _world(settings: dict, chosen: Mapping[str, Mapping[Key, Row]]) -> World:
    study = settings["study"]
    return World(
        **{name: _records(name, chosen[name]) for name in TABLES},
        base_year=study["base_year"],
        price_year=study["price_year"],
        discount_rate=study["discount_rate"],
    )


def _records(name: str, rows: Mapping[Key, Row]) -> tuple:
    record = record_of(name)
    wanted = [field.name for field in fields(record)]
    return tuple(record(**{field: row.values[field] for field in wanted}) for row in rows.values())


def _known(evidence: RowSet, chosen: Mapping[Key, Row], as_of: date) -> Known:
    later = {
        row.key: row.known_on
        for row in sorted(evidence.rows, key=lambda row: row.known_on or date.min, reverse=True)
        if row.key not in chosen
    }
    return Known({row.id: row for row in _records("evidence", chosen)}, later)
