"""Sums of claims and contradictions that cannot be are refused by name, file and line."""

from __future__ import annotations

import pytest

METAL = "NI-METAL,Westland,nickel metal,1000,,,t Ni metal,2024,,estimate,2025-01-31,,"
CLAIMS = "id,claim,who,date,verdict,evidence\nexports,exports are large,a paper,2025-06-01,consistent,NI-EXPORTS\n"


@pytest.fixture
def claimed(study):
    """The starter study with a claim, and a writer of its one sum."""
    study.write("claims.csv", CLAIMS)

    def write(formula, unit="t oxide", claim="exports"):
        study.write("claim_sums.csv", f"claim,label,formula,unit\n{claim},what it comes to,{formula},{unit}\n")
        return study

    return write


def test_a_sum_that_can_be_worked_out_is_taken(claimed):
    """Proves: exports of the starter study, in tonnes of oxide, pass.
    Without it: the other tests of this file would prove nothing.
    """
    assert claimed("{NI-EXPORTS}").is_taken()


@pytest.mark.parametrize(
    ("formula", "unit", "column", "told"),
    [
        ("{NI-EXPROTS}", "t oxide", "formula", "'NI-EXPROTS', which does not exist"),
        ("{NI-EXPORTS}/0", "t oxide", "formula", "divides by zero"),
        ("{NI-EXPORTS}+", "t oxide", "formula", "is no formula"),
        ("{NI-EXPORTS}+{NI-METAL}", "t oxide", "formula", "two bases"),
        ("{NI-EXPORTS}", "USD/kg", "formula", "is no number in 'USD/kg'"),
        ("{NI-EXPORTS}", "bushel", "unit", "'bushel' in unit"),
    ],
)
def test_a_sum_that_cannot_be_is_refused(claimed, place, formula, unit, column, told):
    """Proves: unknown evidence, a division by zero, half a formula, two bases, a result that is no number of its unit,
    and an unknown unit are told at line 2 of claim_sums.csv.
    Without it: a verdict would rest on arithmetic that does not hold.
    """
    study = claimed(formula, unit)
    study.append("evidence.csv", METAL)

    fault = next(f for f in study.faults() if told in f.message)

    assert place(fault) == ("claim_sums.csv", 2, column)


def test_a_sum_of_no_claim_is_refused(claimed, place):
    """Proves: a sum of 'imports', which nobody claims, is told with the claim that there is.
    Without it: sums would be worked out that are shown nowhere.
    """
    fault = claimed("{NI-EXPORTS}", claim="imports").only_fault()

    assert place(fault) == ("claim_sums.csv", 2, "claim")
    assert "'imports' is not in claims" in fault.message


@pytest.mark.parametrize("column", ["evidence", "used"])
def test_a_contradiction_of_reports_that_are_not_there_is_refused(study, place, column):
    """Proves: an id that no report has is told under `evidence` and under `used`, with the nearest.
    Without it: a reader could not look up what contradicts what.
    """
    named = {"evidence": "NI-EXPORTS", "used": "", column: "NI-EXPROTS"}
    study.write(
        "contradictions.csv",
        f"id,topic,evidence,conclusion,used\nexports,exports,{named['evidence']},none,{named['used']}\n",
    )

    fault = study.only_fault()

    assert place(fault) == ("contradictions.csv", 2, column)
    assert "NI-EXPORTS" in fault.way_out
