#!/usr/bin/env python
"""Write the tables of the study `lanes-2019` from trade records: the lanes of 2019, and those of 2022 to compare with.

Input: tables of `monazite import baci` with the years 2019 and 2022, HS 1992 for the compounds and any revision for 850511:

    python scripts/lanes_2019.py FOLDER TABLE.csv [TABLE.csv ...]

Rules: countries are put together as in `REGIONS`; what stays within a region is left out; so is a record below `CHEAPEST`, a
pair that both sides booked under different codes (`TWICE`), and a lane below `SMALLEST` of its commodity in 2019. Magnets
have no weight in these records: their tonnes are value over one unit value a year, so lanes are compared by share of value.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from monazite.world.derivations import value
from monazite.world.evidence import Evidence

BASE, YEAR = 2019, 2022
CODES = {"280530": "metals", "284610": "cerium", "284690": "compounds", "850511": "magnets"}
BY_VALUE = "magnets"
CHEAPEST = 0.3
"""USD/kg: no rare-earth compound is sold for less; what is recorded below it has a wrong weight or a wrong code."""
SMALLEST = 0.001
SCORED = 0.01
TWICE = {("284690", "RUS", "EST")}
"""Sold as one code and bought as another: BACI has the same cargo under both, with the same weight and value in 2019."""
REGIONS = {
    "CHN": ("China", "CHN"), "JPN": ("Japan", "JPN"), "USA": ("United States", "USA"), "KOR": ("Korea", "KOR"),
    "VNM": ("Vietnam", "VNM"), "MYS": ("Malaysia", "MYS"), "THA": ("Thailand", "THA"), "PHL": ("Philippines", "PHL"),
    "MMR": ("Myanmar", "MMR"), "AUS": ("Australia", "AUS"), "IND": ("India", "IND"), "RUS": ("Russia", "RUS"),
    "EUU": ("European Union, United Kingdom, Norway, Switzerland", "AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN "
            "IRL ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN ESP SWE GBR NOR CHE"),
    "ROW": ("Rest of world", ""),
}  # fmt: skip
MINED = {"CHN": ("PR113", "PR116"), "USA": ("PR126", "PR129"), "AUS": ("PR138", "PR141"), "IND": ("PR151", "PR154"),
         "MMR": ("PR156", "PR159"), "RUS": ("PR163", "PR164"), "MYS": ("PR138", "PR141")}  # fmt: skip
"""Evidence on what was mined in 2019 and 2022; Malaysia separates what Australia mines. All others grow as the world."""
WORLD = ("PR174", "PR177")
PRICE = {"metals": ("PA006", "PA009"), "compounds": ("PA006", "PA009"), "cerium": ("PA050", "PA053"),
         "magnets": ("MZ780", "MZ781")}  # fmt: skip
"""Evidence on the price of each commodity in 2019 and 2022."""
ELASTICITY = {"metals": "EL023", "compounds": "EL023", "cerium": "EL024", "magnets": "EL023"}
NAMES = {"metals": "rare-earth metals", "cerium": "cerium compounds", "compounds": "other rare-earth compounds",
         "magnets": "permanent magnets of metal"}  # fmt: skip
KNOWN, EDITION = "2026-01-31", "BACI V202601"
TRADE = "cepii-baci-v202601"

Lane = tuple[str, str, str]
"""Commodity, origin, destination."""
Flows = dict[Lane, tuple[float, float]]
"""Thousand USD and tonnes of each lane."""
Rows = list[list[str]]


def flows(tables: Sequence[Path], year: int) -> Flows:
    """Trade between regions in one year, after the rules of the module."""
    region = {code: name for name, (_, members) in REGIONS.items() for code in members.split()}
    found: dict[Lane, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    for table in tables:
        with table.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                code, pair = row["hs_code"], (row["exporter"], row["importer"])
                if int(row["year"]) != year or code not in CODES or (code, *pair) in TWICE:
                    continue
                origin, destination = (region.get(country, "ROW") for country in pair)
                worth, weight = float(row["value_kusd"]), float(row["quantity_t"] or 0.0)
                unsound = CODES[code] != BY_VALUE and (weight == 0.0 or worth / weight < CHEAPEST)
                if origin != destination and not unsound:
                    lane = CODES[code], origin, destination
                    found[lane] = found[lane][0] + worth, found[lane][1] + weight
    return dict(found)


def size(lane: Lane, found: Flows) -> float:
    """What a lane is measured by: tonnes, of magnets million USD."""
    worth, weight = found.get(lane, (0.0, 0.0))
    return worth / 1000.0 if lane[0] == BY_VALUE else weight


def larger(found: Flows, share: float) -> list[Lane]:
    """Lanes above a share of their commodity, commodity by commodity, largest first."""
    total: dict[str, float] = defaultdict(float)
    for lane in found:
        total[lane[0]] += size(lane, found)
    chosen = [lane for lane in found if size(lane, found) >= share * total[lane[0]]]
    return sorted(chosen, key=lambda lane: (list(CODES.values()).index(lane[0]), -size(lane, found), lane))


def tag(lane: Lane, year: int) -> str:
    """Evidence id of a lane's flow in a year."""
    return f"{lane[0][:2].upper()}-{lane[1]}-{lane[2]}-{year % 100}"


