"""Writing and reading are each other's inverse."""

from __future__ import annotations

import csv
import tempfile
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monazite.elements import Element
from monazite.errors import BadInput
from monazite.reading import new_study, read_study, write_tables
from monazite.reading.cells import edge_of
from monazite.reading.dictionary import dictionary
from monazite.reading.tables import key_text
from monazite.world.evidence import Derivation
from monazite.world.records import (
    Activity,
    Agreement,
    Commodity,
    Composition,
    Control,
    Demand,
    Deposit,
    Lane,
    Process,
    Recovery,
    ReferencePrice,
    Region,
    Stockpile,
    Unit,
)
from monazite.world.world import TABLES, World, key_of

EVERYTHING = ("evidence", "sources", "claims", "claim_sums", "contradictions", "derivations", "by_hand")
DAY = date(2025, 6, 30)

names = (
    st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=5)
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(lambda text: not text.startswith("'"))
)
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(
    lambda text: unicodedata.normalize("NFC", text.strip())
)
titles = texts.filter(bool)
bases = st.sampled_from(["oxide", "t metal", "gross", "ore"])
shares = st.floats(0.01, 1.0)
amounts = st.floats(0.0, 1e6)
costs = st.floats(0.0, 1e4)
days = st.dates(date(2000, 1, 1), date(2050, 1, 1))


@st.composite
def worlds(draw) -> World:
    """Small worlds without contradiction: one element, two regions, one process and an assortment of the rest."""
    here, there = draw(st.lists(names, min_size=2, max_size=2, unique=True))
    ore, oxide = draw(st.lists(names, min_size=2, max_size=2, unique=True))
    symbol = draw(names)
    regions = (
        Region(here, draw(titles), tuple(draw(st.lists(names, unique=True, max_size=3)))),
        Region(there, draw(titles)),
    )
    start = draw(days)
    shape = draw(st.sampled_from(["isoelastic", "linear", "fixed"]))
    return World(
        regions=regions,
        elements=(Element(symbol, draw(titles), draw(texts), draw(shares), draw(texts), draw(texts)),),
        commodities=(
            Commodity(ore, draw(titles), "ore", draw(bases), draw(texts)),
            Commodity(oxide, draw(titles), "oxide", draw(bases), headline=draw(st.booleans())),
        ),
        compositions=(
            Composition(ore, symbol, draw(shares), "element"),
            Composition(oxide, symbol, draw(shares), "oxide"),
        ),
        processes=(Process("split", draw(titles), "plant", ore, draw(texts)),),
        recoveries=(Recovery("split", ore, draw(st.sampled_from(["*", symbol])), oxide, draw(shares)),),
        units=(
            Unit("plant", draw(titles), here, "plant", draw(texts), there, draw(amounts), draw(shares), draw(shares)),
        ),
        activities=(Activity("split", "plant", "split", draw(amounts), draw(shares), draw(st.floats(-100, 100))),),
        lanes=(
            Lane(
                "out",
                oxide,
                here,
                there,
                draw(amounts),
                draw(shares),
                draw(costs),
                draw(shares),
                elasticity=draw(st.sampled_from([4.0, 2.5])),
                opens=draw(st.none() | days),
            ),
        ),
        demands=(
            Demand(
                "use",
                there,
                draw(titles),
                oxide,
                draw(amounts),
                draw(shares),
                None if shape == "fixed" else -draw(shares),
                draw(shares),
                1.0 + draw(shares),
                shape,
            ),
        ),
        prices=(ReferencePrice(oxide, here, draw(costs), draw(shares), draw(titles)),),
        stockpiles=draw(
            st.sampled_from([(), (Stockpile("pile", "pile", here, ore, "", 1.0, 2.0, 30.0, 0.1, 0.9, -0.5),)])
        ),
        agreements=(
            Agreement(
                "deal",
                draw(titles),
                "s",
                "b",
                oxide,
                here,
                oxide,
                there,
                0.0,
                draw(amounts),
                "fixed",
                draw(costs),
                start,
                draw(st.none() | st.dates(start, date(2060, 1, 1))),
            ),
        ),
        controls=(Control("ban", "ban", (ore, oxide), (here,), ("*",), draw(days), None, draw(shares)),),
        deposits=(
            Deposit("hill", draw(titles), "plant", draw(amounts), draw(st.booleans()), draw(texts)),
        ),
    )


