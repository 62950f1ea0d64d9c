"""A module imports only from below: the floors of the house, read from the tree.

To explain a failure to oneself: what is imported here belongs further down, or this file belongs further up. A new
package gets its number in FLOORS and in the design's section on the house, in the same change.
"""

from __future__ import annotations

FLOORS = {
    **dict.fromkeys(("errors", "units", "elements", "calendar", "labels"), 0),
    **dict.fromkeys(("world", "program", "balance", "stocks", "indicators"), 1),
    **dict.fromkeys(("reading", "solving"), 2),
    "formulation": 3,
    "results": 4,
    "study": 5,
    "bench": 6,
    "charts": 6,
    "report": 7,
    "workbench": 8,
    "cli": 9,
    "__main__": 10,
    "": 10,  # monazite/__init__.py names what is public
}
# Everybody may raise: errors lies below the other modules of floor 0.
FOUNDATION = "errors"
# Loading these takes longer than `monazite --help` may take, or they are extras.
HEAVY = {"pandas", "pint", "pyarrow", "rich", "typer"}
# One module per verb, loaded when the verb is called; the package's own lazy names.
LAZY = {"cli", ""}
# Knowing a library is the privilege of one package.
PRIVILEGES = {
    "highspy": "solving", "pint": "units", "typer": "cli", "linopy": "bench", "pyomo": "bench", "pypsa": "bench",
}  # fmt: skip


def test_every_package_has_a_floor(tree):
    """Proves: each module and package directly under monazite has a number.
    Without it: a new package stands outside the rule and imports what it likes.
    """
    assert unknown(tree) == []


def test_imports_go_down_only(tree):
    """Proves: no import leads to the same floor's neighbour or upwards; imports for type checkers count.
    Without it: the mathematics comes to know files and solver and cannot be tested alone.
    """
    assert upward(tree) == []


def test_no_package_has_a_circle_of_imports(tree):
    """Proves: the modules can be read one after the other, each knowing only those before it.
    Without it: reading any one of a circle needs all of them in one's head.
    """
    assert circles(tree) == []


def test_imports_stand_at_the_top_of_the_file(tree):
    """Proves: only listed heavy libraries, and the verbs of the command line, are imported inside a function.
    Without it: an import in a function hides a dependency, or a circle, from the reader of the first lines.
    """
    assert hidden(tree) == []


def test_each_special_library_is_known_in_one_package(tree):
    """Proves: highspy occurs in solving only, pint in units only, typer in cli only.
    Without it: replacing the solver would be a change to the whole model.
    """
    assert leaks(tree) == []


def test_the_rules_bite(sketch):
    """Proves: a tree that breaks each rule once gets one complaint for each.
    Without it: a checker that sees nothing would pass every tree.
    """
    broken = sketch(
        {
            "errors.py": "",
            "labels.py": "from monazite import errors\nfrom monazite.world import records\n",
            "world/__init__.py": "from monazite.world.records import Mine\n",
            "world/records.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from monazite import world\n",
            "program/draft.py": "import monazite.world.records\ndef f():\n    import scipy\n    import pandas\n",
            "stocks/kernel.py": "from ..errors import Fault\nimport highspy\n",
            "extra.py": "",
        }
    )

    assert [text.split(":")[0] for text in unknown(broken)] == ["extra"]
    assert [text.split(" ")[0] for text in upward(broken)] == [
        "src/monazite/labels.py:2",
        "src/monazite/program/draft.py:1",
    ]
    assert circles(broken) == ["world -> world.records -> world: move what they share into a module below both"]
    assert [text.split(" ")[0] for text in hidden(broken)] == ["src/monazite/program/draft.py:3"]
    assert [text.split(" ")[0] for text in leaks(broken)] == ["src/monazite/stocks/kernel.py:2"]


def house_of(name):
    """The package, or module of floor 0, to which a module belongs."""
    return name.partition(".")[0]


def unknown(tree):
    houses = sorted({house_of(name) for name in tree.files} - FLOORS.keys())
    return [f"{house}: has no floor -> give it a number in FLOORS and in the design, section 11" for house in houses]


def upward(tree):
    complaints = []
    for found in tree.imports:
        target = tree.own(found.target)
        if target is None:
            continue
        here, there = house_of(found.importer), house_of(target)
        if here == there or (there == FOUNDATION and here != FOUNDATION):
            continue
        floor, below = FLOORS.get(here, 0), FLOORS.get(there, 10)
        if below >= floor:
            where = "on the same floor" if below == floor else f"above, on floor {below}"
            complaints.append(
                f"{tree.place(found.importer, found.line)} on floor {floor} imports monazite.{target}, which is {where} "
                "-> move what is needed to a lower floor, or this module to a higher one"
            )
    return complaints


def circles(tree):
    edges = {name: set() for name in tree.files}
    for found in tree.imports:
        target = tree.own(found.target)
        if target in edges and house_of(target) == house_of(found.importer):
            edges[found.importer].add(target)
    complaints, done = [], set()

    def visit(name, path):
        if name in path:
            circle = [*path[path.index(name) :], name]
            complaints.append(" -> ".join(circle) + ": move what they share into a module below both")
        elif name not in done:
            for target in sorted(edges[name]):
                visit(target, [*path, name])
            done.add(name)

    for name in sorted(edges):
        visit(name, [])
    return complaints


def hidden(tree):
    return [
        f"{tree.place(found.importer, found.line)} imports {found.target} inside a function "
        "-> move it to the top; if the library is heavy, argue for it in HEAVY"
        for found in tree.imports
        if found.inside
        and found.target.partition(".")[0] not in HEAVY
        and not (house_of(found.importer) in LAZY and tree.own(found.target) is not None)
    ]


def leaks(tree):
    return [
        f"{tree.place(found.importer, found.line)} imports {library}, which only {home} knows "
        f"-> ask {home} for what is needed"
        for found in tree.imports
        if (library := found.target.partition(".")[0]) in PRIVILEGES
        and house_of(found.importer) != (home := PRIVILEGES[library])
    ]
