"""For tests: whether two programmes say the same, in whatever order they were written down."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from monazite.program.block import Block
from monazite.program.compiled import CompiledProgram


def assert_programs_equal(a: CompiledProgram, b: CompiledProgram, *, relative: float = 1e-12) -> None:
    """Fail, naming the first labels that differ, unless both have the same families, labels and numbers.

    The order of families, axes and labels does not count, nor do stored zeros; numbers may differ by ``relative``.
    """
    columns = [_order(p.columns) for p in (a, b)]
    rows = [_order(p.rows) for p in (a, b)]
    for what, (ours, theirs) in (("columns", columns), ("rows", rows)):
        assert ours.keys() == theirs.keys(), f"{what} of one programme only: {sorted(ours.keys() ^ theirs.keys())[:5]}"
    across, down = ([np.array(list(place.values()), np.int64) for place in side] for side in (columns, rows))
    for name, labels, (mine, other) in (
        ("c", columns, across), ("lower", columns, across), ("upper", columns, across),
        ("row_lower", rows, down), ("row_upper", rows, down),
    ):  # fmt: skip
        _same(name, list(labels[0]), getattr(a, name)[mine], getattr(b, name)[other], relative)
    for name in sorted(a.costs.keys() | b.costs.keys()):
        _same(f"cost {name}", list(columns[0]), _spread(a, name)[across[0]], _spread(b, name)[across[1]], relative)
    _same("offset", ["offset"], np.array([a.offset]), np.array([b.offset]), relative)
    ours, theirs = (sp.csr_array(p.A)[r][:, c] for p, r, c in zip((a, b), down, across, strict=True))
    gap = sp.coo_array(abs(ours - theirs) - relative * abs(ours))
    cells = [cell for cell, excess in zip(zip(*gap.coords, strict=True), gap.data, strict=True) if excess > 0]
    wrong = [f"{list(rows[0])[i]} x {list(columns[0])[j]}" for i, j in cells[:5]]
    assert not wrong, f"coefficients differ at {len(cells)} places: {wrong}"


def _order(blocks: tuple[Block, ...]) -> dict[str, int]:
    """Position of each member by a label that does not depend on the order of the axes, sorted by label."""
    found: dict[str, int] = {}
    for block in blocks:
        roles = sorted(block.index.keys)
        members = zip(*(block.index.labels(role) for role in roles), strict=True) if roles else [()] * len(block)
        for i, labels in enumerate(members):
            said = ", ".join(f"{role}={label}" for role, label in zip(roles, labels, strict=True))
            found[f"{block.name}[{said}]"] = block.start + i
    return dict(sorted(found.items()))


def _spread(program: CompiledProgram, name: str) -> np.ndarray:
    spread = np.zeros(program.c.size)
    if name in program.costs:
        spread[program.costs[name].positions] = program.costs[name].coefficients
    return spread


def _same(what: str, labels: list[str], ours: np.ndarray, theirs: np.ndarray, relative: float) -> None:
    wrong = np.flatnonzero(~np.isclose(ours, theirs, rtol=relative, atol=0.0))
    first = [f"{labels[i]} {ours[i]:.17g} against {theirs[i]:.17g}" for i in wrong[:5]]
    assert not wrong.size, f"{what} differs at {wrong.size} places: {first}"
