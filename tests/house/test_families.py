"""One family of constraints or costs is one file, one function, one page of mathematics and one test file.

A reader who knows one of the four names knows the other three; a family without a page or a test cannot slip in.
"""

from __future__ import annotations

import ast

import pytest

FOLDERS = {
    "balances": ("Rows:", "Unit:", "Dual:", "Source:"),
    "limits": ("Rows:", "Unit:", "Dual:", "Source:"),
    "rules": ("Rows:", "Unit:", "Dual:", "Source:"),
    "costs": ("Term:", "Unit:", "Source:"),
}
# Pages and tests beside the families; each entry is a stem.
OTHER_PAGES = {"README", "calibration", "program", "reconciliation", "steps"}
OTHER_TESTS = {"columns", "laws", "steps"}


@pytest.fixture
def families(tree):
    """{stem: (folder, module)} of all families; skips until there is a formulation."""
    if not (tree.path / "formulation").is_dir():
        pytest.skip("there is no formulation yet")
    return families_of(tree)


def test_the_formulation_has_families(families):
    """Proves: the folders hold at least one family.
    Without it: after a move every rule below would pass on an empty list.
    """
    assert families


def test_no_two_families_share_a_name(tree, families):
    """Proves: a stem stands in one folder only.
    Without it: a page or a key of the dual table would mean two things.
    """
    stems = [name.rpartition(".")[2] for name in family_modules(tree)]

    assert sorted(stems) == sorted(families)


def test_each_family_is_one_public_function_with_the_name_of_its_file(tree, families):
    """Proves: `formulation/limits/lane_limit.py` holds `lane_limit` and no other public function.
    Without it: the name in a message or a table would not lead to the code.
    """
    assert wrong_functions(tree, families) == []


def test_each_family_states_rows_unit_dual_and_source(tree, families):
    """Proves: the docstring has a line for each, costs one for Term instead of Rows and Dual.
    Without it: a dual is a number of unknown sign and unit.
    """
    assert wrong_docstrings(tree, families) == []


def test_each_family_has_a_page_and_each_page_a_family(root, families):
    """Proves: the stems of docs/math and of the families are the same set.
    Without it: the mathematics that is read is not the mathematics that is solved.
    """
    pages = {page.stem for page in (root / "docs" / "math").glob("*.md")} - OTHER_PAGES

    assert compare(families, pages, "docs/math/{}.md", "OTHER_PAGES") == []


def test_each_family_has_a_test_file_and_each_test_file_a_family(root, families):
    """Proves: the stems of tests/formulation/test_*.py and of the families are the same set.
    Without it: a family without a hand-solved case looks like one with it.
    """
    tests = {file.stem.removeprefix("test_") for file in (root / "tests" / "formulation").rglob("test_*.py")}

    assert compare(families, tests - OTHER_TESTS, "tests/formulation/test_{}.py", "OTHER_TESTS") == []


def test_the_rules_about_families_bite(sketch):
    """Proves: a file with two functions, a missing line and a missing page each get a complaint.
    Without it: a checker that sees nothing would pass every tree.
    """
    tree = sketch(
        {
            "formulation/limits/__init__.py": "",
            "formulation/limits/quota.py": 'def quota():\n    """At most.\n\n    Rows: r\n    Unit: kt\n    """\ndef more(): ...\n',
            "formulation/costs/freight.py": 'def freight():\n    """Pays.\n\n    Term: t\n    Unit: MUSD\n    Source: s\n    """\n',
        }
    )
    families = families_of(tree)

    assert sorted(families) == ["freight", "quota"]
    assert [text.split(" ")[0] for text in wrong_functions(tree, families)] == [
        "src/monazite/formulation/limits/quota.py:1"
    ]
    assert wrong_docstrings(tree, families) == [
        "src/monazite/formulation/limits/quota.py:1 -> add a line that starts with Dual: and one with Source:"
    ]
    assert len(compare(families, {"quota", "toll"}, "docs/math/{}.md", "OTHER_PAGES")) == 2


def family_modules(tree):
    return [
        name
        for name, file in tree.files.items()
        if file.name != "__init__.py" and name.count(".") == 2 and name.startswith("formulation.")
        if name.split(".")[1] in FOLDERS
    ]


def families_of(tree):
    return {name.split(".")[2]: (name.split(".")[1], name) for name in family_modules(tree)}


def public_functions(tree, module):
    return [
        node for node in tree.syntax[module].body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def wrong_functions(tree, families):
    complaints = []
    for stem, (_, module) in sorted(families.items()):
        names = [function.name for function in public_functions(tree, module)]
        if names != [stem]:
            complaints.append(
                f"{tree.place(module, 1)} has the public functions {names} -> keep one, called {stem}; "
                "give the others an underscore or a file of their own"
            )
    return complaints


def wrong_docstrings(tree, families):
    complaints = []
    for stem, (folder, module) in sorted(families.items()):
        text = "".join(ast.get_docstring(f) or "" for f in public_functions(tree, module) if f.name == stem)
        lines = [line.strip() for line in text.splitlines()]
        missing = [head for head in FOLDERS[folder] if not any(line.startswith(head) for line in lines)]
        if missing:
            heads = " and one with ".join(missing)
            complaints.append(f"{tree.place(module, 1)} -> add a line that starts with {heads}")
    return complaints


def compare(families, stems, where, others):
    complaints = [f"family {stem} has no {where.format(stem)} -> write it" for stem in sorted(families.keys() - stems)]
    complaints += [
        f"{where.format(stem)} has no family -> rename it after one, remove it, or list it in {others}"
        for stem in sorted(stems - families.keys())
    ]
    return complaints