def sold(commodity: str, year: int) -> str:
    """Evidence id of what the lanes of the study carried together in a year, in tonnes."""
    return f"ALL-{commodity[:2].upper()}-{year % 100}"


def tonnes(lanes: Sequence[Lane], year: int) -> str:
    """Formula of the tonnes of lanes of one commodity: weights as they are, values over the unit value of the year."""
    total = "+".join(f"{{{tag(lane, year)}}}" for lane in lanes)
    return f"({total})/{{{PRICE[BY_VALUE][year == YEAR]}}}*1000" if lanes[0][0] == BY_VALUE else total


def yearly(ratio: str) -> str:
    """Formula of the yearly growth that makes a ratio in three years."""
    return f"({ratio})**(1/3)-1"


def trade_rows(base: Flows, then: Flows) -> Rows:
    """Evidence on trade: both years of every lane of the study, and the unit value of each commodity in 2019."""
    rows = []
    for year, found in ((BASE, base), (YEAR, then)):
        for lane in sorted({*larger(base, SMALLEST), *(larger(then, SCORED) if year == YEAR else ())}):
            what, unit = _measure(lane[0])
            rows.append([tag(lane, year), f"{lane[1]} to {lane[2]}, {NAMES[lane[0]]}", what, f"{size(lane, found):.6g}", "",
                         "", unit, str(year), TRADE, "medium", KNOWN, EDITION, ""])
    for commodity in CODES.values():
        for year, found in ((BASE, base), (YEAR, then)):
            whole = sum(size(lane, found) for lane in larger(base, SMALLEST) if lane[0] == commodity)
            what, unit = _measure(commodity)
            rows.append([sold(commodity, year), f"lanes of the study, {NAMES[commodity]}", what, f"{whole:.6g}", "", "", unit,
                         str(year), TRADE, "medium", KNOWN, EDITION, "sum of the rows of these lanes"])
        if commodity != BY_VALUE:
            worth, weight = (sum(f[i] for lane, f in base.items() if lane[0] == commodity) for i in (0, 1))
            rows.append([f"UV-{commodity[:2].upper()}", f"all lanes, {NAMES[commodity]}", "value over weight, FOB",
                         f"{worth / weight:.5g}", "", "", "USD/kg gross", str(BASE), TRADE, "medium", KNOWN,
                         EDITION, "the code holds goods from 1 to 1,000 USD/kg"])
    return rows


def _measure(commodity: str) -> tuple[str, str]:
    return ("trade, value FOB", "USD million/yr") if commodity == BY_VALUE else ("trade, weight", "t gross/yr")


