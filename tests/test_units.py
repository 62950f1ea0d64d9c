"""Units with their basis: what may be added, what must not, and how table headings are read."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from monazite.errors import BadInput, UnitMismatch
from monazite.units import UNSTATED, Unit, add, convert, factor, internal, parse, same_dimension

# What stands in tables -> (name inside, factor to it, label).
READ = {
    "t REO": ("kt REO", 1e-3, ""),
    "t REO/yr": ("kt REO/yr", 1e-3, ""),
    "t monazite/yr": ("kt mineral/yr", 1e-3, ""),
    "t NdPr oxide/yr": ("kt oxide/yr", 1e-3, "NdPr"),
    "t magnet": ("kt magnet", 1e-3, ""),
    "t magnet blank": ("kt blank", 1e-3, "magnet"),
    "lb metal": ("kt metal", 0.45359237e-6, ""),
    "t/USD million": ("kt/MUSD", 1e-3, ""),
    "t gross": ("kt gross", 1e-3, ""),
    "t net weight": ("kt gross", 1e-3, "net"),
    "t/yr": ("kt/yr", 1e-3, ""),
    "t/yr REO": ("kt REO/yr", 1e-3, ""),
    "kg RE/MW": ("kt RE per GWh/yr", 1e-6 / 8.76, ""),
    "t (218.9 lakh kg)": ("kt", 1e-3, "218.9 lakh kg"),
    "USD/kg": ("MUSD/kt", 1.0, ""),
    "USD/kg NdPr oxide FOB China": ("MUSD/kt oxide", 1.0, "NdPr; FOB China"),
    "CNY/kg incl. VAT": ("MCNY/kt", 1.0, "incl. VAT"),
    "USD million": ("MUSD", 1.0, ""),
    "USD million/month": ("MUSD/yr", 12.0, ""),
    "bn yen": ("MJPY", 1e3, ""),
    "Rs crore": ("MINR", 10.0, ""),
    "Rs lakh crore": ("MINR", 1e6, ""),
    "Rs/kg": ("MINR/kt", 1.0, ""),
    "USD per kg/yr": ("MUSD per kt/yr", 1.0, ""),
    "USD per kg/yr NdPr oxide": ("MUSD per kt oxide/yr", 1.0, "NdPr"),
    "%": ("fraction", 0.01, ""),
    "% of REO": ("fraction", 0.01, "of REO"),
    "wt %, minimum": ("fraction", 0.01, "wt; minimum"),
    "%/yr": ("1/yr", 0.01, ""),
    "fraction": ("fraction", 1.0, ""),
    "yr": ("yr", 1.0, ""),
    "days": ("yr", 1 / 365, ""),
    "kg metal/kg oxide": ("kt metal/kt oxide", 1.0, ""),
    "kg metal per kg oxide": ("kt metal/kt oxide", 1.0, ""),
    "kWh/kg metal": ("GWh/kt metal", 1.0, ""),
}
units = st.sampled_from(sorted(READ))


@pytest.mark.parametrize("text", READ)
def test_a_heading_is_read_as_it_is_written(text):
    """Proves: text, meaning inside the model, factor and label of each kind of heading in the evidence.
    Without it: a table in tonnes would be a thousand times too large in kilotonnes.
    """
    name, scale, label = READ[text]

    assert internal(text) == (pytest.approx(scale, rel=1e-12), name)
    assert parse(text).label == label


@given(text=units)
def test_the_name_inside_is_itself_a_unit(text):
    """Proves: the name that `internal` gives can be read again, with the same factor, and is its own inside name.
    Without it: a result table could not be read back by those who wrote it.
    """
    scale, name = internal(text)

    assert factor(text, name) == pytest.approx(scale, rel=1e-12)
    assert internal(name) == (pytest.approx(1.0), name)


@given(value=st.floats(-1e9, 1e9), one=units, other=units)
def test_there_and_back_is_the_same_amount(value, one, other):
    """Proves: converting forth and back returns the value for every pair of units that can be converted.
    Without it: writing a table and reading it would change its numbers.
    """
    assume(same_dimension(one, other))

    assert convert(convert(value, one, other), other, one) == pytest.approx(value, rel=1e-12)


@given(one=units, other=units)
def test_what_cannot_be_converted_is_refused_with_both_names(one, other):
    """Proves: every pair of different dimensions is refused, and the message quotes both.
    Without it: the reader could not see which of two columns is wrong.
    """
    assume(not same_dimension(one, other))

    with pytest.raises(UnitMismatch) as refusal:
        add((1.0, one), (1.0, other))

    assert repr(one) in str(refusal.value)
    assert repr(other) in str(refusal.value)


def test_oxide_and_metal_do_not_add_up():
    """Proves: 1 t REO + 1 t metal is an error that names both and says how to get from one to the other.
    Without it: the sum would be 2 t of nothing; as oxide it is about 2.17 t.
    """
    with pytest.raises(UnitMismatch, match=r"'t metal' \(mass of metal\) and 't REO' \(mass of REO\).*metal/kg oxide"):
        add((1.0, "t REO"), (1.0, "t metal"))


def test_rupees_and_dollars_need_a_dated_exchange_rate():
    """Proves: no exchange rate is built in.
    Without it: a rate of one day would stand in prices of all years.
    """
    with pytest.raises(UnitMismatch, match="exchange rate"):
        convert(7280.0, "Rs crore", "USD million")


def test_rare_earths_of_unknown_form_add_up_with_nothing_else():
    """Proves: `t RE`, where a source does not say oxide or element, is refused in a sum with either.
    Without it: a guess of 17 % would stand in the sum without a mark.
    """
    assert not same_dimension("t RE", "t REO")
    assert not same_dimension("t RE", "t metal")


def test_a_rate_is_not_an_amount():
    """Proves: t REO/yr does not add up with t REO.
    Without it: a quarter's flow would count four times in a stock.
    """
    with pytest.raises(UnitMismatch, match="mass of REO/time"):
        add((2900.0, "t REO/yr"), (500.0, "t REO"))


def test_oxides_of_two_elements_share_a_basis_and_keep_their_labels():
    """Proves: 2 t of one oxide and 500 kg of another are 2.5 t of oxide; the label of the first stays.
    Without it: a total over oxides would need one conversion per element.
    """
    total, unit = add((2.0, "t NdPr oxide"), (500.0, "kg La oxide"))

    assert total == pytest.approx(2.5)
    assert (unit.label, unit) == ("NdPr", Unit("any text", "t_oxide"))


def test_crore_and_lakh_are_powers_of_ten():
    """Proves: Rs 7,280 crore are Rs 72,800 million, and 218.9 lakh kg are 21,890 t.
    Without it: a lakh read as a million makes ten times as many magnets.
    """
    assert convert(7280.0, "Rs crore", "INR million") == pytest.approx(72800.0)
    assert convert(218.9, "lakh kg", "t") == pytest.approx(21890.0)


def test_per_divides_by_all_that_follows():
    """Proves: USD per kg/yr, a price of capacity, is dollars times years per kilogramme.
    Without it: it would be read as USD/kg/yr, a price that is paid every year.
    """
    assert not same_dimension("USD per kg/yr", "USD/kg/yr")
    assert factor("USD per kg/yr", "USD per t/yr") == pytest.approx(1000.0)


def test_arrays_keep_their_shape():
    """Proves: shape (periods,) goes in and comes out.
    Without it: each caller would write its own loop.
    """
    assert convert(np.array([1.0, 2.0]), "t REO", "kg REO") == pytest.approx([1000.0, 2000.0])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "lacks a name"),
        ("t/", "lacks a name"),
        ("kgs", "'kgs' in unit 'kgs' is not a unit -> did you mean 'kg'?"),
        ("t REOs", "did you mean 'REO'?"),
        ("t NdPr", "end with a basis, as in 't NdPr oxide'"),
        ("USD REO/kg", "'REO' cannot follow 'USD'.*'t REO/yr'"),
        ("days target", "remarks in parentheses"),
    ],
)
def test_a_text_that_names_no_unit_is_refused_with_the_way_out(text, words):
    """Proves: the culprit word and what to write instead stand in the message.
    Without it: `t NdPr` would be taken for oxide by one reader and for metal by the next, 17 % apart.
    """
    with pytest.raises(BadInput, match=words):
        parse(text)


def test_words_of_a_study_are_bases_where_it_declares_them():
    """Proves: an element that a study declares may be weighed without its form, and then adds up with neither oxide
    nor metal.
    Without it: a source that says 't Co' would have to be called oxide or metal, 36 % apart.
    """
    words = frozenset({("Co", UNSTATED), ("CoO", "oxide"), ("cobalt_metal", "metal")})

    assert (parse("t Co/yr", words).expression, parse("t Co/yr", words).label) == ("t_RE/yr", "Co")
    assert same_dimension(parse("kg CoO", words), "t oxide")
    assert same_dimension(parse("t cobalt_metal", words), "t metal")
    assert not same_dimension(parse("t Co", words), "t oxide")
    with pytest.raises(BadInput, match="'Co' in unit 't Co' is not a basis of mass"):
        parse("t Co")


def test_money_after_a_slash_is_no_basis_of_the_mass_before_it():
    """Proves: 't/USD million' is tonnes for a million dollars; only words after a time belong to the mass.
    Without it: it was read as million tonnes for a dollar, 10^12 times as much.
    """
    assert factor("t/USD million", "t/USD") == pytest.approx(1e-6)
    assert same_dimension("t/yr REO", "t REO/yr")


def test_naming_units_does_not_load_pint():
    """Proves: importing the module and reading a unit leaves pint alone until something is converted.
    Without it: `monazite --help` would be a quarter of a second slower.
    """
    code = "import sys, monazite.units as u; u.parse('t REO/yr'); assert 'pint' not in sys.modules"

    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0
