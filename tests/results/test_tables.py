"""Tables hold what was decided, once, in tonnes; the reference page of input tables is that of the dictionary."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from monazite.reading import reference_page
from monazite.results.tables import FAMILIES, tables

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def outcome(shipped):
    return shipped.outcome("june-2025", "suspend+build")


@pytest.fixture(scope="module")
def made(outcome):
    return tables(outcome)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_table_sums_to_the_columns_it_was_made_from(outcome, made, name):
    """Proves: by period, the table in tonnes is a thousand times the sum of its family's columns in kt.
    Without it: the steps of a curve could be lost, or counted twice, between the solution and the reader.
    """
    block = FAMILIES[name][0]
    found = made[name].groupby("period")["value"].sum().reindex(outcome.system.grid.names, fill_value=0.0)

    np.testing.assert_allclose(found, outcome.total(block) * 1000.0, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("name", FAMILIES)
def test_each_row_is_named_once(made, name):
    """Proves: labels and period name one row; every row has a unit.
    Without it: a spreadsheet that looks a row up would find one of two.
    """
    table = made[name]
    labels = [c for c in table.columns if c not in ("value", "unit")]

    assert not table.duplicated(labels).any()
    assert set(table["unit"]) <= {FAMILIES[name][2]}


def test_each_lane_stands_under_its_own_places(outcome, made):
    """Proves: a lane's row carries the lane's commodity, origin and destination, and its own tonnes.
    Without it: sums taken by group could be written into the rows of another lane.
    """
    trade = made["trade"]
    for lane in outcome.system.widest.lanes[::20]:
        rows = trade[trade["lane"] == lane.lane]
        assert set(zip(rows["commodity"], rows["origin"], rows["destination"], strict=True)) == {(lane.commodity, lane.origin, lane.destination)}
        np.testing.assert_allclose(rows["value"], outcome.total("ship", lane=lane.lane) * 1000.0, rtol=1e-12, atol=1e-12)


def test_incentive_tonnes_and_disposals_stand_under_their_own_commodity(outcome, made):
    """Proves: tables whose rows are named by two labels keep each pair apart.
    Without it: light and high-temperature magnets would be written into one another's rows.
    """
    for s in outcome.system.widest.subsidies:
        for c in s.commodities:
            rows = made["incentive_tonnes"].query("subsidy == @s.subsidy and commodity == @c")
            np.testing.assert_allclose(rows["value"], outcome.total("eligible", subsidy=s.subsidy, commodity=c) * 1000.0, atol=1e-9)
    for c, r in outcome.system.widest.keyed("disposals"):
        rows = made["thrown_away"].query("commodity == @c and region == @r")
        np.testing.assert_allclose(rows["value"], outcome.total("discard", commodity=c, region=r) * 1000.0, atol=1e-9)


def test_prices_are_those_of_the_outcome(outcome, made):
    """Proves: the table has each place once per period, with the outcome's price in USD/kg.
    Without it: prices could be filed under the wrong country.
    """
    prices = made["prices"]
    world = prices[(prices["commodity"] == "ndpr_oxide") & (prices["region"] == "CHN")]

    assert len(prices) == len(outcome.places()) * len(outcome.system.grid)
    np.testing.assert_array_equal(world["value"], outcome.price("ndpr_oxide", "CHN"))


def test_the_costs_add_up_to_the_objective(outcome, made):
    """Proves: the entries of the cost breakdown, benefits negative, sum to the objective.
    Without it: a term could be charged that no table shows.
    """
    assert made["costs"]["value"].sum() == pytest.approx(outcome.objective, rel=1e-12)


def test_the_account_adds_up_to_the_objective_and_the_transfers(outcome, made):
    """Proves: all lines of the table of gains together are benefits less costs, duties and taxes given back, incentives paid
    taken off; computed here from the two tables alone.
    Without it: who gains and who pays could not be walked back from a run folder.
    """
    costs = made["costs"].set_index("term")["value"]
    transfers = sum(costs.get(term, 0.0) for term in ("duty", "export_tax", "incentive"))

    assert made["account"]["value"].sum() == pytest.approx(transfers - costs.sum(), rel=1e-9)


def test_the_reference_page_of_tables_is_that_of_the_dictionary():
    """Proves: docs/reference/tables.md is what `monazite.reading.reference_page()` writes today.
    Without it: a column would be added, and the page that explains it would not know.
    """
    page = (ROOT / "docs" / "reference" / "tables.md").read_text(encoding="utf-8")

    assert page == reference_page(), "write it anew: Path('docs/reference/tables.md').write_text(reference_page())"
