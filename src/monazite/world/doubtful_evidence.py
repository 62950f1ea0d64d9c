"""Reports that look wrong beside others: parts that exceed their world, a digit too many, odd prices, two records.

Nothing here is refused: a doubtful report may be true, and a true one may be doubtful. Each doubt names its evidence
and its reason. A doubt whose evidence stands side by side in a contradiction of the study has been looked into and is
told as such.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from monazite.errors import BadInput
from monazite.units import internal, parse
from monazite.world.evidence import Contradiction, Evidence

WORLD, REST = "World", "Other"
"""Subjects that stand for the whole, and for what of the whole is not told by name."""

CLOSE = 0.02
"""Largest relative gap between the parts and a published world total, which is rounded."""

TENFOLD = 0.005
"""How near to ten times its neighbour a number must be to be taken for a slip of the point."""

FAR = 8.0
"""How many times the median of its heading a unit value may be, or the median it: headings hold unlike goods."""

WORTH = 1.0
"""Millions of money below which a flow's unit value says nothing."""

MIRROR = 1.5
"""How many times the record of the exporter the importer's may be, or the other way round: freight, insurance and
transit.
"""

_HEADING = re.compile(r"HS (\d{6})")
_PLACE = re.compile(r"(?P<place>.+), HS (?P<code>\d{6})$")
_FLOW = re.compile(r"(?P<way>import|export) (?P<what>value|weight) (?:from|to) (?P<other>.+)$")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Evidence that looks wrong, why, and the contradictions of the study that speak of all of it, if any."""

    kind: str
    evidence: tuple[str, ...]
    reason: str
    explained_by: tuple[str, ...] = ()


def doubts(evidence: Sequence[Evidence], contradictions: Iterable[Contradiction] = ()) -> tuple[Doubt, ...]:
    """Every doubt about these reports, in the order of the checks and of the table."""
    told = [(c.id, {*c.evidence, *c.used}) for c in contradictions]
    numbers = [e for e in evidence if e.value is not None]
    return tuple(
        Doubt(kind, ids, reason, tuple(name for name, known in told if known.issuperset(ids)))
        for check in (_world_totals, _digits, _unit_values, _mirrors)
        for kind, ids, reason in check(numbers)
    )


Found = Iterator[tuple[str, tuple[str, ...], str]]


def _world_totals(rows: list[Evidence]) -> Found:
    """Parts of one quantity, period and edition against its world: never more, nor less where the rest is told too."""
    groups = defaultdict(list)
    for e in rows:
        groups[e.quantity, e.unit, e.period, e.vintage].append(e)
    for (quantity, unit, period, vintage), group in groups.items():
        world, parts = [e for e in group if e.subject == WORLD], [e for e in group if e.subject != WORLD]
        if len(world) != 1 or len(parts) < 2 or not world[0].value:
            continue
        total = sum(e.value or 0.0 for e in parts)
        gap = total / world[0].value - 1.0
        if gap > CLOSE or (gap < -CLOSE and any(e.subject == REST for e in parts)):
            edition = f" ({vintage})" if vintage else ""
            yield (
                "world total",
                (world[0].id, *(e.id for e in parts)),
                f"{quantity}, {period}{edition}: the {len(parts)} parts add up to {total:,.6g} {unit}, "
                f"{100.0 * gap:+.1f} % against the world",
            )


def _digits(rows: list[Evidence]) -> Found:
    """Ten times a neighbour of the same period or one beside it, or its digits with one more: a footnote's sign, a lost
    point.
    """
    groups = defaultdict(list)
    for e in rows:
        if e.value and e.value > 0.0:
            groups[e.subject, e.quantity, e.unit].append(e)
    for group in groups.values():
        for e in group:
            beside = [other for other in group if other is not e and _beside(e.period, other.period)]
            for other in beside:
                high, low = e.value or 0.0, other.value or 1.0
                whole = high == int(high) and low == int(low) and low >= 10.0
                if abs(high / (10.0 * low) - 1.0) <= TENFOLD or (whole and int(high) // 10 == int(low)):
                    yield (
                        "digit",
                        (e.id, other.id),
                        f"{high:,.10g} {e.unit} is {low:,.10g} ({other.id}, {other.period or 'no period'}) "
                        "with one digit more",
                    )
                    break


def _beside(one: str, other: str) -> bool:
    years = [re.search(r"\d{4}", text) for text in (one, other)]
    if years[0] is None or years[1] is None:
        return one == other
    return abs(int(years[0][0]) - int(years[1][0])) <= 1


def _unit_values(rows: list[Evidence]) -> Found:
    """Value over weight of a flow against the median of all flows under the same heading in the same period."""
    weights = {_flow(e, "weight"): e for e in rows if _HEADING.search(e.subject) and "weight" in e.quantity}
    groups = defaultdict(list)
    for e in rows:
        heading = _HEADING.search(e.subject)
        other = weights.get(_flow(e, "value")) if heading and "value" in e.quantity else None
        if heading and other is not None and other.value and (e.value or 0.0) * _millions(e.unit) >= WORTH:
            groups[heading[1], e.period, e.unit, other.unit].append(((e.value or 0.0) / other.value, e, other))
    for (code, period, _, _), group in groups.items():
        middle = median(price for price, _, _ in group)
        for price, e, other in group:
            if not middle / FAR <= price <= middle * FAR:
                yield (
                    "unit value",
                    (e.id, other.id),
                    f"{e.subject}, {e.quantity}, {period}: per weight {price / middle:.2g} times the "
                    f"median of {len(group)} flows under {code}",
                )


def _flow(e: Evidence, word: str) -> tuple[str, str, str, str]:
    """What the value and the weight of one flow have in common."""
    return e.subject, e.quantity.replace(word, "").replace("(FOB)", "").replace("(CIF)", "").strip(), e.period, e.source


def _millions(unit: str) -> float:
    """Millions of money in one unit of a value; nothing if it cannot be read."""
    try:
        return internal(parse(unit))[0]
    except BadInput:
        return 0.0


def _mirrors(rows: list[Evidence]) -> Found:
    """What an importer records against what the exporter does, of one heading and period."""
    records = {}
    for e in rows:
        place, flow = _PLACE.match(e.subject), _FLOW.match(e.quantity)
        if place and flow and e.value and e.value > 0.0:
            records[place["code"], e.period, flow["what"], flow["way"], place["place"], flow["other"]] = e
    for (code, period, what, way, here, there), e in records.items():
        other = records.get((code, period, what, "export", there, here)) if way == "import" else None
        if other is None:
            continue
        ratio = (e.value or 0.0) / (other.value or 1.0)
        if not 1.0 / MIRROR <= ratio <= MIRROR:
            yield (
                "mirror",
                (e.id, other.id),
                f"HS {code}, {what}, {period}: {here} records {ratio:.2f} times what {there} records",
            )
