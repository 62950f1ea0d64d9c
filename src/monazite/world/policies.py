"""A policy is a dated change of a world; a scenario is the tuple of policies that an option stands for.

Policies never touch a programme. ``apply`` returns a new world; the compiled programmes of two worlds are compared
afterwards. The date of announcement says from when agents know (``study.foresight``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from monazite.errors import BadInput, Fault, nearest
from monazite.world.world import KEYS, World, key_of

COMES_AND_GOES = (
    "agreements", "agreement_states", "controls", "reservations", "subsidies", "projects", "targets",
    "outages", "demand_shocks", "technology_bans", "tariffs", "content_rules", "grants", "purchases",
    "difference_contracts", "mandates", "substitutions",
)  # fmt: skip
"""Tables whose rows a policy may add and remove. The rest is the chain itself: a policy sets its fields."""

SETTABLE: dict[str, tuple[str, ...]] = {
    "units": ("capacity", "growth", "elasticity", "must_run"),
    "activities": ("cost",),
    "lanes": ("freight", "duty", "export_tax", "royalty", "elasticity", "growth", "premium", "opens"),
    "demands": ("elasticity", "growth", "choke"),
    "stockpiles": ("initial", "capacity", "working_days", "holding_cost", "terminal_share"),
    "deposits": ("reserve",),
    "disposals": ("cost",),
    "rights": ("opened",),
}
"""Fields of the chain that a policy may set. Base year, chemistry and places are the same for all options."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one row: ``set`` fields of a record, ``add`` a record, or ``remove`` it.

    ``record`` is the whole record for ``add``; ``values`` are the changed fields for ``set``. ``announced`` is the day on
    which the world learns of this one, None for the day of its policy.
    """

    action: str
    table: str
    key: str | tuple
    values: Mapping[str, Any] | None = None
    record: Any = None
    announced: date | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """A named bundle of edits and the first day on which the world learns of any of them."""

    policy: str
    title: str
    announced: date
    edits: tuple[Edit, ...]


def as_announced(policies: Iterable[Policy]) -> tuple[Policy, ...]:
    """Policies in the order in which the world learns of them; those of one day keep their order.

    A policy of which parts become known later stands there in parts, each on its day, all under its name. So what was
    announced last has the last word.
    """
    parts = [part for policy in policies for part in _parts(policy)]
    return tuple(sorted(parts, key=lambda part: part.announced))


def _parts(policy: Policy) -> list[Policy]:
    days = sorted({edit.announced or policy.announced for edit in policy.edits})
    if days in ([], [policy.announced]):
        return [policy]
    return [
        replace(policy, announced=day, edits=tuple(e for e in policy.edits if (e.announced or policy.announced) == day))
        for day in days
    ]


def known_by(policy: Policy, day: date) -> Policy:
    """A policy without the edits that the world learns of only after a day."""
    return replace(policy, edits=tuple(e for e in policy.edits if (e.announced or policy.announced) <= day))


def apply(world: World, policies: Iterable[Policy]) -> World:
    """The world after these policies, in the order given; refuses edits of rows that do not exist, all at once."""
    faults: list[Fault] = []
    for policy in policies:
        for edit in policy.edits:
            world = _edited(world, policy, edit, faults)
    if faults:
        raise BadInput(faults)
    return world


def _edited(world: World, policy: Policy, edit: Edit, faults: list[Fault]) -> World:
    if edit.table not in KEYS:
        faults.append(
            Fault(
                f"policy {policy.policy} edits table {edit.table!r}, which does not exist",
                way_out=nearest(edit.table, KEYS),
            )
        )
        return world
    if edit.action != "set" and edit.table not in COMES_AND_GOES:
        faults.append(
            Fault(
                f"policy {policy.policy} would {edit.action} a row of {edit.table}; policies add and remove only rows of "
                f"{', '.join(COMES_AND_GOES)}",
                way_out=f"keep the row in {edit.table}.csv for all options, without a base "
                "flow or capacity, and let the policy set its fields",
            )
        )
        return world
    fixed = _fixed_fields(edit)
    if fixed:
        may = SETTABLE.get(edit.table, ())
        faults.append(
            Fault(
                f"policy {policy.policy} sets {', '.join(fixed)} in {edit.table}, which is the same for all options",
                way_out=f"a policy may set there: {', '.join(may)}" if may else "change the table itself",
            )
        )
        return world
    rows = world.table(edit.table)
    keys = [key_of(edit.table, row) for row in rows]
    if edit.action == "add":
        if key_of(edit.table, edit.record) in keys:
            faults.append(
                Fault(
                    f"policy {policy.policy} adds {edit.table} row {edit.key!r}, which exists already",
                    way_out="set its fields instead",
                )
            )
            return world
        return replace(world, **{edit.table: (*rows, edit.record)})
    if edit.key not in keys:
        faults.append(
            Fault(
                f"policy {policy.policy} would {edit.action} {edit.table} row {edit.key!r}, which does not exist",
                way_out=nearest(str(edit.key), map(str, keys)),
            )
        )
        return world
    position = keys.index(edit.key)
    if edit.action == "remove":
        return replace(world, **{edit.table: rows[:position] + rows[position + 1 :]})
    return replace(
        world,
        **{edit.table: (*rows[:position], replace(rows[position], **dict(edit.values or {})), *rows[position + 1 :])},
    )


def _fixed_fields(edit: Edit) -> list[str]:
    """Fields of an edit that no policy may set, because nothing in the programme would follow."""
    if edit.action != "set" or edit.table in COMES_AND_GOES:
        return []
    return sorted(set(edit.values or {}) - set(SETTABLE.get(edit.table, ())))
