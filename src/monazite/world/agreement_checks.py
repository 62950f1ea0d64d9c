"""What an agreement and its states must say together: states in order, a price to be found, costs that someone pays."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from monazite.errors import nearest
from monazite.world.agreement_life import IN_KIND, MAY_FOLLOW, states_of
from monazite.world.faults import WorldFault
from monazite.world.records import Agreement, AgreementState
from monazite.world.world import World, key_of


def check_agreements(world: World) -> Iterator[WorldFault]:
    """Every agreement whose price cannot be found or whose duties cost nothing, and every state out of order."""
    for agreement in world.agreements:
        states = states_of(world, agreement.agreement)
        yield from _price(world, agreement, states)
        yield from _duties(agreement)
        yield from _order(states)
        for state in states:
            yield from _change(state)
    yield from _paid_twice(world)


def _fault(agreement: Agreement, message: str, column: str, way_out: str) -> WorldFault:
    return WorldFault(
        f"agreement {agreement.agreement} {message}",
        column=column,
        table="agreements",
        key=agreement.agreement,
        way_out=way_out,
    )


def _price(world: World, agreement: Agreement, states: list[AgreementState]) -> Iterator[WorldFault]:
    rules = {agreement.price_rule, *(s.price_rule for s in states)}
    if "indexed" in rules:
        quoted = [f"{p.commodity} in {p.region}" for p in world.prices]
        index = f"{agreement.index_commodity} in {agreement.index_region}"
        if index not in quoted:
            told = index if agreement.index_commodity and agreement.index_region else "no commodity and region"
            yield _fault(
                agreement,
                f"is indexed to {told}, which has no row in prices",
                "index_commodity",
                nearest(index, quoted) or "name a commodity and a region that have a price",
            )
        if agreement.index_share <= 0.0:
            yield _fault(
                agreement, "is indexed and pays no share of its index", "index_share", "give a share above 0, such as 1"
            )
    if "cost plus" in rules and not _made(world, agreement):
        yield _fault(
            agreement,
            f"is priced by the cost of making {agreement.commodity}, which no activity makes in {agreement.origin}",
            "price_rule",
            "give a fixed or an indexed price",
        )
    if agreement.price_rule == IN_KIND and not agreement.linked_to:
        yield _fault(
            agreement,
            "pays in goods of equal value and answers no other agreement",
            "linked_to",
            "name the agreement that it pays for",
        )
    floor, cap = agreement.price_floor, agreement.price_cap
    if floor is not None and cap is not None and floor > cap:
        yield _fault(
            agreement,
            f"has a price floor of {floor:g} above its cap of {cap:g} USD/kg",
            "price_floor",
            "exchange the two",
        )
    if (floor is not None or cap is not None) and not rules & {"indexed", "cost plus"}:
        yield _fault(
            agreement,
            f"has a floor or a cap for a price that is {agreement.price_rule}",
            "price_cap" if floor is None else "price_floor",
            "leave both empty, or let the price follow an index or the cost",
        )


def _made(world: World, agreement: Agreement) -> bool:
    """Whether some activity at the origin makes the commodity: recovers it, or is a mine of it."""
    at_origin = {a.process for a in world.activities if world.region_of_unit.get(a.unit) == agreement.origin}
    fed = {r.process for r in world.recoveries}
    recovered = {r.process for r in world.recoveries if r.output == agreement.commodity}
    mined = {p.process for p in world.processes if p.driver == agreement.commodity and p.process not in fed}
    return bool(at_origin & (recovered | mined))


def _duties(agreement: Agreement) -> Iterator[WorldFault]:
    if agreement.take_or_pay > 0.0 and agreement.deficiency_price <= 0.0:
        yield _fault(
            agreement,
            "has a take-or-pay share, and what is not taken costs nothing",
            "deficiency_price",
            "give the price for each kilogramme that is not taken",
        )
    if min(agreement.take_or_pay, agreement.minimum, agreement.penalty) > 0.0:
        yield _fault(
            agreement,
            "makes both sides pay for a kilogramme that does not move: the seller a penalty, the buyer a deficiency "
            "price",
            "take_or_pay",
            "keep one of the two, or leave the penalty empty so that the minimum has to be delivered",
        )
    if agreement.deficiency_price > 0.0 and agreement.take_or_pay <= 0.0:
        yield _fault(
            agreement,
            "has a price for what is not taken, and nothing has to be taken",
            "take_or_pay",
            "give the share of the maximum that is taken or paid for",
        )


def _order(states: list[AgreementState]) -> Iterator[WorldFault]:
    for before, after in pairwise(states):
        if after.state not in MAY_FOLLOW[before.state]:
            may = MAY_FOLLOW[before.state]
            yield _state_fault(
                after,
                f"is {after.state} from {after.start}, after it is {before.state}",
                "state",
                f"after {before.state} may come {', '.join(may)}" if may else "an end is final: sign another agreement",
            )
        if after.state == "notice" and after.share_start < before.share_end:
            yield _state_fault(
                after,
                f"delivers a share of {after.share_start:g} while its notice runs, less than the "
                f"{before.share_end:g} before",
                "share_start",
                "keep the volumes during the notice, or call the state suspended",
            )
    if states and states[-1].state == "notice":
        yield _state_fault(
            states[-1],
            f"is given notice on {states[-1].start}, and nothing follows",
            "state",
            "add the state that the notice leads to: ended, wound down or renegotiated",
        )


def _change(state: AgreementState) -> Iterator[WorldFault]:
    if state.state != "renegotiated" and (state.price_rule or state.price is not None):
        yield _state_fault(
            state,
            f"has another price from {state.start} and is {state.state}",
            "price" if state.price is not None else "price_rule",
            "a new price needs both parties: call the state renegotiated",
        )
    missing = [c for c in ("cost_by", "cost_to") if not getattr(state, c)]
    if state.cost > 0.0 and missing:
        yield _state_fault(
            state,
            f"changes on {state.start} at a cost of {state.cost:g} million USD, which nobody "
            f"{'pays' if 'cost_by' in missing else 'gets'}",
            missing[0],
            "seller or buyer" if "cost_by" in missing else "other side or third parties",
        )


def _state_fault(state: AgreementState, message: str, column: str, way_out: str) -> WorldFault:
    return WorldFault(
        f"agreement {state.agreement} {message}",
        column=column,
        table="agreement_states",
        key=key_of("agreement_states", state),
        way_out=way_out,
    )


def _paid_twice(world: World) -> Iterator[WorldFault]:
    """What is delivered is paid in kind by one leg at most."""
    first: dict[str, str] = {}
    for leg in world.agreements:
        if leg.price_rule == IN_KIND and leg.linked_to:
            other = first.setdefault(leg.linked_to, leg.agreement)
            if other != leg.agreement:
                yield _fault(
                    leg,
                    f"pays in kind for {leg.linked_to}, as {other} does already",
                    "price_rule",
                    "give one of the two a price in money",
                )
