"""The source tree as the house rules see it: files, syntax trees, and who imports whom. Nothing is imported or run."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Import:
    """One import of one module in one file; ``inside`` is true within a function."""

    importer: str
    target: str
    line: int
    inside: bool


@dataclass(frozen=True)
class Tree:
    """A package called ``monazite`` at ``path``; modules are named relative to it, ``program.draft`` for instance."""

    path: Path

    @cached_property
    def files(self) -> dict[str, Path]:
        """Module name -> file; a package's ``__init__`` has the package's name, the outermost the name ``""``."""
        found = {}
        for file in sorted(self.path.rglob("*.py")):
            parts = file.relative_to(self.path).with_suffix("").parts
            if parts[0] != "studies":
                found[".".join(part for part in parts if part != "__init__")] = file
        return found

    @cached_property
    def syntax(self) -> dict[str, ast.Module]:
        """Module name -> syntax tree."""
        return {name: ast.parse(file.read_text(encoding="utf-8"), str(file)) for name, file in self.files.items()}

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """All imports, those for type checkers and those in functions included; own modules start with ``monazite``."""
        return tuple(found for name in self.files for found in self._imports_of(name))

    def own(self, target: str) -> str | None:
        """The module of this tree that ``target`` leads to (``monazite.program.Draft`` -> ``program``), or None."""
        if target != "monazite" and not target.startswith("monazite."):
            return None
        name = target.removeprefix("monazite").removeprefix(".")
        while name and name not in self.files:
            above = name.rpartition(".")[0]
            if not above and "." in target.removeprefix("monazite."):
                return name  # a package that is not there, or not yet
            name = above
        return name

    def place(self, name: str, line: int) -> str:
        """``src/monazite/program/draft.py:12``, for messages."""
        return f"src/monazite/{self.files[name].relative_to(self.path).as_posix()}:{line}"

    def _imports_of(self, name: str) -> Iterator[Import]:
        package = name.split(".") if self.files[name].name == "__init__.py" else name.split(".")[:-1]
        for node, inside in _walk(self.syntax[name], inside=False):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(name, alias.name, node.lineno, inside)
            elif isinstance(node, ast.ImportFrom):
                above = package[: len(package) - node.level + 1] if node.level else []
                start = ".".join((["monazite"] if node.level else []) + above + ([node.module] if node.module else []))
                for alias in node.names:
                    yield Import(name, f"{start}.{alias.name}", node.lineno, inside)


def _walk(node: ast.AST, inside: bool) -> Iterator[tuple[ast.AST, bool]]:
    for child in ast.iter_child_nodes(node):
        yield child, inside
        yield from _walk(child, inside or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda))


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def tree() -> Tree:
    """The package as it stands."""
    return Tree(ROOT / "src" / "monazite")


@pytest.fixture
def sketch(tmp_path: Path) -> Callable[[dict[str, str]], Tree]:
    """Makes a small package from {path: source}, to show that a rule bites."""

    def make(sources: dict[str, str]) -> Tree:
        for path, source in sources.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(source, encoding="utf-8")
        return Tree(tmp_path)

    return make


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Prints every complaint in full: what to do next is the last thing on the screen."""
    if op == "==" and right == [] and isinstance(left, list):
        return [f"{len(left)} to mend:", *map(str, left)]
    return None
