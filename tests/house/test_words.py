"""The code knows no element and no country by name, and no file is called after nothing in particular.

Symbols and codes are read from the tables of the shipped studies: what is data there must not be code here, be it in a
name, a text, a comment, the data dictionary or the list of units.
"""

from __future__ import annotations

import csv
import io
import re
import tokenize

# A word of a study's tables that the code may use all the same, with the reason. Keep it short.
ALLOWED = {
    "ROW": "a row of a table or a programme; as a region it is whatever is not listed",
    "Rest of world": "no country",
    "oxides": "the name of a pair says how its ratio is counted",
}
EMPTY_NAMES = ("util", "utils", "helper", "helpers", "manager", "managers", "base", "common", "misc")
WRITTEN = (tokenize.NAME, tokenize.STRING, tokenize.COMMENT)


def test_no_element_and_no_country_is_written_into_the_code(tree, root):
    """Proves: another commodity or another region is a new study folder and no change to src.
    Without it: one `if` about one country is enough to make the model a model of that country.
    """
    codes, names = study_words(root)

    assert len(codes) > 50 and len(names) > 25
    assert spoken(tree, codes, names) == []


def test_every_shipped_study_gives_words_to_look_for(root):
    """Proves: where a study has tables of elements or regions, their words are found.
    Without it: renaming a column would switch the rule off without a sound.
    """
    for table in tables(root):
        codes, _ = words_of(table)

        assert codes, f"{table} has no column symbol, region, code, iso3 or id -> name the new column in words_of"


def test_the_words_are_those_of_every_shipped_study(root):
    """Proves: each element that a composition of any study names, each region that a lane, plant or use names, and each
    country of a group is looked for; so are both halves of a pair such as NdPr, and the metals of the cobalt study.
    Without it: the rule would hold for the first study and let the second one into the code.
    """
    codes, names = study_words(root)
    used = set()
    for table, columns in (
        ("compositions", ("element",)),
        ("units", ("region", "owner_region")),
        ("demands", ("region",)),
        ("lanes", ("origin", "destination")),
    ):
        for file in (root / "src" / "monazite" / "studies").glob(f"*/{table}.csv"):
            used |= {row[column] for row in rows_of(file) for column in columns}

    assert used - ALLOWED.keys() <= codes
    assert {"Nd", "Pr", "NdPr", "Dy", "Tb", "Th", "Co", "Cu", "Ni"} <= codes
    assert {"IND", "JPN", "CHN", "COD", "IDN", "PHL", "FIN", "NOR"} <= codes
    assert {
        "neodymium",
        "cobalt",
        "copper",
        "nickel",
        "India",
        "Indonesia",
        "Democratic Republic of the Congo",
    } <= names


def test_the_rule_about_words_bites(sketch):
    """Proves: a symbol in a text, in part of a name, in a name made of two words, in a docstring, a comment, an imported
    name and a file of the data dictionary is found; a longer word with it is not.
    Without it: a checker that sees nothing would pass every tree.
    """
    source = (
        '"""Sells Xx."""\nXx_price = 1\nlabel = "yya"\nplace = "to YYA by sea"\nXxon = "Xxon"\ntext = f"{place} Freedonia"\n'
        "soldXxToday = 1  # for YYA\nfrom mines import Xx\n"
    )
    tree = sketch({"world.py": source, "schema/lanes.toml": 'meaning = "what"\nmeaning = "sold to Freedonia"\n'})

    found = spoken(tree, {"Xx", "YYA"}, {"Freedonia"})

    assert [text.split(" ")[0].removeprefix("src/monazite/") for text in found] == [
        *(f"world.py:{line}" for line in (1, 2, 4, 6, 7, 7, 8)),
        "schema/lanes.toml:2",
    ]


def test_no_module_is_called_after_nothing(tree):
    """Proves: every module name says what is in it.
    Without it: a file called utils collects whatever nobody wanted to name.
    """
    empty = [
        f"{tree.place(name, 1)} -> name the file after what it holds"
        for name, file in tree.files.items()
        for word in [file.parent.name if file.stem == "__init__" else file.stem]
        if word in EMPTY_NAMES or word.rpartition("_")[2] in EMPTY_NAMES[:6]
    ]

    assert empty == []


def test_constraints_hold_names_and_versions_only(root):
    """Proves: each line is `name==version`, and every name stands once.
    Without it: a path or an address of one machine would make installation fail on every other.
    """
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*==[0-9][A-Za-z0-9.]*", line)] == []
    assert len({line.partition("==")[0] for line in lines}) == len(lines)


def tables(root):
    """The tables of all shipped studies whose words must not be code."""
    studies = root / "src" / "monazite" / "studies"
    return [file for name in ("elements.csv", "regions.csv") for file in sorted(studies.glob(f"*/{name}"))]


def study_words(root):
    """Codes and written-out names of all shipped studies, less the allowed ones."""
    codes, names = set(), set()
    for table in tables(root):
        some_codes, some_names = words_of(table)
        codes |= some_codes
        names |= some_names
    return codes - ALLOWED.keys(), names - ALLOWED.keys()


def rows_of(table):
    with table.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def words_of(table):
    """(codes, names) of one table: codes are single words, names are countries or, word by word, elements."""
    rows = rows_of(table)
    column = next((c for c in ("symbol", "element", "region", "code", "iso3", "id") if rows and c in rows[0]), None)
    codes = {row[column] for row in rows} if column else set()
    codes |= {code for row in rows for code in (row.get("members") or "").split()}
    names = {row["name"] for row in rows if row.get("name")}
    if table.name == "elements.csv":
        # A pair is two elements: the formula of its oxide names both.
        codes |= {symbol for row in rows for symbol in re.findall(r"([A-Z][a-z]?)\d*O", row.get("oxide") or "")}
        names = {word for name in names for word in re.findall(r"[a-z]{6,}", name)}
    return codes, names


def spoken(tree, codes, names):
    """A complaint for each word of a study on each line of the code and of the files that it reads, outside studies/."""
    phrases = re.compile(r"\b(" + "|".join(re.escape(name) for name in sorted(names)) + r")\b")
    complaints = []
    for place, text in texts(tree):
        found = (set(re.findall(r"[A-Za-z0-9]+", text)) | set(humps(text))) & codes
        complaints += [
            f"{place} says {word!r} -> read it from the study; if it is an everyday word, "
            "list it in ALLOWED with the reason"
            for word in sorted(found | set(phrases.findall(text)))
        ]
    return complaints


def humps(text):
    """The parts of names that are written together: soldXxToday is sold, Xx and Today."""
    return re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", text)


def texts(tree):
    """(place, text) of every name, string and comment of each module, then of every line of the other text files."""
    for name, file in tree.files.items():
        for token in tokenize.generate_tokens(io.StringIO(file.read_text(encoding="utf-8")).readline):
            if token.type in WRITTEN:
                for offset, line in enumerate(token.string.split("\n")):
                    yield tree.place(name, token.start[0] + offset), line
    for file in sorted(file for ending in ("toml", "txt") for file in tree.path.rglob(f"*.{ending}")):
        path = file.relative_to(tree.path)
        if path.parts[0] != "studies":
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                yield f"src/monazite/{path.as_posix()}:{number}", line
