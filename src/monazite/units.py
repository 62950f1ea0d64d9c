"""What an amount is counted in: tonnes of oxide are not tonnes of metal, and rupees are not dollars.

A unit is written as in a table: ``t REO/yr``, ``USD/kg oxide``, ``Rs crore``, ``% of REO``. Units and bases
stand in ``units.txt``; each basis and each currency is a dimension of its own, so adding two of them is an error and
never a sum. A study may declare more words for a basis: its elements, their oxides, its commodities. pint does the
arithmetic and is loaded when the first unit is converted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from monazite.errors import BadInput, Fault, UnitMismatch, nearest

if TYPE_CHECKING:
    import pint

Amount = float | NDArray[np.float64]
Declared = frozenset[tuple[str, str]]
"""Words of a study that stand for a basis, each with that basis: an element, say, with `UNSTATED`."""

UNSTATED = "RE"
"""The basis of an element of which is not said whether oxide or metal is weighed."""

_MASSES = ("kt", "t", "kg", "g", "lb")
_SCALES = ("thousand", "lakh", "million", "crore", "billion", "trillion")
# Words that end a unit and begin what is said about it: a place, an Incoterm, a tax.
_TIMES = r"(?:yr|year|month|quarter|week|day|d|hour|h)s?"
_TERMS = re.compile(r"\s(?=(?:FOB|FCA|CIF|CFR|DDP|EXW|ex-works|from|incl\.?|excl\.?)\s)")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as read from a table.

    ``text`` is what was written, ``expression`` the same in the names of ``units.txt``, ``label`` the words that do
    not count: which oxide, percent of what, Incoterm. Two units are equal if their expressions are.
    """

    text: str = field(compare=False)
    expression: str
    label: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.text


@cache
def parse(text: str, declared: Declared = frozenset()) -> Unit:
    """The unit that ``text`` names, for example ``t REO/yr``, ``kg metal per kg oxide`` or ``USD million``.

    The word after a mass is its basis; words between the two say which (``t lanthanide oxide`` counts as ``t oxide``
    with the label ``lanthanide``). A mass without a word is on its commodity's own basis. ``declared`` adds the words
    of a study, which go to the label too. Remarks in parentheses, after a comma, or beginning with an Incoterm or
    ``incl.`` go to the label. Raises `BadInput` that quotes the text and the nearest known word.
    """
    bare, remarks = _without_remarks(text)
    expression = ""
    labels = []
    # "a per b/c" divides by the whole of b/c, as in USD per kg/yr; "a/b/c" divides twice.
    for place, quotient in enumerate(re.split(r"\sper\s", bare)):
        for depth, product in enumerate(quotient.split("/")):
            names, label = _factor(product.split(), text, declared)
            sign = "/" if (place > 0) != (depth > 0) else "*"
            expression += "".join(sign + name for name in names)
            labels.append(label)
    return Unit(text, expression.removeprefix("*"), "; ".join(label for label in (*labels, *remarks) if label))


def convert(value: Amount, source: str | Unit, target: str | Unit) -> Amount:
    """``value`` in ``source`` expressed in ``target``; the shape stays. Raises `UnitMismatch` naming both."""
    return value * factor(source, target)


def factor(source: str | Unit, target: str | Unit) -> float:
    """How many ``target`` are one ``source``. Raises `UnitMismatch` naming both if they are on different bases."""
    source, target = _unit(source), _unit(target)
    here, there = _pint_unit(source.expression), _pint_unit(target.expression)
    if here.dimensionality != there.dimensionality:
        raise UnitMismatch(_mismatch(source, target))
    return float(_registry().convert(1.0, here, there))


def add(first: tuple[Amount, str | Unit], *others: tuple[Amount, str | Unit]) -> tuple[Amount, Unit]:
    """Sum of (value, unit) pairs, in the unit of the first. Raises `UnitMismatch` naming two that do not add up."""
    total, unit = first[0], _unit(first[1])
    for value, other in others:
        total = total + convert(value, other, unit)
    return total, unit


def dimensions(unit: str | Unit) -> dict[str, float]:
    """What a unit measures: each dimension of ``units.txt``, such as ``[mass_oxide]`` or ``[time]``, with its power."""
    return dict(_dimensions(_unit(unit).expression))


def spelled(powers: Mapping[str, float]) -> str:
    """Dimensions in words: ``mass of REO/time``."""

    def word(name: str, power: float) -> str:
        plain = name.strip("[]").replace("mass_", "mass of ").replace("money_", "").replace("_", " ")
        return plain if power == 1 else f"{plain}^{power:g}"

    above = " x ".join(word(name, power) for name, power in powers.items() if power > 0)
    below = "".join("/" + word(name, -power) for name, power in powers.items() if power < 0)
    return (above or ("1" if below else "a plain number")) + below


def same_dimension(one: str | Unit, other: str | Unit) -> bool:
    """Whether the two can be converted into each other: same basis, same currency, both rates or both amounts."""
    return dimensions(one) == dimensions(other)


def internal(unit: str | Unit) -> tuple[float, str]:
    """Factor to, and name of, the unit used inside the model: kt, millions of money, years.

    ``internal("t REO/yr")`` is (0.001, ``kt REO/yr``); ``internal("USD/kg")`` is (1.0, ``MUSD/kt``).
    """
    return _internal(_unit(unit).expression)


@cache
def _dimensions(expression: str) -> Mapping[str, float]:
    return dict(_pint_unit(expression).dimensionality)


