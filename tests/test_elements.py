"""Metal in oxide: one ratio per element, read from data."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite.elements import Element, metal_from_oxide, oxide_from_metal
from monazite.errors import BadInput

ND = Element("Nd", "neodymium", "Nd2O3", 0.8574, "light")


def test_a_tonne_of_oxide_holds_less_than_a_tonne_of_metal():
    """Proves: 100 t of oxide hold 85.74 t of metal; for 100 t of metal one needs 116.6 t of oxide.
    Without it: reading oxide as metal would promise a sixth more magnets than the ore can give.
    """
    assert metal_from_oxide(ND, 100.0) == pytest.approx(85.74)
    assert oxide_from_metal(ND, 100.0) == pytest.approx(116.63, abs=0.01)


def test_whole_arrays_are_converted_at_once():
    """Proves: shape (periods,) goes in and comes out.
    Without it: each caller would write its own loop.
    """
    assert metal_from_oxide(ND, np.array([0.0, 1.0])) == pytest.approx([0.0, 0.8574])


@given(share=st.floats(0.01, 1.0), mass=st.floats(0, 1e9))
def test_to_metal_and_back_is_the_same_oxide(share, mass):
    """Proves: the two functions are each other's inverse for every ratio.
    Without it: material would appear on the way from oxide to metal and back.
    """
    element = Element("X", "any", "X2O3", share)

    assert oxide_from_metal(element, metal_from_oxide(element, mass)) == pytest.approx(mass, rel=1e-12)


@pytest.mark.parametrize("share", [0.0, -0.1, 1.166, float("nan"), float("inf")])
def test_a_share_outside_zero_to_one_is_refused_by_name(share):
    """Proves: the symbol, the number and the likely slip (the inverse ratio) stand in the message.
    Without it: 1.166 instead of 0.8574 would make 36 % more metal than there is.
    """
    with pytest.raises(BadInput, match="'Nd' has .* outside .*its inverse is kg oxide/kg metal"):
        Element("Nd", "neodymium", "Nd2O3", share)


def test_an_element_without_a_symbol_is_refused_together_with_its_other_fault():
    """Proves: both faults of a row come in one message.
    Without it: mending the first would only reveal the second.
    """
    with pytest.raises(BadInput) as refusal:
        Element(" ", "neodymium", "Nd2O3", 2.0)

    assert [fault.column for fault in refusal.value.faults] == ["symbol", "metal_in_oxide"]