def derived(world: World) -> tuple[Derivation, ...]:
    """For each number of a world a formula that is the number itself."""
    return tuple(
        Derivation(table, key_text(key_of(table, row)), column.name, str(edge_of(column, getattr(row, column.name))))
        for table in TABLES
        for row in world.table(table)
        for column in dictionary()[table].columns.values()
        if column.type == "number" and (column.needed or getattr(row, column.name) != column.absent)
    )


@given(world=worlds())
@settings(max_examples=60)
def test_a_world_written_and_read_is_the_same_world(world):
    """Proves: for any names, texts, numbers and dates the same records come back, to the last bit.
    Without it: a study saved by the workbench would not be the study that was solved.
    """
    with tempfile.TemporaryDirectory() as folder:
        new_study(folder + "/study")
        study = read_study(folder + "/study", DAY)
        for path in Path(folder, "study", "scenarios").iterdir():
            path.unlink()
        settings_file = Path(folder, "study", "study.toml")
        settings_file.write_text(settings_file.read_text().replace('["export-ban"]', "[]"))
        written = replace(
            study, world=replace(world, base_year=2024, price_year=2024), derivations=derived(world), cells=()
        )

        write_tables(written, folder + "/study")
        read = read_study(folder + "/study", DAY)

    assert read.world == written.world
    assert read.derivations == written.derivations


def test_a_whole_study_written_and_read_is_the_same(starter, tmp_path):
    """Proves: world, evidence, sources and derivations come back; writing again gives the same bytes.
    Without it: a diff of two saves would show changes that nobody made.
    """
    study = starter.read()
    write_tables(study, starter.root)
    again = starter.read()
    first = {path.name: path.read_bytes() for path in starter.root.glob("*.csv")}
    write_tables(again, starter.root)

    assert again.world == study.world
    assert [getattr(again, name) for name in EVERYTHING] == [getattr(study, name) for name in EVERYTHING]
    assert {path.name: path.read_bytes() for path in starter.root.glob("*.csv")} == first


def test_a_number_left_to_its_default_is_left_so(starter):
    """Proves: an elasticity that was not given stays an empty cell.
    Without it: defaults would become numbers without a derivation, and the study be refused.
    """
    write_tables(starter.read(), starter.root)

    row = next(csv.DictReader(starter.text("lanes.csv").splitlines()))
    assert (row["base_flow"], row["elasticity"], row["duty"]) == ("7000", "", "")


def test_nothing_that_begins_like_a_formula_is_written(starter):
    """Proves: a text '=cmd()' gets an apostrophe in the file, and is '=cmd()' again when read.
    Without it: the file would run in a spreadsheet.
    """
    starter.replace("units.csv", "Eastland Mining", "'=cmd()")
    write_tables(starter.read(), starter.root)

    assert ",'=cmd()," in starter.text("units.csv")
    assert starter.read().world.units[0].owner == "=cmd()"


def test_a_table_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    """Proves: where a folder stands in the place of units.csv the writing is refused, and no draft of the table is left.
    Without it: hidden files would gather beside the tables, and count as somebody's.
    """
    new_study(tmp_path / "study")
    (tmp_path / "copy" / "units.csv").mkdir(parents=True)

    with pytest.raises(BadInput, match="the tables cannot be written"):
        write_tables(read_study(tmp_path / "study", DAY), tmp_path / "copy")

    assert [path.name for path in (tmp_path / "copy").iterdir() if path.name.startswith(".")] == []
