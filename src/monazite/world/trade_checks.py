"""What rules of trade must say: that they cover something, take something, and that tiers are served in their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from monazite.errors import nearest
from monazite.world.faults import WorldFault
from monazite.world.records import Lane
from monazite.world.scope import EVERYWHERE, covered, crosses
from monazite.world.world import World, key_of


def check_trade_rules(world: World) -> Iterator[WorldFault]:
    """Every control, tariff and content rule without an effect, and tiers whose costs contradict them."""
    for each in (_scopes, _routes, _tariffs, _tiers):
        yield from each(world)


def _scopes(world: World) -> Iterator[WorldFault]:
    stages, codes = sorted({c.stage for c in world.commodities}), sorted({c.hs for c in world.commodities if c.hs})
    for table in ("controls", "tariffs", "content_rules"):
        for rule in world.table(table):
            if rule.least_share > 0.0 and not rule.elements:
                yield _fault(
                    world,
                    table,
                    rule,
                    "least_share",
                    "gives a least share of no element",
                    "give elements, or leave it out",
                )
            known = {c.commodity for c in world.commodities}
            if covered(world, rule) or set(rule.commodities) - known:  # a name that is not there is told for itself
                continue
            column, way_out = "commodities", "give commodities, elements, stages or hs"
            if rule.stages and not set(rule.stages) & set(stages):
                column, way_out = "stages", nearest(rule.stages[0], stages)
            elif covered(world, replace(rule, least_share=0.0)):
                column, way_out = "least_share", f"no such commodity holds more than {_most(world, rule):g} of it"
            elif rule.hs:
                column, way_out = (
                    "hs",
                    f"commodities bear the codes {', '.join(codes)}" if codes else "no commodity has a code",
                )
            elif rule.commodities or rule.elements:
                way_out = "what is covered meets each description that is given: leave one out"
            yield _fault(world, table, rule, column, "covers no commodity", way_out)


def _most(world: World, rule: Any) -> float:
    """The largest share of an element of a rule in what the rule would cover if traces counted."""
    traces = covered(world, replace(rule, least_share=0.0))
    return max(world.content.get((c, e), 0.0) for c in traces for e in rule.elements)


def _routes(world: World) -> Iterator[WorldFault]:
    """A tariff or content rule without any lane has no effect; a control may stand ready for a lane that opens."""
    for tariff in world.tariffs:
        forms = covered(world, tariff)
        if forms and not any(lane.commodity in forms and crosses(tariff, lane) for lane in world.lanes):
            yield _fault(
                world, "tariffs", tariff, "origins", "stands on no lane", "name regions between which these goods move"
            )
    for rule in world.content_rules:
        forms = covered(world, rule)
        if forms and not any(lane.commodity in forms and _arrives(rule, lane) for lane in world.lanes):
            yield _fault(
                world,
                "content_rules",
                rule,
                "origins",
                "stands on no lane",
                "name regions from which these goods arrive",
            )


def _arrives(rule: Any, lane: Lane) -> bool:
    return lane.destination == rule.region and (EVERYWHERE in rule.origins or lane.origin in rule.origins)


def _tariffs(world: World) -> Iterator[WorldFault]:
    for tariff in world.tariffs:
        if tariff.specific == 0.0 and tariff.ad_valorem == 0.0:
            yield _fault(world, "tariffs", tariff, "specific", "takes nothing", "give specific, ad_valorem, or both")


def _tiers(world: World) -> Iterator[WorldFault]:
    for late in world.reservations:
        for early in world.reservations:
            same = (early.commodity, early.region) == (late.commodity, late.region)
            if same and early.tier < late.tier and early.shortfall_cost <= late.shortfall_cost:
                yield _fault(
                    world,
                    "reservations",
                    late,
                    "shortfall_cost",
                    f"of tier {late.tier} costs {late.shortfall_cost:g} USD/kg to miss, no less than "
                    f"{early.reservation} of tier "
                    f"{early.tier} at {early.shortfall_cost:g}, and would be served before it",
                    "let a shortfall of the later tier cost less",
                )


def _fault(world: World, table: str, rule: Any, column: str, what: str, way_out: str) -> WorldFault:
    key = key_of(table, rule)
    return WorldFault(
        f"{table[:-1].replace('_', ' ')} {key} {what}", column=column, table=table, key=key, way_out=way_out
    )
