"""Whether a formula adds only what can be added: oxide with oxide, dollars with dollars, and never tonnes with
kilotonnes.

Units of evidence go through a formula as its numbers do. Terms of a sum, and what min() and max() compare, must be on
one
basis. Three things cannot be seen, and pass:

- a mass without a basis, and the element behind `% of mineral`, may be on any basis;
- a total of a year is often written as `t` with the year in a column of its own, so time is not compared;
- a plain number may convert units (`/100`, `*1000`), so nothing is said of the size of what it multiplies.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from monazite.errors import BadInput
from monazite.units import Unit, dimensions, internal, parse, spelled
from monazite.world.derivations import PLACE, parsed

ABOVE, BELOW = "any mass", "per any mass"
"""Masses on an unstated basis, above and below the line: they do not cancel, for they need not be the same."""

_CONVERT = "multiply one of them by evidence that converts it, for example in kg metal/kg oxide"
_SAME_SIZE = "multiply one of them by the number that brings it to the unit of the other"
_MASS, _TIME = "[mass", "[time]"
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Term:
    """A term of several parts; it is written out, cut short, when a message quotes it, and hardly any term is quoted."""

    node: ast.expr
    texts: Mapping[str, str]

    def __str__(self) -> str:
        shown = re.sub(rf"{PLACE}\d+", lambda found: f"{{{self.texts[found[0]]}}}", ast.unparse(self.node))
        return shown if len(shown) <= 60 else f"{shown[:57]}..."


@dataclass(frozen=True, slots=True)
class Measure:
    """What a term measures: powers of dimensions, the size of its unit where that is known, and its words in a
    message.
    """

    powers: Mapping[str, float] = field(default_factory=dict)
    size: float | None = None
    text: str | Term = ""
    unit: str = ""

    def __str__(self) -> str:
        return (
            f"{self.text} in {self.unit!r} ({_told(self.powers)})"
            if self.unit
            else f"{self.text} ({_told(self.powers)})"
        )


def measure_of(unit: Unit, text: str = "") -> Measure:
    """What an amount in a unit measures. ``% of REO`` is any mass per mass of REO, and ``% by mass`` per any mass."""
    powers = dict(dimensions(unit))
    if unit.expression == "percent" and (whole := _whole(unit.label)) is not None:
        powers = {ABOVE: 1.0, **_times({}, whole, -1.0)}
    return Measure(_split(powers), internal(unit)[0], text, str(unit))


def mismatches(formula: str, units: Mapping[str, Unit]) -> tuple[tuple[str, str], ...]:
    """What a formula adds or compares and must not: words that name both terms with their bases, and the way out.

    ``units`` gives the unit of each evidence id; an id without one may be on any basis. Raises `BadInput` if it is no
    formula.
    """
    found: list[tuple[str, str]] = []
    _measured(formula, units, found)
    return tuple(dict.fromkeys(found))


def misfit(formula: str, units: Mapping[str, Unit], wanted: Unit) -> str:
    """Why what a formula yields cannot be a number in the ``wanted`` unit; empty if it can, or if nobody can tell.

    Bases of mass are not compared here, since what is on the basis of its commodity has no basis word.
    """
    result, target = _measured(formula, units, []), measure_of(wanted)
    if result is None or result is FREE:
        return ""
    if _kind(result.powers) != _kind(target.powers):
        return f"it yields {_told(result.powers)}, and {str(wanted)!r} is {_told(target.powers)}"
    if result.size is None or result.powers.get(_TIME) != target.powers.get(_TIME):
        return ""
    if not math.isclose(result.size, target.size or 0.0, rel_tol=_ROUNDING):
        return f"it yields a number {result.size / (target.size or 1.0):g} times as large as one in {str(wanted)!r}"
    return ""


FREE = Measure()
"""A plain number: it takes whatever unit its neighbour in a sum has."""


def _measured(formula: str, units: Mapping[str, Unit], found: list[tuple[str, str]]) -> Measure | None:
    tree, order = parsed(formula)
    names = {
        f"{PLACE}{n}": measure_of(units[name], f"{{{name}}}") if name in units else None for n, name in enumerate(order)
    }
    texts = {f"{PLACE}{n}": name for n, name in enumerate(order)}
    return _measure(tree, names, texts, found)


def _measure(
    node: ast.expr, names: Mapping[str, Measure | None], texts: Mapping[str, str], found: list[tuple[str, str]]
) -> Measure | None:
    """What a node measures, None if nobody can tell; what must not be added is noted in ``found``."""
    match node:
        case ast.Constant():
            return FREE
        case ast.Name(id=name):
            return names[name]
        case ast.UnaryOp(operand=inner):
            return _measure(inner, names, texts, found)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _alike([_measure(part, names, texts, found) for part in arguments], f"compares in {name}()", found)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            word = "adds" if isinstance(node.op, ast.Add) else "subtracts"
            alike = _alike([_measure(part, names, texts, found) for part in (left, right)], word, found)
            return _named(alike, node, texts)
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div() as sign, right=right):
            one, other = (_measure(part, names, texts, found) for part in (left, right))
            return _named(_product(one, other, 1.0 if isinstance(sign, ast.Mult) else -1.0), node, texts)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            inner = _measure(left, names, texts, found)
            _measure(right, names, texts, found)
            return inner if inner is FREE or inner is None or not inner.powers else None
    raise AssertionError("the tree was checked")


def _alike(parts: list[Measure | None], word: str, found: list[tuple[str, str]]) -> Measure | None:
    """The measure that all terms share; the first pair that cannot be added is noted."""
    known = [part for part in parts if part is not None and part is not FREE]
    if not known:
        return None if None in parts else FREE
    for other in known[1:]:
        if not _can_be_added(known[0].powers, other.powers):
            found.append((f"{word} {known[0]} and {other}: two bases", _CONVERT))
        elif _sizes_differ(known[0], other):
            found.append((f"{word} {known[0]} and {other}: units of two sizes", _SAME_SIZE))
    return next((part for part in known if part.size is not None), known[0])


def _product(one: Measure | None, other: Measure | None, sign: float) -> Measure | None:
    if one is None or other is None:
        return None
    if one is FREE and other is FREE:
        return FREE
    known = one.size is not None and other.size is not None
    return Measure(_times(one.powers, other.powers, sign), one.size * other.size**sign if known else None)


def _times(one: Mapping[str, float], other: Mapping[str, float], sign: float) -> dict[str, float]:
    """Powers of a product, or of a quotient with ``sign`` -1, which turns unstated masses round."""
    powers = dict(one)
    for name, power in other.items():
        turned = {ABOVE: BELOW, BELOW: ABOVE}.get(name, name) if sign < 0 else name
        powers[turned] = powers.get(turned, 0.0) + (power if name in (ABOVE, BELOW) else sign * power)
    return {name: power for name, power in powers.items() if power}


def _split(powers: Mapping[str, float]) -> dict[str, float]:
    """Powers in which masses without a basis are counted above and below the line apart."""
    split = {name: power for name, power in powers.items() if name != "[mass]"}
    mass = powers.get("[mass]", 0.0)
    if mass:
        place = ABOVE if mass > 0 else BELOW
        split[place] = split.get(place, 0.0) + abs(mass)
    return split


def _can_be_added(one: Mapping[str, float], other: Mapping[str, float]) -> bool:
    """Whether some choice of the unstated bases makes both the same, time apart."""
    if _kind(one) != _kind(other):
        return False
    wholes = [{name: power for name, power in powers.items() if name != ABOVE} for powers in (one, other)]
    if one.get(ABOVE) == other.get(ABOVE) == 1.0 and all(_only_below(whole) for whole in wholes):
        return wholes[0] == wholes[1]
    gap = {name: one.get(name, 0.0) - other.get(name, 0.0) for name in {*one, *other} if name.startswith(_MASS)}
    too_many = sum(power for power in gap.values() if power > 0)
    too_few = -sum(power for power in gap.values() if power < 0)
    return too_few <= one.get(ABOVE, 0.0) + other.get(BELOW, 0.0) and too_many <= one.get(BELOW, 0.0) + other.get(
        ABOVE, 0.0
    )


def _only_below(powers: Mapping[str, float]) -> bool:
    """Whether this is a share of one whole: a mass below the line and nothing else."""
    return len(powers) == 1 and all(name.startswith(_MASS) and power == -1.0 for name, power in powers.items())


def _kind(powers: Mapping[str, float]) -> dict[str, float]:
    """Powers without time, all masses counted together: what no choice of a basis can change."""
    kind = {
        name: power
        for name, power in powers.items()
        if name not in (_TIME, ABOVE, BELOW) and not name.startswith(_MASS)
    }
    mass = sum(power for name, power in powers.items() if name.startswith(_MASS))
    mass += powers.get(ABOVE, 0.0) - powers.get(BELOW, 0.0)
    return {**kind, **({"[mass]": mass} if mass else {})}


def _sizes_differ(one: Measure, other: Measure) -> bool:
    if one.size is None or other.size is None or one.powers.get(_TIME) != other.powers.get(_TIME):
        return False
    return not math.isclose(one.size, other.size, rel_tol=_ROUNDING)


def _whole(label: str) -> dict[str, float] | None:
    """The mass of which a percentage is told: ``of REO``, or ``by mass``; None if the words do not say."""
    if label == "by mass":
        return {ABOVE: 1.0}
    if not label.startswith("of "):
        return None
    try:
        powers = dimensions(parse(f"t {label.removeprefix('of ')}"))
    except BadInput:
        return None
    return dict(powers)


def _named(measure: Measure | None, node: ast.expr, texts: Mapping[str, str]) -> Measure | None:
    """The measure of a term of several parts, with the term itself for messages."""
    if measure is None or measure is FREE:
        return measure
    return Measure(measure.powers, measure.size, Term(node, texts))


def _told(powers: Mapping[str, float]) -> str:
    """Powers in words; a mass without a basis is called `mass`."""
    whole = {name: power for name, power in powers.items() if name not in (ABOVE, BELOW)}
    mass = powers.get(ABOVE, 0.0) - powers.get(BELOW, 0.0)
    return spelled({**({"[mass]": mass} if mass else {}), **whole})
