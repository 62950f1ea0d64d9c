"""From evidence to model inputs: formulas such as ``{OB046} * (1 - {OS005}/100)``, their values, ranges and ids.

A formula holds evidence ids in braces, numbers, + - * / ** ( ), min() and max(), and nothing else; it is parsed, never
executed. Its range follows from the ranges of its ids, moved one at a time, as if they were independent:

    low  = v - sqrt(sum_i max(0, v - min(f(low_i), f(high_i)))^2)
    high = v + sqrt(sum_i max(0, max(f(low_i), f(high_i)) - v)^2)

Where a report gives no range, half of it is taken from the grade by convention (``HALF_WIDTH``).
"""

from __future__ import annotations

import ast
import math
import operator
import re
import warnings
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache

from monazite.errors import BadInput, Fault, nearest
from monazite.world.evidence import Evidence, worst

HALF_WIDTH: dict[str, float] = {"high": 0.05, "medium": 0.15, "low": 0.40, "estimate": 0.50}
"""Half of the range of a number that was reported without one, as a share of it: our convention, by grade."""

LONGEST = 2_000
"""Characters that a formula may have."""

DEEPEST = 200
"""Operations that may be nested in a formula, or terms that may follow each other in a sum."""

_ID = re.compile(r"\{([^{}]*)\}")
PLACE = "evidence_"
"""What stands for an id in the tree of a formula, with a number behind it."""
_OPERATORS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_SIGNS: dict[type, Callable[[float], float]] = {ast.UAdd: operator.pos, ast.USub: operator.neg}
_FUNCTIONS: dict[str, Callable[..., float]] = {"min": min, "max": max}


def ids(formula: str) -> tuple[str, ...]:
    """The evidence ids of a formula, each once, in order of appearance; raises `BadInput` if it is no formula."""
    return parsed(formula)[1]


def value(formula: str, evidence: Mapping[str, Evidence]) -> float:
    """The number that a formula yields, in the unit that its author meant.

    ``evidence`` maps ids to records. Raises `BadInput` naming the formula and the unknown id with the nearest known,
    an id without a number, or a result that is no finite number.
    """
    return _result(formula, {name: _number(formula, name, evidence) for name in ids(formula)})


def interval(formula: str, evidence: Mapping[str, Evidence]) -> tuple[float, float]:
    """Low and high of a formula, by the convention at the top of this module; equal if it has no ids."""
    numbers = {name: _number(formula, name, evidence) for name in ids(formula)}
    middle = _result(formula, numbers)
    below = above = 0.0
    for name in numbers:
        ends = [_result(formula, {**numbers, name: end}) for end in reported_range(evidence[name])]
        below += max(0.0, middle - min(ends)) ** 2
        above += max(0.0, max(ends) - middle) ** 2
    return middle - math.sqrt(below), middle + math.sqrt(above)


def swings(formula: str, evidence: Mapping[str, Evidence], names: Collection[str]) -> dict[str, float]:
    """Of each of these ids of a formula, half of what the result gains from the low to the high end of its range; signed."""
    numbers = {name: _number(formula, name, evidence) for name in ids(formula)}
    found = {}
    for name in numbers:
        if name in names:
            low, high = (_result(formula, {**numbers, name: end}) for end in reported_range(evidence[name]))
            found[name] = 0.5 * (high - low)
    return found


def reported_range(row: Evidence) -> tuple[float, float]:
    """Low and high of a piece of evidence; an end that was not reported follows from the grade."""
    number = row.value if row.value is not None else 0.0
    half = abs(number) * HALF_WIDTH[row.grade]
    return (number - half if row.low is None else row.low, number + half if row.high is None else row.high)


def grade(formula: str, evidence: Mapping[str, Evidence]) -> str:
    """The worst grade among the ids of a formula; ``estimate`` if it has none."""
    return worst(evidence[name].grade for name in ids(formula))


