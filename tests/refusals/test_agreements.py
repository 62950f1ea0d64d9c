"""Agreements that contradict themselves: states out of order, prices that cannot be found, duties that cost nothing."""

from __future__ import annotations

import pytest

TERMS = "agreement,name,seller,buyer,commodity,origin,delivered_as,destination,minimum,maximum,price_rule,price,start"
LONG = "long,long contract,a,b,nickel_oxide,east,nickel_oxide,west,0,100,{rule},14,2020-01-01"
STATES = "agreement,state,start,end,share_start,share_end,price_rule,price,cost,cost_by,cost_to\n"


def in_states(study, *rows):
    """A contract in these states, told as ``state,start,end,shares...``."""
    study.write("agreements.csv", f"{TERMS}\n{LONG.format(rule='fixed')}\n")
    study.write("agreement_states.csv", STATES + "".join(f"long,{row}\n" for row in rows))


def with_terms(study, rule="fixed", **columns):
    """A contract with a price rule and more columns, that runs."""
    row = LONG.format(rule=rule).replace("west,0,100", f"west,{columns.pop('minimum', '0')},100")
    study.write("agreements.csv", ",".join([TERMS, *columns]) + "\n" + ",".join([row, *columns.values()]) + "\n")
    study.write("agreement_states.csv", STATES + "long,running,2020-01-01,,1,1,,,,,\n")


def fault_of(study, file):
    """The first fault of a file; numbers without a derivation, which these tables have too, are not meant."""
    return next(f for f in study.faults() if f.file == file and "derivation" not in f.message)


@pytest.mark.parametrize(
    ("rows", "line", "column", "message", "way_out"),
    [
        (
            ("ended,2020-01-01,2025-01-01,0,0,,,,,", "running,2025-01-01,,1,1,,,,,"), 3, "state",
            "is running from 2025-01-01, after it is ended", "an end is final: sign another agreement",
        ),
        (
            ("running,2020-01-01,2025-01-01,1,1,,,,,", "notice,2025-01-01,2025-07-01,1,1,,,,,", "running,2025-07-01,,1,1,,,,,"),
            4, "state", "is running from 2025-07-01, after it is notice", "after notice may come renegotiated, wound down, ended",
        ),
        (
            ("running,2020-01-01,2025-01-01,1,1,,,,,", "notice,2025-01-01,,1,1,,,,,"), 3, "state",
            "is given notice on 2025-01-01, and nothing follows",
            "add the state that the notice leads to: ended, wound down or renegotiated",
        ),
        (
            ("running,2020-01-01,2025-01-01,1,1,,,,,", "notice,2025-01-01,2025-07-01,0.5,0.5,,,,,", "ended,2025-07-01,,0,0,,,,,"),
            3, "share_start", "delivers a share of 0.5 while its notice runs, less than the 1 before",
            "keep the volumes during the notice, or call the state suspended",
        ),
        (
            ("running,2020-01-01,2025-01-01,1,1,,,,,", "suspended,2025-01-01,,0,0,,12,,,"), 3, "price",
            "has another price from 2025-01-01 and is suspended", "a new price needs both parties: call the state renegotiated",
        ),
        (
            ("running,2020-01-01,2025-01-01,1,1,,,,,", "ended,2025-01-01,,0,0,,,5,,"), 3, "cost_by",
            "changes on 2025-01-01 at a cost of 5 million USD, which nobody pays", "seller or buyer",
        ),
        (
            ("running,2020-01-01,2025-01-01,1,1,,,,,", "ended,2025-01-01,,0,0,,,5,buyer,"), 3, "cost_to",
            "changes on 2025-01-01 at a cost of 5 million USD, which nobody gets", "other side or third parties",
        ),
    ],
)  # fmt: skip
def test_states_out_of_order(study, place, rows, line, column, message, way_out):
    """Proves: what cannot follow, a notice that leads nowhere or delivers less, a price that one side sets, and a cost that
    nobody pays or gets are refused at their row.
    Without it: an agreement could end and run on, or be left for free.
    """
    in_states(study, *rows)
    fault = fault_of(study, "agreement_states.csv")

    assert place(fault) == ("agreement_states.csv", line, column)
    assert message in fault.message
    assert fault.way_out == way_out


