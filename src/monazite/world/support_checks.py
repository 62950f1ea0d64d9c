"""What support by a state must say: who makes what is bought or settled, that it pays something, and fits its store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from monazite.errors import nearest
from monazite.world.faults import WorldFault
from monazite.world.world import World, key_of


def check_support(world: World) -> Iterator[WorldFault]:
    """Every purchase, contract for difference, grant and mandate that contradicts itself or what it is about."""
    for each in (_purchases, _made, _contracts, _grants, _mandates):
        yield from each(world)


def _purchases(world: World) -> Iterator[WorldFault]:
    units = world.keyed("units")
    for p in world.purchases:
        if (p.kind == "offtake") != bool(p.unit):
            what = "is an offtake of no unit" if p.kind == "offtake" else f"is a floor and names the unit {p.unit}"
            way_out = "name the unit" if p.kind == "offtake" else "leave the unit empty, or call it an offtake"
            yield _fault("purchases", p, "unit", what, way_out)
        elif p.unit in units and units[p.unit].region != p.region:
            yield _fault(
                "purchases",
                p,
                "region",
                f"buys in {p.region} what {p.unit} makes in {units[p.unit].region}",
                f"write {units[p.unit].region}",
            )
        if p.price <= 0.0 or p.tonnes <= 0.0:
            yield _fault(
                "purchases",
                p,
                "price" if p.price <= 0.0 else "tonnes",
                "buys nothing",
                "give a price and tonnes above 0",
            )
        yield from _release(p, "purchases")
        circle = p.kind == "floor" and (p.end is None or (p.release_start is not None and p.release_start < p.end))
        if p.release_start is not None and circle:
            yield _fault(
                "purchases",
                p,
                "release_start",
                "sells while it still buys, and would buy from itself",
                "give an end that lies no later than release_start",
            )


def _release(row: Any, table: str) -> Iterator[WorldFault]:
    """A release begins before it ends."""
    if row.release_end is not None and (row.release_start is None or row.release_end < row.release_start):
        yield _fault(
            table,
            row,
            "release_end",
            f"ends its release on {row.release_end}, before it begins",
            "give release_start, or exchange the two dates",
        )


def _made(world: World) -> Iterator[WorldFault]:
    """An offtake or a contract is about something that its unit makes."""
    taken = {(r.process, r.input) for r in world.recoveries}
    given: dict[str, set[str]] = {
        p.process: {p.driver} if (p.process, p.driver) not in taken else set() for p in world.processes
    }
    for recovery in world.recoveries:
        given.setdefault(recovery.process, set()).add(recovery.output)
    for table in ("purchases", "difference_contracts"):
        for row in world.table(table):
            if not row.unit:
                continue
            made = {c for a in world.activities if a.unit == row.unit for c in given.get(a.process, ())}
            for commodity in row.commodities:
                if made and commodity not in made:
                    yield _fault(
                        table,
                        row,
                        "commodities",
                        f"is about {commodity}, which {row.unit} does not make",
                        nearest(commodity, made),
                    )


def _contracts(world: World) -> Iterator[WorldFault]:
    priced = {p.commodity for p in world.prices}
    for k in world.difference_contracts:
        if k.reference_commodity not in priced:
            yield _fault(
                "difference_contracts",
                k,
                "reference_commodity",
                f"refers to {k.reference_commodity}, which has no price",
                nearest(k.reference_commodity, priced),
            )
        if (k.volume == "fixed") != (k.tonnes > 0.0):
            what = "settles a fixed volume of nothing" if k.volume == "fixed" else "settles all output and names tonnes"
            yield _fault(
                "difference_contracts",
                k,
                "tonnes",
                what,
                "give the tonnes" if k.volume == "fixed" else "leave tonnes at 0, or fix the volume",
            )


def _grants(world: World) -> Iterator[WorldFault]:
    paid: dict[str, float] = {}
    for g in world.grants:
        paid[g.project] = paid.get(g.project, 0.0) + g.share
        if paid[g.project] > 1.0 + 1e-9:
            yield _fault(
                "grants",
                g,
                "share",
                f"brings what is paid of {g.project} to {paid[g.project]:g} of its investment",
                "lower the shares to 1 at most",
            )


def _mandates(world: World) -> Iterator[WorldFault]:
    stores = world.keyed("stockpiles")
    for m in world.mandates:
        if m.end is not None and m.end < m.full:
            yield _fault(
                "mandates", m, "end", f"ends on {m.end}, before it is full on {m.full}", "exchange the two dates"
            )
        yield from _release(m, "mandates")
        if m.tonnes <= 0.0 and m.days <= 0.0:
            yield _fault("mandates", m, "tonnes", "asks for no stock", "give tonnes or days")
        store = stores.get(m.stockpile)
        if store is not None and m.tonnes > store.capacity:
            yield _fault(
                "mandates",
                m,
                "tonnes",
                f"asks for {1000.0 * m.tonnes:,.0f} t in a store for {1000.0 * store.capacity:,.0f} t",
                f"enlarge {m.stockpile}, or ask for less",
            )


def _fault(table: str, row: Any, column: str, what: str, way_out: str) -> WorldFault:
    key = key_of(table, row)
    return WorldFault(
        f"{table[:-1].replace('_', ' ')} {key} {what}", column=column, table=table, key=key, way_out=way_out
    )
