"""What goes round a stop: by another route, in another form, and not at all where the stop is wide enough."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.study.leaks import leaks, option_leaks
from monazite.study.stacks import Stack, compare_stacks
from monazite.study.stops import carried_out, made_of
from monazite.study.study import open_study
from monazite.world.records import Activity, Agreement, AgreementState, Control, Demand, Lane, Region, Tariff, Unit

DAY = date(2025, 1, 1)
YEAR = (2025,)


def south(small):
    """The small world with an open way from the east over the south to the west, a little dearer than straight."""
    return small.add("regions", Region("south", "South")).add(
        "lanes",
        Lane("down", "oxide", "east", "south", 0.0, 0.05, freight=0.5),
        Lane("up", "oxide", "south", "west", 0.0, 0.05, freight=0.7),
    )


def smelters(small):
    """The small world with users of metal in the west, a smelter there, and a dearer one in the east."""
    more = small.add("lanes", Lane("metal_out", "metal", "east", "west", 0.0, 0.05, freight=1.0))
    more = more.add("demands", Demand("alloy", "west", "alloys", "metal", 1.0, 0.05, float("-inf"), 0.0, 5.0))
    for place, cost in (("west", 2.0), ("east", 3.0)):
        more = more.add("units", Unit(f"smelter_{place}", "smelter", place, "plant", "o", place, 100.0))
        more = more.add("activities", Activity(f"smelt_{place}", f"smelter_{place}", "smelting", 0.0, 0.05, cost))
    return more.base(price={("metal", "west"): 30.0, ("metal", "east"): 9.0}, quantity={"alloy": 1.0})


def ban(*destinations, **changes):
    values = {"commodities": ("oxide",), "origins": ("east",), "destinations": destinations, "start": DAY, "end": None, "share": 0.0}
    return Control("ban", "ban", **{**values, **changes})


def told(before, after, element="A"):
    """The rows of two small worlds."""
    return leaks(before.solve().outcome, after.solve().outcome, YEAR, element)


def test_a_ban_on_the_west_alone_leaks_through_the_south(small):
    """Proves: of 8,020 t a year that a ban on the west closes all 8,020 go south, and from there west; a ban on every
    destination closes the same and nothing leaks.
    Without it: 8,020 t would count as stopped while the west is served as before.
    """
    free = south(small)
    (narrow,), (wide,) = told(free, free.add("controls", ban("west"))), told(free, free.add("controls", ban("*")))

    assert [narrow[k] for k in ("closed", "leaked", "route", "form", "reaches", "share")] == pytest.approx([8020, 8020, 8020, 0, 8020, 100])
    assert narrow["ways"] == "south as refining 8,020"
    assert [wide[k] for k in ("closed", "leaked", "share")] == pytest.approx([8020, 0, 0])
    assert (wide["ways"], wide["reaches"]) == ("none", None)


def test_a_ban_on_oxide_leaks_as_metal(small):
    """Proves: 8,020 t of oxide for users and 1.25 x 2,005 = 2,506.25 t for the smelter in the west are closed; the 2,506.25 t
    leave as 2,005 t of metal. A ban on whatever holds A closes all, and nothing leaks.
    Without it: 2,005 t of metal would count as 2,005 t of oxide, or not at all.
    """
    free = smelters(small)
    (oxide,) = told(free, free.add("controls", ban("west")))
    (both,) = told(free, free.add("controls", ban("west", commodities=(), elements=("A",))))

    assert [oxide[k] for k in ("closed", "leaked", "form", "route", "reaches")] == pytest.approx([10526.25, 2506.25, 2506.25, 0, 2506.25])
    assert oxide["ways"] == "west as smelting 2,506"
    assert [both[k] for k in ("closed", "leaked")] == pytest.approx([10526.25, 0])


def test_an_import_duty_leaks_by_another_origin(small):
    """Proves: a duty of 3 USD/kg in the west on what comes from the east closes 8,020 t; as much comes from the south.
    Without it: one would look for the leak among the exports of the east, where only the south is new.
    """
    free = south(small)
    duty = Tariff("duty", "import", ("east",), ("west",), 3.0, 0.0, DAY, None, ("oxide",))
    (row,) = told(free, free.add("tariffs", duty))

    assert [row[k] for k in ("kind", "closed", "leaked", "ways")] == ["import duty", pytest.approx(8020), pytest.approx(8020), "south as refining 8,020"]


CONTRACT = Agreement("contract", "contract", "s", "b", "oxide", "east", "oxide", "west", 0.0, 3.0, "fixed", 6.0, DAY)
RUNNING = AgreementState("contract", "running", DAY, None, 1.0, 1.0)


def test_an_agreement_that_ends_leaks_as_ordinary_trade_unless_that_is_banned_too(small):
    """Proves: 3,000 t a year handed over in the west are closed with their agreement, and leave by the ordinary lane to the
    same place; with a ban on that lane nothing leaks, and the ban is told by itself, with the 5,020 t that went beside it.
    Without it: a contract could be broken and the cargo sail as before, and count as kept.
    """
    bound = small.add("agreements", CONTRACT).add("agreement_states", RUNNING)
    (ended,) = told(bound, small)
    rule, contract = told(bound, small.add("controls", ban("west")))

    assert [ended[k] for k in ("instrument", "closed", "leaked", "ways")] == ["contract", pytest.approx(3000), pytest.approx(3000), "west as refining 3,000"]
    assert [(r["instrument"], r["closed"], r["leaked"]) for r in (rule, contract)] == [
        ("ban", pytest.approx(5020), pytest.approx(0)),
        ("contract", pytest.approx(3000), pytest.approx(0)),
    ]


def test_what_is_handed_over_at_home_counts_as_what_the_plants_make_of_it(small):
    """Proves: of 2 kt ore, 1 kt of oxide in it, the plant recovers 0.8: closed are 800 t, and all of them leave as before,
    since the ore is refined with the agreement or without. The leak names no new way, since no lane carries more.
    Without it: 1,000 t would be closed, of which 200 t never could have left.
    """
    sold = Agreement("ore_contract", "ore", "s", "b", "ore", "east", "ore", "east", 2.0, 2.0, "fixed", 1.0, DAY)
    bound = small.add("agreements", sold).add("agreement_states", AgreementState("ore_contract", "running", DAY, None, 1.0, 1.0))
    (row,) = told(bound, small)

    assert made_of(small.system, "ore", "east") == {"ore", "oxide"}
    assert carried_out(small.system, "ore", "east", "A") == pytest.approx(0.8)
    assert [row[k] for k in ("closed", "leaked", "ways")] == [pytest.approx(800), pytest.approx(800), "as before"]


def test_a_stop_is_told_in_the_element_that_it_names_or_closes_most_and_in_its_years(small):
    """Proves: asked for an element that the oxide does not hold, the row is in A, of which the ban closes most; a ban from
    2026 on has no row for 2025, and a world with the same ban on both sides has none at all.
    Without it: a ban would be told as 0 t of what it has nothing to do with, or before it holds.
    """
    free = south(small)
    banned = free.add("controls", ban("west"))

    assert [(row["element"], row["told"]) for row in told(free, banned, "B")] == [("A oxide", "ban [A oxide]")]
    assert told(free, free.add("controls", ban("west", start=date(2026, 1, 1)))) == []
    assert told(banned, banned) == []


def test_stops_of_the_reference_are_told_beside_an_option_without_them(small):
    """Proves: with the ban in the reference the row is that of the ban beside 'free'; an agreement that only 'bound' has is no
    stop of the reference.
    Without it: a study whose present state is the controlled one would tell no leak.
    """
    free, banned = small.solve().outcome, small.add("controls", ban("west")).solve().outcome
    bound = small.add("agreements", CONTRACT).add("agreement_states", RUNNING).solve().outcome

    rows = option_leaks({"banned": banned, "free": free}, "banned", {}, YEAR, "A")
    assert [(r["option"], r["beside"], r["instrument"]) for r in rows] == [("banned", "free", "ban")]
    assert rows[0]["closed"] == pytest.approx(8020)
    assert option_leaks({"free": free, "bound": bound}, "free", {}, YEAR, "A") == []


@pytest.mark.parametrize("date", ["june-2025", "today"])
def test_options_of_the_shipped_study_leak_as_they_should(shipped, date):
    """Proves: in 2026 the end of the agreement closes what left for good, the NdPr oxide that leaves in the base year (264 t as
    known in June 2025, 239 t today), and nothing leaks; the ban on Japan alone closes some 40 t, all of which leave for other countries, Vietnam first.
    Without it: 'suspend-japan-only' would look like a stop.
    """
    outcomes = {o: shipped.outcome(date, o) for o in ("keep", "suspend", "suspend-japan-only")}
    base = shipped.study(date).baseline.flow
    gone = 1000.0 * (base["ind_vnm_ndpr_oxide"] + base["ind_jpn_ndpr_oxide"])
    rows = {r["option"]: r for r in option_leaks(outcomes, "keep", {}, (2026,), "NdPr")}

    assert [rows["suspend"][k] for k in ("closed", "leaked")] == pytest.approx([gone, 0.0], abs=0.01)
    assert 30.0 < rows["suspend-japan-only"]["closed"] < 50.0
    assert rows["suspend-japan-only"]["share"] > 99.0
    assert rows["suspend-japan-only"]["ways"].startswith("VNM as oxide")


def test_a_comparison_of_stacks_tells_the_leaks_of_each_without_any_question():
    """Proves: the starter study, which has no [answer], tells of its ban on nickel oxide what it closes in 2030 (7,188 t) and
    that nothing leaks, in the element that it closes most.
    Without it: leaks would be told only of a study that asks a question.
    """
    found = compare_stacks(open_study("starter", None, "draft"), "trade", [Stack(("export-ban",))], [2030])
    (section,) = (s for s in found["sections"] if s["key"] == "leaks_by_instrument")
    (row,) = section["rows"]

    assert (row["stack"], row["leaked"], row["ways"]) == ("export-ban", 0.0, "none")
    assert row["closed"] > 1000.0
