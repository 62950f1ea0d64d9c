"""Tables that are well-formed each, and cannot be true together; each fault comes with the line of its row."""

from __future__ import annotations

import pytest

STATES = "agreement,state,start,end,share_start,share_end\n"
AGREEMENT = (
    "agreement,name,seller,buyer,commodity,origin,delivered_as,destination,minimum,maximum,price_rule,price,start,"
    "end\nlong,long contract,a,b,nickel_oxide,east,{as_},west,0,100,fixed,14,2020-01-01,\n"
)


def test_a_commodity_of_which_more_than_all_is_named(study, place):
    """Proves: shares that add up to 1.07 are refused at the row that passes 1.
    Without it: a tonne of concentrate would hold 1.07 t.
    """
    study.replace("compositions.csv", "concentrate,Ni,0.12", "concentrate,Ni,0.9")
    study.replace("compositions.csv", "concentrate,Co,0.03", "concentrate,Co,0.17")

    fault = next(fault for fault in study.faults() if fault.file == "compositions.csv")

    assert place(fault) == ("compositions.csv", 3, "share")
    assert "add up to 1.07" in fault.message


def test_an_element_of_which_more_than_all_is_recovered(study, place):
    """Proves: 0.9 into one output and 0.3 into another are refused: 1.2 of the nickel would come out.
    Without it: the refinery would make metal from nothing.
    """
    study.append("commodities.csv", "nickel_metal,metal,metal,metal,,no,no")
    study.append("compositions.csv", "nickel_metal,Ni,1,element")
    study.append("recoveries.csv", "refining,concentrate,*,nickel_metal,0.3")

    fault = study.only_fault()

    assert place(fault) == ("recoveries.csv", 4, "recovery")
    assert "1.2 of the Ni in concentrate" in fault.message


def test_an_output_with_two_compositions(study, place):
    """Proves: nickel recovered at 0.9 and cobalt at 0.8 into one commodity imply two amounts of it, and are refused.
    Without it: streams of different baskets would be blended, which a linear programme cannot do.
    """
    study.append("commodities.csv", "mixed,mixed hydroxide,oxide,oxide,,no,no")
    study.append("compositions.csv", "mixed,Ni,0.8,oxide", "mixed,Co,0.2,oxide")
    study.append("processes.csv", "leaching,leaching,refining,concentrate,residue")
    study.append("recoveries.csv", "leaching,concentrate,Ni,mixed,0.9", "leaching,concentrate,Co,mixed,0.8")

    fault = study.only_fault()

    assert (fault.file, fault.line) == ("processes.csv", 4)
    assert "a commodity has one composition" in fault.message


def test_an_element_that_goes_where_it_is_not(study, place):
    """Proves: cobalt recovered into pure nickel oxide is refused.
    Without it: it would leave the world: in with the concentrate, and out nowhere.
    """
    study.append("recoveries.csv", "refining,concentrate,Co,nickel_oxide,0.1")

    fault = next(fault for fault in study.faults() if fault.file == "recoveries.csv")

    assert place(fault) == ("recoveries.csv", 4, "output")
    assert "its output nickel_oxide holds none" in fault.message


def test_a_product_for_which_nothing_brings_an_element(study):
    """Proves: an alloy of nickel and cobalt made from nickel oxide alone is refused.
    Without it: its cobalt would come from nowhere.
    """
    study.append("commodities.csv", "alloy,alloy,product,gross,,no,no")
    study.append("compositions.csv", "alloy,Ni,0.6,element", "alloy,Co,0.4,element")
    study.append("processes.csv", "alloying,alloying,alloy,alloy,slag")
    study.append("recoveries.csv", "alloying,nickel_oxide,Ni,alloy,0.98")

    fault = study.only_fault()

    assert (fault.file, fault.line) == ("processes.csv", 4)
    assert "nothing brings Co into alloy" in fault.message


