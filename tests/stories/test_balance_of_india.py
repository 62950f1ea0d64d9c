"""The balance of India in 2024: reports follow from evidence, the impossible one is convicted, and the page tells its numbers."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

import monazite
from monazite.errors import BadInput
from monazite.study.balanced import find_balance
from monazite.world.derivations import value

PAGE = Path(__file__).resolve().parents[2] / "docs" / "learn" / "balance-of-india.md"


@pytest.fixture(scope="module")
def balanced():
    """All fifteen reports, and the picture without the 2,900 t of USGS."""
    return (
        monazite.reconcile("balance-india-2024"),
        monazite.reconcile("balance-india-2024", left_out=["usgs_2900"]),
    )


def test_every_report_follows_from_evidence():
    """Proves: each value is what its formula makes of the evidence of the first study, and a range is the reported one.
    Without it: a balance would rest on numbers that somebody typed.
    """
    study = monazite.open_study("india-japan", resolution="draft")
    known = {e.id: e for e in study.folder.evidence}
    with (find_balance("balance-india-2024") / "reports.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["x_formula"]]

    assert len(rows) == 14
    for row in rows:
        assert float(row["value"]) == pytest.approx(value(row["x_formula"], known), rel=1e-4), row["report"]


def test_the_estimate_that_never_moved_is_convicted(balanced):
    """Proves: of fifteen reports the 2,900 t of USGS is the worst, 540 to 560 t too high, and shipments come next, who cannot be
    told apart from customs. Without USGS chi-square falls from 54 to 24.
    Without it: the average of 2,300 and 2,900 would be printed as the balance.
    """
    whole, rest = balanced

    assert list(whole.doubted.index) == ["usgs_2900", "press_shipments"]
    assert 540.0 < whole.doubted.loc["usgs_2900", "error"] < 560.0
    assert "customs_vietnam" in whole.doubted.loc["press_shipments", "or"]
    assert (round(whole.found.objective), round(rest.found.objective)) == (54, 24)


def test_the_balance_lies_within_what_was_worked_out_by_hand(balanced):
    """Proves: 2,200-2,400 t REO in monazite, about 1,983 in chloride, 366-490 t NdPr separable, 105-390 shipped: table 15.
    Without it: mathematics and a metallurgist's envelope would disagree unseen.
    """
    amount = balanced[1].amounts["value"]

    assert 2_200 < amount["reo_mined"] < 2_400
    assert amount["chloride"] == pytest.approx(1_983, rel=0.05)
    assert 366 < amount["chloride"] * amount["ndpr_share"] < 490
    assert 105 < amount["ndpr_toyotsu"] < 390
    assert amount["reo_mined"] * amount["ndpr_share"] > amount["ndpr_toyotsu"] + amount["ndpr_aluva"]


def test_the_page_tells_the_numbers_of_today(balanced):
    """Proves: the table of the page has balanced values and deviations as computed.
    Without it: the page would keep numbers of an older version.
    """
    text, amounts = PAGE.read_text(encoding="utf-8"), balanced[1].amounts
    told = [f"{amounts.loc[name, 'value']:,.0f} ± {amounts.loc[name, 'sd']:,.0f}" for name in ("reo_mined", "chloride", "ndpr_toyotsu", "to_stock")]

    assert [number for number in told if number not in re.sub(r"\s+", " ", text)] == []


def test_a_report_that_does_not_exist_cannot_be_left_out():
    """Proves: a mistaken name is refused with the nearest one.
    Without it: somebody would believe that it made no difference.
    """
    with pytest.raises(BadInput, match="did you mean 'usgs_2900'"):
        monazite.reconcile("balance-india-2024", left_out=["usgs_290"])
