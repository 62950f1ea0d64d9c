"""Laws as people write them, ``ore * ore.metal = 0.9 * oxide + tailings``, taken apart into sums of products.

Parsed, never executed. Allowed are names of amounts, numbers, + - * / ** and ( ); a sum may be multiplied out and
raised to a small whole power, but not divided by, since the result would be no sum of products.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping

from monazite.errors import nearest
from monazite.reading.faults import Refused

Factors = tuple[tuple[str, float], ...]
"""Amounts with their powers, in the order of their names."""
Sum = dict[Factors, float]
"""Coefficient of each product."""

LONGEST, DEEPEST, MOST_TERMS, HIGHEST = 20_000, 200, 20_000, 8
"""Characters and nested operations of a text, terms of a sum, and the highest power of a sum."""
_WAY_OUT = "use names of amounts, numbers, + - * / ** and ( )"


def law(text: str, known: Mapping[str, object]) -> Sum:
    """Left side minus right side of an equation; raises `Refused` if it is none or names an unknown amount."""
    sides = text.split("=")
    if len(sides) != 2:
        way_out = "write one equation, such as ore = product + tailings"
        raise Refused(f"{text!r} has {len(sides) - 1} equals signs", way_out)
    left, right = (expression(side, known) for side in sides)
    return _plus(left, right, -1.0)


def expression(text: str, known: Mapping[str, object]) -> Sum:
    """A text as a sum of products; raises `Refused` if it is none or names an amount that is not ``known``."""
    if len(text) > LONGEST:
        raise Refused(f"the text has {len(text)} characters, more than {LONGEST}", "split it")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise Refused(f"{text.strip()!r} is no sum of products", _WAY_OUT) from None
    return _sum(tree, known, 0)


def _sum(node: ast.expr, known: Mapping[str, object], depth: int) -> Sum:
    if depth > DEEPEST:
        raise Refused(f"more than {DEEPEST} operations are nested", "split the law")
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return {(): float(number)} if number else {}
        case ast.Name() | ast.Attribute():
            name = ast.unparse(node)
            if name not in known:
                raise Refused(f"there is no amount {name!r}", nearest(name, known))
            return {((name, 1.0),): 1.0}
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=inner):
            return _plus({}, _sum(inner, known, depth + 1), -1.0 if isinstance(sign, ast.USub) else 1.0)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as sign, right=right):
            scale = 1.0 if isinstance(sign, ast.Add) else -1.0
            return _plus(_sum(left, known, depth + 1), _sum(right, known, depth + 1), scale)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _times(_sum(left, known, depth + 1), _sum(right, known, depth + 1))
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _times(_sum(left, known, depth + 1), _power(_sum(right, known, depth + 1), -1.0, right))
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            power = _sum(right, known, depth + 1)
            if any(power) or not power:
                raise Refused(f"the power {ast.unparse(right)!r} is no number other than zero", _WAY_OUT)
            return _power(_sum(left, known, depth + 1), power[()], left)
    raise Refused(f"{ast.unparse(node)!r} is not allowed", _WAY_OUT)


def _plus(left: Sum, right: Sum, scale: float) -> Sum:
    total = dict(left)
    for factors, coefficient in right.items():
        total[factors] = total.get(factors, 0.0) + scale * coefficient
    return _finite({factors: coefficient for factors, coefficient in total.items() if coefficient})


def _times(left: Sum, right: Sum) -> Sum:
    if len(left) * len(right) > MOST_TERMS:
        way_out = "name the sums as amounts of their own"
        raise Refused(f"multiplied out, the law has more than {MOST_TERMS:,} terms", way_out)
    total: Sum = {}
    for one, a in left.items():
        for other, b in right.items():
            powers = dict(one)
            for name, power in other:
                powers[name] = powers.get(name, 0.0) + power
            factors = tuple(sorted((name, power) for name, power in powers.items() if power))
            total[factors] = total.get(factors, 0.0) + a * b
    return _finite({factors: coefficient for factors, coefficient in total.items() if coefficient})


def _power(base: Sum, power: float, node: ast.expr) -> Sum:
    if len(base) == 1:
        ((factors, coefficient),) = base.items()
        try:
            scaled = coefficient**power
        except (OverflowError, ZeroDivisionError):
            scaled = math.inf
        if isinstance(scaled, complex):
            raise Refused(f"the power {power:g} of the negative {ast.unparse(node)!r} does not exist", _WAY_OUT)
        return _finite({tuple((name, p * power) for name, p in factors): scaled})
    if not base and power > 0.0:
        return {}
    if power != int(power) or not 0 < power <= HIGHEST or not base:
        way_out = "multiply the law by what it is divided by"
        raise Refused(f"the power {power:g} of {ast.unparse(node)!r} is no sum of products", way_out)
    total: Sum = {(): 1.0}
    for _ in range(int(power)):
        total = _times(total, base)
    return total


def _finite(total: Sum) -> Sum:
    if not all(math.isfinite(coefficient) for coefficient in total.values()):
        raise Refused("a number of the law is beyond all bounds", "mend it")
    return total