def test_a_process_whose_driver_takes_no_part(study, place):
    """Proves: a driver that is neither input nor output of the recoveries is refused.
    Without it: activity would be counted in tonnes of something that is not there.
    """
    study.replace("processes.csv", "refining,concentrate", "refining,cobalt_oxide")
    study.replace("recoveries.csv", "refining,concentrate,Co,cobalt_oxide,0.8\n", "")

    fault = next(fault for fault in study.faults() if fault.file == "processes.csv")

    assert place(fault) == ("processes.csv", 3, "driver")


def test_a_captive_commodity_that_comes_back_to_itself(study, place):
    """Proves: oxide reserved by one link process and freed by another is refused.
    Without it: 'captive' would mean nothing; the model frees the oxide and exports it.
    """
    study.append("commodities.csv", "reserved_oxide,reserved,oxide,oxide,,yes,no")
    study.append("compositions.csv", "reserved_oxide,Ni,1,oxide")
    study.append("processes.csv", "reserve,reserve,refining,nickel_oxide,", "free,free,refining,reserved_oxide,")
    study.append("recoveries.csv", "reserve,nickel_oxide,*,reserved_oxide,1", "free,reserved_oxide,*,nickel_oxide,1")
    study.append("activities.csv", "reserve,refinery,reserve,0,0,0", "free,refinery,free,0,0,0")

    fault = study.only_fault()

    assert place(fault) == ("commodities.csv", 5, "captive")
    assert "through free, reserve" in fault.message


def test_a_lane_that_leads_home(study, place):
    """Proves: a lane from east to east is refused.
    Without it: goods would circle at no cost, and count as trade.
    """
    study.replace("lanes.csv", "cobalt_oxide,east,west", "cobalt_oxide,east,east")

    fault = study.only_fault()

    assert place(fault) == ("lanes.csv", 3, "destination")


def test_a_lane_for_what_is_not_for_sale(study, place):
    """Proves: a lane of a captive commodity is refused.
    Without it: what law keeps at home would be shipped at once.
    """
    study.replace("commodities.csv", "cobalt oxide,oxide,oxide,,no", "cobalt oxide,oxide,oxide,,yes")

    fault = study.only_fault()

    assert place(fault) == ("lanes.csv", 3, "commodity")
    assert "captive" in fault.message


def test_a_process_in_a_unit_of_another_stage(study, place):
    """Proves: refining in the mine is refused.
    Without it: the mine's capacity would be shared with the refinery's, and no bottleneck be seen.
    """
    study.replace("activities.csv", "refine,refinery,refining", "refine,mine,refining")

    fault = study.only_fault()

    assert place(fault) == ("activities.csv", 3, "process")


def test_an_agreement_that_changes_what_it_delivers(study, place):
    """Proves: nickel oxide that arrives as cobalt oxide is refused.
    Without it: a contract would turn one metal into another.
    """
    study.write("agreements.csv", AGREEMENT.format(as_="cobalt_oxide"))

    faults = study.faults()

    assert {place(fault) for fault in faults} == {("agreements.csv", 2, "delivered_as")}


@pytest.mark.parametrize(("links", "way"), [
    ({"long": "long"}, "long -> long"), ({"long": "back", "back": "long"}, "back -> long -> back"),
    ({"long": "back", "back": "more", "more": "long"}, "back -> more -> long -> back"),
])
def test_agreements_that_answer_each_other_in_a_circle(study, place, links, way):
    """Proves: a circle of links is told once, with every leg of it; a leg that leads into the circle is not part of it.
    Without it: each volume would be a share of itself, and all of them would be forced to nothing.
    """
    head, row = AGREEMENT.format(as_="nickel_oxide").splitlines()
    legs = [*links.items(), ("side", "long")]
    rows = {name: row.replace("long,", f"{name},", 1) + f",{other},0.5" for name, other in legs}
    study.write("agreements.csv", "\n".join([f"{head},linked_to,ratio", *rows.values()]))

    fault = study.only_fault()

    first = way.partition(" ")[0]
    assert place(fault) == ("agreements.csv", 2 + list(rows).index(first), "linked_to")
    assert fault.message == f"agreement {first} answers itself: {way}"