@pytest.mark.parametrize(
    ("rule", "columns", "column", "message"),
    [
        ("indexed", {"index_share": "1"}, "index_commodity", "is indexed to no commodity and region"),
        ("indexed", {"index_commodity": "concentrate", "index_region": "west", "index_share": "1"}, "index_commodity",
         "is indexed to concentrate in west, which has no row in prices"),
        ("indexed", {"index_commodity": "nickel_oxide", "index_region": "west"}, "index_share", "pays no share of its index"),
        ("equal value", {}, "linked_to", "pays in goods of equal value and answers no other agreement"),
        ("indexed", {"index_commodity": "nickel_oxide", "index_region": "west", "index_share": "1", "price_floor": "20",
                     "price_cap": "10"}, "price_floor", "a price floor of 20 above its cap of 10 USD/kg"),
        ("fixed", {"price_floor": "20"}, "price_floor", "has a floor or a cap for a price that is fixed"),
        ("fixed", {"take_or_pay": "0.8"}, "deficiency_price", "has a take-or-pay share, and what is not taken costs nothing"),
        ("fixed", {"penalty": "1", "take_or_pay": "0.8", "deficiency_price": "3", "minimum": "50"}, "take_or_pay",
         "makes both sides pay for a kilogramme that does not move"),
        ("fixed", {"deficiency_price": "3"}, "take_or_pay", "has a price for what is not taken, and nothing has to be taken"),
    ],
)  # fmt: skip
def test_terms_that_cannot_be_kept(study, place, rule, columns, column, message):
    """Proves: an index without a price or a share, payment in kind for nothing, a floor above its cap, a floor for a fixed
    price, and a take-or-pay without a price or a volume are refused at the agreement.
    Without it: a price would be found by accident, or a clause would do nothing.
    """
    with_terms(study, rule, **columns)
    fault = fault_of(study, "agreements.csv")

    assert place(fault) == ("agreements.csv", 2, column)
    assert message in fault.message
    assert fault.way_out


def test_cost_plus_of_what_nobody_makes_there(study, place):
    """Proves: a contract for what leaves the west, where no plant makes it, cannot be priced by its maker's cost; from the
    east, where one does, it can.
    Without it: the price would be the cost of nothing.
    """
    with_terms(study, "cost plus")
    assert "cost of making" not in " ".join(f.message for f in study.faults())
    study.replace("agreements.csv", "nickel_oxide,east,nickel_oxide,west", "nickel_oxide,west,nickel_oxide,east")
    fault = fault_of(study, "agreements.csv")

    assert place(fault) == ("agreements.csv", 2, "price_rule")
    assert "priced by the cost of making nickel_oxide, which no activity makes in west" in fault.message


def test_two_legs_that_pay_for_one(study, place):
    """Proves: of two legs that pay in kind for the same deliveries the second is refused, and the first named.
    Without it: a kilogramme would be paid for twice.
    """
    leg = "{},x,b,a,cobalt_oxide,west,cobalt_oxide,east,0,10,equal value,1,2020-01-01,long,0.1"
    rows = [f"{TERMS},linked_to,ratio", f"{LONG.format(rule='fixed')},,0", leg.format("one"), leg.format("two")]
    study.write("agreements.csv", "\n".join(rows) + "\n")
    fault = fault_of(study, "agreements.csv")

    assert place(fault) == ("agreements.csv", 4, "price_rule")
    assert "pays in kind for long, as one does already" in fault.message


def test_a_price_rule_that_is_no_rule(study, place):
    """Proves: "market" is refused with the rules that there are.
    Without it: a rule in words would be read as a fixed price.
    """
    with_terms(study, "fixd")
    fault = fault_of(study, "agreements.csv")

    assert place(fault) == ("agreements.csv", 2, "price_rule")
    assert "'fixed'" in fault.way_out
