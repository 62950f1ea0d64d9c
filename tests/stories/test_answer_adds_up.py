"""The answer in a run folder, worked out again from its tables and its snapshot with pandas alone.

Nothing of the model is used here but the verb that writes the folder: the tables are read as parquet, what a commodity
holds as CSV. The study is the shipped one with three options and the searches taken out of study.toml.
"""

from __future__ import annotations

import json
import re
import shutil
from types import SimpleNamespace

import pandas as pd
import pytest

from monazite.results.archive import write_run
from monazite.study.run import run_study
from monazite.study.study import find_study

KEPT = ("keep", "suspend", "keep+build", "suspend+build")
AS_OF = "2025-06-14"
MAGNETS = ["magnet_light", "magnet_heavy"]
EXACT = {"rel": 1e-9, "abs": 1e-6}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A run folder of the study with four of its seven options, and what is read from it: ``answer``, ``tables`` by name,
    ``held`` (NdPr oxide per tonne of commodity) and ``years`` (period, year, length)."""
    root = tmp_path_factory.mktemp("study") / "india-japan"
    shutil.copytree(find_study("india-japan"), root)
    settings = (root / "study.toml").read_text(encoding="utf-8")
    (root / "study.toml").write_text("".join(filter(wanted, re.split(r"(?m)^(?=\[)", settings))), encoding="utf-8")
    done = run_study(root, resolution="draft", as_of=["june-2025"], workers=1)
    folder = write_run(done, tmp_path_factory.mktemp("run") / "run")
    files = sorted((folder / "tables").glob("*.parquet"))
    return SimpleNamespace(
        folder=folder,
        answer=json.loads((folder / "answer.json").read_text(encoding="utf-8")),
        tables={path.stem: pd.read_parquet(path) for path in files},
        held=contents(folder / "snapshot"),
    )


def wanted(block):
    """Whether a block of study.toml stays: three options go, and the long searches of the answer."""
    name = re.search(r'name = "([^"]+)"', block)
    if block.startswith("[[options]]"):
        return name[1] in KEPT
    return not block.startswith(("[[answer.stages]]", "[[answer.leaks]]"))


def known(snapshot, table, key):
    """A table of the snapshot as it was known on the date: of each key the latest vintage."""
    rows = pd.read_csv(snapshot / f"{table}.csv", dtype={"known_on": str})
    rows = rows[rows["known_on"].isna() | (rows["known_on"] <= AS_OF)]
    return rows.assign(since=rows["known_on"].fillna("")).sort_values("since").groupby(key, as_index=False).last()


def contents(snapshot):
    """Tonnes of NdPr oxide that a tonne of each commodity counts as."""
    shares = known(snapshot, "compositions", ["commodity", "element"]).query("element == 'NdPr'")
    metal = pd.read_csv(snapshot / "elements.csv").set_index("symbol")["metal_in_oxide"]["NdPr"]
    factor = shares["form"].map({"oxide": 1.0, "element": 1.0 / metal})
    return pd.Series((shares["share"] * factor).to_numpy(), index=shares["commodity"])


def of_year(table, year):
    """Rows of a calendar year with their share of it: a quarter of a year, in days, or a whole one."""
    rows = table[table["period"].str[:4] == str(year)].copy()
    rows["length"] = rows["period"].map(length)
    return rows


def length(period):
    if "Q" not in period:
        return 1.0
    quarter = pd.Period(period, freq="Q")
    days = (quarter.end_time.date() - quarter.start_time.date()).days + 1
    return days / (366 if quarter.start_time.is_leap_year else 365)


def in_year(table, year, value="value"):
    """Amounts in a year by option, from rates per year."""
    rows = of_year(table, year)
    return (rows[value] * rows["length"]).groupby(rows["option"]).sum().reindex(KEPT, fill_value=0.0)


def printed(run, key):
    """A number of the answer by option."""
    options = run.answer["answers"][0]["options"]
    return pd.Series({name: option["numbers"][key]["value"] for name, option in options.items()}).reindex(KEPT)


def leaving(run):
    trade = run.tables["trade"].query("origin == 'IND'")
    return trade.assign(value=trade["value"] * trade["commodity"].map(run.held).fillna(0.0))


def test_an_option_that_is_deleted_is_gone(run):
    """Proves: of seven options the four that study.toml still names stand in the answer, in every section and in every
    table, and no name of the others occurs anywhere in the answer.
    Without it: a deleted option would live on in a table, or in a sentence.
    """
    answer = run.answer["answers"][0]
    text = (run.folder / "answer.json").read_text(encoding="utf-8")

    assert tuple(answer["options"]) == KEPT
    # Tables of instruments that no option has, such as fines, are there without a row.
    filled = {name: set(table["option"]) for name, table in run.tables.items() if len(table)}
    assert {"account", "prices", "production", "trade"} <= set(filled)
    assert filled == dict.fromkeys(filled, set(KEPT))
    assert {row["option"] for section in answer["sections"] for row in section["rows"] if "option" in row} <= set(KEPT)
    assert [gone for gone in ("suspend-japan-only", "wind-down", "swap") if f'"{gone}"' in text] == []


@pytest.mark.parametrize("year", (2026, 2028, 2030, 2035))
def test_what_leaves_home_is_the_sum_of_its_shipments(run, year):
    """Proves: shipments from India times the NdPr oxide they hold are the printed tonnes, in all and straight to Japan.
    Without it: the headline would not be a sum of what the tables show.
    """
    shipped = leaving(run)

    assert list(printed(run, f"leaving_{year}")) == pytest.approx(list(in_year(shipped, year)), **EXACT)
    if year < 2030:
        direct = in_year(shipped.query("destination == 'JPN'"), year)
        assert list(printed(run, f"reaching_direct_{year}")) == pytest.approx(list(direct), **EXACT)


def test_what_is_kept_is_what_did_not_leave(run):
    """Proves: to the end of 2030 'suspend' ships so much less than 'keep', and 'suspend+build' than 'keep+build'; of it the
    stores of ore, chloride and oxide hold what the answer says.
    Without it: kept tonnes could be counted that are nowhere.
    """
    left = sum(in_year(leaving(run), year) for year in range(2025, 2031))
    stocks = run.tables["stocks"].query("region == 'IND' and period == '2030'")
    stocks = stocks.assign(value=stocks["value"] * stocks["commodity"].map(run.held))
    forms = {"ore": ["monazite_ind"], "mixed_compound": ["chloride_ind"], "oxide": ["ndpr_oxide_irel", "ndpr_oxide"]}

    for one, other in (("suspend", "keep"), ("suspend+build", "keep+build")):
        assert printed(run, "kept_by_2030")[one] == pytest.approx(left[other] - left[one], **EXACT)
        for form, commodities in forms.items():
            level = stocks[stocks["commodity"].isin(commodities)].groupby("option")["value"].sum()
            told = printed(run, f"in_store_as_{form}_by_2030")[one]
            assert told == pytest.approx(level[one] - level[other], **EXACT)


@pytest.mark.parametrize("year", (2028, 2030, 2035))
def test_magnets_are_what_the_plants_made_and_the_need_is_what_was_used(run, year):
    """Proves: the runs of India's magnet plants are the printed tonnes; over the magnets used there they are the printed
    share of need.
    Without it: a plant could count twice, or the share be taken of another need.
    """
    made = in_year(run.tables["production"].query("plant == 'magnet_ind'"), year)
    used = run.tables["use"].query("region == 'IND'")
    need = in_year(used[used["commodity"].isin(MAGNETS)], year)

    assert list(printed(run, f"magnets_{year}")) == pytest.approx(list(made), **EXACT)
    if year == 2030:
        assert list(printed(run, "share_of_need_2030")) == pytest.approx(list(100.0 * made / need), **EXACT)
        assert run.answer["answers"][0]["common"]["numbers"]["need_2030"]["value"] == pytest.approx(
            need["keep"], **EXACT
        )


@pytest.mark.parametrize("year", (2026, 2030))
def test_the_world_price_moves_as_the_table_of_prices_says(run, year):
    """Proves: the mean price of NdPr oxide in China over the year, against that of 'keep', is the printed change; and the
    printed price lies in its own interval.
    Without it: the price that is told would not be the one in the table.
    """
    mean = in_year(run.tables["prices"].query("commodity == 'ndpr_oxide' and region == 'CHN'"), year)
    options = run.answer["answers"][0]["options"]

    assert list(printed(run, f"world_price_{year}")) == pytest.approx(
        list(100.0 * (mean / mean["keep"] - 1.0)), **EXACT
    )
    for name in ("keep", "suspend"):
        number = options[name]["numbers"][f"price_{year}"]
        assert number["low"] - 1e-9 <= number["value"] <= number["high"] + 1e-9


def test_the_welfare_of_a_region_is_the_sum_of_its_parties(run):
    """Proves: the gains of India's and Japan's parties add up to the printed social welfare, claims for missed notice among
    them; the unexplained margin stands beside it; and every account of the run closes to 1e-9.
    Without it: the total would hold a party that is not told, or miss one that is.
    """
    (section,) = (s for s in run.answer["answers"][0]["sections"] if s["key"] == "welfare")
    parties = pd.DataFrame(section["rows"]).set_index(["option", "region"]).select_dtypes("number")
    gains = parties.drop(columns="unexplained margin").sum(axis=1)
    record = json.loads((run.folder / "run.json").read_text(encoding="utf-8"))

    for option in KEPT[1:]:
        for region in ("IND", "JPN"):
            assert printed(run, f"welfare_{region}")[option] == pytest.approx(gains[option, region], abs=1e-6)
            assert printed(run, f"unexplained_{region}")[option] == pytest.approx(
                parties.loc[(option, region), "unexplained margin"], abs=1e-6
            )
    assert max(outcome["welfare_closing"] for outcome in record["outcomes"]) < 1e-9


def test_the_record_of_the_run_has_the_sum_of_the_costs(run):
    """Proves: the objective in run.json is the sum of the table of costs, option by option.
    Without it: a term of the objective could be missing from the breakdown.
    """
    record = json.loads((run.folder / "run.json").read_text(encoding="utf-8"))
    sums = run.tables["costs"].groupby("option")["value"].sum()

    assert {o["option"]: o["objective"] for o in record["outcomes"]} == pytest.approx(sums.to_dict(), rel=1e-9)
