"""The code knows no element and no country by name, and no file is called after nothing in particular.

Symbols and codes are read from the tables of the shipped studies: what is data there must not be code here.
"""

from __future__ import annotations

import ast
import csv
import re

import pytest

# A word of a study's tables that the code may use all the same, with the reason. Keep it short.
ALLOWED = {
    "ROW": "a row of a table or a programme; as a region it is whatever is not listed",
    "Rest of world": "no country",
    "oxides": "the name of a pair says how its ratio is counted",
}
EMPTY_NAMES = ("util", "utils", "helper", "helpers", "manager", "managers", "base", "common", "misc")


def test_no_element_and_no_country_is_written_into_the_code(tree, root):
    """Proves: another commodity or another region is a new study folder and no change to src.
    Without it: one `if` about one country is enough to make the model a model of that country.
    """
    codes, names = study_words(root)
    if not codes:
        pytest.skip("no study is shipped yet, so there are no words to look for")

    assert spoken(tree, codes, names) == []


def test_every_shipped_study_gives_words_to_look_for(root):
    """Proves: where a study has tables of elements or regions, their words are found.
    Without it: renaming a column would switch the rule off without a sound.
    """
    for table in tables(root):
        codes, _ = words_of(table)

        assert codes, f"{table} has no column symbol, region, code, iso3 or id -> name the new column in words_of"


def test_the_rule_about_words_bites(sketch):
    """Proves: a symbol in a text, in part of a name and in a docstring is found, a longer word with it is not.
    Without it: a checker that sees nothing would pass every tree.
    """
    source = '"""Sells Xx."""\nXx_price = 1\nlabel = "yya"\nplace = "to YYA by sea"\nXxon = "Xxon"\ntext = f"{place} Freedonia"\n'

    found = spoken(sketch({"world.py": source}), {"Xx", "YYA"}, {"Freedonia"})

    assert [text.split(" ")[0] for text in found] == [f"src/monazite/world.py:{line}" for line in (1, 2, 4, 6)]


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


def words_of(table):
    """(codes, names) of one table: codes are single words, names are countries or, word by word, elements."""
    with table.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
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
    complaints = []
    phrases = re.compile(r"\b(" + "|".join(re.escape(name) for name in sorted(names)) + r")\b") if names else None
    for name, syntax in tree.syntax.items():
        for line, text in texts(syntax):
            found = set(re.findall(r"[A-Za-z0-9]+", text)) & codes
            found |= set(phrases.findall(text)) if phrases else set()
            complaints += [
                f"{tree.place(name, line)} says {word!r} -> read it from the study; if it is an everyday word, "
                "list it in ALLOWED with the reason"
                for word in sorted(found)
            ]
    return complaints


def texts(syntax):
    """(line, text) of every string and every name in a module; comments are free."""
    for node in ast.walk(syntax):
        match node:
            case ast.Constant(value=str(text)):
                yield node.lineno, text
            case ast.Name(id=text) | ast.Attribute(attr=text) | ast.arg(arg=text):
                yield node.lineno, text
            case ast.FunctionDef(name=text) | ast.ClassDef(name=text):
                yield node.lineno, text
            case ast.keyword(arg=str(text), value=value):
                yield value.lineno, text
