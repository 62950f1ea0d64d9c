"""What formulas may add: bases, currencies and sizes of units, as they go through sums, products and comparisons."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from monazite.errors import BadInput
from monazite.units import parse, same_dimension
from monazite.world.formula_units import misfit, mismatches

UNITS = {
    "OXIDE": "t oxide",
    "FLOW": "t oxide/yr",
    "METAL": "t metal",
    "GROSS": "t",
    "KT": "kt oxide",
    "SHARE": "fraction",
    "PERCENT": "%",
    "OF_ORE": "% of ore",
    "OF_REO": "% of REO",
    "BY_MASS": "% by mass",
    "CONTENT": "kg metal/kg oxide",
    "USD": "USD/kg oxide",
    "CNY": "CNY/kg oxide",
    "RATE": "CNY/USD",
    "ORE": "t ore",
    "DAYS": "days",
    "WEEKS": "weeks",
}
KNOWN = {name: parse(text) for name, text in UNITS.items()}
names = st.sampled_from(sorted(UNITS))


@pytest.mark.parametrize(
    "formula",
    [
        "{OXIDE} + {FLOW}",
        "{OXIDE} + {GROSS}",
        "1 - {SHARE}",
        "1 - {PERCENT} / 100",
        "{SHARE} + {PERCENT} / 100",
        "{OXIDE} + 5",
        "{OXIDE} * {CONTENT} + {METAL}",
        "{OXIDE} + {METAL} / {CONTENT}",
        "{USD} + {CNY} / {RATE}",
        "{KT} * 1000 + {OXIDE}",
        "{ORE} * {OF_ORE} / 100 + {OXIDE}",
        "{ORE} * {OF_ORE} / 100 + {METAL}",
        "{OF_REO} + {OF_REO}",
        "min({OXIDE}, {FLOW}, 7)",
        "{OXIDE} * {SHARE} ** 2 + {OXIDE}",
        "{OXIDE} ** 2 + {METAL}",
        "{BY_MASS} + {OF_REO}",
        "({OXIDE} + {OXIDE}) / ({METAL} + {METAL}) + {OXIDE} / {METAL}",
        "{UNKNOWN} + {OXIDE}",
        "-{OXIDE} + {OXIDE}",
    ],
)
def test_what_is_on_one_basis_or_may_be_is_added(formula):
    """Proves: conversions, plain numbers, contents, totals beside rates, and what has no basis word, all pass.
    Without it: the check would stop formulas that are right, and be switched off.
    """
    assert mismatches(formula, KNOWN) == ()


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (
            "{OXIDE} + {METAL}",
            "adds {OXIDE} in 't oxide' (mass of oxide) and {METAL} in 't metal' (mass of metal): two bases",
        ),
        (
            "{METAL} - {ORE} * 2",
            "subtracts {METAL} in 't metal' (mass of metal) and {ORE} * 2 (mass of ore): two bases",
        ),
        (
            "{USD} + {CNY}",
            "adds {USD} in 'USD/kg oxide' (USD/mass of oxide) and {CNY} in 'CNY/kg oxide' (CNY/mass of oxide)",
        ),
        (
            "{OXIDE} + {OXIDE} * {CONTENT}",
            "adds {OXIDE} in 't oxide' (mass of oxide) and {OXIDE} * {CONTENT} (mass of metal)",
        ),
        ("{OXIDE} + {SHARE}", "(a plain number): two bases"),
        (
            "{OXIDE} / {METAL} + {SHARE}",
            "adds {OXIDE} / {METAL} (mass of oxide/mass of metal) and {SHARE} in 'fraction'",
        ),
        ("{OF_ORE} + {OF_REO}", "(mass/mass of ore) and {OF_REO} in '% of REO' (mass/mass of REO): two bases"),
        ("{OXIDE} * {OF_REO} + {OXIDE} * {OXIDE}", "two bases"),
        ("min({OXIDE}, {FLOW}, {METAL})", "compares in min() {OXIDE} in 't oxide' (mass of oxide) and {METAL}"),
        (
            "{KT} + {OXIDE}",
            "adds {KT} in 'kt oxide' (mass of oxide) and {OXIDE} in 't oxide' (mass of oxide): units of two sizes",
        ),
        ("{SHARE} - {PERCENT}", "units of two sizes"),
        ("{DAYS} + {WEEKS}", "units of two sizes"),
        ("(({OXIDE} + {METAL}) * 3) / {SHARE}", "two bases"),
        ("{SHARE} ** ({OXIDE} + {METAL})", "two bases"),
    ],
)
def test_what_is_on_two_bases_is_told_with_both(formula, words):
    """Proves: both terms are named with their units and bases, wherever in the formula they meet.
    Without it: 1 t of oxide and 1 t of metal would be 2 t; as oxide they are 2.17 t.
    """
    found = mismatches(formula, KNOWN)

    assert len(found) == 1
    assert words in found[0][0]
    assert found[0][1]


@given(one=names, other=names)
def test_the_order_of_a_sum_does_not_matter(one, other):
    """Proves: a + b is refused exactly if b + a, a - b and max(a, b) are.
    Without it: a formula could be made to pass by turning it round.
    """
    a, b = told(one), told(other)
    formulas = (f"{a} + {b}", f"{b} + {a}", f"{a} - {b}", f"max({b}, {a})")

    assert len({bool(mismatches(formula, KNOWN)) for formula in formulas}) == 1


@given(one=names, other=names, third=names)
def test_what_adds_up_still_does_after_a_multiplication(one, other, third):
    """Proves: if a + b is right, so are a c + b c and a / c + b / c.
    Without it: factoring a formula out would change what it may say.
    """
    a, b, c = told(one), told(other), told(third)
    assume(not mismatches(f"{a} + {b}", KNOWN))

    assert not mismatches(f"{a} * {c} + {b} * {c}", KNOWN)
    assert not mismatches(f"{a} / {c} + {b} / {c}", KNOWN)


def test_what_can_be_converted_is_never_called_two_bases():
    """Proves: of all pairs of units that can be converted into each other none is on two bases; shares of a whole
    apart.
    Without it: the formula check and the conversion of units would contradict each other.
    """
    plain = [name for name in UNITS if "% of" not in UNITS[name]]
    pairs = [(one, other) for one in plain for other in plain if same_dimension(UNITS[one], UNITS[other])]

    found = [message for one, other in pairs for message, _ in mismatches(f"{told(one)} + {told(other)}", KNOWN)]

    assert len(pairs) > len(plain)
    assert [message for message in found if "two bases" in message] == []


@pytest.mark.parametrize(
    ("formula", "unit", "says"),
    [
        ("{OXIDE}", "t/yr", ""),
        ("{OXIDE} * {CONTENT}", "t/yr", ""),
        ("{KT} * 1000", "t/yr", ""),
        ("{USD}", "USD/kg", ""),
        ("7", "USD/kg", ""),
        ("{UNKNOWN} * 2", "USD/kg", ""),
        ("{PERCENT} / 100", "fraction", ""),
        ("{OXIDE} ** 0.5", "t/yr", ""),
        ("{OF_ORE} / 100", "fraction", ""),
        ("{OXIDE} / {METAL}", "fraction", ""),
        ("{OXIDE}", "USD/kg", "it yields mass of oxide, and 'USD/kg' is USD/mass"),
        ("{CNY}", "USD/kg", "it yields CNY/mass of oxide, and 'USD/kg' is USD/mass"),
        ("{OXIDE} * {USD}", "USD/kg", "it yields USD, and"),
        ("{KT}", "t", "it yields a number 1000 times as large as one in 't'"),
        ("{PERCENT}", "fraction", "it yields a number 0.01 times as large as one in 'fraction'"),
        ("{WEEKS}", "days", "7 times"),
        ("{OXIDE} / {METAL}", "t/yr", "it yields mass of oxide/mass of metal, and 't/yr' is mass/time"),
    ],
)
def test_a_result_is_of_the_kind_of_its_column(formula, unit, says):
    """Proves: mass, money and size are compared with the column; a basis, a plain number and the year are not.
    Without it: a price in yuan would be read as dollars, seven times too high.
    """
    found = misfit(formula, KNOWN, parse(unit))

    assert says in found
    assert bool(found) == bool(says)


def test_what_is_no_formula_is_refused_as_everywhere():
    """Proves: the parser of formulas is the one of derivations.
    Without it: the check of units could read what the evaluation refuses.
    """
    with pytest.raises(BadInput, match="is no formula"):
        mismatches("__import__('os')", KNOWN)


def told(name: str) -> str:
    """A piece of evidence as it stands in a formula."""
    return f"{{{name}}}"
