"""Reports that look wrong beside others are told with their reason, and reports that fit are left alone."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.world.doubtful_evidence import CLOSE, FAR, MIRROR, doubts
from monazite.world.evidence import Contradiction, Evidence


def report(name, subject, quantity, value, unit="t REO", period="2024", vintage="", source="survey"):
    """A piece of evidence of high grade."""
    return Evidence(
        name, subject, quantity, value, None, None, unit, period, source, "high", date(2025, 1, 31), vintage
    )


def kinds(*rows, contradictions=()):
    """Kind and evidence of every doubt."""
    return [(d.kind, d.evidence) for d in doubts(rows, contradictions)]


def mines(*values, world, rest=True, vintage="2025"):
    """Mine output by country and of the world, in one edition; the last is that of the others if ``rest``."""
    names = [f"country {n}" for n in range(len(values))]
    if rest:
        names[-1] = "Other"
    parts = [
        report(f"P{n}", name, "mine production", value, vintage=vintage)
        for n, (name, value) in enumerate(zip(names, values, strict=True))
    ]
    return (*parts, report("W", "World", "mine production", world, vintage=vintage))


def test_parts_of_an_edition_add_up_to_its_world():
    """Proves: 270 + 45 + 80 against a world of 390 is 1.3 % off and passes; with 30 kt more the four are named.
    Without it: a row copied into the wrong line would stand.
    """
    (found,) = doubts(mines(270_000, 45_000, 110_000, world=390_000))

    assert kinds(*mines(270_000, 45_000, 80_000, world=390_000)) == []
    assert (found.kind, found.evidence) == ("world total", ("W", "P0", "P1", "P2"))
    assert "+9.0 % against the world" in found.reason and CLOSE == 0.02


def test_parts_may_fall_short_where_nobody_tells_the_rest():
    """Proves: 315 of 390 kt is no doubt while the others are not told, and is one when they are.
    Without it: every old series with its three largest mines would be a fault.
    """
    assert kinds(*mines(270_000, 45_000, world=390_000, rest=False)) == []
    assert [kind for kind, _ in kinds(*mines(270_000, 45_000, world=390_000))] == ["world total"]


def test_editions_are_not_added_together():
    """Proves: two editions of one year, 390 and 380 kt, are each held against their own parts.
    Without it: a revised survey would look like twice the world.
    """
    first = mines(270_000, 45_000, 75_000, world=390_000)
    second = tuple(report(f"{e.id}b", e.subject, e.quantity, e.value * 380 / 390, vintage="2026") for e in first)

    assert kinds(*first, *second) == []


@pytest.mark.parametrize("value", [29_005, 29_000], ids=["the sign of a footnote", "a lost point"])
def test_a_digit_more_than_the_year_before_is_doubted(value):
    """Proves: 29,005 and 29,000 t beside 2,900 t of the year before are told; beside 2,900 t of ten years before they
    are growth.
    Without it: a footnote's sign printed behind the number would be taken for ore.
    """
    wrong = report("A", "India", "mine production", value)

    assert kinds(wrong, report("B", "India", "mine production", 2_900, period="2023")) == [("digit", ("A", "B"))]
    assert kinds(wrong, report("B", "India", "mine production", 2_900, period="2014")) == []


def flows(*pairs):
    """Value in million dollars and weight in tonnes of flows under one heading."""
    rows = []
    for n, (value, weight) in enumerate(pairs):
        rows.append(report(f"V{n}", f"place {n}, HS 850511", "import value from World", value, "USD million"))
        rows.append(report(f"Q{n}", f"place {n}, HS 850511", "import weight from World", weight, "t gross"))
    return rows


def test_a_unit_value_far_from_its_heading_is_doubted():
    """Proves: of flows at 40, 45, 50 and 3.6 USD/kg the last is told, at a twelfth of the median; at 8 USD/kg it
    passes.
    Without it: 53,748 t of magnets at the price of scrap would pass for rare-earth magnets.
    """
    far = [(40.0, 1000.0), (45.0, 1000.0), (50.0, 1000.0)]

    assert kinds(*flows(*far, (198.6, 54_452.0))) == [("unit value", ("V3", "Q3"))]
    assert kinds(*flows(*far, (8.0, 1000.0))) == [] and FAR == 8.0


def test_a_small_flow_says_nothing_of_a_price():
    """Proves: a parcel of 0.02 million dollars at 2,000 USD/kg is not told.
    Without it: samples would hide what is wrong.
    """
    assert kinds(*flows((40.0, 1000.0), (45.0, 1000.0), (0.02, 0.01))) == []


def mirror(recorded):
    """The same goods as the importer and as the exporter record them: 19,259 t."""
    return (
        report("M", "India, HS 850511", "import weight from China", recorded, "t gross"),
        report("X", "China, HS 850511", "export weight to India", 19_259, "t gross"),
    )


def test_two_records_of_the_same_goods_are_compared():
    """Proves: 51,356 t against 19,259 t is told as 2.67 times; 24,000 t, 1.25 times, is freight and transit.
    Without it: nobody would see which of two customs is wrong by half.
    """
    (found,) = doubts(mirror(51_356))

    assert (found.kind, found.evidence) == ("mirror", ("M", "X")) and "2.67 times" in found.reason
    assert kinds(*mirror(24_000)) == [] and MIRROR == 1.5


def test_a_doubt_is_explained_by_a_contradiction_that_holds_all_of_it():
    """Proves: a contradiction with both records explains the doubt, one with only the importer's does not.
    Without it: what was looked into and what was not would look the same.
    """
    whole = Contradiction("weights", "weights", ("M", "X"), "the importer is wrong")
    part = Contradiction("imports", "imports", ("M",), "something else")

    assert [d.explained_by for d in doubts(mirror(51_356), [part, whole])] == [("weights",)]
    assert [d.explained_by for d in doubts(mirror(51_356), [part])] == [()]


def test_a_sentence_is_never_doubted():
    """Proves: reports without a number are passed over.
    Without it: a text would be taken for zero.
    """
    assert kinds(report("A", "World", "mine production", None), *mines(270_000, 120_000, world=390_000)) == []
