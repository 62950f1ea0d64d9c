"""The prices that a study shows are named in study.toml, twelve at most, and only where there is one."""

from __future__ import annotations

import pytest

from monazite.errors import BadInput
from monazite.reading.headline_prices import price_places

PRICE = '\n[[prices]]\ncommodity = "{}"\nregion = "{}"\n'


def told(starter):
    """The faults of a folder, as text."""
    with pytest.raises(BadInput) as refused:
        starter.read()
    return str(refused.value)


def test_prices_are_read_in_their_order(starter):
    """Proves: two entries are two places, in the order of the file; a study without them has none.
    Without it: the table would show others than those named.
    """
    before = price_places(starter.read().settings)
    starter.append("study.toml", PRICE.format("nickel_oxide", "west"), PRICE.format("cobalt_oxide", "east"))

    assert before == []
    assert price_places(starter.read().settings) == [("nickel_oxide", "west"), ("cobalt_oxide", "east")]


@pytest.mark.parametrize(
    ("commodity", "region", "message"),
    [
        ("nickel_oxid", "west", "'nickel_oxid' is no commodity -> did you mean 'nickel_oxide'"),
        ("nickel_oxide", "wst", "'wst' is no region -> did you mean 'west'"),
        ("concentrate", "west", "concentrate has no price in west"),
    ],
)
def test_a_price_of_what_is_not_there(starter, commodity, region, message):
    """Proves: commodity and region are looked up, and what is nowhere made, moved, used or stored in a region has no price.
    Without it: the run would end in the middle with the label of a row.
    """
    starter.append("study.toml", PRICE.format(commodity, region))

    assert message in told(starter)


def test_more_than_twelve_and_one_twice(starter):
    """Proves: a thirteenth price, and the second of the same place, are refused together.
    Without it: a study could ask for a thousand prices, each to be solved for again under every option.
    """
    for _ in range(13):
        starter.append("study.toml", PRICE.format("nickel_oxide", "west"))

    text = told(starter)

    assert "13 headline prices are named -> name 12 at most" in text
    assert "the price of nickel_oxide in west stands twice" in text
