"""The plain tables of an answer: where material goes, who replaces it, bottlenecks, break-even, leaks, prices, welfare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from monazite.results.outcome import Floats, Outcome
from monazite.results.welfare import PARTIES
from monazite.study.answer.bottlenecks import Freed, contained, table
from monazite.study.answer.break_even import import_parity, premium, unit_cost
from monazite.study.answer.contract import agreement_table, bargain_table
from monazite.study.answer.goals import goals
from monazite.study.answer.material import leaving
from monazite.study.answer.number import TONNES, Number, in_year
from monazite.study.answer.option_numbers import Solved
from monazite.study.answer.replacement import replaced
from monazite.study.answer.terms import Terms
from monazite.study.answer.told import place
from monazite.study.leaks import AMOUNTS, NOTE, STOP, TITLE, option_leaks
from monazite.study.study import Study


def sections(
    study: Study,
    terms: Terms,
    solved: Mapping[str, Solved],
    freed: dict[tuple[str, ...], Freed],
    narrow: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    """All tables in the order in which they are printed."""
    made = [_leaving(study, terms, solved), _replacement(study, terms, solved), _break_even(study, terms, solved)]
    made += _agreement(study, terms, solved)
    if freed:
        made.append(_bottlenecks(study, terms, freed))
    if narrow:
        made.append(_leaks(narrow))
    outcomes = {option: one.outcome for option, one in solved.items()}
    made += leak_section(study, outcomes, terms.counterparts, [terms.years[0], terms.years[-2]])
    if study.folder.world.targets:
        made.append(_goals(solved))
    return [*made, _welfare(study, terms, solved), base_year_section(study)]


def section(
    key: str, title: str, note: str, columns: list[tuple[str, str, str]], rows: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "key": key,
        "title": title,
        "note": note,
        "rows": rows,
        "columns": [{"key": k, "label": label, "unit": unit} for k, label, unit in columns],
    }


def _leaving(study: Study, terms: Terms, solved: Mapping[str, Solved]) -> dict[str, Any]:
    unit = f"t {terms.element} oxide/yr"
    rows = []
    for option, one in solved.items():
        for (destination, form), rates in sorted(leaving(one.outcome, terms).items()):
            values = {str(y): in_year(one.outcome.system.grid, rates, y) * TONNES for y in terms.years}
            if max(values.values()) >= 0.5:
                rows.append({"option": option, "destination": destination, "form": form, **values})
    return section(
        "leaving",
        f"{terms.element} leaving {place(study.folder.world, terms.home)}, by destination and form",
        "",
        [
            ("option", "option", ""),
            ("destination", "to", ""),
            ("form", "as", ""),
            *((str(y), str(y), unit) for y in terms.years),
        ],
        rows,
    )


def _agreement(study: Study, terms: Terms, solved: Mapping[str, Solved]) -> list[dict[str, Any]]:
    """What the agreement pays and is worth, and what its parties could pay each other for each option."""
    name = study.folder.world.keyed("agreements")[terms.agreement].name
    tables = [section(
        "agreement", f"The agreement: {name}",
        "worth to the buyer: of the last kilogramme where it arrives; at home: in its best use where it leaves; to replace it: "
        "halfway to its worth with nothing delivered; the price is no public one unless the study says so",
        *agreement_table(terms, solved),
    )]  # fmt: skip
    if len(solved) > 1:
        tables.append(section(
            "bargain", "What the two sides could agree on",
            "gains discounted, each side is its whole region, claims included; both are no worse off with a payment between least "
            "and most, a negative one goes the other way; no deal where both together lose; what falls to third countries "
            "follows prices and is soft",
            *bargain_table(study, terms, solved),
        ))  # fmt: skip
    return tables


def _goals(solved: Mapping[str, Solved]) -> dict[str, Any]:
    return section(
        "goals",
        "Announced goals, and what is made in the year in which they fall due",
        "a goal of an element counts its oxide, any other the tonnes of product",
        [
            ("goal", "goal", ""),
            ("due", "due", ""),
            ("announced", "announced", "t/yr"),
            *((option, option, "t/yr") for option in solved),
        ],
        goals({option: one.outcome for option, one in solved.items()}),
    )


def _replacement(study: Study, terms: Terms, solved: Mapping[str, Solved]) -> dict[str, Any]:
    reference = solved[study.reference].outcome
    rows = [
        {"option": option, **row}
        for option, one in solved.items()
        if option != study.reference
        for row in replaced(one.outcome, reference, terms, terms.years[0], terms.years[-2])
    ]
    return section(
        "replacement",
        f"What {_buyers(study, terms)} take in instead, {terms.years[0]}-{terms.years[-2]}",
        "change against the reference; scrap is what is recovered there",
        [
            ("option", "option", ""),
            ("buyer", "buyer", ""),
            ("origin", "from", ""),
            ("change", "change", f"t {terms.element} oxide/yr"),
            ("price_change", "oxide price there", "USD/kg"),
        ],
        rows,
    )


def _buyers(study: Study, terms: Terms) -> str:
    return " and ".join(place(study.folder.world, r) for r in (terms.partner, *terms.transit))


def _break_even(study: Study, terms: Terms, solved: Mapping[str, Solved]) -> dict[str, Any]:
    rows = []
    option = next((o for o, s in solved.items() if s.outcome.system.world.subsidies), study.reference)
    out = solved[option].outcome
    last = terms.years[-1]
    for magnet in terms.magnets:
        for year in (terms.years[-2], last - 1, last):

            def at(values: Floats, year: int = year) -> float:
                return in_year(out.system.grid, values, year)

            made = sum(in_year(out.system.grid, v, year) for v in out.amounts(magnet, terms.home, 1).values()) * TONNES
            rows.append(
                {
                    "magnet": magnet,
                    "year": year,
                    "cost": at(unit_cost(out, terms, magnet)),
                    "landed": at(import_parity(out, magnet, terms.home)),
                    "without": at(premium(out, terms, magnet, paid=False)),
                    "with": at(premium(out, terms, magnet, paid=True)),
                    "made": made,
                }
            )
    return section(
        "break_even",
        f"A magnet made in {place(study.folder.world, terms.home)} against an imported one ('{option}')",
        "cost at import-parity input prices, without capital; a positive premium is a loss per kg",
        [
            ("magnet", "magnet", ""),
            ("year", "year", ""),
            ("cost", "cost at home", "USD/kg"),
            ("landed", "imported, landed", "USD/kg"),
            ("without", "premium needed", "USD/kg"),
            ("with", "with incentive", "USD/kg"),
            ("made", "made", "t/yr"),
        ],
        rows,
    )


def _bottlenecks(study: Study, terms: Terms, freed: dict[tuple[str, ...], Freed]) -> dict[str, Any]:
    return section(
        "bottlenecks",
        f"What limits {place(study.folder.world, terms.home)}: each stage freed alone and together",
        f"beside '{terms.bottleneck_option}'; gain of the whole chain from {terms.relaxed_from} on, and magnets made at home in "
        f"{terms.years[-2]}; per kg of what is contained in the material by which a stage is freed; no capital cost",
        [
            ("stage", "stage", ""),
            ("alone", "freed alone", "MUSD/yr"),
            ("with_later", "with all later", "MUSD/yr"),
            ("share", "Shapley share", "MUSD/yr"),
            ("freed", "freed by", f"t {terms.element} oxide/yr"),
            ("alone_per_kg", "alone", f"USD/kg {terms.element} oxide"),
            ("with_later_per_kg", "with all later", f"USD/kg {terms.element} oxide"),
            ("share_per_kg", "share", f"USD/kg {terms.element} oxide"),
            ("magnets_alone", "magnets, alone", "t/yr"),
            ("magnets_with_later", "with all later", "t/yr"),
            ("magnets_share", "share", "t/yr"),
        ],
        table(terms, freed, {stage.name: contained(study.folder.world, terms, stage) for stage in terms.stages}),
    )


def leak_section(
    study: Study, outcomes: Mapping[str, Outcome], counterparts: Mapping[str, str], years: Sequence[int]
) -> list[dict[str, Any]]:
    """What goes round the stops of each option, beside its counterpart or else the reference; none where none stops anything."""
    element = study.folder.settings["answer"].get("element", "")
    rows = option_leaks(outcomes, study.reference, counterparts, years, element)
    columns = [STOP, ("option", "option", ""), *AMOUNTS]
    note = f"each option beside its counterpart, or '{study.reference}'; {NOTE}"
    return [section("leaks_by_instrument", TITLE, note, columns, rows)] if rows else []


def _leaks(leaks: list[dict[str, Any]]) -> dict[str, Any]:
    columns = [("stop", "stop", ""), ("beside", "beside", ""), *AMOUNTS]
    return section("leaks", "Stops that are narrower than they sound [t/yr]", NOTE, columns, leaks)


def _welfare(study: Study, terms: Terms, solved: Mapping[str, Solved]) -> dict[str, Any]:
    reference = solved[study.reference].account
    rows = []
    for option, one in solved.items():
        for region in (terms.home, terms.partner, *terms.transit) if option != study.reference else ():
            rows.append(
                {
                    "option": option,
                    "region": region,
                    **{p: one.account.get((region, p), 0.0) - reference.get((region, p), 0.0) for p in PARTIES},
                }
            )
    return section(
        "welfare",
        "Who gains and who pays, against the reference",
        "the split between parties follows prices and is soft; sums of a region are firmer",
        [("option", "option", ""), ("region", "region", ""), *((p, p, "MUSD") for p in PARTIES)],
        rows,
    )


def base_year_section(study: Study) -> dict[str, Any]:
    """The lanes on which the balanced base year lies farthest from the report."""
    moved = [(k, m) for k, m in study.baseline.moved.items() if k[0] == "lanes" and m[0] > 0.0]
    worst = sorted(moved, key=lambda item: -abs(item[1][2]))[:8]
    rows = [{"lane": key, "reported": m[0] * TONNES, "balanced": m[1] * TONNES, "sd": m[2]} for (_, key), m in worst]
    within = sum(m[1] for _, m in moved if abs(m[1] / m[0] - 1.0) <= 0.1) / max(sum(m[1] for _, m in moved), 1e-12)
    note = f"{100.0 * within:.0f} % of the tonnage on lanes lies within 10 % of its report" if moved else "no lane has a history"
    return section(
        "base_year",
        f"Base year {study.folder.world.base_year}: lanes that had to move most to balance",
        note,
        [
            ("lane", "lane", ""),
            ("reported", "reported", "t/yr"),
            ("balanced", "balanced", "t/yr"),
            ("sd", "moved", "sd"),
        ],
        rows,
    )


def price_numbers(
    now: dict[int, tuple[float, float]], reference: dict[int, tuple[float, float]], terms: Terms
) -> dict[str, Number]:
    """World price of the first and last named year with its interval, and the interval of its change, USD/kg."""
    found = {}
    for year, (low, high) in now.items():
        found[f"price_{year}"] = Number(
            f"{terms.world_price[0]} in {terms.world_price[1]}, {year}",
            0.5 * (low + high),
            "USD/kg",
            low,
            high,
            1,
            "interval of one-sided re-solves",
            "markets",
        )
        before = reference[year]
        found[f"price_change_{year}"] = Number(
            f"  change against the reference, {year}",
            0.5 * (low + high - before[0] - before[1]),
            "USD/kg",
            low - before[1],
            high - before[0],
            2,
            "widest interval of the difference",
            "markets",
        )
    return found
