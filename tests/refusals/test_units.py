"""Units of evidence that nobody can read, and formulas that add what is counted in different things."""

from __future__ import annotations

import pytest

METAL = "NI-METAL,Westland,nickel metal,500,,,t metal,2024,,estimate,2025-01-31,,"
DERIVED = "lanes,nickel_east_west,base_flow,{NI-EXPORTS},,,"


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (
            "{NI-EXPORTS} + {NI-METAL}",
            ["adds {NI-EXPORTS} in 't oxide' (mass of oxide)", "{NI-METAL} in 't metal' (mass of metal)"],
        ),
        (
            "{NI-EXPORTS} - {NI-METAL} * 0",
            ["subtracts {NI-EXPORTS} in 't oxide' (mass of oxide)", "{NI-METAL} * 0 (mass of metal)"],
        ),
        ("max({NI-EXPORTS}, {NI-METAL})", ["compares in max()", "mass of oxide", "mass of metal"]),
        ("(1 + 2 * ({NI-METAL} + {NI-EXPORTS})) * 0 + 7000", ["adds {NI-METAL}", "{NI-EXPORTS}"]),
    ],
)
def test_two_bases_added(study, formula, words):
    """Proves: tonnes of oxide and of metal in one sum, difference or comparison are told with both ids and both bases.
    Without it: 7,000 t of oxide and 500 t of metal would be 7,500 t of nothing; as oxide they are 7,636 t.
    """
    study.append("evidence.csv", METAL)
    study.replace("derivations.csv", DERIVED, DERIVED.replace("{NI-EXPORTS}", f'"{formula}"'))

    fault = next(fault for fault in study.faults() if "two bases" in fault.message)

    assert (fault.file, fault.line, fault.column) == ("derivations.csv", 14, "formula")
    assert all(word in fault.message for word in words)
    assert "kg metal/kg oxide" in fault.way_out


def test_two_bases_may_be_multiplied_and_divided(study):
    """Proves: metal over the share of metal in oxide is oxide, and adds to oxide.
    Without it: the rule would forbid the one way to bring the two together.
    """
    study.append("evidence.csv", METAL.replace("500", "0.7858"))
    study.replace(
        "derivations.csv", DERIVED, DERIVED.replace("{NI-EXPORTS}", "{NI-EXPORTS} + {NI-METAL} / {NI-OXIDE} - 1")
    )

    assert study.is_taken()


def test_two_sizes_of_unit_added(study):
    """Proves: kilotonnes and tonnes of one oxide are told as units of two sizes, and pass once a number brings them
    together.
    Without it: 7 kt and 7,000 t would be 7,007 t.
    """
    study.append("evidence.csv", "NI-KT,Westland,nickel oxide,0,,1,kt oxide,2024,,estimate,2025-01-31,,")
    study.replace("derivations.csv", DERIVED, DERIVED.replace("{NI-EXPORTS}", "{NI-EXPORTS} + {NI-KT}"))

    fault = study.only_fault()

    assert "units of two sizes" in fault.message
    assert "'kt oxide'" in fault.message

    study.replace("derivations.csv", "+ {NI-KT}", "+ {NI-KT} * 1000")

    assert study.is_taken()