def study_rows(base: Flows) -> dict[str, Rows]:
    """Rows of the study's tables, keys and words only, and `derivations`: the formula of each number."""
    out: dict[str, Rows] = {name: [] for name in ("units", "activities", "demands", "prices", "lanes", "derivations")}
    lanes = larger(base, SMALLEST)
    for commodity in CODES.values():
        here = [lane for lane in lanes if lane[0] == commodity]
        for place in REGIONS:
            sold, bought = ([lane for lane in here if lane[end] == place] for end in (1, 2))
            if sold:
                _exporter(out, commodity, place, sold)
            if bought:
                _importer(out, commodity, place, bought, here)
            if sold or bought:
                out["prices"].append([commodity, place, "unit value of world trade, FOB"])
                out["derivations"] += [["prices", f"{commodity}|{place}", "price", _worth(commodity)],
                                       ["prices", f"{commodity}|{place}", "relative_sd", "{MZ786}"]]
        for lane in here:
            key = f"{commodity}_{lane[1]}_{lane[2]}".lower()
            out["lanes"].append([key, *lane, "yes"])
            out["derivations"] += [["lanes", key, "base_flow", tonnes([lane], BASE)], ["lanes", key, "relative_sd", "{MZ786}"],
                                   ["lanes", key, "freight", "{MZ790}"], ["lanes", key, "elasticity", "{MZ791}"],
                                   ["lanes", key, "growth", yearly(_made(commodity))]]
    return out


def _worth(commodity: str) -> str:
    return "{MZ780}" if commodity == BY_VALUE else f"{{UV-{commodity[:2].upper()}}}"


def _made(commodity: str) -> str:
    return "({DE002}/{DS078})**(3/2)" if commodity == BY_VALUE else f"{{{WORLD[1]}}}/{{{WORLD[0]}}}"


def _sold_more(commodity: str) -> str:
    dearer = f"*{{{PRICE[BY_VALUE][0]}}}/{{{PRICE[BY_VALUE][1]}}}" if commodity == BY_VALUE else ""
    return f"{{{sold(commodity, YEAR)}}}/{{{sold(commodity, BASE)}}}{dearer}"


def _exporter(out: dict[str, Rows], commodity: str, place: str, sold: Sequence[Lane]) -> None:
    key, was = f"{commodity}_{place.lower()}", tonnes(sold, BASE)
    mined = MINED.get(place) if commodity != BY_VALUE else None
    made = f"{{{mined[1]}}}/{{{mined[0]}}}" if mined else _made(commodity)
    known = f"min(max(({tonnes(sold, YEAR)})/({was}),{{MZ788}}),1/{{MZ788}})"
    out["units"].append([key, f"exporters of {NAMES[commodity]}, {REGIONS[place][0]}", place, "export", "", place])
    out["activities"].append([key, key, f"sell_{commodity}"])
    out["derivations"] += [["units", key, "capacity", f"({was})*{{MZ785}}"], ["units", key, "growth", yearly(made)],
                           ["units", key, "elasticity", "{MZ784}" if place == "CHN" else "{MZ783}"],
                           ["activities", key, "base_run", was], ["activities", key, "relative_sd", "{MZ786}"],
                           ["activities", key, "cost", _worth(commodity)],
                           ["units", key, "growth", yearly(known), "exporters-known"],
                           ["units", key, "elasticity", "{MZ787}", "exporters-known"]]


def _importer(out: dict[str, Rows], commodity: str, place: str, bought: Sequence[Lane], here: Sequence[Lane]) -> None:
    key, (before, after) = f"{commodity}_{place.lower()}", PRICE[commodity]
    wanted = f"{_made(commodity)}*({{{after}}}/{{{before}}}/{{MZ782}})**(0-{{{ELASTICITY[commodity]}}})"
    out["demands"].append([key, place, "all that is imported", commodity])
    out["derivations"] += [["demands", key, "base_quantity", tonnes(bought, BASE)], ["demands", key, "relative_sd", "{MZ786}"],
                           ["demands", key, "elasticity", f"{{{ELASTICITY[commodity]}}}"],
                           ["demands", key, "growth", yearly(wanted)], ["demands", key, "choke", "{MZ789}"],
                           ["demands", key, "growth", yearly(_sold_more(commodity)),
                            "exporters-known"]]


COLUMNS = {
    "units": "unit name region stage owner owner_region capacity growth elasticity",
    "activities": "activity unit process base_run relative_sd cost",
    "demands": "demand region end_use commodity base_quantity relative_sd elasticity growth choke",
    "prices": "commodity region term price relative_sd",
    "lanes": "lane commodity origin destination own_make base_flow relative_sd freight elasticity growth",
}  # fmt: skip