def test_a_policy_that_closes_a_circle_of_agreements(study):
    """Proves: the world that an option makes is checked too, and the option is named.
    Without it: the circle would come to light as a programme that ships nothing.
    """
    head, row = AGREEMENT.format(as_="nickel_oxide").splitlines()
    study.write("agreements.csv", f"{head},linked_to,ratio\n{row},,0\n{row.replace('long,', 'back,', 1)},long,0.5\n")
    edit = ["[[set]]", 'table = "agreements"', 'key = "long"', 'values = { linked_to = "back" }']
    study.append("scenarios/export-ban.toml", *edit)

    told = [fault.message for fault in study.faults()]

    assert "under option ban: agreement back answers itself: back -> long -> back" in told


@pytest.mark.parametrize("end", ["", "2026-06-01"])
def test_states_that_overlap(study, place, end):
    """Proves: a state that has no end, or a late one, cannot be followed by another.
    Without it: the volumes of both states would hold at once.
    """
    study.write("agreements.csv", AGREEMENT.format(as_="nickel_oxide"))
    study.write("agreement_states.csv", STATES + f"long,running,2020-01-01,{end},1,1\nlong,suspended,2026-01-01,,0,0\n")

    fault = next(fault for fault in study.faults() if fault.file == "agreement_states.csv")

    assert place(fault) == ("agreement_states.csv", 2, "end")
    assert fault.way_out == "end the first on 2026-01-01"


def test_a_demand_for_what_has_no_price(study, place):
    """Proves: a demand whose commodity has no price anywhere is refused.
    Without it: its curve would have no point to start from.
    """
    study.write("prices.csv", "\n".join(line for line in study.text("prices.csv").split("\n") if "cobalt" not in line))

    assert [place(fault) for fault in study.faults()] == [
        ("demands.csv", 4, "commodity"),
        ("demands.csv", 5, "commodity"),
    ]


def test_an_option_that_makes_an_impossible_world(study):
    """Proves: the world of each option is checked like the base world, and the option is named.
    Without it: the fault would come to light inside the programme, as an infeasible row.
    """
    study.append(
        "scenarios/export-ban.toml",
        "[[add]]",
        'table = "agreements"',
        'row = { agreement = "deal", name = "deal", seller = "a", buyer = "b", commodity = "cobalt_oxide", '
        'origin = "east", delivered_as = "nickel_oxide", destination = "west", minimum = 0, maximum = 10, '
        'price_rule = "fixed", price = 1, start = 2025-01-01 }',
    )

    told = [fault.message for fault in study.faults()]

    assert len(told) == 2
    assert all(message.startswith("under option ban: agreement deal sends cobalt_oxide") for message in told)


def test_an_option_whose_policies_contradict_each_other(study):
    """Proves: a policy that adds a row twice is refused before anything is solved.
    Without it: the second row would hide the first.
    """
    study.replace("study.toml", '["export-ban"]', '["export-ban", "export-ban-again"]')
    study.write("scenarios/export-ban-again.toml", study.text("scenarios/export-ban.toml"))

    fault = study.only_fault()

    assert "option ban: policy export-ban-again adds controls row 'export_ban', which exists already" in fault.message


def test_a_scenario_that_no_option_uses_and_that_makes_an_impossible_world(study):
    """Proves: a shock to an end use that nobody has, in a scenario of no option, is refused by ``check`` with its name.
    Without it: whoever stacks the scenario later would meet the fault instead of its author.
    """
    study.write(
        "scenarios/slump.toml",
        'title = "a slump"\nannounced = 2026-01-01\n\n[[add]]\ntable = "demand_shocks"\n'
        'row = { shock = "slump", regions = "*", commodities = "*", end_use = "batterys", factor = 0.5, start = 2027-01-01 }\n',
    )

    fault = study.only_fault()

    assert fault.message == "under scenario slump: demand shock slump hits no demand"
    assert "'batteries'" in fault.way_out
