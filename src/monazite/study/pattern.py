"""One sparsity pattern for many worlds: a programme has a place for every contract, control and incentive that may come.

The widest world holds the records of all of them, each as far as it ever reaches. A world is formulated on that pattern:
what it has not, or reaches less far in, stands there with zero or infinite bounds. So the programmes of two options differ
in numbers alone and one can be patched into the other. What cannot share a pattern (a record of the same name at another
place, a lane more) gets a pattern of its own, and ``program.difference`` says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from monazite.errors import BadInput, Fault
from monazite.world.policies import Policy
from monazite.world.scope import covered
from monazite.world.world import World, key_of

WIDENED = ("agreements", "controls", "subsidies", "reservations", "content_rules", "substitutions", "purchases", "mandates")
"""Tables whose records policies may add and which have rows and columns of their own."""
SCOPES: dict[str, tuple[str, ...]] = {
    "controls": ("commodities", "origins", "destinations"),
    "subsidies": ("commodities",),
    "purchases": ("commodities",),
    "content_rules": ("commodities", "origins"),
}
"""Fields that say how far a record reaches; the pattern reaches as far as any of its worlds."""
DESCRIBED = ("controls", "content_rules")
"""Tables whose records may describe the forms that they cover instead of naming them; see ``world.scope``."""
PLACES: dict[str, tuple[str, ...]] = {
    "agreements": ("commodity", "origin", "delivered_as", "destination"),
    "controls": ("together",),
    "subsidies": ("unit",),
    "reservations": ("commodity", "region"),
    "content_rules": ("region",),
    "purchases": ("region", "kind", "unit"),
    "mandates": ("stockpile",),
    "substitutions": ("demand", "commodity"),
}
"""Fields that say where a record stands; with another of them it is another thing."""


def widened(widest: World, world: World) -> World:
    """The widest world with the records that another world has beyond it, and reaching as far as either of them."""
    return replace(widest, **{table: _merged(widest, table, world.table(table)) for table in WIDENED})


def reaching(widest: World, policies: Iterable[Policy]) -> World:
    """The widest world with every record that any of these policies adds, and as far as any of them lets one reach."""
    edits = [edit for policy in policies for edit in policy.edits if edit.table in WIDENED]
    # As written: what a policy sets is set in the record of the study or of another policy, not in the merged one.
    written = {(table, key): row for table in WIDENED for key, row in widest.keyed(table).items()}
    for edit in edits:
        if edit.action == "add":
            written[edit.table, edit.key] = edit.record
            widest = replace(widest, **{edit.table: _merged(widest, edit.table, (edit.record,))})
    for edit in edits:
        own = written.get((edit.table, edit.key))
        if edit.action == "set" and own is not None:
            record = replace(own, **dict(edit.values or {}))
            widest = replace(widest, **{edit.table: _merged(widest, edit.table, (record,))})
    return widest


def on_pattern(widest: World, world: World) -> World:
    """A world as the widest one sees it: its own records, and in ``WIDENED`` also those that only others have."""
    wide = widened(widest, world)
    return replace(world, **{table: wide.table(table) for table in WIDENED})


def require_same_places(world: World, later: World) -> None:
    """Refuse policies after which a record of the same name stands somewhere else: past deliveries would move with it.

    Raises ``BadInput`` with every such record.
    """
    faults = []
    for table, columns in {**PLACES, "agreements": (*PLACES["agreements"], "linked_to")}.items():
        before = world.keyed(table)
        for key, row in later.keyed(table).items():
            for column in columns:
                old = getattr(before.get(key, row), column)
                new = getattr(row, column)
                if old != new and not (column == "linked_to" and "" in (old, new)):
                    faults.append(
                        Fault(
                            f"policies move {table[:-1]} {key!r} from {column} {old} to {new}",
                            way_out="remove it, and add one under another name",
                        )
                    )
    if faults:
        raise BadInput(faults)


def _merged(widest: World, table: str, own: tuple[Any, ...]) -> tuple[Any, ...]:
    """The records of the widest world's table and of another's, those of one name as one; the order is that of the first.

    Forms that a record describes are named one by one: two descriptions have no union, two lists have.
    """
    if table in DESCRIBED:
        own = tuple(_named(widest, row) for row in own)
    by_key = {key_of(table, row): row for row in own}
    wide = [_named(widest, row) if table in DESCRIBED else row for row in widest.table(table)]
    rows = [_reaching(table, row, by_key.pop(key_of(table, row), row)) for row in wide]
    return (*rows, *by_key.values())


def _named(world: World, row: Any) -> Any:
    return replace(row, commodities=covered(world, row), elements=(), stages=(), hs=())


def _reaching(table: str, wide: Any, own: Any) -> Any:
    """A record as its own world has it, with the scope of both, and with the link of either."""
    changes: dict[str, Any] = {
        column: tuple(dict.fromkeys((*getattr(wide, column), *getattr(own, column))))
        for column in SCOPES.get(table, ())
    }
    if table == "agreements" and not own.linked_to:
        changes["linked_to"] = wide.linked_to
    return replace(own, **changes) if changes else own