OBSERVED = ("series label group what commodities regions destinations periods as_of option stack observed nothing_changes pro_rata "
            "pro_rata_buyer")
LONG = REGIONS["EUU"][0]


def write(folder: Path, sources: Sequence[Path]) -> None:
    """Write evidence on trade, derivations, tables and the scenario of the study; other evidence stays as it is."""
    base, then = flows(sources, BASE), flows(sources, YEAR)
    with (folder / "evidence.csv").open(encoding="utf-8", newline="") as lines:
        header, *known = [row for row in csv.reader(lines) if row[8] != TRADE]
    facts = [*known, *trade_rows(base, then)]
    _write(folder / "evidence.csv", header, facts)
    numbers = {row[0]: Evidence(row[0], row[1], row[2], float(row[3]), None, None, row[6], "", "", row[9], None) for row in facts}
    rows = study_rows(base)
    rules = [[*rule, ""][:5] for rule in rows.pop("derivations")]
    cells = {(table, key, column): f"{value(formula, numbers):.9g}" for table, key, column, formula, policy in rules if not policy}
    for table, kept in rows.items():
        columns = COLUMNS[table].split()
        keys = ["|".join(row[:2]) if table == "prices" else row[0] for row in kept]
        _write(folder / f"{table}.csv", columns, [[*row, *(cells[table, key, c] for c in columns[len(row):])]
                                                  for key, row in zip(keys, kept, strict=True)])
    always = [["elements", "*", "metal_in_oxide", "1", ""], ["compositions", "*", "share", "1", ""]]
    _write(folder / "derivations.csv", ["table", "row", "column", "formula", "policy"], [*always, *rules])
    _scenario(folder, [(table, key, column, value(formula, numbers)) for table, key, column, formula, policy in rules if policy])
    _write(folder / "observed.csv", OBSERVED.split(), observed_rows(base, then))
    regions = [[code, name, members if " " in members else ""] for code, (name, members) in REGIONS.items()]
    _write(folder / "regions.csv", ["region", "name", "members"], regions)


def observed_rows(base: Flows, then: Flows) -> Rows:
    """The lanes above a hundredth of their commodity in 2019: what they carried in 2022, and what guesses would have said."""
    rows = []
    study, large = larger(base, SMALLEST), set(larger(base, SCORED))
    for option in ("forecast", "exporters-known"):
        for lane in (lane for lane in study if lane in large):
            key = f"{lane[0]}_{lane[1]}_{lane[2]}".lower() + ("" if option == "forecast" else "_known")
            shared = ["", ""]
            if option == "exporters-known":
                shared = [f"{tonnes([lane], BASE)}*({tonnes(mine, YEAR)})/({tonnes(mine, BASE)})"
                          for end in (1, 2) for mine in [[other for other in study if other[0] == lane[0] and other[end] == lane[end]]]]
            rows.append([key, f"{REGIONS[lane[1]][0]} to {REGIONS[lane[2]][0]}".replace(LONG, "Europe"),
                         f"{NAMES[lane[0]]}, {option} [t]", "shipped", lane[0], lane[1], lane[2], str(YEAR), "edition-2026", option,
                         "", tonnes([lane], YEAR), tonnes([lane], BASE), *shared])
    return rows


def _scenario(folder: Path, edits: Sequence[tuple[str, str, str, float]]) -> None:
    parts = ['title = "what each exporter sold in 2022 is known; importers want as much more as was sold"', "announced = 2019-12-31"]
    for place in dict.fromkeys(edit[:2] for edit in edits):
        values = ", ".join(f"{column} = {number:.9g}" for *at, column, number in edits if tuple(at) == place)
        parts.append(f'\n[[set]]\ntable = "{place[0]}"\nkey = "{place[1]}"\nvalues = {{ {values} }}')
    (folder / "scenarios").mkdir(exist_ok=True)
    (folder / "scenarios" / "exporters-known.toml").write_text("\n".join(parts) + "\n", encoding="utf-8")


def _write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows([header, *rows])


if __name__ == "__main__":
    write(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