def test_a_sum_by_hand_over_two_bases(study, place):
    """Proves: what is worked out by hand follows the same rule, and tells its own file and line.
    Without it: the number beside the model's would be the one that is wrong.
    """
    study.append("evidence.csv", METAL)
    study.write("by_hand.csv", "key,label,formula,unit\nlost,exports lost,{NI-EXPORTS} + {NI-METAL},t oxide\n")

    fault = study.only_fault()

    assert place(fault) == ("by_hand.csv", 2, "formula")
    assert "two bases" in fault.message


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("lanes,*,freight,{NI-EXPORTS} / 35000,,,", "lanes.freight: it yields mass of oxide, and 'USD/kg' is USD/mass"),
        ("lanes,*,freight,{EURO},,,", "it yields EUR/mass, and 'USD/kg' is USD/mass"),
        ("lanes,*,freight,{PER-TONNE},,,", "it yields a number 0.001 times as large as one in 'USD/kg'"),
        ("lanes,*,relative_sd,{PERCENT},,,", "it yields a number 0.01 times as large as one in 'fraction'"),
    ],
)
def test_a_formula_that_yields_another_kind_of_number(study, row, says):
    """Proves: tonnes for a freight, euro for dollars, dollars a tonne for dollars a kilogramme are told with both
    units.
    Without it: 200 USD/t would be 200 USD/kg; the cell could say so too, and nobody would see it.
    """
    tail = "2024,,estimate,2025-01-31,,"
    study.append(
        "evidence.csv",
        f"EURO,freight,rate,0.2,,,EUR/kg,{tail}",
        f"PER-TONNE,freight,rate,0.2,,,USD/t,{tail}",
        f"PERCENT,all,spread,0.05,,,%,{tail}",
    )
    column = row.split(",")[2]
    study.replace("derivations.csv", f"lanes,*,{column},{'0.2' if column == 'freight' else '0.05'},,,", row)

    fault = study.only_fault()

    assert (fault.file, fault.column) == ("derivations.csv", "formula")
    assert says in fault.message


@pytest.mark.parametrize(
    ("unit", "message", "way_out"),
    [
        ("t oxyde", "'oxyde' in unit 't oxyde' is not a basis of mass", "did you mean 'oxide'?"),
        ("tons oxide", "'tons' in unit", "did you mean 't"),
        ("", "the number has no unit", "'fraction'"),
        ("text", "'text' is the unit of a sentence", "leave the number out"),
        ("t Zn", "'Zn' in unit 't Zn' is not a basis of mass", "end with a basis"),
    ],
)
def test_a_number_in_an_unknown_unit(study, place, unit, message, way_out):
    """Proves: each unit of evidence is read, a number has one, and the nearest word is offered.
    Without it: 'oxyde' would be a basis of its own, which adds up with anything.
    """
    study.replace("evidence.csv", "7000,,,t oxide", f"7000,,,{unit}")

    fault = study.only_fault()

    assert place(fault) == ("evidence.csv", 5, "unit")
    assert message in fault.message
    assert way_out in fault.way_out


@pytest.mark.parametrize(
    "unit", ["t Ni", "kg Co/t concentrate", "t NiO", "t nickel_oxide/yr", "t concentrate", "lb oxide", "text", ""]
)
def test_words_of_the_study_are_bases(study, unit):
    """Proves: its elements, their oxides and its commodities may be weighed; a sentence needs no unit.
    Without it: a source that says 't Ni' could not be written down as it stands.
    """
    number = "" if unit in ("text", "") else "5"
    study.append("evidence.csv", f"OTHER,Eastland,something,{number},,,{unit},2024,,estimate,2025-01-31,,")

    assert study.is_taken()


def test_an_element_without_its_form_adds_up_with_neither(study):
    """Proves: 't Ni' may be multiplied, and is refused in a sum with oxide: nobody said whether metal is meant.
    Without it: a guess of 21 % would stand in the sum without a mark.
    """
    study.append("evidence.csv", METAL.replace("t metal", "t Ni"))
    study.replace("derivations.csv", DERIVED, DERIVED.replace("{NI-EXPORTS}", "{NI-EXPORTS} + {NI-METAL} * 0"))

    assert "(mass of element of unstated form)" in study.only_fault().message


@pytest.mark.parametrize("basis", ["t", "USD", "t/yr", "tonnes of it", "oxyde"])
def test_a_commodity_on_no_basis(study, place, basis):
    """Proves: what a tonne of a commodity weighs is a basis of mass, and neither money nor a rate.
    Without it: nobody could say in what its demand is counted.
    """
    study.replace(
        "commodities.csv", "nickel_oxide,nickel oxide,oxide,oxide", f"nickel_oxide,nickel oxide,oxide,{basis}"
    )

    fault = study.faults()[0]

    assert place(fault) == ("commodities.csv", 3, "basis")