def _number(formula: str, name: str, evidence: Mapping[str, Evidence]) -> float:
    if name not in evidence:
        raise _fault(f"formula {formula!r} uses evidence {name!r}, which does not exist", nearest(name, evidence))
    number = evidence[name].value
    if number is None:
        raise _fault(
            f"formula {formula!r} uses evidence {name!r}, which is a sentence without a number",
            "use a row with a value",
        )
    return number


def _result(formula: str, numbers: Mapping[str, float]) -> float:
    tree, order = parsed(formula)
    try:
        result = _evaluated(tree, {f"{PLACE}{position}": numbers[name] for position, name in enumerate(order)})
    except ZeroDivisionError:
        raise _fault(
            f"formula {formula!r} divides by zero with {_told(numbers)}", "mend the formula or its evidence"
        ) from None
    except OverflowError:
        result = math.inf
    if isinstance(result, complex) or not math.isfinite(result):
        raise _fault(f"formula {formula!r} yields no finite number with {_told(numbers)}", "mend the formula")
    return result


@lru_cache(maxsize=65_536)
def parsed(formula: str) -> tuple[ast.expr, tuple[str, ...]]:
    """The tree of a formula, in which each id is a numbered placeholder, and the ids in that order."""
    if len(formula) > LONGEST:
        raise _fault(f"the formula {formula[:40]!r}... has {len(formula)} characters, more than {LONGEST}", "split it")
    order = tuple(dict.fromkeys(name.strip() for name in _ID.findall(formula)))
    bare = _ID.sub(lambda found: f" {PLACE}{order.index(found[1].strip())} ", formula).strip()
    if "" in order or PLACE in _ID.sub("", formula):
        raise _not_a_formula(
            formula, "an id is missing in its braces" if "" in order else "a name stands without braces"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the parser of Python would rather see written otherwise
            tree = ast.parse(bare, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _not_a_formula(formula, "it cannot be parsed") from None
    _check(tree, formula, {f"{PLACE}{position}" for position in range(len(order))})
    return tree, order


def _check(node: ast.expr, formula: str, places: set[str], depth: int = 0) -> None:
    if depth > DEEPEST:
        raise _not_a_formula(formula[:40] + "...", f"more than {DEEPEST} operations are nested")
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return
        case ast.Name(id=name) if name in places:
            return
        case ast.UnaryOp(op=sign, operand=inner) if type(sign) in _SIGNS:
            _check(inner, formula, places, depth + 1)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATORS:
            _check(left, formula, places, depth + 1)
            _check(right, formula, places, depth + 1)
        case ast.Call(func=ast.Name(id=name), args=[_, *_] as arguments, keywords=[]) if name in _FUNCTIONS:
            for argument in arguments:
                _check(argument, formula, places, depth + 1)
        case _:
            raise _not_a_formula(formula, f"{ast.unparse(node)!r} is not allowed")


def _evaluated(node: ast.expr, numbers: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=number):
            return float(number)
        case ast.Name(id=name):
            return numbers[name]
        case ast.UnaryOp(op=sign, operand=inner):
            return _SIGNS[type(sign)](_evaluated(inner, numbers))
        case ast.BinOp(left=left, op=sign, right=right):
            return _OPERATORS[type(sign)](_evaluated(left, numbers), _evaluated(right, numbers))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            parts = [_evaluated(argument, numbers) for argument in arguments]
            return _FUNCTIONS[name](parts)
    raise AssertionError("the tree was checked")


def _told(numbers: Mapping[str, float]) -> str:
    return ", ".join(f"{name} = {number:g}" for name, number in numbers.items()) or "its numbers"


def _not_a_formula(formula: str, why: str) -> BadInput:
    return _fault(
        f"{formula!r} is no formula: {why}", "use evidence ids in braces, numbers, + - * / ** ( ), min() and max()"
    )


def _fault(message: str, way_out: str) -> BadInput:
    return BadInput([Fault(message, way_out=way_out)])
