"""``observed.csv``: what a series may be, and everything that it may not, told at once."""

from __future__ import annotations

import pytest

from monazite.errors import BadInput
from monazite.reading.observed import read_observed
from monazite.world.evidence import Evidence

HEADER = "series,label,group,what,commodities,regions,destinations,periods,as_of,option,stack,observed,nothing_changes,pro_rata\n"
KNOWN = {"commodities": ["oxide", "metal"], "regions": ["east", "west", "south"], "periods": ["2025", "2026"], "as_of": ["now"],
         "option": ["keep"], "stack": ["ban"]}  # fmt: skip
EVIDENCE = [Evidence(name, "", "", value, None, None, "t", "", "", "estimate", None) for name, value in (("A", 100.0), ("B", 25.0))]


@pytest.fixture
def read(tmp_path):
    """Reads an observed.csv of these lines."""

    def observations(*lines):
        (tmp_path / "observed.csv").write_text(HEADER + "\n".join(lines) + "\n")
        return read_observed(tmp_path, EVIDENCE, KNOWN)

    return observations


def test_a_series_is_read_with_its_formulas_worked_out(read):
    """Proves: 100 t less 25 t are 75 observed, 25 were to be expected, and no pro rata is none and not zero.
    Without it: an empty guess would be scored as a guess of nothing.
    """
    (one,) = read("s,label,group,shipped,oxide metal,east,west,2025 2026,now,keep,ban,{A}-{B},{B},")

    assert (one.observed, one.nothing_changes, one.pro_rata) == (75.0, 25.0, None)
    assert one.evidence == ("A", "B")
    assert (one.commodities, one.periods, one.stack) == (("oxide", "metal"), ("2025", "2026"), ("ban",))


@pytest.mark.parametrize(
    ("line", "column", "told"),
    [
        ("s,l,g,shipped,oxyde,east,,2025,now,keep,,{A},{B},", "commodities", "'oxyde'"),
        ("s,l,g,shipped,oxide,north,,2025,now,keep,,{A},{B},", "regions", "'north'"),
        ("s,l,g,shipped,oxide,east,north,2025,now,keep,,{A},{B},", "destinations", "'north'"),
        ("s,l,g,shipped,oxide,east,,2031,now,keep,,{A},{B},", "periods", "'2031'"),
        ("s,l,g,shipped,oxide,east,,2025,then,keep,,{A},{B},", "as_of", "'then'"),
        ("s,l,g,shipped,oxide,east,,2025,now,stop,,{A},{B},", "option", "'stop'"),
        ("s,l,g,shipped,oxide,east,,2025,now,keep,tax,{A},{B},", "stack", "'tax'"),
        ("s,l,g,price,oxide metal,east,,2025,now,keep,,{A},{B},", "commodities", "one commodity in one region"),
        ("s,l,g,price-ratio,oxide,east west,west,2025,now,keep,,{A},{B},", "commodities", "one commodity in one region"),
        ("s,l,g,price-ratio,oxide,east,,2025,now,keep,,{A},{B},", "destinations", "one region to divide by"),
        ("s,l,g,price-ratio,oxide,east,west south,2025,now,keep,,{A},{B},", "destinations", "one region to divide by"),
        ("s,l,g,price,oxide,east,west,2025,now,keep,,{A},{B},", "destinations", "only what is shipped"),
        ("s,l,g,made,oxide,east,west,2025,now,keep,,{A},{B},", "destinations", "only what is shipped"),
        ("s,l,g,shipped,oxide,east,,2025,now,keep,,{C},{B},", "observed", "'C'"),
        ("s,l,g,shipped,oxide,east,,2025,now,keep,,{A},{B}/0,", "nothing_changes", "zero"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(read, line, column, told):
    """Proves: a name that the study does not know, a price of two things, a destination of what is made, and a formula over unknown
    evidence or nothing are told at line 2 with their column.
    Without it: a series would be compared with the wrong number of the model, or with none.
    """
    with pytest.raises(BadInput) as refused:
        read(line)

    (fault,) = refused.value.faults
    assert (fault.file, fault.line, fault.column) == ("observed.csv", 2, column)
    assert told in fault.message


def test_all_faults_are_told_at_once(read):
    """Proves: three faults in two lines are three.
    Without it: each run would end at the next fault.
    """
    with pytest.raises(BadInput) as refused:
        read("s,l,g,shipped,oxyde,north,,2025,now,keep,,{A},{B},", "t,l,g,shipped,oxide,east,,2025,now,stop,,{A},{B},")

    assert [(f.line, f.column) for f in refused.value.faults] == [(2, "commodities"), (2, "regions"), (3, "option")]
