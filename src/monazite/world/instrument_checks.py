"""What the instruments of a world must say together: that they end after they begin, and that they reach something."""

from __future__ import annotations

from collections.abc import Iterator

from monazite.errors import nearest
from monazite.world.faults import WorldFault
from monazite.world.world import World, key_of

EVERYWHERE = "*"
DATED = ("agreements", "controls", "reservations", "outages", "demand_shocks", "technology_bans")
"""Tables whose rows hold from ``start`` to ``end``."""


def check_instruments(world: World) -> Iterator[WorldFault]:
    """Every instrument that ends before it begins, or that touches nothing in this world."""
    for each in (_spans, _shocks, _bans, _rights):
        yield from each(world)


def _spans(world: World) -> Iterator[WorldFault]:
    for table in DATED:
        for row in world.table(table):
            if row.end is not None and row.end < row.start:
                key = key_of(table, row)
                yield WorldFault(
                    f"{table[:-1]} {key} ends on {row.end}, before it starts on {row.start}",
                    column="end",
                    table=table,
                    key=key,
                    way_out="exchange the two dates",
                )


def _shocks(world: World) -> Iterator[WorldFault]:
    for shock in world.demand_shocks:
        hit = [
            d
            for d in world.demands
            if (EVERYWHERE in shock.regions or d.region in shock.regions)
            and (EVERYWHERE in shock.commodities or d.commodity in shock.commodities)
        ]
        if not any(shock.end_use in ("", d.end_use) for d in hit):
            uses = sorted({d.end_use for d in hit})
            yield WorldFault(
                f"demand shock {shock.shock} hits no demand",
                column="end_use" if hit else "commodities",
                table="demand_shocks",
                key=shock.shock,
                way_out=nearest(shock.end_use, uses) if hit else "name commodities and regions in which there is a demand",
            )


def _bans(world: World) -> Iterator[WorldFault]:
    stages = sorted({u.stage for u in world.units})
    for ban in world.technology_bans:
        for stage in ban.stages:
            if stage not in stages:
                yield WorldFault(
                    f"technology ban {ban.ban} names stage {stage}, in which there is no unit",
                    column="stages",
                    table="technology_bans",
                    key=ban.ban,
                    way_out=nearest(stage, stages),
                )


def _rights(world: World) -> Iterator[WorldFault]:
    for right in world.rights:
        owners = sorted({u.owner for u in world.units if u.right == right.right})
        if owners and right.holder not in owners:
            yield WorldFault(
                f"right {right.right} is held by {right.holder}, who owns no unit under it",
                column="holder",
                table="rights",
                key=right.right,
                way_out=nearest(right.holder, owners),
            )
