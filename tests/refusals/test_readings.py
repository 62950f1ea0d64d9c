"""The other side of a contradiction must stand for evidence that there is, in its unit."""

from __future__ import annotations

import pytest

CONTRADICTIONS = "id,topic,evidence,conclusion\nexports,how much is exported,NI-EXPORTS,nobody knows\n"


@pytest.fixture
def read(study):
    """The starter study with a contradiction, and a writer of its one reading."""
    study.write("contradictions.csv", CONTRADICTIONS)

    def write(evidence="NI-EXPORTS", formula="2*{NI-EXPORTS}", contradiction="exports"):
        head = "reading,contradiction,label,evidence,formula"
        study.write("readings.csv", f"{head}\ntwice,{contradiction},twice as much left,{evidence},{formula}\n")
        return study

    return write


def test_a_reading_that_can_be_set_in_is_taken(read):
    """Proves: twice the exports, in place of the exports, pass.
    Without it: the other tests of this file would prove nothing.
    """
    assert read().is_taken()


@pytest.mark.parametrize(
    ("words", "column", "told"),
    [
        ({"evidence": "NI-EXPROTS"}, "evidence", "'NI-EXPROTS' is not in evidence"),
        ({"contradiction": "imports"}, "contradiction", "'imports' is not in contradictions"),
        ({"formula": "{NI-EXPROTS}"}, "formula", "'NI-EXPROTS', which does not exist"),
        ({"formula": "{NI-EXPORTS}/0"}, "formula", "divides by zero"),
        ({"formula": "{NI-EXPORTS}*{NI-EXPORTS}"}, "formula", "is no number in the unit of NI-EXPORTS"),
    ],
)
def test_a_reading_that_cannot_be_is_refused(read, place, words, column, told):
    """Proves: unknown evidence on either side, an unknown contradiction, a formula that yields nothing or something of
    another unit are told at line 2 of readings.csv.
    Without it: tonnes squared would be believed in place of tonnes.
    """
    fault = next(f for f in read(**words).faults() if told in f.message)

    assert place(fault) == ("readings.csv", 2, column)
