"""What a world says about itself: content of commodities, keys of rows, growth since the base year."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.world.world import TABLES, key_of, share_of_base


def test_content_is_element_mass_whatever_the_form(world):
    """Proves: 10 % A as oxide is 8 % A as element; 30 % A as element stays 30 %.
    Without it: ore and alloy would be compared on two bases, a fifth apart.
    """
    assert world.content["ore", "A"] == pytest.approx(0.08)
    assert world.content["alloy", "A"] == pytest.approx(0.30)


def test_rows_are_found_by_their_key(world):
    """Proves: one key column gives a bare name, two give a tuple.
    Without it: policies and derivations could not name a price.
    """
    assert key_of("lanes", world.lanes[0]) == "a_out"
    assert list(world.keyed("prices")) == [("oxide_a", "home")]


def test_every_table_of_a_world_can_be_asked_for(world):
    """Proves: each name of TABLES is a field that holds rows.
    Without it: a table without a key would be skipped by policies.
    """
    assert [name for name in TABLES if not isinstance(world.table(name), tuple)] == []


def test_growth_counts_from_the_middle_of_the_base_year():
    """Proves: 10 % growth is 1 on 1 July of the base year and 1.1 a year later; half a year earlier it is 0.954.
    Without it: flows of the base year itself would be half a year of growth too high.
    """
    assert share_of_base(0.1, 2024, date(2024, 7, 1)) == 1.0
    assert share_of_base(0.1, 2024, date(2025, 7, 1)) == pytest.approx(1.1, rel=1e-4)
    assert share_of_base(0.1, 2024, date(2024, 1, 1)) == pytest.approx(1.1 ** (-182 / 365.25))
