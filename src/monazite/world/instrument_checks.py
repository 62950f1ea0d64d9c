"""What the instruments of a world must say together: that they end after they begin, and that they reach something."""

from __future__ import annotations

from collections.abc import Iterator

from monazite.errors import nearest
from monazite.world.faults import WorldFault
from monazite.world.world import World, key_of

EVERYWHERE = "*"
DATED = (
    "agreements", "controls", "reservations", "outages", "demand_shocks", "technology_bans", "tariffs", "content_rules",
    "purchases", "mandates",
)  # fmt: skip
"""Tables whose rows hold from ``start`` to ``end``."""
SLACK = 1e-9
"""How far shares may add up to more than one: the rounding of their decimals."""


def check_instruments(world: World) -> Iterator[WorldFault]:
    """Every instrument that ends before it begins, or that touches nothing in this world."""
    for each in (_spans, _shocks, _bans, _rights, _substitutes, _shares):
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
                way_out=nearest(shock.end_use, uses)
                if hit
                else "name commodities and regions in which there is a demand",
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


def _substitutes(world: World) -> Iterator[WorldFault]:
    """What is used in place of something else is another thing, and it can be had where it is used."""
    demands, place = world.keyed("demands"), world.region_of_unit
    there = {(x.commodity, x.destination) for x in world.lanes} | {(k.commodity, k.region) for k in world.stockpiles}
    there |= {(g.delivered_as, g.destination) for g in world.agreements}
    makes: dict[str, set[str]] = {}
    for row in world.recoveries:
        makes.setdefault(row.process, set()).add(row.output)
    for process in world.processes:
        makes.setdefault(process.process, {process.driver})  # a mine: what it runs on is what it brings
    there |= {(c, place[a.unit]) for a in world.activities if a.unit in place for c in makes.get(a.process, ())}
    for row in world.substitutions:
        demand = demands.get(row.demand)
        if demand is None or not row.commodity:
            continue
        if row.commodity == demand.commodity:
            yield WorldFault(
                f"substitution {row.substitution} uses {row.commodity} in place of itself",
                column="commodity",
                table="substitutions",
                key=row.substitution,
                way_out="name another commodity, or leave the cell empty where nothing is used in its place",
            )
        elif (row.commodity, demand.region) not in there:
            yield WorldFault(
                f"substitution {row.substitution} uses {row.commodity} in {demand.region}, where nobody makes it and "
                "no lane brings it",
                column="commodity",
                table="substitutions",
                key=row.substitution,
                way_out=f"add a lane of {row.commodity} to {demand.region}, or name what can be had there",
            )


def _shares(world: World) -> Iterator[WorldFault]:
    """What all substitutions of one demand replace is no more than the demand."""
    whole: dict[str, float] = {}
    for row in world.substitutions:
        whole[row.demand] = whole.get(row.demand, 0.0) + row.share
        if whole[row.demand] > 1.0 + SLACK:
            yield WorldFault(
                f"substitutions of demand {row.demand} replace up to {whole[row.demand]:.4g} of it, more than all",
                column="share",
                table="substitutions",
                key=row.substitution,
                way_out="lower the shares to 1 in all",
            )