@cache
def _internal(expression: str) -> tuple[float, str]:
    root = _registry().Quantity(1.0, _pint_unit(expression)).to_root_units()
    powers = {name.replace("_", " "): int(power) for name, power in root.unit_items() if name != "fraction"}
    above = [name for name in sorted(powers, key="yr".__eq__) for _ in range(powers[name])]
    below = [name for name in sorted(powers, key="yr".__eq__) for _ in range(-powers[name])]
    if not above and not below:
        return float(root.magnitude), "fraction"
    head, *more = above or ["1"]
    # What else stands above the line goes below the line that it divides: MUSD yr/kt is MUSD per kt/yr.
    pairs = [(below.pop(0) if below else "1", name) for name in more]
    return float(root.magnitude), "/".join([head, *below]) + "".join(f" per {name}/{over}" for name, over in pairs)


def _unit(unit: str | Unit) -> Unit:
    return unit if isinstance(unit, Unit) else parse(unit)


@cache
def _registry() -> pint.UnitRegistry:
    import pint  # a quarter of a second that --help must not pay

    registry = pint.UnitRegistry(None)
    registry.load_definitions(files("monazite").joinpath("units.txt").read_text(encoding="utf-8").splitlines())
    return registry


@cache
def _names() -> dict[str, str]:
    """Each spelling in ``units.txt`` with the first name of its unit; exact, so that ``kgs`` is not a unit."""
    names: dict[str, str] = {}
    for line in files("monazite").joinpath("units.txt").read_text(encoding="utf-8").splitlines():
        fields = [part.strip() for part in line.partition("#")[0].split("=")]
        if len(fields) > 1:
            names.update({spelling: fields[0] for spelling in (fields[0], *fields[2:]) if spelling != "_"})
    return names


@cache
def _pint_unit(expression: str) -> pint.Unit:
    return _registry().parse_units(expression)


def _without_remarks(text: str) -> tuple[str, list[str]]:
    """The unit proper, and its remarks in the order in which they stand."""
    remarks = [remark.strip() for remark in re.findall(r"\(([^)]*)\)", text)]
    bare = re.sub(r"\([^)]*\)", " ", text)
    bare, comma, tail = bare.partition(",")
    pieces = _TERMS.split(bare, maxsplit=1)
    remarks += [piece.strip() for piece in (*pieces[1:], tail if comma else "") if piece.strip()]
    # "t/yr REO" means "t REO/yr": words after the time belong to the mass before it.
    bare = re.sub(
        rf"\b({'|'.join(_MASSES)})/({_TIMES}) ((?!per\b)[^/]+?)(?= per |/|$)", r"\1 \3/\2", " ".join(pieces[0].split())
    )
    return bare, remarks


def _factor(words: list[str], text: str, declared: Declared) -> tuple[list[str], str]:
    """One factor between slashes as (names in ``units.txt`` that multiply, label)."""
    if words == ["1"]:
        return ["fraction"], ""
    if "%" in words[:2] and words[0] in ("%", "wt"):
        return ["percent"], " ".join(word for word in words if word != "%")
    if words and _names().get(words[0]) == "fraction":
        return ["fraction"], " ".join(words[1:])
    scales = [name for word in words if (name := _names().get(word)) in _SCALES]
    rest = [word for word in words if _names().get(word) not in _SCALES]
    if not rest and scales:
        return scales, ""
    if not rest:
        raise BadInput([Fault(f"unit {text!r} lacks a name where one is expected", way_out="write e.g. 't REO/yr'")])
    head = _names().get(rest[0])
    if head is None:
        raise BadInput([Fault(f"{rest[0]!r} in unit {text!r} is not a unit", way_out=nearest(rest[0], _heads()))])
    if len(rest) == 1:
        return [*scales, head], ""
    if head not in _MASSES:
        raise BadInput(
            [
                Fault(
                    f"{' '.join(rest[1:])!r} cannot follow {rest[0]!r} in unit {text!r}",
                    way_out="write the basis right after the mass, as in 't REO/yr', and remarks in parentheses",
                )
            ]
        )
    based = _names().get(f"{head}_{rest[-1]}")
    if based is not None:
        return [*scales, based], " ".join(rest[1:-1])
    words_of_study = dict(declared)
    based = _names().get(f"{head}_{words_of_study.get(rest[-1])}")
    if based is None:
        way_out = nearest(rest[-1], [*_bases(), *words_of_study])
        if not way_out.startswith("did you mean"):
            way_out = f"end with a basis, as in '{rest[0]} {rest[-1]} oxide'; bases are {', '.join(_bases(first=True))}"
        raise BadInput([Fault(f"{rest[-1]!r} in unit {text!r} is not a basis of mass", way_out=way_out)])
    return [*scales, based], " ".join(rest[1:])


def _heads() -> list[str]:
    return [name for name in _names() if "_" not in name]


def _bases(first: bool = False) -> list[str]:
    """Words that name a basis; with ``first`` one for each."""
    return [n.removeprefix("t_") for n, unit in _names().items() if n.startswith("t_") and (n == unit or not first)]


def _mismatch(source: Unit, target: Unit) -> str:
    here, there = dimensions(source), dimensions(target)
    differing = {name for name in {*here, *there} if here.get(name) != there.get(name)}
    if all(name.startswith("[money") for name in differing):
        way_out = "use an exchange rate of the study, with its date"
    elif all(name.startswith("[mass") for name in differing):
        way_out = "use the content of one in the other, for example in kg metal/kg oxide"
    else:
        way_out = "check which of the two units is meant"
    return f"{source.text!r} ({spelled(here)}) and {target.text!r} ({spelled(there)}) do not add up -> {way_out}"
