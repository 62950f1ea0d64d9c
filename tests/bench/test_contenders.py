"""Who can be compared with, and what is said when a peer is not there."""

from __future__ import annotations

import ast
from importlib.util import find_spec
from pathlib import Path

import pytest

from monazite.bench import contenders, direct, in_linopy
from monazite.bench.cases import Case, finished
from monazite.bench.chain import FEWEST, chain
from monazite.bench.contenders import MODULES, NETWORK_ONLY, OURS, PEERS, chosen_peers
from monazite.errors import BadInput


def test_linopy_solves_the_same_chain():
    """Proves: linopy's own formulation of the chain has our columns and rows, and our least cost to 1e-9.
    Without it: the ratio of two times would compare two programmes.
    """
    data = chain(FEWEST)
    ours, theirs = direct.build(data), in_linopy.build(data)
    least = direct.solve(direct.hand_over(ours))

    assert in_linopy.size(theirs) == direct.size(ours) == (10_368, 960)
    assert in_linopy.solve(in_linopy.hand_over(theirs)) == pytest.approx(least, rel=1e-9)
    assert least < -1000.0


def test_linopy_solves_the_finished_programme_of_a_study():
    """Proves: the starter's programme, given to linopy family by family, has the same least cost to 1e-9; rows that
    nothing can break are not handed over.
    Without it: what linopy takes for a study would be the time for another programme.
    """
    program = finished(Case(study="starter"))
    model = in_linopy.build_finished(program)

    assert in_linopy.size(model)[0] == program.c.size
    assert in_linopy.solve(in_linopy.hand_over(model)) + program.offset == pytest.approx(
        direct.solve(direct.hand_over(program)), rel=1e-9
    )


def test_every_contender_answers_to_the_same_verbs():
    """Proves: each module of a contender defines or takes over build, hand_over, solve, size and PACKAGES; the one for
    networks a whole run as well, the others finished programmes.
    Without it: a peer that the suite has not installed would fail first in the middle of a measurement.
    """
    offered = {name: names_of(module) for name, module in MODULES.items()}

    assert all(names >= {"build", "hand_over", "solve", "size", "PACKAGES"} for names in offered.values())
    assert {name for name, names in offered.items() if "build_finished" not in names} == {OURS, NETWORK_ONLY}
    assert "whole" in offered[NETWORK_ONLY]


def names_of(module):
    """What a module defines or imports at its top, read without loading it."""
    tree = ast.parse(Path(find_spec(module).origin).read_text(encoding="utf-8"))
    names = set()
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name):
                names.add(name)
            case ast.ImportFrom(names=aliases):
                names |= {alias.asname or alias.name for alias in aliases}
            case ast.Assign(targets=[ast.Name(id=name)]):
                names.add(name)
    return names


def test_peers_that_are_not_installed_are_named_with_the_way_to_get_them(monkeypatch):
    """Proves: with linopy alone installed, asking for all peers says that pyomo and pypsa are missing, how to install
    them, and how to go on without.
    Without it: a table without PyPSA would look as if PyPSA had not been thought of.
    """
    monkeypatch.setattr(contenders, "installed", lambda name: name == "linopy")

    with pytest.raises(
        BadInput, match=r"pyomo, pypsa are not installed -> pip install 'monazite\[bench\]', or.*linopy"
    ):
        chosen_peers([])
    assert chosen_peers(["linopy"]) == ("linopy",)


def test_without_any_peer_one_can_still_measure(monkeypatch):
    """Proves: with nothing installed the way out is `--peers none`, and that is accepted.
    Without it: who only wants to know how fast monazite is here would have to install three libraries.
    """
    monkeypatch.setattr(contenders, "installed", lambda name: False)

    with pytest.raises(BadInput, match="linopy, pyomo, pypsa are not installed.*--peers none"):
        chosen_peers([])
    with pytest.raises(BadInput, match="linopy is not installed"):
        chosen_peers(["linopy"])
    assert chosen_peers(["none"]) == ()


def test_unknown_peers_are_refused_with_the_nearest_name():
    """Proves: 'pypsy' is answered with 'pypsa'.
    Without it: a mistyped peer would be left out without a word.
    """
    with pytest.raises(BadInput, match="there is no peer 'pypsy' -> did you mean 'pypsa'"):
        chosen_peers(["linopy", "pypsy"])


def test_peers_come_in_one_order(monkeypatch):
    """Proves: however they are asked for, peers are measured in the order of the list; all of them for no name.
    Without it: two reports of one plan could not be laid side by side.
    """
    monkeypatch.setattr(contenders, "installed", lambda name: True)

    assert chosen_peers(["pypsa", "linopy"]) == ("linopy", "pypsa")
    assert chosen_peers([]) == PEERS == ("linopy", "pyomo", "pypsa")
