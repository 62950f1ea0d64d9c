"""Rules of trade that stop nothing, take nothing or contradict each other, each told at its row and column."""

from __future__ import annotations

import pytest

CONTROLS = "control,kind,commodities,origins,destinations,start,end,share,elements,stages,hs,least_share\n"
TARIFFS = "tariff,side,commodities,elements,origins,destinations,specific,ad_valorem,start,end\n"
CONTENT = "rule,region,origins,share,fine,start,end,commodities\n"
RESERVATIONS = "reservation,commodity,region,volume,start,end,price,shortfall_cost,tier\n"
LATER = "2026-01-01,"


def faults_of(study, file):
    """The faults of a file; numbers without a derivation, which these tables have too, are not meant."""
    return [f for f in study.faults() if f.file == file and "derivation" not in f.message]


@pytest.mark.parametrize(
    ("file", "text", "line", "column", "message", "way_out"),
    [
        ("controls.csv", f"{CONTROLS}stop,ban,,east,*,{LATER},0,,,,0\n", 2, "commodities", "covers no commodity", "give commodities"),
        ("controls.csv", f"{CONTROLS}stop,ban,,east,*,{LATER},0,Ni,oxid,,0\n", 2, "stages", "covers no commodity", "oxide"),
        ("controls.csv", f"{CONTROLS}stop,ban,,east,*,{LATER},0,Zn,,,0\n", 2, "elements", "Zn", ""),
        ("controls.csv", f"{CONTROLS}stop,ban,,east,*,{LATER},0,Co,ore,,0.5\n", 2, "least_share", "covers no commodity", "holds more than 0.022"),
        ("controls.csv", f"{CONTROLS}stop,ban,cobalt_oxide,east,*,{LATER},0,,,,0.5\n", 2, "least_share", "of no element", "give elements"),
        ("controls.csv", f"{CONTROLS}stop,ban,cobalt_oxide,east,*,{LATER},-0.1,,,,0\n", 2, "share", "-0.1", ""),
        ("tariffs.csv", f"{TARIFFS}duty,import,cobalt_oxide,,*,west,0,0,{LATER}\n", 2, "specific", "takes nothing", "ad_valorem"),
        ("tariffs.csv", f"{TARIFFS}duty,import,concentrate,,west,east,1,0,{LATER}\n", 2, "origins", "stands on no lane", "between which"),
        ("tariffs.csv", f"{TARIFFS}duty,transit,cobalt_oxide,,*,west,1,0,{LATER}\n", 2, "side", "transit", ""),
        ("content_rules.csv", f"{CONTENT}cap,east,west,0.65,0,{LATER},cobalt_oxide\n", 2, "origins", "stands on no lane", "arrive"),
        (
            "reservations.csv",
            f"{RESERVATIONS}first,cobalt_oxide,east,10,{LATER},10,20,1\nsecond,cobalt_oxide,east,10,{LATER},10,20,2\n",
            3, "shortfall_cost", "of tier 2 costs 20 USD/kg to miss", "cost less",
        ),
    ],
)  # fmt: skip
def test_a_rule_of_trade_without_sense_is_refused_at_its_row(study, file, text, line, column, message, way_out):
    """Proves: what covers nothing, takes nothing, stands nowhere or is served out of order is refused where it is written,
    with what to do.
    Without it: such a rule would be told as one without effect.
    """
    study.write(file, text)
    fault = next(f for f in faults_of(study, file) if f.column == column)

    assert fault.line == line
    assert message in fault.message
    assert way_out in fault.way_out
