"""A balance folder: four small tables become a problem; what is wrong with them is told all at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from monazite import reconcile
from monazite.errors import BadInput
from monazite.reading.balances import read_balance
from monazite.reading.balances.algebra import expression, law
from monazite.reading.faults import Refused

AMOUNTS = "amount,origin,destination,unit\nore,,mill,t/yr\noxide,mill,,t/yr\ntailings,mill,,t/yr\n"
GRADES = "flow,component\nore,REO\noxide,REO\ntailings,REO\n"
REPORTS = (
    "report,measures,value,sd,relative_sd,error,low,high\nmined,ore,100,5,,,,\nsold,oxide,6,,0.05,,,\n"
    "assay,ore.REO,0.06,,,,0.05,0.07\npure,oxide.REO,0.95,0.01,,,,\nlost,tailings.REO,0.004,,0.5,lognormal,,\n"
)


@pytest.fixture
def mill(tmp_path: Path) -> Path:
    """A mill that makes oxide and tailings from ore, with grades."""
    for name, text in (("amounts", AMOUNTS), ("grades", GRADES), ("reports", REPORTS)):
        (tmp_path / f"{name}.csv").write_text(text)
    return tmp_path


def test_processes_conserve_mass_and_each_component(mill):
    """Proves: the mill gives two laws, ore = oxide + tailings and the same for REO, and both hold in the answer.
    Without it: the rare earth that is sold need not have been in the ore.
    """
    found = reconcile(mill)
    value = found.amounts["value"]

    assert found.folder.laws == ("mill: mass", "mill: REO")
    assert value["ore"] == pytest.approx(value["oxide"] + value["tailings"], rel=1e-9)
    contained = [value[flow] * value[f"{flow}.REO"] for flow in ("ore", "oxide", "tailings")]
    assert contained[0] == pytest.approx(contained[1] + contained[2], rel=1e-9)


def test_doubt_comes_from_sd_share_or_range(mill):
    """Proves: 5 as given; 5 % of 6; a range of 0.02 read as four deviations; 0.5 of the logarithm for a factor.
    Without it: a range would weigh like a deviation, four times too weak.
    """
    problem = read_balance(mill).problem

    assert problem.deviation == pytest.approx([5.0, 0.3, 0.005, 0.01, 0.5])
    assert problem.by_factor.tolist() == [False, False, False, False, True]


def test_a_law_of_its_own_and_a_fixed_share(mill):
    """Proves: with oxide.REO fixed at 1 and a recovery law oxide = 0.9 * ore * ore.REO the answer keeps both.
    Without it: what a plant is known to recover could not be said.
    """
    (mill / "grades.csv").write_text("flow,component,fixed\nore,REO,\noxide,REO,1\ntailings,REO,\n")
    (mill / "laws.csv").write_text("law,equation\nrecovery,oxide = 0.9 * ore * ore.REO\n")
    value = reconcile(mill).amounts["value"]

    assert value["oxide.REO"] == 1.0
    assert value["oxide"] == pytest.approx(0.9 * value["ore"] * value["ore.REO"], rel=1e-9)


def test_every_fault_is_told_at_once(mill):
    """Proves: an unknown amount, a report without doubt, a flow that is none and a mistaken file name come in one message,
    each with line and way out.
    Without it: four rounds of mending.
    """
    (mill / "reports.csv").write_text("report,measures,value,sd\na,oree,100,5\nb,oxide,6,\n")
    (mill / "grades.csv").write_text("flow,component\noxyde,REO\n")
    (mill / "laws.csv").write_text("law,equation\nl,ore = oxide = tailings\nm,ore / (oxide + tailings) = 1\n")
    with pytest.raises(BadInput) as told:
        read_balance(mill)
    text = str(told.value)

    assert "there is no amount 'oree' -> did you mean 'ore'?" in text
    assert "reports.csv, line 3, column sd: nothing says how far the report may be wrong" in text
    assert "the flow 'oxyde' does not exist -> did you mean 'oxide'?" in text
    assert "has 2 equals signs" in text
    assert "multiply the law by what it is divided by" in text


def test_a_table_with_a_mistaken_name_is_not_left_out_silently(mill):
    """Proves: grade.csv is refused with the name that was meant.
    Without it: grades would be ignored, and the answer would be another.
    """
    (mill / "grades.csv").rename(mill / "grade.csv")
    with pytest.raises(BadInput, match=r"grade\.csv.*did you mean 'grades\.csv'\?"):
        read_balance(mill)


def test_texts_are_multiplied_out():
    """Proves: (a + 2 b)**2 - a*a / 2 is 0.5 a^2 + 4 a b + 4 b^2, and a / b**0.5 has the powers 1 and -0.5.
    Without it: people would have to multiply out by hand, and make mistakes.
    """
    known = {"a": 0, "b": 1}

    assert expression("(a + 2*b)**2 - a*a/2", known) == {(("a", 2.0),): 0.5, (("a", 1.0), ("b", 1.0)): 4.0, (("b", 2.0),): 4.0}
    assert expression("a / b**0.5", known) == {(("a", 1.0), ("b", -0.5)): 1.0}
    assert law("a = a", known) == {}


@pytest.mark.parametrize("text", ["a +", "f(a)", "a if b else 1", "a ** b", "1 / (a + b)", "__import__('os')", "a[0]", "1e999*a"])
def test_what_is_no_sum_of_products_is_refused(text):
    """Proves: calls, conditions, powers of unknowns, division by a sum and unbounded numbers are refused, never executed.
    Without it: a table could run code, or an answer would rest on an infinite number.
    """
    with pytest.raises(Refused):
        expression(text, {"a": 0, "b": 1})


def test_rows_in_another_order_give_the_same_picture(mill):
    """Proves: with reports and amounts in reverse order every amount is the same to 1e-8 of itself.
    Without it: an answer would depend on how somebody sorted a sheet.
    """
    before = reconcile(mill).amounts["value"]
    for name in ("amounts", "reports", "grades"):
        head, *rows = (mill / f"{name}.csv").read_text().splitlines()
        (mill / f"{name}.csv").write_text("\n".join([head, *reversed(rows)]) + "\n")
    after = reconcile(mill).amounts["value"]

    assert np.allclose(after[before.index], before, rtol=1e-8)
