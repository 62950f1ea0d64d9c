"""The balanced base year of a study on a page: what adds up to what, who was moved, what nobody reports, the calibration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from monazite.cli.printing.columns import Column, Row
from monazite.cli.printing.figures import figure
from monazite.cli.printing.page import Page, page

MOST = 20
"""Rows of a list that can be long; the rest is in --json."""


def print_base_year(told: dict[str, Any]) -> None:
    """Print what ``monazite.study.picture.told`` says."""
    paper = page()
    aside = f", without {', '.join(told['left_out'])}" if told["left_out"] else ""
    paper.heading(f"{told['study']}, base year {told['base_year']}, as known on {told['as_of']}{aside}")
    paper.points(told["sentences"])
    for place, rows in told["totals"].items():
        _totals(paper, place, rows)
    _reports(paper, told["reports"])
    _besides(paper, told["besides"])
    _records(paper, told["records"])
    _sources(paper, told["sources"])
    _filled_in(paper, told["filled_in"])
    _calibration(paper, told["calibration"])


def _section(paper: Page, title: str, columns: Sequence[tuple[str, bool]], rows: Sequence[Sequence[str]], note: str = "") -> None:
    if rows:
        paper.blank()
        paper.section(title)
        paper.table([Column(*column) for column in columns], [Row(tuple(row)) for row in rows])
        if note:
            paper.paragraph(note)


def _totals(paper: Page, place: str, rows: list[dict[str, Any]]) -> None:
    stages = list(dict.fromkeys(stage for row in rows for stage in row if stage != "element"))

    def cell(row: dict[str, Any], stage: str) -> str:
        return f"{figure(round(row[stage]['value'], 1))}\n+- {figure(round(row[stage]['sd'], 1))}" if stage in row else "-"

    _section(
        paper,
        f"{place}: what each stage puts out and users take, t oxide/yr",
        [("element", False), *((stage, True) for stage in stages)],
        [[row["element"], *(cell(row, stage) for stage in stages)] for row in rows],
        "a second line is the standard deviation; a stage may take in what comes from abroad, from scrap, from store, or out of the "
        "ground where it is leached there and no ore is lifted",
    )


def _tests(row: dict[str, Any]) -> str:
    if not row["counts"]:
        return "set aside"
    return "untested" if row["test"] is None else f"{row['test']:+.1f}"


def _reports(paper: Page, rows: list[dict[str, Any]]) -> None:
    _section(
        paper,
        "Reports, and how far each was moved",
        [("report", False), ("reported [t/yr]", True), ("balanced", True), ("moved, sd", True), ("test z", True), ("source", False),
         ("what it counts", False)],
        [[r["name"], figure(round(r["reported"], 1)), figure(round(r["balanced"], 1)), f"{r['moved']:+.1f}", _tests(r),
          " ".join(r["sources"][:2]), r["scope"]] for r in rows],
    )  # fmt: skip


def _besides(paper: Page, rows: list[dict[str, Any]]) -> None:
    _section(
        paper,
        "What reports count and nobody reports by itself",
        [("amount", False), ("estimated [t/yr]", True), ("sd", True), ("counted by", False)],
        [[r["name"], figure(round(r["amount"])), "unknown" if r["sd"] is None else figure(round(r["sd"])), " ".join(r["reports"])]
         for r in rows],
    )  # fmt: skip


def _records(paper: Page, rows: list[dict[str, Any]]) -> None:
    worst = sorted(rows, key=lambda r: -abs(r["moved"]))[:MOST]
    _section(
        paper,
        "Numbers of single records that were moved farthest",
        [("record", False), ("reported [t/yr]", True), ("balanced", True), ("moved, sd", True), ("test z", True), ("source", False)],
        [[r["name"], figure(round(r["reported"], 1)), figure(round(r["balanced"], 1)), f"{r['moved']:+.1f}", _tests(r),
          " ".join(r["sources"][:2])] for r in worst],
        f"{len(worst)} of {len(rows)}; --json tells all",
    )  # fmt: skip


def _sources(paper: Page, rows: list[dict[str, Any]]) -> None:
    _section(
        paper,
        "Sources, by the number that was moved farthest",
        [("source", False), ("numbers", True), ("moved, sd", True), ("farthest", False), ("sd", True)],
        [[r["source"], str(r["numbers"]), f"{r['moved']:.2f}", r["worst"], f"{r['worst_moved']:+.1f}"] for r in rows[:MOST]],
        "moved: root mean square; a number that rests on several sources counts for each",
    )


def _filled_in(paper: Page, rows: list[dict[str, Any]]) -> None:
    whole: dict[str, list[float]] = {}
    for row in rows:
        total = whole.setdefault(row["table"], [0.0, 0.0])
        total[0] += row["amount"]
        total[1] += row["amount"] * row["share"]
    if whole:
        paper.blank()
        paper.section("Filled in: tonnage whose number rests on an estimate, such as a split by element")
        shares = [f"{table}: {100.0 * part / total:.0f} % of {figure(round(total))} t/yr" for table, (total, part) in whole.items()]
        lanes = [r for r in rows if r["table"] == "lanes"]
        sound = [r["commodity"] for r in lanes if r["share"] < 0.5]
        paper.points(shares + ([f"lanes mostly as reported: {', '.join(sound)}"] if sound else []))


def _calibration(paper: Page, told: dict[str, Any]) -> None:
    paper.blank()
    paper.section("Calibration: does the programme give the base year back?")
    said = [_given_back("solved as one year", told["one_year"]), _given_back("in every period of the study, with no growth", told["along_the_years"])]
    said.append(f"insisting on every base flow of plants and lanes would cost {told['insisting']:.3f} million USD in the year")
    if told["responses"]:
        by_price = ", ".join(f"{100.0 * (r['dearer'] - 1.0):.0f} % {_span(r['least'], r['most'])}" for r in told["responses"])
        said.append(
            "a dearer destination moves its lanes in steps, of which one ends exactly where a tenth leads; over what elasticities say "
            f"they answer to {by_price}"
        )
    missed = [
        f"{w['name']} {figure(w['base'])} -> {figure(w['found'])}"
        for part in (told["one_year"], told["along_the_years"])
        for kind, given in part.items()
        for w in given["worst"]
    ]
    if missed:
        said.append(f"not given back [kt/yr, USD/kg]: {', '.join(dict.fromkeys(missed))}")
    paper.points(said)
    _section(
        paper,
        "Margins that are hard to believe: carriers that pay, plants that earn or lose more than they cost to run",
        [("record", False), ("cost [USD/kg]", True), ("margin", True), ("weight [MUSD/yr]", True)],
        [[r["name"], figure(r["cost"]), f"{r['margin']:+.2f}", f"{r['weight']:+,.1f}"] for r in told["doubtful_margins"][:MOST]],
    )
    new = told["without_history"]
    if new:
        paper.blank()
        paper.paragraph(
            f"Without history, at reported cost and an entry premium that is an estimate: {', '.join(r['name'] for r in new)}"
        )
    left = [f"{r['name']} ({r['margin']:.2f})" for r in new if r["margin"] > 0.0]
    if left:
        paper.paragraph(f"Of these stood open and would have paid [USD/kg], which they are charged since nobody used them: {', '.join(left)}")


def _given_back(how: str, part: dict[str, Any]) -> str:
    within = next(iter(part.values()))["within"]
    counts = ", ".join(
        f"{given['given_back']} of {given['count']} {kind}" for kind, given in part.items() if kind != "prices" and given["count"]
    )
    prices = part.get("prices")
    more = f"; {prices['given_back']} of {prices['count']} prices" if prices and prices["count"] else ""
    return f"{how}: within {100.0 * within:.0f} % come back {counts}{more}"


def _span(least: float, most: float) -> str:
    ends = f"{least:.2f}", f"{most:.2f}"
    return f"by {ends[0]}" if ends[0] == ends[1] else f"by {ends[0]} to {ends[1]}"
