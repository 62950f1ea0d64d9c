"""Nothing is used that was not made and brought; the dual of the balance is the price."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.world.records import Agreement, AgreementState, Disposal, Stockpile

STORE = Stockpile(
    "store",
    "store",
    "east",
    "oxide",
    "o",
    initial=0.0,
    capacity=9.0,
    working_days=0.0,
    holding_cost=0.0,
    terminal_share=0.0,
)
BARTER = Agreement(
    "barter", "barter", "s", "b", "oxide", "east", "metal", "west", 0.0, 3.0, "fixed", 5.0, date(2025, 1, 1)
)


def test_users_get_what_was_mined_refined_and_shipped(small):
    """Proves: 8.02 kt/yr of oxide in the west need 8.02 / 0.4 = 20.05 kt/yr of ore and gain 8.02 x (10 - 6) = 32.08.
    Without it: the same 8.02 kt/yr come from nowhere and gain 80.2.
    """
    answer = small.solve()

    assert answer.gain == pytest.approx(32.08)
    assert [answer.rate("serve"), answer.rate("ship"), answer.rate("run", activity="dig")] == pytest.approx(
        [8.02, 8.02, 20.05]
    )
    assert small.solve(without="commodity_balance").gain == pytest.approx(80.2)


def test_a_plant_takes_its_input_and_gives_its_output(small, entries):
    """Proves: one kt of ore refined is -1 in the balance of ore and +0.5 x 0.8 = +0.4 in that of oxide, in the east.
    Without it: the recovery of 80 % would not cost an ounce.
    """
    row = entries(small.program(), "commodity_balance", "run", activity="refine", supply_step="1", period="2025")

    assert row == pytest.approx(
        {
            "commodity=ore, region=east, period=2025": -1.0,  # one kt of ore goes in
            "commodity=oxide, region=east, period=2025": 0.4,
        }
    )  # half of it oxide, 80 % of that won


def test_a_lane_moves_and_use_takes(small, entries):
    """Proves: a kt shipped leaves the east and arrives in the west; a kt used leaves the west.
    Without it: cargo would be in two places.
    """
    program = small.program()
    ship = entries(program, "commodity_balance", "ship", lane="out", lane_step="2", period="2025")
    serve = entries(program, "commodity_balance", "serve", demand="use", demand_step="1", period="2025")

    assert ship == {"commodity=oxide, region=east, period=2025": -1.0, "commodity=oxide, region=west, period=2025": 1.0}
    assert serve == {"commodity=oxide, region=west, period=2025": -1.0}


def test_stores_and_disposal_take_from_the_place_and_drawing_gives_to_it(small, entries):
    """Proves: filling and throwing away are -1, drawing is +1 in the balance of the place.
    Without it: a full store would feed users twice.
    """
    program = small.add("stockpiles", STORE).add("disposals", Disposal("oxide", "east", 0.5)).program()
    place = "commodity=oxide, region=east, period=2025"
    found = [entries(program, "commodity_balance", block, period="2025") for block in ("fill", "draw", "discard")]

    assert found == [{place: -1.0}, {place: 1.0}, {place: -1.0}]


def test_an_agreement_takes_one_form_here_and_gives_another_there(small, entries):
    """Proves: a delivery of oxide from the east that arrives as metal in the west is -1 and +1 in these two balances.
    Without it: what was made captive would arrive as what is for sale.
    """
    program = small.add("agreements", BARTER).program()

    assert entries(program, "commodity_balance", "deliver", agreement="barter", period="2025") == {
        "commodity=oxide, region=east, period=2025": -1.0,
        "commodity=metal, region=west, period=2025": 1.0,
    }


def test_the_dual_over_discount_and_length_is_the_price_and_positive(small):
    """Proves: while users could take more, a kg more asked for costs its chain: 1 (ore), 5 (oxide), 6 (in the west), in
    a quarter and in a discounted year alike.
    Without it: printed prices would be negative, and smaller in quarters than in years.
    """
    answer = small.money(0.1).over("2025-10-01", "2026-01-01", "2027-01-01").solve()

    assert answer.price("ore", "east") == pytest.approx([1.0, 1.0])
    assert answer.price("oxide", "east") == pytest.approx([5.0, 5.0])
    assert answer.price("oxide", "west") == pytest.approx([6.0, 6.0])
    assert answer.duals("commodity_balance") == pytest.approx(answer.slopes("commodity_balance"))


def test_where_capacity_ends_the_price_is_what_the_last_user_pays(small):
    """Proves: with ore for 6 kt/yr the price in the west is 10, of which 10 - 1 = 9 reach the east.
    Without it: a scarce commodity would be priced at its cost of 6.
    """
    answer = small.set("units", "mine", capacity=15.0).solve()

    assert answer.price("oxide", "west") + answer.price("oxide", "east") == pytest.approx([10.0, 9.0])


def test_what_nobody_wants_has_the_price_of_getting_rid_of_it(small):
    """Proves: ore that must be raised, that is not worth refining and is thrown away at 0.5 USD/kg, has the price -0.5.
    Without it: a by-product would be worth its mining cost of 1 to nobody.
    """
    forced = small.set("units", "mine", must_run=0.8).add("disposals", Disposal("ore", "east", 0.5))
    answer = forced.base(price={("oxide", "west"): 1.0}).solve()

    assert answer.price("ore", "east") == pytest.approx([-0.5])


def test_an_agreement_in_force_feeds_users(small):
    """Proves: with the lane gone, 3 kt/yr under an agreement gain 3 x (10 - 5) = 15.
    Without it: 0; nothing else reaches the west.
    """
    contract = Agreement(
        "contract", "c", "s", "b", "oxide", "east", "oxide", "west", 0.0, 3.0, "fixed", 5.0, date(2020, 1, 1)
    )
    running = AgreementState("contract", "running", date(2020, 1, 1), None, 1.0, 1.0)
    landlocked = small.drop("lanes")

    assert landlocked.add("agreements", contract).add("agreement_states", running).solve().gain == pytest.approx(15.0)
    assert landlocked.solve().gain == pytest.approx(0.0)
