"""The programme of a world's base year alone, solved, for tests of what comes back."""

from __future__ import annotations

from datetime import date

import numpy as np

from monazite.calendar import Grid, Period
from monazite.formulation.formulate import formulate
from monazite.formulation.steps import Resolution
from monazite.formulation.system import System
from monazite.solving import solve
from monazite.study.base_year import base_year
from monazite.world.world import World


def in_base_year(world: World, resolution: Resolution):
    """The programme of the base year alone, and its best plan as totals by name."""
    year = world.base_year
    grid = Grid((Period(date(year, 1, 1), date(year + 1, 1, 1), str(year)),))
    program = formulate(System(world, world, base_year(world), grid, resolution))
    x = solve(program)

    def total(block: str, axis: str) -> dict[str, float]:
        index = program.column(block).index
        sums = np.bincount(index.codes[axis], x.values(block), len(index.axes[axis]))
        return dict(zip(index.axes[axis].labels, sums.tolist(), strict=True))

    return {"run": total("run", "activity"), "flow": total("ship", "lane"), "quantity": total("serve", "demand")}
