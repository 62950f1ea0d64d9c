"""Numbers that do not follow from their evidence, or rest on what was not yet known."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.reading import inputs, read_study


def test_a_number_without_a_derivation(study, place):
    """Proves: the cell is named, and the row to add.
    Without it: a number could be typed in, and count as if it had a source.
    """
    study.replace("derivations.csv", "lanes,*,freight,0.2,,,\n", "")

    faults = study.faults()

    assert [place(fault) for fault in faults] == [("lanes.csv", 2, "freight"), ("lanes.csv", 3, "freight")]
    assert faults[0].way_out == "add a row lanes, nickel_east_west, freight to derivations.csv"


def test_a_study_without_derivations_is_told_once(study):
    """Proves: one message instead of one for each number.
    Without it: the first sight of a new study would be fifty faults.
    """
    (study.root / "derivations.csv").unlink()

    assert "none of the 53 numbers" in study.only_fault().message


def test_a_formula_that_yields_another_number(study, place):
    """Proves: cell 7,100 and formula 7,000 are both printed, with unit and both lines.
    Without it: a corrected cell would keep its old justification.
    """
    study.replace("lanes.csv", "7000", "7100")

    fault = study.only_fault()

    assert place(fault) == ("lanes.csv", 2, "base_flow")
    assert "the cell says 7100 t/yr, its formula '{NI-EXPORTS}' (derivations.csv, line 14) yields 7000" in fault.message


@pytest.mark.parametrize(
    ("formula", "message", "way_out"),
    [
        ("{NI-EXPORT}", "evidence 'NI-EXPORT', which does not exist", "did you mean 'NI-EXPORTS'?"),
        ("NI-EXPORTS", "is no formula", "braces"),
        ("{NI-EXPORTS} / 0", "divides by zero", "mend"),
        ("{NI-EXPORTS} ** 999", "no finite number", "mend"),
        ("(0 - {NI-EXPORTS}) ** 0.5", "no finite number", "mend"),
        ("__import__('os').getcwd()", "is no formula", "braces"),
        ("7000 if 1 else 0", "is no formula", "braces"),
        ("{}", "is no formula", "braces"),
        ("(" * 300 + "7000" + ")" * 300, "is no formula", "braces"),
    ],
)
def test_a_formula_that_cannot_be_worked_out(study, place, formula, message, way_out):
    """Proves: formulas are parsed, never executed, and the fault is told at their line.
    Without it: a study from a stranger could run code.
    """
    study.replace("derivations.csv", "base_flow,{NI-EXPORTS}", f'base_flow,"{formula}"')

    fault = study.only_fault()

    assert place(fault) == ("derivations.csv", 14, "formula")
    assert message in fault.message
    assert way_out in fault.way_out


@pytest.mark.parametrize(
    ("old", "new", "column", "way_out"),
    [
        ("units,*,capacity", "unit,*,capacity", "table", "did you mean 'units'?"),
        ("units,*,capacity", "units,*,capcity", "column", "did you mean 'capacity'?"),
        ("units,*,capacity", "units,*,owner", "column", "known are"),
        ("activities,mine,cost", "activities,mien,cost", "row", "did you mean 'mine'?"),
    ],
)
def test_a_derivation_for_nothing(study, old, new, column, way_out):
    """Proves: a derivation must address a cell that exists.
    Without it: a misspelt row would leave its number without a source, and nobody would see why.
    """
    study.replace("derivations.csv", old, new)

    fault = study.faults()[0]

    assert (fault.file, fault.column) == ("derivations.csv", column)
    assert way_out in fault.way_out


def test_evidence_that_was_not_yet_known(study, place):
    """Proves: as of 30 June 2025 a figure of December 2025 is refused by its date, with all lines that use it.
    Without it: the answer 'as known in June' would know the December figures.
    """
    study.replace(
        "evidence.csv", "7000,,,t oxide,2024,,estimate,2025-01-31", "7000,,,t oxide,2024,,estimate,2025-12-18"
    )

    fault = study.only_fault()

    assert place(fault) == ("derivations.csv", 14, "formula")
    assert fault.message == "uses NI-EXPORTS, known only on 2025-12-18; so do lines 18, 19"
    assert "older vintage" in fault.way_out


def test_the_same_evidence_is_fine_later(study):
    """Proves: the same study is refused as of December 17 and not as of December 18.
    Without it: the rule would forbid late evidence altogether.
    """
    study.replace(
        "evidence.csv", "7000,,,t oxide,2024,,estimate,2025-01-31", "7000,,,t oxide,2024,,estimate,2025-12-18"
    )

    assert study.faults(date(2025, 12, 17))
    with pytest.raises(pytest.fail.Exception):
        study.faults(date(2025, 12, 18))


def test_evidence_without_a_number(study):
    """Proves: a report that gives a sentence cannot stand in a formula.
    Without it: it would count as zero.
    """
    study.replace("evidence.csv", "Westland,7000,,,", "Westland,,,,")

    assert "sentence without a number" in study.faults()[0].message


def test_a_sum_by_hand_over_unknown_evidence(study, place):
    """Proves: formulas of by_hand.csv are checked like those of derivations.
    Without it: the column 'by hand' would fail while the answer is printed.
    """
    study.write("by_hand.csv", "key,label,formula,unit,known_on,gap,note\nlost,exports lost,{NI-EXPROTS},t,,,\n")

    fault = study.only_fault()

    assert place(fault) == ("by_hand.csv", 2, "formula")


def derive(study, formula="{BAN}", policy="export-ban", row="export_ban", column="share"):
    """Give the share of the ban a derivation from evidence of its own."""
    header, rest = study.text("derivations.csv").split("\n", 1)
    if "policy" not in header:
        rest = "".join(f"{line},\n" for line in rest.splitlines())
        header += ",policy"
    cells = {"table": "controls", "row": row, "column": column, "formula": formula, "policy": policy}
    line = ",".join(cells.get(name, "") for name in header.split(","))
    study.write("derivations.csv", f"{header}\n{rest}{line}\n")
    names = study.text("evidence.csv").split("\n", 1)[0].split(",")
    told = {"id": "BAN", "subject": "a ban", "quantity": "share", "value": "0", "unit": "fraction", "source": "atomic-weights",
            "grade": "estimate", "known_on": "2025-06-30"}
    study.append("evidence.csv", ",".join(told.get(name, "") for name in names))


def test_a_number_of_a_policy_may_have_a_derivation(study):
    """Proves: the share of the ban, derived for its policy, is an input with evidence.
    Without it: figures in scenarios/ could only be believed.
    """
    derive(study)

    (entry,) = [e for e in inputs(read_study(study.root, date(2025, 6, 30))) if e.policy]
    assert (entry.table, entry.row, entry.column, entry.value, entry.ids) == ("controls", "export_ban", "share", 0.0, ("BAN",))


@pytest.mark.parametrize(
    ("changed", "column", "message", "way_out"),
    [
        ({"policy": "export-bann"}, "policy", "there is no policy 'export-bann'", "did you mean 'export-ban'?"),
        ({"row": "export_bann"}, "row", "policy export-ban gives no share of row 'export_bann' in controls",
         "did you mean 'export_ban'?"),
        ({"column": "delay_days"}, "row", "policy export-ban gives no delay_days of row 'export_ban' in controls", ""),
    ],
)
def test_a_derivation_of_what_no_policy_brings(study, place, changed, column, message, way_out):
    """Proves: an unknown policy, row or number of a policy is told with its place in derivations.csv.
    Without it: a misspelt name would leave the number without its evidence, and nobody would see it.
    """
    derive(study, **changed)
    last = len(study.text("derivations.csv").splitlines())

    fault = study.only_fault()

    assert place(fault) == ("derivations.csv", last, column)
    assert fault.message == message
    assert way_out in (fault.way_out or "")


def test_a_policys_number_that_its_formula_does_not_yield(study):
    """Proves: share 0 in the file and 0.5 by formula are both told, at the policy's own file.
    Without it: evidence and policy would drift apart.
    """
    derive(study, formula="{BAN} + 0.5")

    fault = study.only_fault()

    assert fault.file == "scenarios/export-ban.toml"
    assert "the cell says 0 fraction, its formula '{BAN} + 0.5'" in fault.message
    assert "yields 0.5" in fault.message
